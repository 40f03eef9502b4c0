// A dialog that nobody would write: any screens, led anywhere, with texts of any length, some
// missing. From a seed, always the same.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace jisr::dialogs {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  std::size_t below(std::size_t end) {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(state_ >> 33) % end;
  }
  bool percent(std::size_t share) { return below(100) < share; }

 private:
  std::uint64_t state_;
};

struct RandomDialog {
  std::string yaml;
  std::vector<std::string> required;  // fields that its registry would want
};
// `care`, in percent: how often what is needed is written. 100 gives mostly sound dialogs.
RandomDialog random_dialog(std::uint64_t seed, std::size_t care);

}  // namespace jisr::dialogs
