// {name} in a profile's values. Not a language: each placeholder is one known value, put in as it
// is; escaping is done by whoever writes the whole (form, JSON), never here. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

using Values = std::vector<std::pair<std::string_view, std::string_view>>;

// A placeholder without a value is left out.
std::string fill(std::string_view text, const Values& values);

}  // namespace jisr::providers
