// What the world gives to one turn of a dialog. The engine has no clock and no network: whoever
// calls it fills this in. A value; any thread.
#pragma once
#include <cstdint>
#include <string_view>

#include "dialogs/charset.hpp"
#include "dialogs/field.hpp"

namespace jisr::dialogs {

struct Surroundings {
  Limit limit;                      // of one page on this channel
  Date today;                       // where the programme is
  std::string_view reference = {};  // drawn beforehand; used only if this turn registers
  std::string_view channel = {};    // its name
  bool sms = false;                 // a conversation by SMS, not a USSD call
  int hour = 12;                    // 0 to 23, of the same clock as `today`
  bool returning = false;           // she registered here before, as far as the store knows
  std::string_view pin_key = {};    // 32 secret bytes, of this subscriber alone: dialogs/field.hpp
  bool stopped = false;             // she said STOP: no SMS reaches her unasked
  bool sms_possible = false;        // this call can go on as a conversation by SMS
  std::int64_t now_ms = 0;          // Unix time, against Session::begun_ms
};

}  // namespace jisr::dialogs
