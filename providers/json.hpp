// JSON as operators send it, flattened: each scalar under its RFC 6901 pointer. That is all a
// profile asks of a body, and it makes the strict checks simple: one pointer twice is a duplicate
// key. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

// Strings as they are; numbers and booleans as written in JSON. A null is left out: senders write
// it for what they do not have, and the text "null" must not become somebody's message id.
using FlatJson = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kJsonDepthMax = 16;
constexpr std::size_t kJsonScalarsMax = 256;

// nullopt when it is not JSON, not UTF-8, nested too deep, has too many values, a key twice, U+0000
// in a key or a text, or a number that is infinite as a double (1e400).
std::optional<FlatJson> parse_json(std::string_view text);

// One value of a JSON object that is to be written.
struct JsonMember {
  std::string name;
  std::string value;
  bool literal = false;  // true, false, null or a number, written as it stands; else a string
};
std::string write_json(const std::vector<JsonMember>& members);

}  // namespace jisr::providers
