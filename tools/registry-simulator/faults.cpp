// Names of faults, and their counting down.
#include "tools/registry-simulator/faults.hpp"

#include <charconv>
#include <map>

namespace jisr::simulator {

std::optional<Fault> parse_fault(std::string_view text) {
  using Mode = Fault::Mode;
  static const std::map<std::string_view, Mode> kModes = {
      {"ok", Mode::ok},
      {"status", Mode::status},
      {"retry_after", Mode::retry_after},
      {"timeout", Mode::timeout},
      {"reset", Mode::reset},
      {"accept_then_reset", Mode::accept_then_reset},
      {"cut", Mode::cut},
      {"reject", Mode::reject},
      {"in_progress", Mode::in_progress},
      {"duplicate_person", Mode::duplicate_person},
      {"redirect", Mode::redirect},
      {"huge", Mode::huge},
      {"garbage", Mode::garbage},
      {"not_json", Mode::not_json},
  };
  const auto colon = text.find(':');
  const auto found = kModes.find(text.substr(0, colon));
  if (found == kModes.end()) return std::nullopt;
  Fault fault{found->second, 0};
  const bool counted = fault.mode == Mode::status || fault.mode == Mode::retry_after;
  if (counted != (colon != text.npos)) return std::nullopt;
  if (!counted) return fault;
  const auto number = text.substr(colon + 1);
  const auto* end = number.data() + number.size();
  const auto [rest, failed] = std::from_chars(number.data(), end, fault.value);
  if (failed != std::errc() || rest != end || fault.value < 0) return std::nullopt;
  if (fault.mode == Mode::status && (fault.value < 200 || fault.value > 599)) return std::nullopt;
  return fault;
}

void FaultPlan::set(Fault fault, int count) {
  fault_ = fault;
  left_ = count;
  forever_ = count == 0;
}

Fault FaultPlan::next() {
  if (forever_) return fault_;
  if (left_ == 0) return Fault{};
  --left_;
  return fault_;
}

}  // namespace jisr::simulator
