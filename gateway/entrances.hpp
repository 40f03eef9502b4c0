// How what comes in finds its dialog: the codes that are dialled, the numbers and keywords that SMS
// go to. The rest of a dialled code, or of a keyword's SMS, answers the first screens. Pure; any
// thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "providers/message.hpp"

namespace jisr::gateway {

// One entry of a channel's `services`, or of its short form.
struct Entrance {
  std::string code;                   // as written: "*555*7#", "5550"; empty: any
  std::vector<std::string> keywords;  // as written; SMS only. Empty: any text begins the dialog
  std::string dialog;                 // its name in gateway.yaml
  dialogs::Place place;
};

// The parts of a code: "*555*7#", "555*7" and "*555*7" are {"555", "7"}. A number is one part.
std::vector<std::string> code_parts(std::string_view code);

// Whether it can be dialled: * or #, digits parted by single *, #.
bool is_ussd_code(std::string_view text);
// A short code, a number (+212…), or the letters of a sender's name.
bool is_sms_number(std::string_view text);

// Where a call or a conversation begins.
struct Entered {
  std::size_t entrance = 0;          // index into the channel's
  std::vector<std::string> answers;  // to the first screens, in order
};

// Of a USSD callback that begins a call, or may: the longest code that what she dialled begins
// with. What she dialled is in `service`, in the text of the first callback, or in both ("*555#"
// with "2*1"), as the provider has it; the rest of it are answers. Nothing when no code fits.
std::optional<Entered> enter_ussd(const std::vector<Entrance>& entrances,
                                  const providers::Inbound& in);

// Of an SMS. `alone`: only a keyword that is the whole text counts, since a conversation is in
// progress. Otherwise digits behind a keyword are answers ("JISR 2 1"), up to the first word that
// is none. An entrance with number and keyword is looked at before one with a keyword alone, and
// that before a number alone.
std::optional<Entered> enter_sms(const std::vector<Entrance>& entrances,
                                 const providers::Inbound& in, bool alone);

}  // namespace jisr::gateway
