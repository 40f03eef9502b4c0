// The log: one line an event, fields by name, to standard error by way of a queue and one
// background thread, so that a slow disk or pipe never holds up an answer. When the queue is full
// the oldest lines go, and lost() counts them. May be called from any thread between start() and
// stop(). Personal data has no place here: a field whose name announces it does not compile, an
// event and a field name are literals, and every value is escaped, because much of what is logged
// came from a stranger.
#pragma once
#include <chrono>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace jisr::gateway::log {

enum class Level : std::uint8_t { debug, info, warn, error, off };
enum class Format : std::uint8_t { json, text };

// A word of ours: lower case, digits, '_' and '.'. So a name never needs escaping.
constexpr bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 40) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.')) return false;
  return true;
}

// Names under which a person or a secret would end up in a log.
constexpr bool is_refused_name(std::string_view name) {
  for (const std::string_view refused :
       {"msisdn",   "subscriber", "phone",      "phone_number", "number",    "from",
        "to",       "sender",     "name",       "first_name",   "last_name", "national_id",
        "cin",      "id_card",    "birth_date", "address",      "answer",    "answers",
        "text",     "body",       "payload",    "input",        "headers",   "authorization",
        "password", "secret",     "token",      "key",          "api_key",   "signature",
        "cookie"})
    if (name == refused) return true;
  return false;
}

// The name of an event, checked when it is compiled.
class Event {
 public:
  consteval Event(const char* literal) : text_(literal) {
    if (!is_plain_name(text_)) throw "an event is named in lower case, digits, '_' and '.'";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

// The name of a field, checked when it is compiled.
class Name {
 public:
  consteval Name(const char* literal) : text_(literal) {
    if (!is_plain_name(text_)) throw "a field is named in lower case, digits, '_' and '.'";
    if (is_refused_name(text_)) throw "a field of that name would put personal data into the log";
  }
  constexpr std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

template <typename T>
concept UnsignedNumber = std::unsigned_integral<T> && !std::same_as<T, bool>;

// A string value has to live until the call returns, no longer.
struct Field {
  Field(Name n, std::string_view text) : name(n), value(text) {}
  Field(Name n, double number) : name(n), value(number) {}
  Field(Name n, std::same_as<bool> auto truth) : name(n), value(truth) {}
  Field(Name n, std::signed_integral auto number) : name(n), value(std::int64_t{number}) {}
  Field(Name n, UnsignedNumber auto number) : name(n), value(std::uint64_t{number}) {}

  Name name;
  Value value;
};
using Fields = std::initializer_list<Field>;

// Begins to log. Once, before the threads that log; before it (and after stop()) only warn and
// error are written, at once, as text.
void start(Level level, Format format);
// Writes what is queued and ends the background thread. After the threads that log have ended.
void stop();

bool is_on(Level level);
void set_level(Level level);  // at any time, from any thread
std::uint64_t lost();         // lines dropped because the queue was full, since start()

void write(Level level, Event event, Fields fields);

// log::info("session_opened", {{"channel", channel}, {"ms", 3}});
inline void debug(Event event, Fields fields = {}) {
  if (is_on(Level::debug)) write(Level::debug, event, fields);
}
inline void info(Event event, Fields fields = {}) {
  if (is_on(Level::info)) write(Level::info, event, fields);
}
inline void warn(Event event, Fields fields = {}) {
  if (is_on(Level::warn)) write(Level::warn, event, fields);
}
inline void error(Event event, Fields fields = {}) {
  if (is_on(Level::error)) write(Level::error, event, fields);
}

// One line, without its line feed. `at` is written as UTC with milliseconds. Strings become valid
// JSON strings on one line, in both formats: control characters, marks that turn the writing
// direction and U+2028/9 escaped, invalid UTF-8 replaced by U+FFFD, cut after 1 KiB.
std::string format_line(Format format, Level level, std::chrono::system_clock::time_point at,
                        Event event, Fields fields);

}  // namespace jisr::gateway::log
