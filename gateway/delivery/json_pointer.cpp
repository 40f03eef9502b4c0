// Walks along the tokens; a `*` over a list tries each element in turn.
#include "gateway/delivery/json_pointer.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using Holds = std::function<bool(const json::value&)>;
constexpr std::size_t kTokensMax = 16;

bool walk(const json::value& value, const std::vector<std::string>& tokens, std::size_t at,
          const Holds& holds) {
  if (at == tokens.size()) return holds(value);
  const auto& token = tokens[at];
  if (const auto* object = value.if_object()) {
    const auto* member = object->if_contains(token);
    return member != nullptr && walk(*member, tokens, at + 1, holds);
  }
  const auto* list = value.if_array();
  if (list == nullptr) return false;
  if (token == "*") {
    for (const auto& element : *list) {
      if (walk(element, tokens, at + 1, holds)) return true;
    }
    return false;
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  if (error != std::errc() || end != token.data() + token.size()) return false;
  return index < list->size() && walk((*list)[index], tokens, at + 1, holds);
}

}  // namespace

Result<JsonPointer> JsonPointer::parse(std::string_view text) {
  const Error wrong{Errc::misconfigured, "a JSON pointer begins with / and has 16 parts at most"};
  JsonPointer pointer;
  if (text.empty()) return pointer;
  if (text.front() != '/') return wrong;
  for (const char c : text) {
    if (c == '/') {
      pointer.tokens_.emplace_back();
    } else {
      pointer.tokens_.back() += c;
    }
  }
  if (pointer.tokens_.size() > kTokensMax) return wrong;
  for (auto& token : pointer.tokens_) {  // once over each: ~01 is "~1", not "/"
    for (std::size_t at = 0; (at = token.find('~', at)) != token.npos; ++at) {
      const auto code = token.substr(at, 2);
      if (code != "~0" && code != "~1") return wrong;
      token.replace(at, 2, code == "~1" ? "/" : "~");
    }
  }
  return pointer;
}

bool JsonPointer::any(const json::value& root, const Holds& holds) const {
  return walk(root, tokens_, 0, holds);
}

std::string pointer_token(std::string_view name) {
  std::string token;
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

}  // namespace jisr::gateway
