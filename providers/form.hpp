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

// nullopt for a broken percent escape, more than kFieldsMax fields, or a name that comes twice:
// which of two equal fields counts is a question that no two parsers answer alike.
std::optional<Fields> parse_form(std::string_view text);
std::string write_form(const Fields& fields);
const std::string* find(const Fields& fields, std::string_view name);

}  // namespace jisr::providers
