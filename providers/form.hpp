// application/x-www-form-urlencoded, as in bodies and query strings (WHATWG URL, section 5). Pure;
// any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kFieldsMax = 64;

// nullopt for a broken percent escape or more than kFieldsMax fields. A name may come twice: that
// is refused where the field counts (Reading::at), since no two parsers agree on which of the two
// is meant, while operators do send several fields without any name.
std::optional<Fields> parse_form(std::string_view text);
std::string write_form(const Fields& fields);
// The first field of that name, or null.
const std::string* find(const Fields& fields, std::string_view name);
std::size_t count(const Fields& fields, std::string_view name);

// With `plus`, + is a space. nullopt for a broken escape.
std::optional<std::string> percent_decode(std::string_view text, bool plus);
// For one part of a path or query: all but letters, digits, - . _ ~ is escaped (RFC 3986).
std::string percent_encode(std::string_view text);

}  // namespace jisr::providers
