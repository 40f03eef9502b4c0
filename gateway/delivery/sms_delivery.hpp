// The way of one SMS out of the outbox: quiet hours, its channel's turn, the provider, and what
// follows. One for each thread; the decisions are in quiet_hours, pacing, sms_lines and sms_step.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <random>
#include <string>

#include "gateway/counters.hpp"
#include "gateway/delivery/receipts.hpp"
#include "gateway/delivery/sms.hpp"
#include "gateway/delivery/sms_lines.hpp"
#include "gateway/delivery/sms_step.hpp"
#include "gateway/deployment.hpp"
#include "gateway/rates.hpp"
#include "gateway/store.hpp"
#include "gateway/uuid.hpp"

namespace jisr::gateway {

class SmsDelivery {
 public:
  SmsDelivery(boost::asio::io_context& io, const CurrentDeployment& current, Store& store,
              SmsLines& lines, Rates& rates, SmsSender& sender, Receipts& receipts,
              Counters& counters, const OutboxConfig& config)
      : io_(io),
        current_(current),
        store_(store),
        lines_(lines),
        rates_(rates),
        sender_(sender),
        receipts_(receipts),
        counters_(counters),
        config_(config),
        random_(random_bits()) {}

  // `entry` is lent until the end. Never fails: what went wrong is in the settlement.
  boost::asio::awaitable<Settlement> deliver(Claimed& entry, QueuedSms sms);

  // Says from time to time that this gateway runs, so that rates are shared among all that do.
  boost::asio::awaitable<void> count_gateways();

 private:
  struct Leaving;  // one SMS and what is known of it on its way

  boost::asio::awaitable<Settlement> hand_over(Leaving& leaving);
  boost::asio::awaitable<Settlement> taken(Leaving& leaving, SmsOutcome outcome);
  Settlement not_taken(const Leaving& leaving, const SmsOutcome& outcome);
  Settlement fall_back(const Leaving& leaving, const std::string& why);
  std::optional<Settlement> too_many(const Leaving& leaving);
  Settlement put_off(const Leaving& leaving, const SmsLines::Permit& permit);
  std::optional<OutboxEntry> entry_of(const QueuedSms& sms);

  boost::asio::io_context& io_;
  const CurrentDeployment& current_;
  Store& store_;
  SmsLines& lines_;
  Rates& rates_;
  SmsSender& sender_;
  Receipts& receipts_;
  Counters& counters_;
  const OutboxConfig& config_;
  std::mt19937_64 random_;
  UuidSource ids_;
};

}  // namespace jisr::gateway
