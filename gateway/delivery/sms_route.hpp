// By which channel an SMS leaves, and which one takes over. Pure; any thread.
//
// What is certain comes first. The channel that she came by belongs to her operator, so its own
// `sms_channel` wins over a guess by her number: since numbers are ported, a prefix only says which
// operator it was given to once. For a number that did not call (she registers another woman) the
// channel says nothing, and the routes are asked first.
#pragma once
#include <string>
#include <string_view>

#include "gateway/delivery/sending_config.hpp"

namespace jisr::gateway {

struct SmsTo {
  std::string_view msisdn;       // E.164
  std::string_view network;      // as the operator told it; empty if it did not
  std::string_view sms_channel;  // of the channel that she came by; empty if it names none
  bool is_caller = true;         // it is her own number
};

// The name of the channel; empty: there is none, and nothing is sent.
std::string sms_channel_for(const SmsConfig& config, const SmsTo& to);

// The route of a number: its network's, else the one with the longest prefix; or null.
const SmsRoute* route_of(const SmsConfig& config, std::string_view msisdn,
                         std::string_view network = {});

// The channel that sends to this number what `channel` could not; empty: none.
std::string fallback_of(const SmsConfig& config, const SendingConfig& sending,
                        std::string_view channel, std::string_view msisdn);

// The sender's name that the number's route has for this channel; empty: the channel's own.
std::string sender_of(const SmsConfig& config, std::string_view channel, std::string_view msisdn);

}  // namespace jisr::gateway
