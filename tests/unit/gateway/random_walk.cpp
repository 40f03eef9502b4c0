// Inputs by the kind of screen; the page, the session and the registration are looked at each time.
#include "tests/unit/gateway/random_walk.hpp"

#include <boost/json.hpp>

#include "dialogs/show.hpp"
#include "gateway/delivery/answers.hpp"

namespace jisr::test {

using dialogs::Screen;

namespace {

constexpr std::size_t kPatience = 900;  // answers: more than any of these dialogs has keys
constexpr int kLookupsAlways = 12;      // in a row, where all but three have failed

// What stands in [ ] may be cut, where the dialog says so.
std::string without_answers(std::string text) {
  for (auto at = text.find('['); at != std::string::npos; at = text.find('[', at + 1)) {
    const auto end = text.find(']', at);
    if (end != std::string::npos) text.erase(at + 1, end - at - 1);
  }
  return text;
}

}  // namespace

RandomWalk::RandomWalk(const dialogs::Dialog& dialog, gateway::PayloadTemplate body,
                       gateway::Schema schema, std::uint64_t seed)
    : dialog_(dialog),
      body_(std::move(body)),
      schema_(std::move(schema)),
      chance_(seed),
      sms_(seed % 3 == 0) {}

dialogs::Surroundings RandomWalk::around() const {
  dialogs::Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  around.sms = sms_;
  around.hour = hour_;
  around.pin_key = "0123456789abcdef0123456789abcdef";
  return around;
}

void RandomWalk::problem(const std::string& what, const std::string& where) {
  problems_.emplace(what, where);
}

void RandomWalk::run(std::size_t steps) {
  begin_call(false);
  for (std::size_t i = 0; i < steps; ++i) {
    if (session_.state == dialogs::Session::State::ended) {
      begin_call(chance_.one_in(2));
    } else if (!patient_ && chance_.one_in(40)) {
      begin_call(true);
    } else {
      ++answers_;
      take(dialogs::answer(dialog_, session_, input(), around()));
    }
    if (patient_ && answers_ > kPatience) {
      problem("dead end", "no end after many answers, at " + dialog_.screens[session_.screen].name);
      begin_call(false);
    }
  }
}

void RandomWalk::begin_call(bool again) {
  patient_ = chance_.one_in(6);
  hour_ = static_cast<int>(chance_.below(24));
  again = again && !patient_;
  answers_ = 0;
  take(dialogs::begin(dialog_, again ? std::optional(session_) : std::nullopt, around()));
}

void RandomWalk::take(dialogs::Step step) {
  for (int i = 0; step.lookup; ++i) {
    using Kind = dialogs::LookupOutcome::Kind;
    dialogs::LookupOutcome outcome;
    const auto& lookup = dialog_.screens[step.lookup->screen].lookup;
    outcome.kind = i >= dialogs::kLookupsMax ? Kind::failed : static_cast<Kind>(chance_.below(3));
    for (std::size_t k = 0; k < lookup.kept.size(); ++k) {
      outcome.kept.push_back(chance_.one_in(3) ? std::nullopt : std::optional<std::string>("12"));
    }
    if (i > kLookupsAlways) {
      problem("dead end",
              "look-ups without an end at " + dialog_.screens[step.lookup->screen].name);
      break;
    }
    step = dialogs::resume(dialog_, std::move(step.session), outcome, around());
  }
  const auto stored = dialogs::decode(encode(step.session));
  if (!stored) problem("dead end", "a session that cannot be stored");
  session_ = stored ? *stored : step.session;
  if (step.effect) deliver(*step.effect);
  look();
}

void RandomWalk::look() {
  if (session_.screen >= dialog_.screens.size()) {
    problem("dead end", "nowhere");
    return;
  }
  look_at_page();
  const auto& screen = dialog_.screens[session_.screen];
  const bool question = session_.resuming || session_.doubtful || session_.choosing_change;
  if (session_.state == dialogs::Session::State::ended || question) return;
  if (screen.invisible()) {
    problem("dead end", "shows " + screen.name + ", which nobody sees");
    return;
  }
  const auto seen = dialogs::view(dialog_, session_, around());
  for (const auto& page : seen.pages) {  // ".." is what the layout leaves of too long a choice
    if (seen.pages.size() > 39 || without_answers(page.text).find("..") != std::string::npos) {
      problem("overlong page", screen.name);
    }
  }
  const bool choices =
      !dialogs::offered(screen, {dialog_, session_, around()}).empty() || !seen.rows.all.empty();
  const bool needs = screen.kind == Screen::Kind::menu || screen.kind == Screen::Kind::list;
  if (needs && !choices) problem("dead end", "nothing to choose at " + screen.name);
}

void RandomWalk::look_at_page() {
  const auto page = dialogs::show(dialog_, session_, around());
  const auto& screen = dialog_.screens[session_.screen];
  if (!dialogs::fits(page.text, around().limit)) problem("overlong page", screen.name);
  if (page.text.empty()) problem("gap", "an empty page at " + screen.name);
  if (screen.kind == Screen::Kind::language) return;
  const bool french = dialog_.languages[session_.language].code == "fr";
  if (page.text.find(french ? "ع" : "F") != std::string::npos) {
    problem("wrong language", screen.name + ": " + page.text);
  }
  if (screen.kind != Screen::Kind::summary && page.text.find("[]") != std::string::npos) {
    problem("gap", screen.name + ": " + page.text);
  }
}

void RandomWalk::deliver(const dialogs::Register& effect) {
  ++registered_;
  gateway::Registration made;
  for (const auto& answer : effect.answers) {
    gateway::add_answer(made, dialog_.fields[answer.field], answer.value);
    if (!answer.value.empty()) ++delivered_[dialog_.fields[answer.field].type];
  }
  const auto body = gateway::build_payload(body_, made);
  if (!body) {
    problem("refused payload", body.error().context);
    return;
  }
  for (const auto& violation : schema_.validate(*body)) {
    problem("refused payload", to_string(violation) + " " + boost::json::serialize(*body));
  }
}

// What a woman may type for a question of this type, right and wrong.
std::string RandomWalk::typed(const Screen& screen) {
  using dialogs::FieldType;
  static const std::map<FieldType, std::vector<const char*>> kAnswers = {
      {FieldType::birth, {"1990", "05/03/1985", "2008", "1907", "01022000"}},
      {FieldType::date, {"03/1990", "1985", "05/03/2001", "31/02/1999", "2026-11-23"}},
      {FieldType::year, {"1985", "1990", "2000", "٢٠٠٤"}},
      {FieldType::national_id, {"JA123456", "ABC1"}},  // the second is unusual: she is asked
      {FieldType::yes_no, {"oui", "non"}},
      {FieldType::phone, {"0612345678", "0528123456", "+33 6 12 34 56 78", "061234"}},
      {FieldType::email, {"a@b.ma", "Zahra.B@example.org", "zahra"}},
      {FieldType::pin, {"4826", "4826", "4826", "70914", "1234"}},
      {FieldType::text, {"a", "7", "<x>", "oui non", "123456789", "ab12", "ABCD123", "é1"}},
  };
  const auto& rule = screen.rule;
  const auto between = [&](std::int64_t low, std::int64_t high) {
    return std::to_string(
        low + static_cast<std::int64_t>(chance_.below(static_cast<std::size_t>(high - low + 1))));
  };
  if (rule.type == FieldType::number) return between(rule.min, rule.max);
  if (rule.type == FieldType::age) return between(rule.age_min, rule.age_max);
  if (rule.type == FieldType::name) {
    return chance_.one_in(2) ? "Amina" : std::string(rule.length_max, 'n');
  }
  const auto& all = kAnswers.at(rule.type);
  return all[chance_.below(all.size())];
}

// One of the choices; the patient one takes each in turn.
std::string RandomWalk::picked(const Screen& screen) {
  const auto choices = dialogs::offered(screen, {dialog_, session_, around()});
  if (choices.empty()) return "1";
  if (screen.rule.type == dialogs::FieldType::choices && !chance_.one_in(4)) {
    std::string all;
    for (const auto* choice : choices) {
      if (!choice->value.empty() && chance_.one_in(2)) all += choice->key + " ";
    }
    if (!all.empty()) return all;
  }
  if (!patient_) return choices[chance_.below(choices.size())]->key;
  return choices[used_[screen.name]++ % choices.size()]->key;
}

std::string RandomWalk::input() {
  const auto& screen = dialog_.screens[session_.screen];
  const auto draw = patient_ ? 99 : chance_.below(100);
  if (draw < 12) return "0";
  if (draw < 14) return "00";
  if (draw < 22) return "x?";
  if (draw < 25) return "9";
  if (session_.resuming || session_.doubtful) return chance_.one_in(3) ? "2" : "1";
  if (session_.choosing_change) return std::to_string(1 + chance_.below(2));
  const bool other = !screen.choices.empty() && chance_.one_in(4);
  switch (screen.kind) {
    case Screen::Kind::question:
      return other ? picked(screen) : typed(screen);
    case Screen::Kind::list:
      return other ? picked(screen) : std::to_string(1 + chance_.below(3));
    case Screen::Kind::summary:
      return patient_ || !chance_.one_in(3) ? "1" : "2";
    case Screen::Kind::message:
      if (screen.choices.empty()) return "9";
      [[fallthrough]];
    default:
      return picked(screen);
  }
}

}  // namespace jisr::test
