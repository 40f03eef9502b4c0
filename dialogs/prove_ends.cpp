// Nobody is stranded: from every screen, with the answers that she has given, she can come to an
// end by what she types. Her own answers she may choose so that it goes well; the hour, the channel
// and what a service says may go against her each time.
#include <algorithm>

#include "dialogs/prove_findings.hpp"

namespace jisr::dialogs {

namespace {

bool hers(const Value& value, const std::set<std::uint16_t>& told) {
  using Word = Value::Word;
  if (value.kind == Value::Kind::call && value.word != Word::language) return false;
  if (value.kind == Value::Kind::field && told.contains(value.field)) return false;
  return std::all_of(value.parts.begin(), value.parts.end(),
                     [&](const Value& part) { return hers(part, told); });
}

// Whether she decides how it turns out. `told`: the fields that services fill in.
bool hers(const Condition& condition, const std::set<std::uint16_t>& told) {
  if (condition.field != kNone && told.contains(condition.field)) return false;
  const auto both_hers = [&](const Comparison& one) {
    return hers(one.left, told) && std::all_of(one.right.begin(), one.right.end(),
                                               [&](const Value& v) { return hers(v, told); });
  };
  return std::all_of(condition.comparisons.begin(), condition.comparisons.end(), both_hers) &&
         std::all_of(condition.parts.begin(), condition.parts.end(),
                     [&](const Condition& part) { return hers(part, told); });
}

std::set<std::uint16_t> told_by_services(const Dialog& dialog) {
  std::set<std::uint16_t> told;
  for (const auto& screen : dialog.screens) {
    for (const auto& kept : screen.lookup.kept) told.insert(kept.field);
  }
  return told;
}

// The states from which an end can be had.
class Ending {
 public:
  // `against`: what she does not decide goes against her; else it goes well.
  Ending(const Dialog& dialog, const Exploration& found, bool against)
      : dialog_(dialog), found_(found), told_(told_by_services(dialog)) {
    for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
      all_.push_back(against && !decides(dialog.screens[i]));
      ends_.emplace_back(found.states[i].size());
    }
    while (grow()) {
    }
  }

  // The first screen with a state from which no end can be had, as far as she can be led on from
  // there: where she goes round and round, or stands still. Or kNone.
  [[nodiscard]] std::uint16_t stranded() const {
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      for (std::size_t j = 0; j < ends_[i].size(); ++j) {
        if (!ends_[i][j]) return trap(i, j);
      }
    }
    return kNone;
  }

 private:
  [[nodiscard]] bool decides(const Screen& screen) const {
    if (screen.kind == Screen::Kind::lookup) return false;
    return screen.kind != Screen::Kind::branch ||
           std::all_of(screen.ways.begin(), screen.ways.end(),
                       [&](const Way& way) { return hers(way.when, told_); });
  }

  bool grow() {
    bool grown = false;
    for (std::size_t i = ends_.size(); i-- > 0;) {
      for (std::size_t j = 0; j < ends_[i].size(); ++j) {
        if (ends_[i][j] || !ends(i, j)) continue;
        ends_[i][j] = true;
        grown = true;
      }
    }
    return grown;
  }

  [[nodiscard]] bool ends(std::size_t at, std::size_t state) const {
    if (dialog_.screens[at].kind == Screen::Kind::end) return true;
    const auto& leads = found_.leads[at][state];
    const auto good = [&](const Lead& lead) { return ends_[lead.to][lead.state]; };
    if (all_[at]) return !leads.empty() && std::all_of(leads.begin(), leads.end(), good);
    return std::any_of(leads.begin(), leads.end(), good);
  }

  [[nodiscard]] std::uint16_t trap(std::size_t at, std::size_t state) const {
    std::set<std::pair<std::size_t, std::size_t>> seen;
    while (seen.emplace(at, state).second) {
      const auto& leads = found_.leads[at][state];
      const auto bad = std::find_if(leads.begin(), leads.end(),
                                    [&](const Lead& lead) { return !ends_[lead.to][lead.state]; });
      if (bad == leads.end()) break;
      if (leads.size() > 1 && std::any_of(leads.begin(), leads.end(), [&](const Lead& lead) {
            return ends_[lead.to][lead.state];
          })) {
        break;  // here it is decided
      }
      at = bad->to;
      state = bad->state;
    }
    return static_cast<std::uint16_t>(at);
  }

  const Dialog& dialog_;
  const Exploration& found_;
  std::set<std::uint16_t> told_;
  std::vector<bool> all_;                // by screen: every way on must be good
  std::vector<std::vector<bool>> ends_;  // by screen and state
};

}  // namespace

void prove_ends(Compilation& c, const Proofs& proofs) {
  if (c.findings.has_errors()) return;  // it would follow from them
  const auto lost = Ending(c.dialog, proofs.now, false).stranded();
  if (lost != kNone) {
    const auto& screen = c.dialog.screens[lost];
    c.findings.error("E425", screen.place,
                     "from the screen " + screen.name + " no answer leads to an end",
                     "a condition on every way out never holds there", screen.name.size());
    return;
  }
  const auto left = Ending(c.dialog, proofs.now, true).stranded();
  if (left == kNone) return;
  const auto& screen = c.dialog.screens[left];
  c.findings.error("E416", screen.place,
                   "whether an end can be reached from " + screen.name +
                       " is not hers to decide: the time, the channel or a service does",
                   "give her a choice that leads out, before it or behind it", screen.name.size());
}

}  // namespace jisr::dialogs
