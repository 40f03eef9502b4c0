// {name} in a profile's values. Not a language: each placeholder is one known value, put in as it
// is; escaping is done by whoever writes the whole (form, JSON), never here. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

using Values = std::vector<std::pair<std::string_view, std::string_view>>;

struct Filled {
  std::string text;      // a placeholder without a value is left out
  bool complete = true;  // each placeholder had a value that is not empty
};
Filled fill(std::string_view text, const Values& values);

// The names between braces, in order: for whoever checks a profile before it runs.
std::vector<std::string_view> placeholders(std::string_view text);

}  // namespace jisr::providers
