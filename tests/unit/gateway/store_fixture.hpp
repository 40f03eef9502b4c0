// A Store on a redis-server of its own, and the few words that its tests repeat.
#pragma once
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/store.hpp"
#include "tests/support/redis_server.hpp"
#include "tests/support/run.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

class StoreFixture : public testing::Test {
 protected:
  static constexpr std::uint16_t kPartitions = 64;
  static constexpr std::chrono::milliseconds kTtl{60'000};
  static constexpr std::chrono::milliseconds kLease{60'000};
  static inline const std::string kSealing =
      "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  static inline const std::string kPseudonyms =
      "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

  static Vault make_vault(const std::string& sealing, const std::string& pseudonyms) {
    std::vector<SealingKey> keys;
    keys.push_back({1, SecretKey::parse(sealing).value()});
    return Vault(std::move(keys), SecretKey::parse(pseudonyms).value());
  }

  static tests::RedisServerOptions durable() {
    tests::RedisServerOptions options;
    options.append_only = true;
    return options;
  }

  static RedisEndpoint endpoint_of(const tests::RedisServer& server) {
    RedisEndpoint endpoint;
    endpoint.unix_path = server.unix_path();
    endpoint.command_timeout = std::chrono::milliseconds(500);
    return endpoint;
  }

  static OutboxEntry entry(std::string id, std::string payload = "payload") {
    return {std::move(id), EntryKind::registry, std::move(payload), {}};
  }

  Stored load() { return tests::run(io_, store_.load(key_)).value(); }

  CommitOutcome commit(std::string token, std::string session,
                       std::vector<OutboxEntry> effects = {},
                       std::optional<std::string> reference = std::nullopt) {
    return tests::run(io_, store_.commit(key_, std::move(token), std::move(session), kTtl,
                                         std::move(effects), std::move(reference)))
        .value();
  }

  std::vector<Claimed> claim(std::chrono::milliseconds lease = kLease) {
    return tests::run(io_, store_.claim(key_.partition, 10, lease)).value();
  }

  SettleOutcome settle(const Claimed& one, Settlement settlement) {
    return tests::run(io_, store_.settle(one.partition, one.id, one.fence, std::move(settlement)))
        .value();
  }

  Result<redis::Reply> execute(redis::Command command) {
    return tests::run(io_, topology_.execute(key_.partition, std::move(command)));
  }

  std::int64_t number(redis::Command command) {
    return execute(std::move(command)).value().integer().value_or(-1);
  }

  asio::io_context io_;
  tests::RedisServer server_{durable()};
  redis::Standalone topology_{io_.get_executor(), endpoint_of(server_)};
  Vault vault_ = make_vault(kSealing, kPseudonyms);
  Store store_{topology_, vault_, Keys(kPartitions)};
  SubscriberKey key_ = store_.subscriber("+212612345678", Medium::ussd);
};

}  // namespace jisr::gateway
