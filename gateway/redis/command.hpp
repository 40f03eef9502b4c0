// Commands on their way to Redis, encoded as RESP arrays of bulk strings. One Command may hold
// several that leave together and whose replies come back together. A value; binary safe.
#pragma once
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

namespace jisr::gateway::redis {

// Appends one bulk string ("$3\r\nGET\r\n"), or a number as one, to a RESP buffer.
void append_bulk(std::string& out, std::string_view bytes);
void append_bulk(std::string& out, long long number);

class Command {
 public:
  Command() = default;  // none yet

  // Command("SET", key, blob, "PX", 9000). A class with a constructor, so that it may stand inside
  // a co_await expression (GCC 12).
  template <typename... Words>
  explicit Command(std::string_view name, const Words&... words) {
    then(name, words...);
  }

  // Adds a further command to the sequence.
  template <typename... Words>
  Command& then(std::string_view name, const Words&... words) {
    begin(1 + sizeof...(words));
    add(name);
    (add(words), ...);
    return *this;
  }

  // For a number of words known only at run time: begin(n), then n times add().
  Command& begin(std::size_t words);
  Command& add(std::string_view word) {
    append_bulk(bytes_, word);
    return *this;
  }
  template <std::integral Number>
  Command& add(Number number) {
    append_bulk(bytes_, static_cast<long long>(number));
    return *this;
  }

  // Adds `words` already encoded words (see append_bulk) to the command begun last.
  Command& add_encoded(std::string_view encoded) {
    bytes_ += encoded;
    return *this;
  }

  // Adds all commands of another sequence.
  Command& then(const Command& other);

  const std::string& bytes() const { return bytes_; }
  std::size_t count() const { return count_; }  // commands, so also replies

 private:
  std::string bytes_;
  std::size_t count_ = 0;
};

}  // namespace jisr::gateway::redis
