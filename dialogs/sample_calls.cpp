// Breadth first, with the engine itself: the shortest ways to a screen are found before longer
// ones.
#include "dialogs/sample_calls.hpp"

#include <algorithm>
#include <deque>
#include <set>
#include <string>

#include "dialogs/several.hpp"
#include "dialogs/show.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kTurnsMax = 60'000;
constexpr std::size_t kTypedTakenMax = 2;  // answers to one question that are followed
constexpr int kRowsMax = 7;

class Caller {
 public:
  Caller(const Dialog& dialog, const Limit& page, const Date& today)
      : dialog_(dialog), page_(page), today_(today), found_(dialog.screens.size()) {}

  std::vector<std::vector<Session>> call() {
    for (const bool returning : {false, true}) {
      for (const int hour : {11, 3}) {
        around_ = Surroundings{page_, today_, "12345678"};
        around_.returning = returning;
        around_.hour = hour;
        around_.pin_key = "a key for trials, known to all";
        take(begin(dialog_, std::nullopt, around_), 0);
        while (!waiting_.empty() && turns_ < kTurnsMax) {
          const auto session = std::move(waiting_.front());
          waiting_.pop_front();
          answer_all_ways(session);
        }
      }
    }
    return std::move(found_);
  }

 private:
  // A step that asks a service goes on with each thing that it may say.
  void take(const Step& step, int lookups) {
    if (!step.lookup) {
      keep(step.session);
      return;
    }
    if (lookups >= kLookupsMax) return;
    using Kind = LookupOutcome::Kind;
    for (const auto kind : {Kind::found, Kind::not_found, Kind::failed}) {
      LookupOutcome outcome{kind, {}};
      const auto& kept = dialog_.screens[step.lookup->screen].lookup.kept;
      outcome.kept.assign(kept.size(),
                          kind == Kind::found ? std::optional<std::string>("12") : std::nullopt);
      take(resume(dialog_, step.session, outcome, around_), lookups + 1);
    }
  }

  // What tells two ways apart: where she is, and what she chose; not what she typed.
  [[nodiscard]] std::string way_of(const Session& session) const {
    std::string way = std::to_string(session.screen) + (session.changing ? "c" : "");
    for (const auto& answer : session.answers) {
      const auto& field = dialog_.fields[answer.field];
      const bool chosen = field.type == FieldType::choice || field.type == FieldType::choices ||
                          answer.value.empty();
      way += ' ' + std::to_string(answer.field) + (chosen ? "=" + answer.value : "");
    }
    return way;
  }

  void keep(const Session& session) {
    if (session.state == Session::State::ended || session.screen >= found_.size()) return;
    const bool question = session.choosing_change || session.doubtful;
    if (question || session.wrong > 0) {
      waiting_.push_front(session);
      return;
    }
    auto& here = found_[session.screen];
    if (here.size() >= kSamplesMax || !ways_.insert(way_of(session)).second) return;
    here.push_back(session);
    waiting_.push_back(session);
  }

  bool type(const Session& session, const std::string& input) {
    if (++turns_ > kTurnsMax) return false;
    auto step = answer(dialog_, session, input, around_);
    const bool moved = step.session.screen != session.screen || step.lookup ||
                       step.session.state == Session::State::ended || step.session.doubtful;
    if (!step.refused) take(step, 0);
    return moved;
  }

  void answer_all_ways(const Session& session) {
    const auto& screen = dialog_.screens[session.screen];
    const Known known{dialog_, session, around_};
    if (session.wrong > 0) return;
    if (session.doubtful) {
      type(session, "2");
    } else if (session.choosing_change) {
      for (std::size_t i = 0; i < changes(screen, known).size(); ++i) {
        type(session, std::to_string(i + 1));
      }
    } else {
      for (const auto* choice : offered(screen, known)) {
        if (!choice->is_traceless()) type(session, choice->key);
      }
      if (screen.kind == Screen::Kind::question) type_all(session, screen);
      if (screen.kind == Screen::Kind::list) pick_rows(session);
      if (screen.kind == Screen::Kind::message) type(session, "1");
      if (screen.several()) pick_several(session, screen);
      if (screen.wrong_next != kNone) be_wrong(session);
    }
  }

  void type_all(const Session& session, const Screen& screen) {
    auto inputs = typical_values(screen.rule, today_);
    for (const auto& one : {"Fatima", "1990", "25", "3", "12345678", "0612345678", "AB123456",
                            "05/03/1990", "4815", "a@b.ma", "1"}) {
      inputs.emplace_back(one);
    }
    std::size_t taken = 0;
    for (const auto& input : inputs) {
      if (taken < kTypedTakenMax && type(session, input)) ++taken;
    }
  }

  void pick_rows(const Session& session) {
    for (int row = 1; row <= kRowsMax; ++row) type(session, std::to_string(row));
  }

  void pick_several(const Session& session, const Screen& screen) {
    for (const auto& picks : typical_picks(screen)) {
      std::string keys;
      for (const auto& value : picked_values(picks)) {
        for (const auto& choice : screen.choices) {
          if (choice.value == value) keys += (keys.empty() ? "" : " ") + choice.key;
        }
      }
      type(session, keys);
    }
  }

  void be_wrong(Session session) {
    const auto here = session.screen;
    for (int tries = 0; tries < 10 && session.screen == here; ++tries, ++turns_) {
      auto step = answer(dialog_, session, "?!", around_);
      if (step.session.screen != here) take(step, 0);
      if (!step.refused) return;
      session = std::move(step.session);
    }
  }

  const Dialog& dialog_;
  Limit page_;
  Date today_;
  Surroundings around_;
  std::vector<std::vector<Session>> found_;
  std::deque<Session> waiting_;
  std::set<std::string> ways_;
  std::size_t turns_ = 0;
};

}  // namespace

std::vector<std::vector<Session>> sample_sessions(const Dialog& dialog, const Limit& page,
                                                  const Date& today) {
  return Caller(dialog, page, today).call();
}

}  // namespace jisr::dialogs
