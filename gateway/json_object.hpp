// Reading a JSON object by its members. What is not there, or of another type, is nothing: whoever
// needs it says so. Pure; any thread.
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace jisr::gateway {

// The object that `bytes` (UTF-8) are; nothing when they are no JSON, another value, or deeper than
// 32. Their size is the caller's to bound.
std::optional<boost::json::object> parse_object(std::string_view bytes);

std::optional<std::string> text_at(const boost::json::object& object, std::string_view name);

// A whole number that fits. 1.0 is none.
std::optional<std::int64_t> whole_at(const boost::json::object& object, std::string_view name);

// Only `true` is.
bool true_at(const boost::json::object& object, std::string_view name);

}  // namespace jisr::gateway
