// How SMS leave, as people configure it: `sms` in gateway.yaml says by which channel and when,
// `sending` in the file of an SMS channel how that channel is used. Plain values, read strictly;
// immutable; shared between threads.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/yaml.hpp"
#include "gateway/delivery/destination.hpp"
#include "gateway/delivery/purpose.hpp"

namespace jisr::gateway {

// When nothing leaves but answers. By the clock of the sending channel's country.
struct QuietHours {
  int from_minute = 0;          // of the day; the first quiet one
  int to_minute = 0;            // the first that is not
  std::vector<Purpose> except;  // sent nevertheless
  bool operator==(const QuietHours&) const = default;
};

struct SmsRate {
  std::int64_t messages = 0;  // parts of SMS, as they go over the air; 0: no limit
  std::int64_t per_ms = 1'000;
  bool operator==(const SmsRate&) const = default;
};

struct SmsCost {
  std::int64_t micro = 0;  // millionths of the currency, for each part
  std::string currency;
  bool operator==(const SmsCost&) const = default;
};

// What follows a receipt that says that she did not get it.
struct ResendRule {
  bool failed = false;
  bool unknown = false;  // the provider says that it does not know
  int times = 1;
  std::int64_t after_ms = 600'000;
  bool by_fallback = false;
  bool operator==(const ResendRule&) const = default;
};

struct SendingConfig : DestinationLimits {
  std::string fallback;  // the channel that sends what this one cannot
  int attempts = 3;      // that this one certainly did not take; then the fallback gets it
  SmsRate rate;
  std::optional<QuietHours> quiet;  // none: those of gateway.yaml
  bool never_quiet = false;
  SmsCost cost;
  std::optional<ResendRule> resend;
  dialogs::Place place;
};

// To whom which channel sends.
struct SmsRoute {
  std::vector<std::string> prefixes;  // "+2126"
  std::vector<std::string> networks;  // codes that operators tell with a callback: certain
  std::string channel;
  std::string fallback;  // none: the channel's
  std::string sender;    // none: the channel's
  dialogs::Place place;
};

struct SmsConfig {
  std::vector<SmsRoute> routes;
  std::optional<QuietHours> quiet;
  std::int64_t receipts_ms = 2LL * 86'400'000;  // a receipt is known to be ours for so long
  // What one number gets at most, from each process: more is somebody who lets SMS be paid for. 0:
  // no limit.
  int number_hour = 60;
  int number_day = 200;
  // How numbers outside of the country's mobile ranges begin that may get SMS: "+33".
  std::vector<std::string> abroad;
};

// "21:00" as minutes of the day; E283 when it is none.
std::optional<int> read_minute(const dialogs::Yaml& yaml, dialogs::Findings& findings);
SmsConfig read_sms(const dialogs::Yaml& yaml, dialogs::Findings& findings);
SendingConfig read_sending(const dialogs::Yaml& yaml, dialogs::Findings& findings);

// 1234560 millionths as "1.23456".
std::string amount_of(std::int64_t micro);

// Whether a sender's name can be shown by a phone: 11 GSM letters and digits, or 15 digits.
bool is_sender(std::string_view name);

}  // namespace jisr::gateway
