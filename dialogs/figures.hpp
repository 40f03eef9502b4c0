// What a dialog asks of her time: its shortest and its longest way to an end, in screens, pages,
// key presses and seconds. Estimates for a slow reader on an old phone, to be compared with each
// other and with the time that an operator leaves a session. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct WayFigures {
  std::vector<std::uint16_t> screens;  // shown ones, in order, to the end
  std::size_t pages = 0;               // each page of each screen, as she must turn them
  std::size_t presses = 0;             // of keys, with those that send; letters by multi-tap
  double reading_s = 0;
  double seconds = 0;  // reading, typing, and kNetworkSeconds for each page
};

struct Figures {
  WayFigures shortest;  // to an end that registers, by seconds; to any end when none does
  WayFigures longest;   // the same, without going round
};

constexpr double kNetworkSeconds = 2;  // from a key sent to the next page read
constexpr double kPressSeconds = 0.5;  // one key

// Characters a second that a slow reader takes in.
double reading_speed(const Language& language);

// Every answer is counted as long as it can be in texts, and as long as it usually is when typed.
// Nothing when no end can be reached. Ways of wrong answers and of changes are left out.
std::optional<Figures> figures(const Dialog& dialog, std::uint8_t language, const Limit& page);

// The same with the ways that lead on, by screen, where they are known already.
using Ways = std::vector<std::set<std::uint16_t>>;
std::optional<Figures> figures(const Dialog& dialog, std::uint8_t language, const Limit& page,
                               Ways ways);

}  // namespace jisr::dialogs
