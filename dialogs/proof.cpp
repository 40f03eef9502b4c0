// Digits of what is kept, and what a page may give away of it.
#include "dialogs/proof.hpp"

#include <algorithm>
#include <string>

#include "dialogs/condition.hpp"
#include "dialogs/given.hpp"
#include "dialogs/route.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kDigitsLeast = 4;  // the places are among the first four
constexpr std::pair<int, int> kPlaces[] = {{1, 2}, {1, 3}, {1, 4}, {2, 3}, {2, 4}, {3, 4}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits), is_digit);
  return digits;
}

bool is_pin(const Dialog& dialog) {
  return dialog.fields[dialog.resume.proof].type == FieldType::pin;
}

bool proves_pin(const Known& known, std::string_view typed) {
  const auto field = known.dialog.resume.proof;
  const auto asked_at = known.dialog.fields[field].screen;
  if (asked_at >= known.dialog.screens.size()) return false;
  auto rule = known.dialog.screens[asked_at].rule;
  rule.verify = field;
  return read_answer(rule, typed, given_to(rule, known)).wrong == Wrong::none;
}

}  // namespace

std::pair<int, int> proof_places(const Date& today) {
  const auto day = static_cast<std::size_t>(31 * today.month + today.day);
  return kPlaces[day % std::size(kPlaces)];
}

std::string proof_digits(std::string_view answer, const Date& today) {
  const auto digits = digits_of(answer);
  if (digits.size() < kDigitsLeast) return {};
  const auto [first, second] = proof_places(today);
  return {digits[static_cast<std::size_t>(first - 1)],
          digits[static_cast<std::size_t>(second - 1)]};
}

bool can_prove(const Dialog& dialog, const Session& session) {
  const auto field = dialog.resume.proof;
  if (field == kNone || session.proofs_failed >= kProofsFailedMax) return false;
  const auto* answer = session.answer(field);
  if (answer == nullptr) return false;
  return is_pin(dialog) ? is_pin_digest(*answer) : digits_of(*answer).size() >= kDigitsLeast;
}

bool proves(const Known& known, std::string_view typed) {
  if (!can_prove(known.dialog, known.session)) return false;
  const auto input = normalise(typed);
  if (is_pin(known.dialog)) return proves_pin(known, input);
  std::string two;
  std::copy_if(input.begin(), input.end(), std::back_inserter(two),
               [](char c) { return c != ' '; });
  const auto& answer = *known.session.answer(known.dialog.resume.proof);
  return two == proof_digits(answer, known.around.today);  // two: can_prove() has counted them
}

bool withhold_all(const Known& known, Session& session) {
  if (!holds(known.dialog.resume.withhold, known)) return false;
  for (auto& answer : session.answers) answer.withheld = true;
  return true;
}

void show_all_again(Session& session) {
  for (auto& answer : session.answers) answer.withheld = false;
}

void ask_for_proof(const Dialog& dialog, Session& session, const Surroundings& around) {
  session.proving = session.withholds_any() && can_prove(dialog, session);
  if (session.proving) return;
  const auto& here = dialog.screens[session.screen];
  const bool tells = here.kind == Screen::Kind::list && tells_withheld(here.list, session);
  if (tells) enter_again(dialog, session, around);
}

bool refuses_proof(const Dialog& dialog, Session& session, std::string_view typed,
                   const Surroundings& around) {
  if (typed == dialog.keys.back || proves({dialog, session, around}, typed)) {
    const bool back = typed == dialog.keys.back;
    if (!back) {
      show_all_again(session);
      session.proofs_failed = 0;
    }
    session.proving = false;
    session.resuming = back;
    session.notice = Wrong::none;
    session.wrong = 0;
    return false;
  }
  session.notice = Wrong::malformed;
  ++session.proofs_failed;
  return ++session.wrong >= dialog.wrong_max || session.proofs_failed >= kProofsFailedMax;
}

Session left_for_another(Session session) {
  session.show_plainly();
  session.pending.clear();
  session.filter.clear();
  session.notice = Wrong::none;
  session.wrong = 0;
  show_all_again(session);  // the next call withholds them anew; kept so, her place would move back
  return session;
}

bool worth_keeping(const Dialog& dialog, const Session& session) {
  return std::any_of(session.answers.begin(), session.answers.end(), [&](const Answer& answer) {
    if (answer.field >= dialog.fields.size()) return false;
    const auto asked_at = dialog.fields[answer.field].screen;
    if (asked_at >= dialog.screens.size()) return false;
    const auto kind = dialog.screens[asked_at].kind;
    return kind == Screen::Kind::question || kind == Screen::Kind::list;
  });
}

bool tells_withheld(const Value& value, const Session& session) {
  if (value.field != kNone && session.withholds(value.field)) return true;
  return std::any_of(value.parts.begin(), value.parts.end(),
                     [&](const Value& part) { return tells_withheld(part, session); });
}

bool tells_withheld(const ListSource& list, const Session& session) {
  const auto tells = [&](const ListSource::Where& where) {
    return where.field != kNone && session.withholds(where.field);
  };
  return std::any_of(list.where.begin(), list.where.end(), tells) ||
         std::any_of(list.first.begin(), list.first.end(), tells);
}

}  // namespace jisr::dialogs
