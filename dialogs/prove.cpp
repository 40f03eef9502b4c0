// The states in which ends that register are reached, in the words of a registration.
#include "dialogs/prove.hpp"

#include <algorithm>
#include <deque>
#include <map>

#include "dialogs/made_rows.hpp"
#include "dialogs/prove_explore.hpp"
#include "dialogs/several.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

std::string repeated(const std::string& letters, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += letters;
  return text;
}

// Texts that stand at the borders of what the rule takes; those that it refuses are left out.
std::vector<std::string> candidates(const FieldRule& rule, const Possible& known,
                                    const Date& today) {
  if (rule.type == FieldType::yes_no) return {};  // its values are known
  auto all = typical_values(rule, today);
  const auto year = [&](std::int64_t age) {
    all.push_back(std::to_string(today.year - static_cast<int>(age)));
  };
  const auto clamp = [](std::int64_t number) {
    return std::to_string(std::clamp<std::int64_t>(number, -999'999'999'999, 999'999'999'999));
  };
  switch (rule.type) {
    case FieldType::name:
    case FieldType::text:
      for (const auto& letters : {"a", "Z", "é", "ش", "7", "<", "'", "-", ".", " a"}) {
        all.push_back(repeated(letters, rule.length_min));
        all.push_back(repeated(letters, rule.length_max));
      }
      for (const auto& mixed : {"Lalla-Aicha O'Neil", "a<b>{c}", "0612345678", "A1"}) {
        all.emplace_back(mixed);
      }
      break;
    case FieldType::number:
      for (const auto number : {known.number.low, known.number.high}) all.push_back(clamp(number));
      all.insert(all.end(), {"0", "1"});
      break;
    case FieldType::birth:
      year(rule.age_min);
      year(rule.age_max);
      year(rule.age_max - 1);
      [[fallthrough]];
    case FieldType::date:
      for (const auto born : {today.year, today.year - 1, today.year - 30, 1900, 1901, 2999}) {
        all.push_back("05/03/" + std::to_string(born));
      }
      all.push_back("29/02/2000");
      break;
    case FieldType::year:
      year(rule.age_min);
      year(rule.age_max);
      year(30);
      all.push_back(clamp(known.number.low));
      all.push_back(clamp(known.number.high));
      break;
    case FieldType::national_id:
    case FieldType::phone:
    case FieldType::email:
    case FieldType::age:
    case FieldType::yes_no:
    case FieldType::choice:
    case FieldType::choices:
    case FieldType::pin:
      break;
  }
  return all;
}

void add_typed(const Dialog& dialog, std::uint16_t at, const Possible& known, const Date& today,
               PossibleAnswer& to) {
  const auto& screen = dialog.screens[at];
  if (screen.kind == Screen::Kind::list) {
    const auto rows = make_rows(screen.list, today)->rows;
    if (rows.empty()) return;
    to.typed.push_back(rows.front()[0]);
    to.typed.push_back(rows.back()[0]);
    return;
  }
  if (screen.rule.type == FieldType::pin) {  // it is not kept as it is typed
    for (auto& one : typical_values(screen.rule, today)) to.typed.push_back(std::move(one));
    return;
  }
  if (screen.several()) {
    for (auto& one : typical_picks(screen)) to.typed.push_back(std::move(one));
    return;
  }
  for (const auto& text : candidates(screen.rule, known, today)) {
    auto verdict = read_answer(screen.rule, normalise(text), today);
    if (verdict.wrong != Wrong::none) continue;
    const auto number = whole_number(verdict.value);
    if (number && (*number < known.number.low || *number > known.number.high)) continue;
    to.typed.push_back(std::move(verdict.value));
  }
}

PossibleAnswer in_words(const Dialog& dialog, const Possible& known, const Date& today) {
  PossibleAnswer answer;
  answer.missing = known.nothing();
  answer.open = known.open;
  answer.values = known.values;
  std::erase(answer.values, "");
  answer.questions = known.typed;
  for (const auto at : known.typed) add_typed(dialog, at, known, today, answer);
  std::sort(answer.typed.begin(), answer.typed.end());
  answer.typed.erase(std::unique(answer.typed.begin(), answer.typed.end()), answer.typed.end());
  return answer;
}

}  // namespace

PossibleRegistrations possible_registrations(const Dialog& dialog, const Date& today) {
  PossibleRegistrations made;
  PossiblePool pool;
  const Proof proof{dialog, pool, false};
  const auto found = explore_turning(proof);
  made.exact = found.exact;
  for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
    if (!dialog.screens[i].effects.registers) continue;
    for (auto state : found.states[i]) {
      forget_unasked(proof, state);
      PossibleRegistration one{static_cast<std::uint16_t>(i), {}};
      for (const auto id : state.fields) one.answers.push_back(in_words(dialog, pool[id], today));
      made.all.push_back(std::move(one));
    }
  }
  return made;
}

std::vector<std::string> way_without(const Dialog& dialog, std::uint16_t end, std::uint16_t field) {
  using Node = std::pair<std::uint16_t, std::uint16_t>;  // a screen and one of its states
  PossiblePool pool;
  const Proof proof{dialog, pool, false};
  const auto found = explore_turning(proof);
  const Node start{dialog.start, 0};
  std::map<Node, Node> came = {{start, start}};
  std::deque<Node> work = {start};
  while (!work.empty()) {
    const auto here = work.front();
    work.pop_front();
    if (here.first == end) {
      std::vector<std::string> way;
      for (auto at = here;; at = came.at(at)) {
        way.push_back(dialog.screens[at.first].name);
        if (at == start) break;
      }
      std::reverse(way.begin(), way.end());
      return way;
    }
    for (const auto& lead : found.leads[here.first][here.second]) {
      if (!proof.at(found.states[lead.to][lead.state], field).nothing()) continue;
      if (came.emplace(Node{lead.to, lead.state}, here).second) {
        work.emplace_back(lead.to, lead.state);
      }
    }
  }
  return {};
}

}  // namespace jisr::dialogs
