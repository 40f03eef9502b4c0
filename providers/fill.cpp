// One pass, no recursion: a value that holds a brace is not looked into.
#include "providers/fill.hpp"

#include <algorithm>

namespace jisr::providers {

namespace {

// Takes the text up to the next placeholder off `text`, and the placeholder's name; false when
// there is none.
bool next(std::string_view& text, std::string_view& before, std::string_view& name) {
  const auto open = text.find('{');
  const auto close = text.find('}', open == std::string_view::npos ? text.size() : open);
  if (open == std::string_view::npos || close == std::string_view::npos) return false;
  before = text.substr(0, open);
  name = text.substr(open + 1, close - open - 1);
  text.remove_prefix(close + 1);
  return true;
}

}  // namespace

Filled fill(std::string_view text, const Values& values) {
  Filled filled;
  std::string_view before;
  std::string_view wanted;
  while (next(text, before, wanted)) {
    filled.text += before;
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == wanted; });
    if (found == values.end() || found->second.empty()) filled.complete = false;
    if (found != values.end()) filled.text += found->second;
  }
  filled.text += text;
  return filled;
}

std::vector<std::string_view> placeholders(std::string_view text) {
  std::vector<std::string_view> names;
  std::string_view before;
  std::string_view name;
  while (next(text, before, name)) names.push_back(name);
  return names;
}

}  // namespace jisr::providers
