// The simulated Redis beside a real redis-server: the same commands and the product's own scripts,
// by chance, on few keys. Every reply and all that is stored at the end must be the same; that is
// what the simulation (docs/simulation.md) may be trusted for.
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "gateway/redis/command.hpp"
#include "gateway/redis/decoder.hpp"
#include "gateway/store_scripts.hpp"
#include "tests/simulation/redis/model.hpp"
#include "tests/support/redis_server.hpp"

namespace jisr::simulation {
namespace {

namespace redis = gateway::redis;
namespace scripts = gateway::scripts;
using Texts = std::vector<std::string>;

// A reply as one line of text. Of an error only the first word: what follows is Redis's prose.
std::string shown(redis::ReplyView reply) {
  switch (reply.kind()) {
    case redis::Kind::nil:
      return "nil";
    case redis::Kind::integer:
      return ":" + std::to_string(reply.integer().value());
    case redis::Kind::error:
      return "-" + std::string(reply.text().substr(0, reply.text().find(' ')));
    case redis::Kind::status:
      return "+" + std::string(reply.text());
    case redis::Kind::string:
      return "\"" + std::string(reply.text()) + "\"";
    case redis::Kind::array:
      break;
  }
  std::string all = "[";
  for (std::size_t i = 0; i < reply.size(); ++i) all += shown(reply[i]) + " ";
  return all + "]";
}

std::string encoded(const Texts& words) {
  redis::Command command;
  command.begin(words.size());
  for (const auto& word : words) command.add(word);
  return command.bytes();
}

class Real {
 public:
  Real() : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, server_.unix_path().c_str(), sizeof address.sun_path - 1);
    const auto* bare = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket_, bare, sizeof address) != 0) throw std::runtime_error("no redis-server");
  }
  ~Real() { ::close(socket_); }
  Real(const Real&) = delete;
  Real& operator=(const Real&) = delete;

  std::string execute(const Texts& words) {
    const auto bytes = encoded(words);
    if (::write(socket_, bytes.data(), bytes.size()) < 0) return "the connection is gone";
    redis::Reply reply;
    char part[4096];
    while (decoder_.next(reply) == redis::Decoder::Status::more) {
      const auto size = ::read(socket_, part, sizeof part);
      if (size <= 0) return "the connection is gone";
      decoder_.feed({part, static_cast<std::size_t>(size)});
    }
    return shown(reply);
  }

 private:
  tests::RedisServer server_;
  int socket_;
  redis::Decoder decoder_{1 << 20};
};

class ModelTest : public testing::Test {
 protected:
  // Keys live longer than the test, in both: their time stands still. That of the scripts goes on.
  static constexpr std::int64_t kBegunS = 1'795'000'000;

  std::string execute_in_model(const Texts& texts) {
    const auto sent = encoded(texts);
    Words words;
    EXPECT_EQ(take_command(sent, words), sent.size());
    std::string bytes;
    append_resp(bytes, model_.execute(words, kBegunS * 1'000'000));
    redis::Decoder decoder(1 << 20);
    decoder.feed(bytes);
    redis::Reply reply;
    EXPECT_EQ(decoder.next(reply), redis::Decoder::Status::reply);
    return shown(reply);
  }

  void both(const Texts& words) {
    const auto real = real_.execute(words);
    const auto model = execute_in_model(words);
    std::string what;
    for (const auto& word : words) what += word.substr(0, 200) + ' ';
    ASSERT_EQ(model, real) << what;
  }

  // A script of the product. The time in it is `at_s` in both, and goes on only by us.
  void run(std::string_view script, const Texts& keys, const Texts& arguments) {
    std::string source(script);
    const std::string asks = "redis.call('TIME')";
    const auto now = "{" + std::to_string(at_s_) + ", 5000}";
    for (auto at = source.find(asks); at != std::string::npos; at = source.find(asks, at)) {
      source.replace(at, asks.size(), now);
    }
    Texts words{"EVAL", source, std::to_string(keys.size())};
    words.insert(words.end(), keys.begin(), keys.end());
    words.insert(words.end(), arguments.begin(), arguments.end());
    both(words);
  }

  std::size_t below(std::size_t past) { return random_() % past; }
  std::string one_of(const Texts& all) { return all[below(all.size())]; }
  std::string id() { return "e" + std::to_string(below(4)); }
  std::string stamp() { return std::string(24, 's') + std::to_string(below(3)); }
  std::string blob() {
    return below(8) == 0 ? std::string() : stamp() + "rest" + std::to_string(below(9));
  }
  std::string ms() { return std::to_string(60'000 + below(5) * 1000); }
  std::string entry(const std::string& of) { return "jisr:{1}:e:" + of; }
  std::int64_t now_ms() const { return at_s_ * 1000; }

  void commit() {
    Texts keys{"session" + std::to_string(below(2))};
    const bool more = below(3) > 0;
    Texts arguments{blob(),
                    one_of({stamp(), ""}),
                    ms(),
                    one_of({"", "7", "123"}),
                    one_of({"0", ms()}),
                    one_of({"", "0", "1"}),
                    one_of({"", "set", "del"}),
                    one_of({stamp(), ""}),
                    blob(),
                    one_of({"0", ms()})};
    if (more) {
      for (const char* key : {"due", "refs", "registered", "stopped", "other"})
        keys.emplace_back(key);
      for (auto effects = below(3); effects > 0; --effects) {
        const auto one = id();
        keys.push_back(entry(one));
        for (const auto& word :
             {one, std::string("registry"), blob(), std::to_string(below(3) * 900)}) {
          arguments.push_back(word);
        }
      }
    }
    run(scripts::kCommit, keys, arguments);
  }

  void settle() {
    const auto one = id();
    Texts keys{entry(one), "due", "dead", "tally"};
    Texts arguments{one,
                    std::to_string(1 + below(4)),
                    one_of({"delivered", "retry", "put_off", "refused", "parked"}),
                    std::to_string(below(3) * 800),
                    "a reason",
                    one_of({"", blob()}),
                    one_of({"", "3"}),
                    one_of({"", "sms"}),
                    "2",
                    "120000",
                    "MAD",
                    ms()};
    if (below(4) == 0) {
      const auto next = id();
      keys.push_back(entry(next));
      for (const auto& word : {next, std::string("sms"), blob(), std::string("0")}) {
        arguments.push_back(word);
      }
    }
    run(scripts::kSettle, keys, arguments);
  }

  void claim_or_mend() {
    const auto one = id();
    const auto other = id();
    switch (below(7)) {
      case 0:
      case 1:
        return run(scripts::kClaim, {"due", entry(one), entry(other)}, {"1500", one, other});
      case 2:
        return run(scripts::kRetry, {entry(one), "due", "dead"}, {one, one_of({"", blob()})});
      case 3:
        return run(scripts::kDrop, {entry(one), "dead", "dropped"}, {one, "why", ms()});
      case 4:
        return run(scripts::kSweep, {"due", "dead", entry(one), entry(other)}, {one, other});
      case 5:
        return run(scripts::kConsent, {"stopped", "session0", "due", entry(one)},
                   {one_of({"", "0", "1"}), one, "sms", blob(), "0"});
      default:
        return run(scripts::kCountGateways, {"gateways"}, {one, "25000"});
    }
  }

  void sms_that_left() {
    const std::string sent = "sent" + std::to_string(below(2));
    if (below(2) == 0) return run(scripts::kNoteSent, {sent}, {blob(), ms()});
    const auto one = id();
    run(scripts::kTakeReceipt, {sent, "due", entry(one)},
        {one_of({"delivered", "failed", "pending"}), ms(), one, "sms", blob(), "700"});
  }

  // By hand, now and then of the wrong type, so that errors are compared too.
  void command() {
    const auto key =
        one_of({"session0", "due", "dead", "sent0", "refs", "other", "tally", entry(id())});
    both(one_of_commands(key));
  }
  Texts one_of_commands(const std::string& key) {
    const std::vector<Texts> all = {
        {"GET", key},
        {"MGET", key, "none", "session1"},
        {"EXISTS", key, key},
        {"TYPE", key},
        {"HGET", key, "k"},
        {"HMGET", key, "a", "f", "zz"},
        {"HLEN", key},
        {"HEXISTS", key, "p"},
        {"HDEL", key, "e", "s"},
        {"HINCRBY", key, "a", "3"},
        {"HSETNX", key, "s", "parked"},
        {"ZSCORE", key, id()},
        {"ZCARD", key},
        {"ZREM", key, id(), "zz"},
        {"DEL", key},
        {"ZADD", key, std::to_string(now_ms() - 500), id()},
        {"ZRANGE", key, "0", "-1", "WITHSCORES"},
        {"ZREVRANGE", key, "0", "1", "WITHSCORES"},
        {"ZRANGE", key, "-2", "9"},
        {"ZRANGEBYSCORE", key, "-inf", std::to_string(now_ms()), "LIMIT", "1", "2"},
        {"ZREMRANGEBYSCORE", key, "-inf", std::to_string(now_ms() - 9'000)},
        {"GETBIT", key, "123"},
        {"SETBIT", key, "9", "1"},
        {"SET", key, blob(), "PX", ms()},
        {"PEXPIRE", key, "90000"},
        {"HSET", key, "k", "sms", "p", blob()},
        {"SET", key, "1"},
        {"HINCRBY", key, "p", "1"},
        {"SET", key, "1", "PX", "0"},
        {"ZADD", key, "x", id()}};
    return all[below(all.size())];
  }

  void compare_all() {
    Texts keys;
    for (const auto& [name, item] : model_.keys().keys()) keys.push_back(name);
    both({"EXISTS", "nothing"});
    const auto count = real_.execute({"DBSIZE"});
    EXPECT_EQ(count, ":" + std::to_string(keys.size()));
    for (const auto& key : keys) {
      const auto kind = real_.execute({"TYPE", key});
      if (kind == "+string") both({"GET", key});
      if (kind == "+zset") both({"ZRANGE", key, "0", "-1", "WITHSCORES"});
      if (kind == "+hash") both({"HLEN", key});
      const auto* item = model_.keys().find(key);
      ASSERT_NE(item, nullptr);
      const auto* hash = std::get_if<Hash>(&item->what);
      for (std::size_t i = 0; hash != nullptr && i < hash->size(); ++i) {
        both({"HGET", key, (*hash)[i].first});
      }
      const auto left = real_.execute({"PTTL", key});
      EXPECT_EQ(left == ":-1", item->expires_ms == 0) << key << " " << left;
    }
  }

  Real real_;
  Scripts lua_;
  RedisModel model_{lua_};
  std::mt19937_64 random_{20261129};
  std::int64_t at_s_ = kBegunS;
};

TEST_F(ModelTest, RepliesAsARealServerDoes) {
  for (int step = 0; step < 6000 && !HasFatalFailure(); ++step) {
    if (below(5) == 0) ++at_s_;
    switch (below(6)) {
      case 0:
        commit();
        break;
      case 1:
        settle();
        break;
      case 2:
        sms_that_left();
        break;
      case 3:
        command();
        break;
      default:
        claim_or_mend();
    }
  }
  if (!HasFatalFailure()) compare_all();
}

TEST_F(ModelTest, AScriptIsKnownByItsHashOnceItWasSent) {
  const Texts by_hash{"EVALSHA", script_hash(scripts::kConfirm), "1", "session0"};
  both(by_hash);
  both({"EVAL", std::string(scripts::kConfirm), "1", "session0"});
  both(by_hash);
  real_.execute({"SCRIPT", "FLUSH"});
  model_.forget_scripts();
  both(by_hash);
}

TEST_F(ModelTest, WhatTheJournalTakesBackIsAsBefore) {
  both({"SET", "session0", "a"});
  both({"ZADD", "due", "5", "e1"});
  const auto before = model_.keys().offset();
  execute_in_model({"SET", "session0", "b", "PX", "700"});
  execute_in_model({"ZADD", "due", "6", "e2"});
  execute_in_model({"DEL", "session0"});
  execute_in_model({"HSET", "jisr:{1}:e:e1", "k", "sms"});
  model_.keys().undo_to(before);
  compare_all();
}

TEST_F(ModelTest, AKeyThatWasNotDeclaredIsRefused) {
  const auto reply = execute_in_model({"EVAL", "#!lua\nreturn redis.call('GET', 'other')", "0"});
  EXPECT_EQ(reply, "-ERR");
}

}  // namespace
}  // namespace jisr::simulation
