// The registry's news: who signed them, what they say, and the words that she is told in.
#include "gateway/delivery/updates.hpp"

#include <gtest/gtest.h>

#include "gateway/delivery/file_change.hpp"

namespace jisr::gateway {
namespace {

constexpr std::int64_t kNow = 1'795'392'000;

UpdatesConfig config() {
  UpdatesConfig made;
  made.secrets = {"an old secret of theirs", "a new secret of theirs"};
  made.news["invited"] = {{{"fr", "Le {params.date}, {params.place}."}},
                          {{"fr", "Dossier {reference}"}}};
  return made;
}

HttpRequest request(const std::string& secret, const std::string& at, const std::string& body) {
  HttpRequest made;
  made.body = body;
  made.headers = {{"X-Jisr-Timestamp", at}, {"X-Jisr-Signature", sign_update(secret, at, body)}};
  return made;
}

// RFC 4231, test case 2, has no time in it; this is what openssl dgst -hmac says of ours.
TEST(Updates, AreSignedOverTimeAndBody) {
  EXPECT_EQ(sign_update("Jefe", "what do ya want for nothing?", "").substr(0, 7), "sha256=");
  EXPECT_EQ(sign_update("Jefe", "1", "a").size(), 7u + 64u);
  EXPECT_NE(sign_update("Jefe", "1", "a"), sign_update("Jefe", "1", "b"));
  EXPECT_NE(sign_update("Jefe", "1", "a"), sign_update("Jefe", "2", "a"));
}

TEST(Updates, OneOfTwoSecretsWillDo) {
  const auto at = std::to_string(kNow);
  for (const auto& secret : config().secrets) {
    EXPECT_TRUE(signed_rightly(config(), request(secret, at, "{}"), kNow));
  }
  EXPECT_FALSE(signed_rightly(config(), request("another secret", at, "{}"), kNow));
}

TEST(Updates, OfAnotherTimeOrBodyOrTwiceSignedAreNotTheirs) {
  const auto secret = config().secrets[0];
  const auto good = request(secret, std::to_string(kNow), "{}");
  EXPECT_TRUE(signed_rightly(config(), good, kNow + 300));
  EXPECT_FALSE(signed_rightly(config(), good, kNow + 301));
  EXPECT_FALSE(signed_rightly(config(), good, kNow - 301));
  auto other = good;
  other.body = "{} ";
  EXPECT_FALSE(signed_rightly(config(), other, kNow));
  auto twice = good;
  twice.headers.push_back(good.headers[1]);
  EXPECT_FALSE(signed_rightly(config(), twice, kNow));
  EXPECT_FALSE(signed_rightly(config(), request(secret, "-1", "{}"), kNow));
  EXPECT_FALSE(signed_rightly(config(), request(secret, "1795392000s", "{}"), kNow));
  EXPECT_FALSE(signed_rightly(config(), HttpRequest{}, kNow));
}

TEST(Updates, AreReadWholeOrNotAtAll) {
  // 4827193 with its check digit, as reference_test.cpp has it.
  const auto read = [](const std::string& rest) {
    return read_update(R"({"reference":"48271936","sequence":1,"status":"invited")" + rest + "}");
  };
  if (const auto good = read(R"(,"params":{"place":"Guelmim"},"more":[1])")) {
    EXPECT_EQ(good->news.params.at("place"), "Guelmim");
    EXPECT_EQ(good->sequence, 1);
  }
  EXPECT_FALSE(read(R"(,"params":{"place":1})"));
  EXPECT_FALSE(read(R"(,"params":{"place":"a\nb"})"));
  EXPECT_FALSE(read(R"(,"params":{"Place":"a"})"));
  EXPECT_FALSE(read_update("[]"));
  EXPECT_FALSE(read_update("{"));
  EXPECT_FALSE(read_update(R"({"reference":"12345678","sequence":1,"status":"invited"})"));
}

TEST(Updates, AreToldPlainlyOrDiscreetlyOrNotByTheAnswersOfHer) {
  Update update;
  update.reference = "48271936";
  update.news.status = "invited";
  update.news.params = {{"date", "3 mai"}};
  FileRecord record{"+212612345678", "fr", "sms", false, {}};
  EXPECT_EQ(news_text(config(), record, update), "Le 3 mai, .");
  record.discreet = true;
  EXPECT_EQ(news_text(config(), record, update), "Dossier 48271936");
  record.language = "ar";
  EXPECT_EQ(news_text(config(), record, update), "");
  record = {"+212612345678", "fr", "", false, {}};
  EXPECT_EQ(news_text(config(), record, update), "") << "no SMS is safe";
}

TEST(FileRecord, ComesBackAndKnowsHer) {
  const FileRecord record{"+212612345678", "ar", "sms", false, "1990-03-05"};
  const auto again = decode_file_record(encode(record));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->channel, "sms");
  EXPECT_FALSE(again->discreet);
  EXPECT_TRUE(checks(*again, "1990"));
  EXPECT_TRUE(checks(*again, "1990-03-05"));
  EXPECT_FALSE(checks(*again, "199"));
  EXPECT_FALSE(checks(*again, ""));
  EXPECT_TRUE(checks(FileRecord{}, ""));
  EXPECT_FALSE(decode_file_record("[]"));
}

TEST(FileChange, IsReadFromHerAnswers) {
  Registration registration;
  registration.answers = {{"file", "12345678"}, {"new_phone", "+212612345678"}, {"empty", ""}};
  const auto told = [&](const FileRule& rule) {
    const auto change = file_change(rule, registration);
    return change ? change->reference + ' ' + change->msisdn : "nothing";
  };
  EXPECT_EQ(told({}), "nothing");
  EXPECT_EQ(told({"file", "new_phone", false}), "12345678 +212612345678");
  EXPECT_EQ(told({"file", "", true}), "12345678 ");
  EXPECT_EQ(told({"file", "empty", false}), "nothing") << "an empty phone is no withdrawal";
  EXPECT_EQ(told({"file", "unasked", false}), "nothing");
  EXPECT_EQ(told({"unasked", "", true}), "nothing");
}

}  // namespace
}  // namespace jisr::gateway
