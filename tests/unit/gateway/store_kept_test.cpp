// Everything sealed anew with another key while somebody uses it, and what is one subscriber's; in
// a real redis-server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/person.hpp"
#include "gateway/reference.hpp"
#include "tests/support/registrations.hpp"
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::SizeIs;

const std::string kSecond = "aa0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

class KeptTest : public StoreFixture {
 protected:
  static std::vector<SealingKey> keys_of(std::vector<std::pair<unsigned char, std::string>> all) {
    std::vector<SealingKey> keys;
    for (const auto& [id, text] : all) keys.push_back({id, SecretKey::parse(text).value()});
    return keys;
  }
  ResealStep pass(bool write) {
    ResealStep sum;
    while (!sum.place.done) {
      auto step = tests::run(io_, store_.reseal(sum.place, write)).value();
      sum.place = step.place;
      for (const auto& [id, count] : step.by_key) sum.by_key[id] += count;
      sum.resealed += step.resealed;
      sum.broken += step.broken;
      sum.unknown += step.unknown;
    }
    return sum;
  }
  // One value of each kind that is sealed.
  void fill() {
    std::vector<OutboxEntry> entries;
    entries.push_back(entry("waits", "registration"));
    ASSERT_EQ(commit("", "session", std::move(entries)), CommitOutcome::committed);
    const auto sent = store_.sent_key("sms", "7");
    ASSERT_TRUE(tests::run(io_, store_.note_sent(sent, "record", kTtl)));
    SmsPart part{"sms", store_.pseudonym("+212612345678"), 1, 2, "mark", "half"};
    const auto parts = store_.parts("+212612345678", "sms", "9", 2);
    ASSERT_TRUE(tests::run(io_, store_.add_part(parts, part, kTtl)));
    auto version = std::make_shared<Version>();
    version->hash = 0x1234;
    version->packed = "packed";
    ASSERT_TRUE(tests::run(io_, store_.keep_version(version, kTtl)));
  }
  static constexpr std::uint64_t kFilled = 6;  // session, entry, sent, part, version, its names
};

TEST_F(KeptTest, AllIsSealedAnewAndStaysWhatItWas) {
  fill();
  const auto left_ms = number(Command("PTTL", key_.session));
  EXPECT_EQ(pass(false).by_key[1], kFilled);
  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}, {1, kSealing}})));
  const auto done = pass(true);
  EXPECT_EQ(done.resealed, kFilled);
  EXPECT_EQ(done.broken + done.unknown, 0U);
  EXPECT_EQ(pass(true).resealed, 0U);
  const auto counted = pass(false);
  EXPECT_EQ(counted.by_key, (std::map<unsigned, std::uint64_t>{{2, kFilled}}));
  EXPECT_LE(number(Command("PTTL", key_.session)), left_ms);
  EXPECT_GT(number(Command("PTTL", key_.session)), left_ms - 10'000);

  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}})));  // the old key is gone
  EXPECT_EQ(load().session, "session");
  const auto claimed = claim();
  ASSERT_THAT(claimed, SizeIs(1));
  EXPECT_EQ(claimed[0].payload, "registration");
  const auto sent = store_.sent_key("sms", "7");
  EXPECT_EQ(tests::run(io_, store_.sent_record(sent)).value(), "record");
  SmsPart part{"sms", "", 2, 2, "other mark", " and half"};
  const auto parts = store_.parts("+212612345678", "sms", "9", 2);
  EXPECT_EQ(tests::run(io_, store_.add_part(parts, part, kTtl)).value().text, "half and half");
  EXPECT_EQ(tests::run(io_, store_.load_version(0x1234)).value().packed, "packed");
}

TEST_F(KeptTest, WhoeverIsInTheMidstOfItLoadsAgain) {
  ASSERT_EQ(commit("", "one"), CommitOutcome::committed);
  const auto token = load().token;
  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}, {1, kSealing}})));
  EXPECT_EQ(pass(true).resealed, 1U);
  EXPECT_EQ(commit(token, "two"), CommitOutcome::conflict);
  EXPECT_EQ(commit(load().token, "two"), CommitOutcome::committed);
  EXPECT_EQ(load().session, "two");
}

TEST_F(KeptTest, WhatNoKeyOpensIsToldAndLeft) {
  fill();
  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}})));
  execute(Command("SET", "jisr:{3}:new:x", "of a later release"));
  const auto done = pass(true);
  EXPECT_EQ(done.resealed, 0U);
  EXPECT_EQ(done.broken, kFilled);
  EXPECT_EQ(done.unknown, 1U);
  EXPECT_EQ(pass(false).by_key[1], kFilled);
}

TEST_F(KeptTest, AnEntryWaitsForItsKey) {
  fill();
  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}})));
  EXPECT_THAT(claim(), SizeIs(0));
  const auto due = tests::run(io_, store_.list(Store::Shelf::due, 9)).value();
  ASSERT_THAT(due, SizeIs(1)) << "not parked: another gateway has the key";
  EXPECT_THAT(due[0].last_error, testing::HasSubstr("no sealing key with id 1"));
  EXPECT_EQ(due[0].attempts, 0U);
}

TEST_F(KeptTest, GatewaysSayWithWhichKeysTheyRun) {
  ASSERT_TRUE(tests::run(io_, store_.count_gateways("a", kTtl)));
  ASSERT_TRUE(vault_.replace(keys_of({{2, kSecond}, {1, kSealing}})));
  ASSERT_TRUE(tests::run(io_, store_.count_gateways("b", kTtl)));
  EXPECT_THAT(tests::run(io_, store_.running()).value(), ElementsAre("a|1", "b|2,1"));
}

TEST_F(KeptTest, ActsAreKeptForTheirTime) {
  const auto note = [&](const char* what, milliseconds keep) {
    return tests::run(io_, store_.note_act({what, "amal", "id", "why"}, keep)).has_value();
  };
  ASSERT_TRUE(note("first", kTtl));
  ASSERT_TRUE(note("second", kTtl));
  auto acts = tests::run(io_, store_.acts(0, 10)).value();
  ASSERT_THAT(acts, SizeIs(2));
  EXPECT_EQ(acts[0].act.what, "first");
  EXPECT_EQ(acts[1].act.by + acts[1].act.target + acts[1].act.reason, "amalidwhy");
  EXPECT_THAT(tests::run(io_, store_.acts(acts[1].at_ms + 1, 10)).value(), SizeIs(0));
  ASSERT_TRUE(note("third", milliseconds(0)));
  EXPECT_THAT(tests::run(io_, store_.acts(0, 10)).value(), SizeIs(0)) << "their time is over";
}

class PersonTest : public KeptTest {
 protected:
  static constexpr const char* kHer = "+212612345678";
  static constexpr const char* kOther = "+212612345679";

  OutboxEntry registration(const std::string& id, const std::string& by, const std::string& about) {
    auto made = test::a_registration();
    made.id = id;
    made.msisdn = by;
    made.confirmation.reset();
    made.answers.emplace_back("phone", boost::json::value(about));
    return {id, EntryKind::registry, encode(made), {}};
  }
  static OutboxEntry sms(const std::string& id, const std::string& to) {
    QueuedSms queued;
    queued.channel = "sms";
    queued.msisdn = to;
    queued.text = "bonjour";
    return {id, EntryKind::sms, encode(queued), {}};
  }
  PersonFile find() { return tests::run(io_, find_person(&store_, kHer, "log")).value(); }
  std::vector<std::string> ids_of(const PersonFile& file) {
    std::vector<std::string> ids;
    for (const auto& one : file.entries) ids.push_back(one.shown.record.id);
    std::sort(ids.begin(), ids.end());
    return ids;
  }
};

TEST_F(PersonTest, FindsWhatIsHersWhereverItIs) {
  std::vector<OutboxEntry> entries;
  entries.push_back(registration("hers", kHer, "+212699999999"));
  entries.push_back(registration("named", kOther, "0612345678"));
  entries.push_back(registration("none", kOther, "+212699999999"));
  entries.push_back(sms("c-hers", kHer));
  entries.push_back(sms("c-none", kOther));
  CommitAlso also(kTtl);
  also.stopped = true;
  ASSERT_EQ(tests::run(io_, store_.commit(key_, "", "session", kTtl, std::move(entries),
                                          std::nullopt, also))
                .value(),
            CommitOutcome::committed);
  SmsPart part{"sms", store_.pseudonym(kHer), 1, 2, "mark", "half"};
  ASSERT_TRUE(tests::run(io_, store_.add_part(store_.parts(kHer, "sms", "9", 2), part, kTtl)));
  part.owner = store_.pseudonym(kOther);
  ASSERT_TRUE(tests::run(io_, store_.add_part(store_.parts(kOther, "sms", "9", 2), part, kTtl)));

  const auto file = find();
  EXPECT_EQ(ids_of(file), (std::vector<std::string>{"c-hers", "hers", "named"}));
  EXPECT_THAT(file.at.conversations, SizeIs(1));
  EXPECT_THAT(file.parts, SizeIs(1));
  EXPECT_TRUE(file.at.registered_before);
  EXPECT_TRUE(file.at.stopped);

  const auto erased = tests::run(io_, erase_person(&store_, &file, false)).value();
  EXPECT_EQ(erased.own, 2);
  EXPECT_EQ(erased.sms, 1);
  EXPECT_EQ(erased.parts, 1);
  EXPECT_EQ(erased.named_in, 1U);
  EXPECT_THAT(erased.kept, ElementsAre("hers"));
  auto after = find();
  EXPECT_EQ(ids_of(after), (std::vector<std::string>{"hers", "named"}));
  EXPECT_FALSE(after.at.registered_before);
  EXPECT_TRUE(after.at.stopped) << "or she would get SMS again";
  EXPECT_THAT(after.at.conversations, SizeIs(0));
  EXPECT_THAT(after.parts, SizeIs(0));

  const auto rest = tests::run(io_, erase_person(&store_, &after, true)).value();
  EXPECT_EQ(rest.registrations, 1);
  EXPECT_EQ(ids_of(find()), (std::vector<std::string>{"named"}));
  EXPECT_THAT(tests::run(io_, store_.list(Store::Shelf::due, 9)).value(), SizeIs(3))
      << "those of others are there, and no place without an entry";
}

TEST_F(PersonTest, FindsWhatIsKeptByNumberAndByCard) {
  const auto told = [&](const char* reference, const char* news) {
    return tests::run(io_, store_.take_news(reference, 1, news, kTtl, std::nullopt)).value();
  };
  const auto hers = reference::draw(3, kPartitions, 7);
  const auto others = reference::draw(5, kPartitions, 8);
  ASSERT_TRUE(told(hers.c_str(), R"({"status":"invited"})"));
  ASSERT_TRUE(told(others.c_str(), R"({"status":"invited"})"));
  ASSERT_TRUE(tests::run(io_, store_.note_person("JA123456", hers, kTtl)));
  ASSERT_TRUE(tests::run(io_, store_.note_person("JB123456", others, kTtl)));
  EXPECT_THAT(find().cards, SizeIs(0)) << "no number tells that they are hers";
  std::vector<std::string> known{"JA123456"};
  const auto file = tests::run(io_, find_person(&store_, kHer, "log", known)).value();
  EXPECT_THAT(file.files, SizeIs(1));
  ASSERT_THAT(file.cards, SizeIs(1));
  EXPECT_EQ(file.cards[0].plain(), hers);
  const auto erased = tests::run(io_, erase_person(&store_, &file, false)).value();
  EXPECT_EQ(erased.files + erased.cards, 2);
  EXPECT_FALSE(tests::run(io_, store_.load_file(hers)).value());
  EXPECT_EQ(tests::run(io_, store_.find_person("JA123456")).value(), "");
  EXPECT_EQ(tests::run(io_, store_.find_person("JB123456")).value(), others);
}

}  // namespace
}  // namespace jisr::gateway
