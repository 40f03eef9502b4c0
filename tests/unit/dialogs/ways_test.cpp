// The ways out of each kind of screen.
#include "dialogs/ways.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

constexpr const char* kScreens = R"(screens:
  first: {kind: language, text: Jisr, next: yes_no}
  yes_no:
    kind: menu
    text: Accord
    choices:
      - {key: 1, text: Oui, next: name}
      - {key: 2, text: Non}
    next: sorry
  name:
    kind: question
    type: name
    field: name
    text: Nom
    choices: [{key: 8, text: Aucun, next: town}]
    wrong: {tries: 2, next: town}
    next: town
  town:
    kind: list
    field: town
    when: {answered: name}
    text: Ville
    list: {data: towns, value: code, label: name_fr}
    next: some
  some:
    kind: menu
    several: true
    max: 2
    field: some
    text: Lesquels
    choices:
      - {key: 1, value: a, text: Un}
      - {key: 2, value: b, text: Deux}
      - {key: 3, text: Rien, next: work}
    next: sort
  sort:
    kind: branch
    ways: [{when: {field: some, is: "a"}, next: work}]
    next: ask
  work: {kind: set, set: {seen: "yes"}, next: ask}
  ask:
    kind: lookup
    service: place
    send: {town: "{town}"}
    not_found: read
    failed: sorry
    next: check
  read: {kind: message, text: Rien trouve, next: check}
  check:
    kind: summary
    text: "{name} {town} {seen}"
    confirm: {key: 1, text: Oui, next: done}
    change: {key: 2, text: Non, heading: Modifier,
             what: [{text: Nom, from: name, clears: [name]}]}
  done: {kind: end, text: Merci, redial: read}
)";

const char* word(WayOut::Kind kind) {
  constexpr const char* kWords[] = {"choice",    "answer", "passed", "way",
                                    "otherwise", "done",   "found",  "not_found",
                                    "failed",    "wrong",  "change", "redial"};
  return kWords[static_cast<int>(kind)];
}

std::string ways_of(const Dialog& dialog, const char* screen) {
  std::string out;
  for (const auto& way : ways_out(dialog.screens[dialog.screen(screen)])) {
    out += (out.empty() ? "" : ", ") + std::string(word(way.kind)) + " " +
           dialog.screens[way.to].name + (way.when == nullptr ? "" : " if");
  }
  return out;
}

TEST(Ways, OfEachKindOfScreen) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  const std::pair<const char*, const char*> kCases[] = {
      {"first", "choice yes_no, choice yes_no"},
      {"yes_no", "choice name, choice sorry"},
      {"name", "choice town, answer town, wrong town"},
      {"town", "answer some, passed some if"},
      {"some", "choice work, answer sort"},
      {"sort", "way work if, otherwise ask"},
      {"work", "done ask"},
      {"ask", "found check, not_found read, failed sorry"},
      {"read", "answer check"},
      {"check", "choice done, change name"},
      {"done", "redial read"},
      {"sorry", ""}};
  for (const auto& [screen, ways] : kCases) EXPECT_EQ(ways_of(*dialog, screen), ways) << screen;
}

}  // namespace
}  // namespace jisr::dialogs
