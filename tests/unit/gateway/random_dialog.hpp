// Dialogs made by chance, with the registry's body and schema for their answers: all kinds of
// screens, mostly sound, sometimes with the mistakes that people make. The same seed, the same.
#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace jisr::test {

struct RandomDialog {
  std::string yaml;
  std::map<std::string, std::string> files;
  std::string body;    // YAML, as in a registry's mapping file
  std::string schema;  // JSON
};

// French texts begin with F and Arabic ones with ع, and an answer stands in [ ]: so a page in the
// wrong language, or with a gap, can be seen.
RandomDialog random_dialog(std::uint64_t seed);

// A small generator of chance, the same on every machine.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed * 2 + 1) { below(2); }
  std::size_t below(std::size_t most) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33) % most;
  }
  bool one_in(std::size_t times) { return below(times) == 0; }

 private:
  std::uint64_t state_;
};

}  // namespace jisr::test
