// What the strict readers ask of a file, told to one who watches: which keys a map may have, which
// words, numbers and times a value. The test that holds config/schema/ and the readers together
// listens (tests/schema); nobody does in the gateway. One watch a thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"

namespace jisr::dialogs {

class YamlWatch {
 public:
  enum class Kind : std::uint8_t { keys, words, integer, boolean, duration, text };
  struct Asked {
    Kind kind = Kind::keys;
    Place place;
    std::string what;                // of keys and words: what they belong to
    std::vector<std::string> known;  // of keys and words
    std::int64_t min = 0;            // of an integer
    std::int64_t max = 0;
  };

  YamlWatch();
  ~YamlWatch();
  YamlWatch(const YamlWatch&) = delete;
  YamlWatch& operator=(const YamlWatch&) = delete;

  std::vector<Asked> asked;

  // For the readers.
  static void keys(const Place& place, std::string_view what,
                   const std::vector<std::string>& known);
  static void words(const Place& place, std::string_view what,
                    const std::vector<std::string>& known);
  static void value(Kind kind, const Place& place, std::int64_t min = 0, std::int64_t max = 0);
};

}  // namespace jisr::dialogs
