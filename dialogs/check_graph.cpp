// The dialog as a graph: every screen can be reached, an end can be reached from every screen, and
// no answer is read before it can have been asked. Ways, not conditions: what a setting switches
// off today may be on tomorrow, so it counts as reachable.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/condition.hpp"
#include "dialogs/reach.hpp"
#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

using Marks = std::vector<bool>;  // by screen

class Graph {
 public:
  enum class Which { all, forward, now };

  explicit Graph(const Compilation& c) : c_(c), screens_(c.dialog.screens) {}

  // The ways on from a screen. `now`: as the settings stand, without what is switched off, and
  // without the ways of wrong answers, which are no way to plan for. `forward`: all but the
  // summary's changes.
  [[nodiscard]] std::vector<std::uint16_t> ways(std::uint16_t at, Which which) const {
    const auto& screen = screens_[at];
    const bool now = which == Which::now;
    std::vector<std::uint16_t> to;
    const auto add = [&](std::uint16_t next) {
      if (next != kNone) to.push_back(next);
    };
    if (uses_next(screen)) add(screen.next);
    if (now && never(screen.when)) return to;
    for (const auto& way : ways_out(screen)) {
      using Kind = WayOut::Kind;
      const bool aside = way.kind == Kind::wrong || way.kind == Kind::redial;
      const bool back = way.kind == Kind::change;
      if (back ? which != Which::all : now && aside) continue;
      if (now && way.when != nullptr && never(*way.when)) continue;
      add(way.to);
    }
    if (now) return to;
    for (const auto& [from, likely] : c_.likely_ways) {
      if (from == at) add(likely);
    }
    return to;
  }

  [[nodiscard]] Marks reached_from(std::vector<std::uint16_t> roots,
                                   Which which = Which::all) const {
    Marks seen(screens_.size());
    while (!roots.empty()) {
      const auto at = roots.back();
      roots.pop_back();
      if (at >= seen.size() || seen[at]) continue;
      seen[at] = true;
      for (const auto next : ways(at, which)) roots.push_back(next);
    }
    return seen;
  }

  // Screens that an end follows, and those about which a mistake lets nothing be said.
  [[nodiscard]] Marks ending() const {
    Marks ends(screens_.size());
    for (std::size_t i = 0; i < ends.size(); ++i) {
      const auto at = static_cast<std::uint16_t>(i);
      ends[i] = screens_[i].kind == Screen::Kind::end || c_.broken.contains(at) ||
                (uses_next(screens_[i]) && screens_[i].next == kNone);
    }
    for (bool grown = true; grown;) {
      grown = false;
      for (std::size_t i = 0; i < ends.size(); ++i) {
        if (ends[i]) continue;
        const auto next = ways(static_cast<std::uint16_t>(i), Which::now);
        ends[i] = std::any_of(next.begin(), next.end(), [&](auto to) { return ends[to]; });
        grown = grown || ends[i];
      }
    }
    return ends;
  }

 private:
  const Compilation& c_;
  const std::vector<Screen>& screens_;
};

Finding about(const Screen& screen, const char* code, std::string sentence, std::string hint) {
  return {Severity::error,   code, screen.place, std::move(sentence), std::move(hint),
          screen.name.size()};
}
void report(Compilation& c, Finding finding) {
  c.findings.error(finding.code, finding.place, finding.sentence, finding.hint, finding.width);
}

// Where one is missing, nothing more can be said about what is reached.
void check_ways_on(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    const bool broken = c.broken.contains(static_cast<std::uint16_t>(i));
    if (broken || screen.next != kNone || !uses_next(screen)) continue;
    c.lost = true;
    const bool passed_over = screen.when.kind != Condition::Kind::always;
    report(c, about(screen, "E412", "the screen " + screen.name + " has no way on",
                    passed_over ? "add `next`: where to go when it is passed over"
                                : "add `next`, or give each choice its own"));
  }
}

Marks reached_at_all(const Compilation& c, const Graph& graph) {
  std::vector<std::uint16_t> roots = {c.dialog.start, c.dialog.give_up};
  for (const auto& [from, likely] : c.likely_ways) {
    if (from == kNone) roots.push_back(likely);
  }
  return graph.reached_from(std::move(roots));
}

void check_reached(Compilation& c, const Graph& graph) {
  const auto reached = reached_at_all(c, graph);
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    if (reached[i]) continue;
    report(c, about(screen, "E410", "no way leads to the screen " + screen.name,
                    "lead a `next` to it, or take it out"));
  }
}

void check_ends(Compilation& c, const Graph& graph) {
  const auto ends = graph.ending();
  std::string others;
  const Screen* first = nullptr;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    if (ends[i]) continue;
    const auto& screen = c.dialog.screens[i];
    if (first == nullptr) {
      first = &screen;
    } else {
      others += (others.empty() ? "nor from " : ", ") + screen.name;
    }
  }
  if (first == nullptr) return;
  report(c, about(*first, "E411", "no end can be reached from the screen " + first->name,
                  others.empty() ? "lead a way out of it" : others));
}

Marks asking(const Compilation& c, std::uint16_t field) {
  Marks asks(c.dialog.screens.size());
  for (std::size_t i = 0; i < asks.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    asks[i] = screen.field == field;
    for (const auto& assignment : screen.set) asks[i] = asks[i] || assignment.field == field;
    for (const auto& kept : screen.lookup.kept) asks[i] = asks[i] || kept.field == field;
    for (const auto& choice : screen.choices) {
      for (const auto& assignment : choice.set) asks[i] = asks[i] || assignment.field == field;
    }
  }
  return asks;
}

void check_readings(Compilation& c, const Graph& graph) {
  for (const auto& reading : c.readings) {
    if (reading.screen == kNone) continue;
    const auto asks = asking(c, reading.field);
    std::vector<std::uint16_t> after;  // where she can be once she has answered
    bool broken = false;
    for (std::size_t i = 0; i < asks.size(); ++i) {
      if (!asks[i]) continue;
      const auto at = static_cast<std::uint16_t>(i);
      broken = broken || c.broken.contains(at);
      for (const auto next : graph.ways(at, Graph::Which::forward)) after.push_back(next);
    }
    if (broken) continue;
    const auto known = graph.reached_from(std::move(after), Graph::Which::forward);
    if (known[reading.screen]) continue;
    c.findings.error("E414", reading.place,
                     "no way that asks " + c.dialog.fields[reading.field].name + " leads to here",
                     "ask it first", reading.width);
  }
}

void check_changes(Compilation& c, const Graph& graph) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    const auto items = c.screen_nodes[i]["change"]["what"].items();
    for (std::size_t j = 0; j < screen.changes.size(); ++j) {
      const auto from = screen.changes[j].from;
      if (from == kNone || graph.reached_from({from})[i]) continue;
      const auto at = items[j]["from"];
      c.findings.error("E415", at.place(),
                       "from " + at.text() + " no way leads back to " + screen.name, "",
                       at.width());
    }
  }
}

}  // namespace

Reach reach_of(const Compilation& c) {
  const Graph graph(c);
  return {reached_at_all(c, graph), graph.ending()};
}

void check_graph(Compilation& c) {
  const Graph graph(c);
  check_ways_on(c);
  check_ends(c, graph);
  if (c.lost) return;
  check_reached(c, graph);
  check_readings(c, graph);
  check_changes(c, graph);
}

}  // namespace jisr::dialogs
