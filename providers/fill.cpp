// One pass, no recursion: a value that holds a brace is not looked into.
#include "providers/fill.hpp"

namespace jisr::providers {

std::string fill(std::string_view text, const Values& values) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = text.find('}', open == std::string_view::npos ? text.size() : open);
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    out += text.substr(0, open);
    const auto wanted = text.substr(open + 1, close - open - 1);
    for (const auto& [name, value] : values) {
      if (name == wanted) out += value;
    }
    text.remove_prefix(close + 1);
  }
  return out.append(text);
}

}  // namespace jisr::providers
