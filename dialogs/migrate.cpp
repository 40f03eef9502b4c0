// Names first, then the answers that still hold, then a walk from the start with them.
#include "dialogs/migrate.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "dialogs/condition.hpp"
#include "dialogs/route.hpp"
#include "dialogs/still_valid.hpp"

namespace jisr::dialogs {

namespace {

bool among(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The screens without an answer of their own that she had passed, as far as the old trail tells.
class Passed {
 public:
  Passed(const Names& from, const Session& session) : from_(from) {
    for (const auto screen : session.trail) {
      if (screen < from.screens.size()) names_.push_back(from.screens[screen]);
    }
    // The trail is cut when it grew too long, and by a change from the summary.
    const auto first = session.trail.empty() ? session.screen : session.trail.front();
    cut_ = first != from.start;
  }
  [[nodiscard]] bool operator()(const Screen& screen) const {
    return among(cut_ || screen.invisible() ? from_.screens : names_, screen.name);
  }

 private:
  const Names& from_;
  std::vector<std::string> names_;
  bool cut_ = false;
};

// One way past a screen: what it sets, and where it leads.
struct Exit {
  const std::vector<Assignment>* set = nullptr;
  std::uint16_t next = kNone;
};

Exit by(const Screen& screen, const Choice& choice) {
  return {&choice.set, choice.next != kNone ? choice.next : screen.next};
}

// Goes from a screen on, with the answers that were kept, and looks for the place.
class Walk {
 public:
  Walk(const Dialog& dialog, const Surroundings& around, const Passed& passed,
       const std::string& target)
      : dialog_(dialog),
        around_(around),
        passed_(passed),
        target_(target.empty() ? kNone : dialog.screen(target)),
        visited_(dialog.screens.size()) {}

  void from_start(Session session) {
    enter(dialog_, session, around_);
    visit(std::move(session), {}, 0);
  }
  // Where the calls after an end begin (Screen::redial).
  void from(Session session, std::uint16_t screen) {
    session.screen = kNone;
    go_on(dialog_, session, screen, around_);
    visit(std::move(session), {}, 0);
  }

  std::optional<Session> arrived;     // on the target
  std::optional<Session> first_open;  // on the first screen that needs her

 private:
  // Gives whether she can be put somewhere from here on. `before`: the visible screen that led
  // here. `answered`: how many screens were passed by their answer.
  bool visit(Session session, const std::optional<Session>& before, int answered) {
    if (session.screen >= visited_.size()) return false;
    if (visited_[session.screen]) return true;
    visited_[session.screen] = true;
    const auto& screen = dialog_.screens[session.screen];
    if (screen.kind == Screen::Kind::end) return false;
    if (session.screen == target_ && !screen.invisible()) {
      arrived = std::move(session);
      return true;
    }
    const auto here = screen.invisible() ? before : std::optional(session);
    const auto exits = exits_of(screen, session);
    const int more = screen.field != kNone && session.answer(screen.field) != nullptr ? 1 : 0;
    bool further = false;
    for (const auto& exit : exits) {
      auto beyond = session;
      if (exit.set != nullptr) assign(dialog_, beyond, *exit.set, around_);
      go_on(dialog_, beyond, exit.next, around_);
      if (visit(std::move(beyond), here, answered + more)) further = true;
      if (arrived) return true;
    }
    if (!further && here) offer(*here, 2 * answered + (exits.empty() ? 1 : 0));
    return further || here;
  }

  // The place with the most of her answers behind it is the nearest.
  void offer(const Session& place, int weight) {
    if (weight <= weight_) return;
    weight_ = weight;
    first_open = place;
  }

  [[nodiscard]] std::vector<Exit> exits_of(const Screen& screen, const Session& session) const {
    const auto* answer = screen.field == kNone ? nullptr : session.answer(screen.field);
    if (screen.kind == Screen::Kind::summary) return {};
    if (answer != nullptr) {
      const auto* choice = choice_of(screen, *answer);
      return {choice != nullptr ? by(screen, *choice) : Exit{nullptr, screen.next}};
    }
    if (screen.kind == Screen::Kind::language) return by_language(screen, session);
    if (!passed_(screen)) return {};
    const auto& lookup = screen.lookup;
    if (screen.kind == Screen::Kind::lookup) {
      return {{nullptr, screen.next}, {nullptr, lookup.not_found}, {nullptr, lookup.failed}};
    }
    std::vector<Exit> exits;
    for (const auto& choice : screen.choices) {
      const bool only_leads = choice.value.empty() && !choice.derived && !choice.is_traceless();
      if (only_leads && holds(choice.when, {dialog_, session, around_})) {
        exits.push_back(by(screen, choice));
      }
    }
    if (screen.kind == Screen::Kind::message && exits.empty())
      exits.push_back({nullptr, screen.next});
    if (screen.wrong_next != kNone) exits.push_back({nullptr, screen.wrong_next});
    return exits;
  }

  static std::vector<Exit> by_language(const Screen& screen, const Session& session) {
    for (const auto& choice : screen.choices) {
      if (choice.language == session.language) return {by(screen, choice)};
    }
    return {};
  }

  const Dialog& dialog_;
  const Surroundings& around_;
  const Passed& passed_;
  std::uint16_t target_;
  std::vector<bool> visited_;
  int weight_ = -1;
};

std::optional<std::uint8_t> language_in(const Dialog& to, const Names& from, std::uint8_t index) {
  if (index >= from.languages.size()) return std::nullopt;
  for (std::size_t i = 0; i < to.languages.size(); ++i) {
    if (to.languages[i].enabled && to.languages[i].code == from.languages[index]) {
      return static_cast<std::uint8_t>(i);
    }
  }
  return std::nullopt;
}

// Her answers under the new indices, without those that would not be taken now. One that goes may
// take the ground from another.
std::vector<Answer> kept_answers(const Names& from, const Session& old, Session renamed,
                                 const Dialog& to, const Surroundings& around) {
  for (const auto& answer : old.answers) {
    if (answer.field >= from.fields.size()) continue;
    const auto field = to.field(from.fields[answer.field]);
    if (field == kNone) continue;
    renamed.set(field, answer.value);
    if (answer.withheld) renamed.withhold(field);
  }
  for (std::size_t before = SIZE_MAX; before != renamed.answers.size();) {
    before = renamed.answers.size();
    const auto all = renamed.answers;
    for (const auto& answer : all) {
      if (!still_valid({to, renamed, around}, answer.field, answer.value)) {
        renamed.clear(answer.field);
      }
    }
  }
  return renamed.answers;
}

// The place that the walks find, or nothing. Once a registration was made, only what comes after
// one counts.
std::optional<Session> placed(const Dialog& to, const Session& bare, const Passed& passed,
                              const std::string& target, const Surroundings& around) {
  Walk walk(to, around, passed, target);
  const bool registered = !bare.reference.empty();
  if (!registered) walk.from_start(bare);
  for (const auto& screen : to.screens) {
    if (walk.arrived || screen.redial == kNone || screen.effects.registers != registered) continue;
    Walk after(to, around, passed, target);
    after.from(bare, screen.redial);
    walk.arrived = std::move(after.arrived);
  }
  if (walk.arrived) return std::move(walk.arrived);
  if (!walk.first_open) return std::nullopt;
  const auto kind = to.screens[walk.first_open->screen].kind;
  walk.first_open->changing = kind != Screen::Kind::summary;  // what is answered is passed over
  return std::move(walk.first_open);
}

// What is the same in any version: the call, what was heard of it, and the state.
Session without_place(const Session& session, std::uint64_t hash) {
  Session bare = session;
  bare.dialog = hash;
  bare.screen = 0;
  bare.page = 0;
  bare.wrong = 0;
  bare.check = 0;
  bare.notice = Wrong::none;
  bare.changing = false;
  bare.show_plainly();
  bare.pending.clear();
  bare.filter.clear();
  bare.answers.clear();
  bare.trail.clear();
  return bare;
}

}  // namespace

Names names_of(const Dialog& dialog) {
  Names names;
  names.dialog = dialog.name;
  names.consent_version = dialog.consent_version;
  names.start = dialog.start;
  for (const auto& language : dialog.languages) names.languages.push_back(language.code);
  for (const auto& screen : dialog.screens) names.screens.push_back(screen.name);
  for (const auto& field : dialog.fields) names.fields.push_back(field.name);
  return names;
}

Session migrate(const Names& from, const Session& session, const Dialog& to,
                const Surroundings& around) {
  auto bare = without_place(session, to.hash);
  const auto language = language_in(to, from, session.language);
  bare.language = language.value_or(to.default_language);
  auto fresh = bare;
  fresh.reference.clear();
  enter(to, fresh, around);
  if (!language || from.consent_version != to.consent_version) return fresh;
  bare.answers = kept_answers(from, session, bare, to, around);
  const bool known = session.screen < from.screens.size();
  const std::string target = known ? from.screens[session.screen] : std::string();
  const Passed passed(from, session);
  auto moved = placed(to, bare, passed, target, around);
  if (!moved) return fresh;
  moved->resuming = session.resuming && !moved->answers.empty();
  if (session.changing && to.screens[moved->screen].kind != Screen::Kind::summary) {
    moved->changing = true;
  }
  return std::move(*moved);
}

}  // namespace jisr::dialogs
