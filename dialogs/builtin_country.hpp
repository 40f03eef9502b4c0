// The country files of config/countries, as they were when this was built: for a dialog that has
// none beside it. Pure; any thread.
#pragma once
#include <optional>
#include <string_view>

namespace jisr::dialogs {

// The text of the file; `code` is ISO 3166's two letters, small. Nothing for a country that is not
// among them.
std::optional<std::string_view> builtin_country(std::string_view code);

}  // namespace jisr::dialogs
