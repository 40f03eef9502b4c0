// How long a page takes her, and what she makes of it.
#include "dialogs/rehearse_woman.hpp"

#include <algorithm>

#include "dialogs/condition.hpp"
#include "dialogs/proof.hpp"
#include "dialogs/rehearse_answers.hpp"
#include "dialogs/several.hpp"
#include "dialogs/step.hpp"
#include "dialogs/text.hpp"
#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

// The entry for `name`, else that for "other", else `none`.
template <typename T>
T entry(const std::map<std::string, T>& all, const std::string& name, const T& none) {
  auto found = all.find(name);
  if (found == all.end()) found = all.find("other");
  return found == all.end() ? none : found->second;
}

std::vector<std::string> lines_of(const std::string& page) {
  std::vector<std::string> lines;
  std::size_t from = 0;
  while (from <= page.size()) {
    const auto end = std::min(page.find('\n', from), page.size());
    lines.push_back(page.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

std::size_t characters(const std::string& line) {
  const auto spaces = std::count(line.begin(), line.end(), ' ');
  return code_points(line) - static_cast<std::size_t>(spaces);
}

std::uint8_t draw_language(const Dialog& dialog, const PersonModel& person, Chance& chance) {
  std::vector<double> up_to;
  double sum = 0;
  for (const auto& language : dialog.languages) {
    if (language.enabled) sum += entry(person.languages, language.code, 1.0);
    up_to.push_back(sum);
  }
  const double drawn = chance.uniform() * sum;
  for (std::size_t i = 0; i < up_to.size(); ++i) {
    if (dialog.languages[i].enabled && drawn < up_to[i]) return static_cast<std::uint8_t>(i);
  }
  return dialog.default_language;
}

}  // namespace

std::vector<bool> wanted_screens(const Dialog& dialog) {
  std::vector<bool> wanted(dialog.screens.size());
  const auto mark = [&](auto holds) {
    bool any = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const auto& screen = dialog.screens[i];
      wanted[i] = screen.kind == Screen::Kind::end && holds(screen, i);
      any = any || wanted[i];
    }
    return any;
  };
  if (!mark([](const Screen& one, std::size_t) {
        return one.effects.registers && one.effects.kind.empty();
      }) &&
      !mark([](const Screen& one, std::size_t) { return one.effects.registers; })) {
    mark([&](const Screen&, std::size_t i) { return i != dialog.give_up; });
  }
  for (bool more = true; more;) {
    more = false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (wanted[i] || dialog.screens[i].kind == Screen::Kind::end) continue;
      for (const auto& way : ways_out(dialog.screens[i])) {
        const bool hers = way.kind != WayOut::Kind::wrong && way.kind != WayOut::Kind::change;
        if (hers && way.to != kNone && wanted[way.to]) wanted[i] = more = true;
      }
    }
  }
  return wanted;
}

Woman::Woman(const Dialog& dialog, const RehearsalModel& model, const std::vector<bool>& wanted,
             std::uint64_t seed)
    : dialog_(dialog), model_(model), wanted_(wanted), seed_(seed) {
  constexpr double kMinute = 60;
  Chance chance(seed, 1);
  const auto& person = model.person;
  language_ = draw_language(dialog, person, chance);
  const Spread slow{266, 802};
  const auto speed = chance.draw(entry(person.reading, dialog.languages[language_].code, slow));
  read_s_ = speed > 0 ? kMinute / speed : 0;
  key_s_ = chance.draw(person.key_s);
  const auto letters = chance.draw(person.letters_min);
  letter_s_ = letters > 0 ? kMinute / letters : 0;
  redials_ = static_cast<std::size_t>(chance.draw(model.patience.redials) + 0.5);
  const std::pair<std::string, Phrase> all[] = {{dialog.keys.back, Phrase::back},
                                                {dialog.keys.home, Phrase::home},
                                                {dialog.keys.next, Phrase::next},
                                                {dialog.keys.previous, Phrase::previous}};
  for (const auto& [key, which] : all) {
    navigation_.insert(key + " " + phrase(dialog, language_, which));
  }
}

double Woman::dialling_s() const {
  constexpr double kCodeKeys = 6;  // *555# and the key that calls
  return kCodeKeys * key_s_;
}

Woman::Reply Woman::reply(const Session& session, const Surroundings& around, Chance& chance,
                          bool hers) {
  const auto seen = view(dialog_, session, around);
  const Known known{dialog_, session, around};
  const auto aim = meant(known, seen, chance, hers);
  Reply reply{aim.input, 0, chance.happens(wrong_share(session))};
  reply.seconds = reading_s(seen.pages[seen.page].text, aim) +
                  chance.draw(model_.person.thinking_s) + typing_s(aim);
  if (reply.slipped) reply.input = slip(aim, chance);
  return reply;
}

Woman::Meant Woman::meant(const Known& known, const View& seen, Chance& chance, bool hers) {
  const auto& session = known.session;
  const auto& screen = dialog_.screens[session.screen];
  if (session.resuming) return {hers ? "1" : "2"};
  if (session.proving) return of_proof(known);
  if (session.doubtful) {
    return {normalise(made_up_answer(dialog_, screen, known, model_.person, seed_).input) ==
                    normalise(session.pending)
                ? "2"
                : "1"};
  }
  if (session.aside) return {dialog_.keys.back};  // a slip led here
  if (session.choosing_change) {
    const auto all = changes(screen, known).size();
    return all == 0 ? Meant{dialog_.keys.back} : pick(chance.below(all), "", seen, chance);
  }
  switch (screen.kind) {
    case Screen::Kind::language:
      for (const auto& choice : screen.choices) {
        if (choice.language == language_) return {choice.key};
      }
      return {"1"};
    case Screen::Kind::list:
      return of_list(known, seen, chance);
    case Screen::Kind::question:
      return of_question(known, seen, chance);
    default:
      return of_menu(known, seen, chance);
  }
}

// Two digits of the answer that is hers, or the PIN that she chose. They do not prove that a
// registration is hers when it is another woman's, or when she mistyped.
Woman::Meant Woman::of_proof(const Known& known) const {
  const auto& field = dialog_.fields[dialog_.resume.proof];
  if (field.screen >= dialog_.screens.size()) return {dialog_.keys.back};
  const auto& screen = dialog_.screens[field.screen];
  const auto told = made_up_answer(dialog_, screen, known, model_.person, seed_).input;
  if (field.type == FieldType::pin) return {told};
  const auto digits = proof_digits(told, known.around.today);
  return {digits.empty() ? dialog_.keys.back : digits};
}

// The key for one of the lines that can be picked; or the one that turns to its page.
Woman::Meant Woman::pick(std::size_t index, const std::string& key, const View& seen,
                         Chance& chance) const {
  const auto& page = seen.pages[seen.page];
  if (index < page.first_choice) return {dialog_.keys.previous};
  if (index >= page.first_choice + page.choices) {
    return {seen.page + 1 < seen.pages.size() ? dialog_.keys.next : dialog_.keys.previous};
  }
  Meant meant{key.empty() ? std::to_string(index - page.first_choice + 1) : key};
  if (chance.happens(model_.person.reads_on)) return meant;
  const auto lines = lines_of(page.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].starts_with(meant.input + " ")) meant.read = i + 1;
  }
  return meant;
}

bool Woman::leads_on(const Choice& choice, const Screen& screen) const {
  const auto to = choice.next != kNone ? choice.next : screen.next;
  if (choice.is_traceless()) return false;
  return to != kNone && wanted_[to];
}

// A choice that leads where she wants without saying anything, when she is in the mood for it.
const Choice* Woman::aside(const Screen& screen, const Known& known, Chance& chance) const {
  if (!chance.happens(model_.person.aside)) return nullptr;
  for (const auto* choice : offered(screen, known)) {
    if (choice->value.empty() && !choice->derived && leads_on(*choice, screen)) return choice;
  }
  return nullptr;
}

const Choice* Woman::wanted_choice(const Known& known, Chance& chance) {
  const auto& screen = dialog_.screens[known.session.screen];
  auto all = offered(screen, known);
  std::erase_if(all, [](const Choice* choice) { return choice->is_traceless(); });
  const auto kept = keys_.find(known.session.screen);
  for (const auto* choice : all) {
    if (kept != keys_.end() && choice->key == kept->second) return choice;
  }
  std::vector<const Choice*> saying;  // those that give an answer
  std::vector<const Choice*> leading;
  for (const auto* choice : all) {
    if (!leads_on(*choice, screen)) continue;
    leading.push_back(choice);
    if (!choice->value.empty() || choice->derived || !choice->set.empty()) {
      saying.push_back(choice);
    }
  }
  if (!saying.empty()) {
    if (const auto* choice = aside(screen, known, chance)) return choice;
    leading = saying;
  }
  if (leading.empty()) leading = all;
  if (leading.empty()) return nullptr;
  const auto* choice = leading[chance.below(leading.size())];
  keys_[known.session.screen] = choice->key;
  return choice;
}

Woman::Meant Woman::of_menu(const Known& known, const View& seen, Chance& chance) {
  const auto& screen = dialog_.screens[known.session.screen];
  if (screen.several()) {
    const auto all = pickable(screen);
    Meant meant;
    const auto least = static_cast<std::size_t>(std::max<std::int64_t>(screen.rule.min, 1));
    for (std::size_t i = 0; i < std::min(least, all.size()); ++i) {
      meant.input += (i > 0 ? " " : "") + all[i]->key;
    }
    return meant;
  }
  const auto all = offered(screen, known);
  const Choice* choice = nullptr;
  if (screen.kind == Screen::Kind::summary) {
    const bool change = mistaken_ && chance.happens(model_.person.notices);
    mistaken_ = false;
    for (const auto* one : all) {
      if (one->act == (change ? Choice::Act::change : Choice::Act::confirm)) choice = one;
    }
    if (choice != nullptr) return {choice->key};
  }
  choice = wanted_choice(known, chance);
  if (choice == nullptr) return {dialog_.keys.next};  // a message: it is read and left
  const auto index = std::find(all.begin(), all.end(), choice) - all.begin();
  return pick(static_cast<std::size_t>(index), choice->key, seen, chance);
}

Woman::Meant Woman::of_list(const Known& known, const View& seen, Chance& chance) {
  const auto at = known.session.screen;
  const auto& screen = dialog_.screens[at];
  const auto kept = rows_.find(at);
  if (kept == rows_.end()) {
    if (const auto* choice = aside(screen, known, chance)) return {choice->key};
  }
  const auto count = seen.rows.all.size();
  if (count == 0) return {dialog_.keys.back};
  if (kept == rows_.end() || kept->second >= count) rows_[at] = chance.below(count);
  auto meant = pick(rows_[at], "", seen, chance);
  meant.scans = true;
  return meant;
}

Woman::Meant Woman::of_question(const Known& known, const View& seen, Chance& chance) {
  const auto& screen = dialog_.screens[known.session.screen];
  if (const auto* choice = aside(screen, known, chance)) return {choice->key};
  if (seen.page + 1 < seen.pages.size()) return {dialog_.keys.next};
  const auto made = made_up_answer(dialog_, screen, known, model_.person, seed_);
  return {made.input, made.letters};
}

// A line that says how to go about is read once; others, when they come again, in part.
double Woman::reading_s(const std::string& page, const Meant& meant) {
  double sum = 0;
  std::size_t at = 0;
  for (const auto& line : lines_of(page)) {
    const bool known = seen_.contains(line);
    const bool navigation = navigation_.contains(line);
    if (at++ >= meant.read && !navigation) continue;
    if (!known) seen_.insert(line);
    const double share = !known ? 1 : navigation ? 0 : model_.person.reads_again;
    sum += share * static_cast<double>(characters(line)) * read_s_;
  }
  return meant.scans ? sum * model_.person.scans : sum;
}

double Woman::typing_s(const Meant& meant) const {
  const auto letters = static_cast<double>(code_points(meant.input));
  return letters * (meant.letters ? letter_s_ : key_s_) + key_s_;
}

double Woman::wrong_share(const Session& session) const {
  const auto& screen = dialog_.screens[session.screen];
  const bool own =
      session.resuming || session.doubtful || session.choosing_change || session.proving;
  std::string type = "choice";
  if (!own && screen.kind == Screen::Kind::question) type = answer_type(screen.rule.type).name;
  if (!own && screen.kind == Screen::Kind::list) type = "list";
  return entry(model_.person.wrong, type, 0.0);
}

// The wrong key; a number with a digit lost or another one; a name with the digits of its keys.
std::string Woman::slip(const Meant& meant, Chance& chance) const {
  auto out = meant.input;
  const char digit = static_cast<char>('0' + chance.below(10));
  if (meant.letters || out.empty()) return out + digit;
  if (out.size() == 1) {
    return std::string(1,
                       digit == out[0] ? static_cast<char>('0' + (digit - '0' + 1) % 10) : digit);
  }
  if (chance.happens(0.5)) {
    out.pop_back();
  } else {
    out[chance.below(out.size())] = digit;
  }
  return out;
}

}  // namespace jisr::dialogs
