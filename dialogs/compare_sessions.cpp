// Sample calls in the old version, moved to the new one.
#include "dialogs/compare_sessions.hpp"

#include <algorithm>

#include "dialogs/migrate.hpp"
#include "dialogs/sample_calls.hpp"

namespace jisr::dialogs {

namespace {

std::size_t answered(const Session& session) {
  return static_cast<std::size_t>(
      std::count_if(session.answers.begin(), session.answers.end(),
                    [](const Answer& answer) { return !answer.value.empty(); }));
}

Landing landing_of(const Session& session, const Session& moved, const Dialog& after) {
  Landing landing;
  landing.to = after.screens[moved.screen].name;
  landing.given = answered(session);
  landing.kept = std::min(answered(moved), landing.given);
  landing.anew = landing.kept == 0 && moved.screen == after.start;
  return landing;
}

}  // namespace

std::vector<Standing> standings(const Dialog& before, const Dialog& after, const Limit& page,
                                const Date& today) {
  std::vector<Standing> all;
  const auto names = names_of(before);
  const Surroundings around{page, today, "12345678"};
  const auto samples = sample_sessions(before, page, today);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto& screen = before.screens[i];
    if (screen.invisible() || screen.kind == Screen::Kind::end) continue;
    Standing standing{screen.name, {}};
    for (const auto& session : samples[i]) {
      auto landing = landing_of(session, migrate(names, session, after, around), after);
      auto& known = standing.landings;
      const bool told = std::any_of(known.begin(), known.end(), [&](const Landing& one) {
        return one.to == landing.to && one.anew == landing.anew &&
               (one.anew || one.given - one.kept == landing.given - landing.kept);
      });
      if (!told) known.push_back(std::move(landing));
    }
    all.push_back(std::move(standing));
  }
  return all;
}

}  // namespace jisr::dialogs
