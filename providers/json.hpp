// JSON as operators send it, flattened: each scalar under its RFC 6901 pointer. That is all a
// profile asks of a body, and it makes the strict checks simple: one pointer twice is a duplicate
// key. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/tree.hpp"

namespace jisr::providers {

// Strings as they are; numbers and booleans as written in JSON. A null is left out: senders write
// it for what they do not have, and the text "null" must not become somebody's message id.
using FlatJson = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kJsonDepthMax = 16;
constexpr std::size_t kJsonScalarsMax = 4096;

// nullopt when it is not JSON, not UTF-8, nested too deep, has too many values, a key twice, U+0000
// in a key or a text, or a number that is infinite as a double (1e400).
std::optional<FlatJson> parse_json(std::string_view text);

// `tree` as JSON without blanks. A literal is written as it stands; everything else is a string.
std::string write_json(const Tree& tree);
// Whether a text is a JSON value without quotes: true, false, null or a number.
bool is_json_literal(std::string_view text);

// The pointer to element `index` of the list at `list`.
std::string element_pointer(std::string_view list, std::size_t index);

}  // namespace jisr::providers
