// Keywords with answers in them: "{national_id} {birth}" is an SMS that holds these two and nothing
// else, "JISR {national_id} {birth}" has a word before them. Women write them in either order, in
// the digits and signs of their phone. The words that answer go to the first screens of the dialog,
// as if she had typed them there. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/deployment.hpp"

namespace jisr::gateway {

struct SmsPattern {
  std::string keyword;              // before the answers; empty: none
  std::vector<std::string> fields;  // that are answered
};

// What a keyword of the configuration means; nothing when it holds no { }.
std::optional<SmsPattern> sms_pattern(std::string_view keyword);

// Where an SMS of this form begins a conversation; nothing when it is of no pattern. Also in the
// middle of another conversation: so much in one message is no answer to anything else.
std::optional<Entered> enter_by_pattern(const Channel& channel, const providers::Inbound& in,
                                        const dialogs::Date& today);

// E229: a pattern that cannot be read, or whose answers the first screens of its dialog do not ask.
void check_patterns(const Channel& channel, dialogs::Findings& findings);

}  // namespace jisr::gateway
