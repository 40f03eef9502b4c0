// Which screens belong to a consent, and which of those differ.
#include "dialogs/compare_consent.hpp"

#include <algorithm>

#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

bool leads_to(const Screen& from, std::uint16_t to) {
  const auto ways = ways_out(from);
  return std::any_of(ways.begin(), ways.end(), [to](const WayOut& way) { return way.to == to; });
}

bool asks_consent(const Dialog& dialog, const Screen& screen) {
  return screen.field < dialog.fields.size() && dialog.fields[screen.field].is_consent();
}

bool is_of_consent(const Dialog& dialog, std::uint16_t screen) {
  const auto& own = dialog.screens[screen];
  if (asks_consent(dialog, own)) return true;
  for (std::uint16_t i = 0; i < dialog.screens.size(); ++i) {
    const auto& other = dialog.screens[i];
    if (asks_consent(dialog, other) && leads_to(other, screen) && leads_to(own, i)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> consent_texts_changed(const Comparing& compared, const Dialog& after) {
  std::vector<std::string> names;
  if (compared.consent_changed) return names;
  for (const auto& one : compared.differences) {
    if (one.kind != Difference::Kind::text) continue;
    const auto screen = after.screen(one.where);
    const bool known = std::find(names.begin(), names.end(), one.where) != names.end();
    if (screen == kNone || known || !is_of_consent(after, screen)) continue;
    names.push_back(one.where);
  }
  return names;
}

}  // namespace jisr::dialogs
