// A reply of the simulated Redis, before it is written as RESP2. A plain value.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::simulation {

struct Value {
  enum class Kind { nil, integer, text, status, error, array };
  Kind kind = Kind::nil;
  std::int64_t number = 0;
  std::string text;
  std::vector<Value> items;

  static Value nil() { return {}; }
  static Value integer(std::int64_t number) { return {Kind::integer, number, {}, {}}; }
  static Value bulk(std::string_view bytes) { return {Kind::text, 0, std::string(bytes), {}}; }
  static Value status(std::string_view word) { return {Kind::status, 0, std::string(word), {}}; }
  static Value error(std::string_view words) { return {Kind::error, 0, std::string(words), {}}; }
  static Value array(std::vector<Value> items = {}) {
    return {Kind::array, 0, {}, std::move(items)};
  }
  [[nodiscard]] bool is_error() const { return kind == Kind::error; }
};

// Appends the reply as RESP2.
void append_resp(std::string& out, const Value& value);

// Takes the first whole command (an array of bulk strings) from `bytes`; the words point into it.
// Gives how many bytes it took: 0 when it is not whole yet.
std::size_t take_command(std::string_view bytes, std::vector<std::string_view>& words);

}  // namespace jisr::simulation
