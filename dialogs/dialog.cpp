// Looking things up by name in a compiled dialog. Names are for the compiler, the tests and the
// gateway's registration; the engine itself goes by index. Any thread.
#include "dialogs/dialog.hpp"

#include <algorithm>

namespace jisr::dialogs {

namespace {

template <typename Named>
std::uint16_t index_of(const std::vector<Named>& all, std::string_view wanted) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == wanted; });
  return found == all.end() ? kNone : static_cast<std::uint16_t>(found - all.begin());
}

}  // namespace

std::optional<std::size_t> Table::column(std::string_view wanted) const {
  const auto found = std::find(columns.begin(), columns.end(), wanted);
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::uint16_t Dialog::screen(std::string_view screen_name) const {
  return index_of(screens, screen_name);
}

std::uint16_t Dialog::field(std::string_view field_name) const {
  return index_of(fields, field_name);
}

}  // namespace jisr::dialogs
