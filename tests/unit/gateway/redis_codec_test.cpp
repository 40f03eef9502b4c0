// Commands to RESP, and RESP to replies: without a server.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gateway/redis/command.hpp"
#include "gateway/redis/decoder.hpp"
#include "gateway/redis/reply.hpp"
#include "gateway/redis/script.hpp"

namespace jisr::gateway::redis {
namespace {

using Status = Decoder::Status;

TEST(RedisCommand, EncodesWordsAndNumbersBinarySafely) {
  const Command set("SET", std::string("a\0\r\n", 4), -12);
  EXPECT_EQ(set.bytes(), std::string("*3\r\n$3\r\nSET\r\n$4\r\na\0\r\n\r\n$3\r\n-12\r\n", 32));
  EXPECT_EQ(set.count(), 1U);
}

TEST(RedisCommand, HoldsASequence) {
  Command all("PING");
  all.then("GET", "k").then(Command("PING"));
  EXPECT_EQ(all.count(), 3U);
  EXPECT_EQ(all.bytes(), "*1\r\n$4\r\nPING\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n*1\r\n$4\r\nPING\r\n");
}

TEST(RedisScript, IsNamedByItsSha1AndPutsKeysFirst) {
  const Script script("return 1");
  EXPECT_EQ(script.sha1(), "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
  ScriptCall call(script);
  call.key("k").arg("a").arg(7);
  EXPECT_EQ(call.by_source().bytes(),
            "*6\r\n$4\r\nEVAL\r\n$8\r\nreturn 1\r\n$1\r\n1\r\n$1\r\nk\r\n$1\r\na\r\n$1\r\n7\r\n");
  EXPECT_TRUE(call.by_hash().bytes().starts_with("*6\r\n$7\r\nEVALSHA\r\n$40\r\ne0e1f9"));
  EXPECT_THROW(call.key("late"), std::logic_error);
}

TEST(RedisDecoder, ReadsRepliesThatComeByteByByte) {
  Decoder decoder(1024);
  const std::string wire = "*4\r\n$2\r\na\n\r\n:-5\r\n$-1\r\n*1\r\n$2\r\n42\r\n+OK\r\n-ERR x\r\n";
  std::vector<Reply> replies;
  for (const char c : wire) {
    ASSERT_TRUE(decoder.feed({&c, 1}));
    Reply reply;
    while (decoder.next(reply) == Status::reply) replies.push_back(std::move(reply));
  }
  ASSERT_EQ(replies.size(), 3U);
  const Reply& array = replies[0];
  ASSERT_EQ(array.size(), 4U);
  EXPECT_EQ(array[0].text(), "a\n");
  EXPECT_EQ(array[1].integer(), -5);
  EXPECT_TRUE(array[2].is_nil());
  EXPECT_EQ(array[3][0].integer(), 42);
  EXPECT_TRUE(array[9][9].is_nil());
  EXPECT_EQ(array[0].integer(), std::nullopt);
  EXPECT_EQ(replies[1].kind(), Kind::status);
  EXPECT_EQ(replies[2].kind(), Kind::error);
}

TEST(RedisDecoder, RefusesWhatIsNotResp) {
  for (const std::string wire :
       {"HTTP/1.1 400\r\n", "%1\r\n+a\r\n+b\r\n", "$x\r\n", "*-5\r\n", "\r\n", "*1000001\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"}) {
    SCOPED_TRACE(wire);
    Decoder decoder(1024);
    Reply reply;
    const bool broken = !decoder.feed(wire) || decoder.next(reply) == Status::broken;
    EXPECT_TRUE(broken);
  }
}

TEST(RedisDecoder, GivesUpOnAReplyThatIsTooLarge) {
  Decoder decoder(1000);
  Reply reply;
  ASSERT_TRUE(decoder.feed("*3\r\n"));
  Status status = decoder.next(reply);
  const std::string element = "$600\r\n" + std::string(600, 'x') + "\r\n";
  for (int i = 0; i < 2 && status == Status::more; ++i) {
    ASSERT_TRUE(decoder.feed(element));
    status = decoder.next(reply);
  }
  EXPECT_EQ(status, Status::broken);
}

TEST(RedisDecoder, CountsEachReplyForItself) {
  Decoder decoder(1000);
  Reply reply;
  const std::string element = "$600\r\n" + std::string(600, 'x') + "\r\n";
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(decoder.feed(element));
    ASSERT_EQ(decoder.next(reply), Status::reply);
    ASSERT_EQ(decoder.next(reply), Status::more);
  }
}

TEST(RedisReply, RefusalsSayWhatTheyMeanForTheCaller) {
  const struct {
    std::string text;
    Errc code;
    bool retryable;
    std::string context;
  } cases[] = {
      {"OOM command not allowed when used memory > 'maxmemory'.", Errc::unavailable, true,
       "redis: OOM command not allowed when used memory >"},
      {"LOADING Redis is loading the dataset in memory", Errc::unavailable, true,
       "redis: LOADING Redis is loading the dataset in memory"},
      {"MOVED 3999 127.0.0.1:6381", Errc::unavailable, true, "redis: MOVED 3999 127.0.0.1"},
      {"READONLY You can't write against a read only replica.", Errc::unavailable, true,
       "redis: READONLY You can"},
      {"NOREPLICAS Not enough good replicas to write.", Errc::unavailable, true,
       "redis: NOREPLICAS Not enough good replicas to write."},
      {"MISCONF Redis is configured to save", Errc::unavailable, true,
       "redis: MISCONF Redis is configured to save"},
      {"WRONGTYPE Operation against a key", Errc::misconfigured, false,
       "redis: WRONGTYPE Operation against a key"},
      {"WRONGPASS invalid username-password pair", Errc::misconfigured, false,
       "redis: WRONGPASS invalid username-password pair"},
      {"NOPERM this user has no permissions to run the 'get' command", Errc::misconfigured, false,
       "redis: NOPERM this user has no permissions to run the"},
      {"ERR unknown command 'x', with args beginning with: '+212612345678'", Errc::misconfigured,
       false, "redis: ERR unknown command"},
      {"ERR something else", Errc::rejected, false, "redis: ERR something else"},
      {"ERR line\x1b[31m", Errc::rejected, false, "redis: ERR line?[31m"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    Decoder decoder(1024);
    Reply reply;
    ASSERT_TRUE(decoder.feed("-" + c.text + "\r\n"));
    ASSERT_EQ(decoder.next(reply), Status::reply);
    const auto error = refusal(reply);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, c.code);
    EXPECT_EQ(error->retryable, c.retryable);
    EXPECT_EQ(error->context, c.context);
  }
  EXPECT_FALSE(refusal(Reply()));
}

}  // namespace
}  // namespace jisr::gateway::redis
