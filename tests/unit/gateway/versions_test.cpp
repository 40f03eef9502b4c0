// Versions of dialogs in a real redis-server, and how a lane finds, shares and keeps them.
#include "gateway/versions.hpp"

#include <gtest/gtest.h>

#include <future>

#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;
using std::chrono::milliseconds;

constexpr const char* kDialog = R"(
dialog: tiny
version: "1"
consent_version: "1"
languages: {fr: {name: Francais}}
default_language: fr
give_up: sorry
start: first
phrases: {back: "<", home: "<<", next: ">", previous: "<", wrong_choice: "?", wrong_empty: "?",
          wrong_malformed: "?", wrong_too_short: "?", wrong_too_long: "?", wrong_out_of_range: "?",
          wrong_under_age: "?", wrong_over_age: "?", wrong_future: "?", wrong_example: "?",
          unusual: "?", correct: "?", keep: "?", resume: "?", resume_go_on: "?",
          resume_start_again: "?", busy: "?"}
screens:
  first: {kind: menu, text: NUMBER, choices: [{key: 1, text: Oui, next: sorry}]}
  sorry: {kind: end, text: Merci}
)";

std::shared_ptr<const Version> version_number(int number) {
  VersionSources sources;
  sources.file = "tiny.yaml";
  sources.yaml = kDialog;
  const std::string placeholder = "NUMBER";
  sources.yaml.replace(sources.yaml.find(placeholder), placeholder.size(), std::to_string(number));
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.read_file = [](const std::string&) { return std::optional<std::string>(); };
  auto dialog = compile_noting(sources, std::move(options), findings);
  for (const auto& one : findings.all()) ADD_FAILURE() << dialogs::render(one, sources.yaml);
  return make_version(std::move(dialog), sources, findings);
}

class VersionsTest : public StoreFixture {
 protected:
  static constexpr milliseconds kLimit{2000};
  using Found = Result<std::shared_ptr<const Version>>;

  Found find(Versions& versions, std::uint64_t hash) {
    return tests::run(io_, versions.find(hash, kLimit));
  }
  void keep(const std::shared_ptr<const Version>& version) {
    ASSERT_TRUE(tests::run(io_, store_.keep_version(version, milliseconds(60'000))));
  }
  std::int64_t ttl(const std::string& key) { return number(Command("PTTL", key)); }

  CurrentDeployment current_{std::make_shared<Deployment>()};
  VersionCompiler compiler_;
};

TEST_F(VersionsTest, IsFoundInRedisByAnotherProcess) {
  const auto version = version_number(1);
  keep(version);
  Versions versions(io_, current_, store_, compiler_);
  const auto found = find(versions, version->hash);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->dialog->hash, version->hash);
  EXPECT_NE((*found)->dialog, version->dialog);
  EXPECT_EQ(find(versions, version->hash)->get(), found->get()) << "held";
  EXPECT_FALSE(find(versions, version->hash + 1)->get()) << "nobody has it";
}

TEST_F(VersionsTest, ItsNamesOutliveIt) {
  const auto version = version_number(2);
  keep(version);
  const auto key = Keys::version(version->hash);
  EXPECT_GT(ttl(key), 0);
  EXPECT_LE(ttl(key), 60'000);
  EXPECT_GT(ttl(key + ":map"), 60'000 + Store::kNamesLonger.count() - 10'000);
  ASSERT_TRUE(execute(Command("DEL", key)));
  Versions versions(io_, current_, store_, compiler_);
  const auto found = find(versions, version->hash);
  ASSERT_TRUE(found && *found);
  EXPECT_FALSE((*found)->dialog);
  EXPECT_EQ((*found)->names.screens, version->names.screens);
}

TEST_F(VersionsTest, WhatWasAlteredIsGone) {
  const auto version = version_number(3);
  keep(version);
  const auto key = Keys::version(version->hash);
  ASSERT_TRUE(execute(Command("SETRANGE", key, 60, "altered!")));
  const auto stored = tests::run(io_, store_.load_version(version->hash)).value();
  EXPECT_FALSE(stored.packed);
  EXPECT_TRUE(stored.names);
}

TEST_F(VersionsTest, AtOnceIsOneLoadAndLanesShareTheDialog) {
  const auto version = version_number(4);
  keep(version);
  Versions one(io_, current_, store_, compiler_);
  Versions other(io_, current_, store_, compiler_);
  const auto before = topology_.for_partition(0).counters().round_trips;
  std::vector<std::shared_ptr<const Version>> found;
  for (int i = 0; i < 10; ++i) {
    asio::co_spawn(io_, one.find(version->hash, kLimit),
                   [&](std::exception_ptr, Found got) { found.push_back(got.value()); });
  }
  tests::run_until(io_, [&] { return found.size() == 10; });
  EXPECT_EQ(topology_.for_partition(0).counters().round_trips - before, 1U);
  for (const auto& each : found) EXPECT_EQ(each, found.front());
  EXPECT_EQ(find(other, version->hash)->get(), found.front().get());
}

TEST_F(VersionsTest, HoldsABoundedNumberAndDropsTheLeastUsed) {
  Versions versions(io_, current_, store_, compiler_);
  const auto first = version_number(100);
  const auto second = version_number(101);
  versions.hold(first);
  versions.hold(second);
  for (int i = 0; i < static_cast<int>(Versions::kHeldMax) - 2; ++i) {
    versions.hold(version_number(200 + i));
  }
  EXPECT_TRUE(find(versions, first->hash)->get()) << "and now it is the last used";
  versions.hold(version_number(300));
  EXPECT_TRUE(find(versions, first->hash)->get());
  EXPECT_FALSE(find(versions, second->hash)->get());
}

TEST_F(VersionsTest, AnAbsentRedisIsAnErrorAndNotAnAbsentVersion) {
  const auto version = version_number(5);
  keep(version);
  Versions versions(io_, current_, store_, compiler_);
  server_.kill();
  EXPECT_FALSE(find(versions, version->hash));
  server_.restart();
  tests::run_until(io_, [&] { return topology_.ready(); });
  EXPECT_TRUE(find(versions, version->hash)->get());
}

TEST_F(VersionsTest, WhatIsUsedIsWrittenAgain) {
  const auto version = version_number(6);
  keep(version);
  Versions versions(io_, current_, store_, compiler_);
  ASSERT_TRUE(find(versions, version->hash)->get());
  const auto unused = version_number(7);
  unused->kept_ms.store(INT64_MAX);  // written later than it was used
  versions.hold(unused);
  asio::co_spawn(io_, versions.run(), [](std::exception_ptr) {});
  const auto hour_ms = 3'600'000;
  tests::run_until(io_, [&] { return ttl(Keys::version(version->hash)) > hour_ms; });
  EXPECT_LT(ttl(Keys::version(unused->hash)), 0);
  versions.stop();
}

}  // namespace
}  // namespace jisr::gateway
