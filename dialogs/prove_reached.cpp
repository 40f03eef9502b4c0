// Every screen can be reached, and nobody walks round in a ring of screens that are not shown: with
// the conditions as they are.
#include <algorithm>

#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

void report(Compilation& c, const Screen& screen, const char* code, const std::string& sentence,
            const std::string& hint) {
  c.findings.error(code, screen.place, sentence, hint, screen.name.size());
}

void prove_all_reached(Compilation& c, const Exploration& ever) {
  for (std::size_t i = 0; i < ever.states.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    if (!ever.states[i].empty()) continue;
    report(c, screen, "E421", "no way of answering leads to the screen " + screen.name,
           "what stands before it always leads elsewhere");
  }
}

// Follows ways on which nobody sees a screen, state by state, and looks for one met twice.
class Rings {
 public:
  explicit Rings(const Proof& proof) : proof_(proof) {}

  // The screen where a ring closes, or kNone.
  std::uint16_t from(std::uint16_t at, const State& state) {
    const auto known = std::find(path_.begin(), path_.end(), std::pair(at, state));
    if (known != path_.end()) return at;
    if (path_.size() >= kDepthMax || ++steps_ > kStepsMax) return kNone;
    path_.emplace_back(at, state);
    auto closed = kNone;
    follow(proof_, at, state, [&](std::uint16_t to, const State& next, Why why) {
      const bool unseen = why == Why::pass || why == Why::failed;
      if (unseen && closed == kNone) closed = from(to, next);
    });
    path_.pop_back();
    return closed;
  }

 private:
  static constexpr std::size_t kDepthMax = 60;
  static constexpr std::size_t kStepsMax = 20'000;
  const Proof& proof_;
  std::vector<std::pair<std::uint16_t, State>> path_;
  std::size_t steps_ = 0;
};

// Screens that stand on a ring of unseen ways, if conditions are left aside.
std::vector<bool> on_rings(const Exploration& now) {
  const auto unseen = unseen_ways_of(now);
  std::vector<bool> marks(unseen.size(), true);
  for (bool shrunk = true; shrunk;) {
    shrunk = false;
    for (std::size_t i = 0; i < marks.size(); ++i) {
      const auto& ways = unseen[i];
      const bool on = std::any_of(ways.begin(), ways.end(), [&](auto to) { return marks[to]; });
      if (marks[i] && !on) {
        marks[i] = false;
        shrunk = true;
      }
    }
  }
  return marks;
}

void prove_no_rings(Compilation& c, const Proofs& proofs) {
  const auto marks = on_rings(proofs.now);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (!marks[i]) continue;
    for (const auto& state : proofs.now.states[i]) {
      const auto closed = Rings(proofs.of_now).from(static_cast<std::uint16_t>(i), state);
      if (closed == kNone) continue;
      const auto& screen = c.dialog.screens[closed];
      report(c, screen, "E426", "the screen " + screen.name + " leads round without being shown",
             "let one screen of the ring always be shown");
      return;
    }
  }
}

}  // namespace

void prove_reached(Compilation& c, const Proofs& proofs) {
  prove_no_rings(c, proofs);
  if (c.findings.has_errors()) return;  // what follows from another mistake is not said as well
  prove_all_reached(c, proofs.ever);
}

}  // namespace jisr::dialogs
