// What the process knows of each SMS channel: whether it rests or is left alone, how many requests
// are in hand, whose turn it is, and what it has cost since the start. One for all threads, since a
// rate holds for the line and not for a thread; every function may be called from any of them.
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "gateway/delivery/destination.hpp"
#include "gateway/delivery/pacing.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/sending_config.hpp"
#include "gateway/delivery/sms.hpp"
#include "gateway/uuid.hpp"

namespace jisr::gateway {

class SmsLines {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Permit {
    enum class What {
      go,      // after `wait_ms`; leave() must follow
      later,   // it is not its turn: to be put off for `wait_ms`
      closed,  // the channel rests, or is left alone, for `wait_ms`
    } what = What::go;
    std::int64_t wait_ms = 0;
    bool promised = false;    // of later: QueuedSms::promised
    const char* reason = "";  // for people
  };
  Permit enter(const std::string& channel, const SendingConfig& sending, const QueuedSms& sms,
               int parts, Time now);
  // Ends what enter() let go. True when this failure is the one that closes the channel.
  bool leave(const std::string& channel, const SendingConfig& sending, const SmsOutcome& outcome,
             Time now);
  // Whether it could send now, as far as is known; changes nothing.
  [[nodiscard]] bool is_open(const std::string& channel, const SendingConfig& sending,
                             Time now) const;

  void count(const std::string& channel, int parts, const SmsCost& cost);

  // How many gateways share the rates, counted in Redis by one thread of each, every so often; and
  // which one this is.
  static constexpr std::chrono::seconds kCountEvery{2};
  [[nodiscard]] bool is_time_to_count(Time now);  // true for one caller
  void share_among(std::int64_t gateways) { gateways_ = gateways > 0 ? gateways : 1; }
  [[nodiscard]] std::int64_t gateways() const { return gateways_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  struct Sum {
    std::string channel;
    std::uint64_t messages = 0;
    std::uint64_t parts = 0;
    std::int64_t cost_micro = 0;
    std::string currency;
    bool open = true;
  };
  [[nodiscard]] std::vector<Sum> sums(Time now) const;

 private:
  struct Line {
    Pacer pacer;
    Destination destination;
    std::int64_t full_until_ms = 0;  // end of those that found every hand full
    DestinationLimits limits;
    Sum sum;
  };
  static std::int64_t full_wait_ms(Line& line, const SendingConfig& sending, Purpose purpose,
                                   Time now);

  mutable std::mutex mutex_;
  std::map<std::string, Line, std::less<>> lines_;
  const std::string name_ = UuidSource().next();
  std::atomic<std::int64_t> gateways_{1};
  std::atomic<Time::rep> counted_at_{0};
};

}  // namespace jisr::gateway
