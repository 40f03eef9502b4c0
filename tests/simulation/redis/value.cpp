// RESP2, as much of it as our gateway speaks.
#include "tests/simulation/redis/value.hpp"

#include <charconv>

namespace jisr::simulation {

namespace {

// "*3\r\n": the number, and how many bytes it took; 0 when it is not whole yet.
std::size_t take_number(std::string_view bytes, char mark, std::size_t& number) {
  if (bytes.empty() || bytes.front() != mark) return 0;
  const auto end = bytes.find("\r\n");
  if (end == std::string_view::npos) return 0;
  std::from_chars(bytes.data() + 1, bytes.data() + end, number);
  return end + 2;
}

}  // namespace

void append_resp(std::string& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::nil:
      out += "$-1\r\n";
      break;
    case Value::Kind::integer:
      out += ':' + std::to_string(value.number) + "\r\n";
      break;
    case Value::Kind::text:
      out += '$' + std::to_string(value.text.size()) + "\r\n" + value.text + "\r\n";
      break;
    case Value::Kind::status:
      out += '+' + value.text + "\r\n";
      break;
    case Value::Kind::error:
      out += '-' + value.text + "\r\n";
      break;
    case Value::Kind::array:
      out += '*' + std::to_string(value.items.size()) + "\r\n";
      for (const auto& item : value.items) append_resp(out, item);
      break;
  }
}

std::size_t take_command(std::string_view bytes, std::vector<std::string_view>& words) {
  words.clear();
  std::size_t count = 0;
  std::size_t at = take_number(bytes, '*', count);
  if (at == 0) return 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t size = 0;
    const auto head = take_number(bytes.substr(at), '$', size);
    if (head == 0 || at + head + size + 2 > bytes.size()) return 0;
    words.push_back(bytes.substr(at + head, size));
    at += head + size + 2;
  }
  return at;
}

}  // namespace jisr::simulation
