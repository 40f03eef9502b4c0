// Notes: small things that are written in the step of a commit, or not at all.
#include "tests/unit/gateway/store_fixture.hpp"

namespace jisr::gateway {
namespace {

using redis::Command;

class StoreNoteTest : public StoreFixture {
 protected:
  CommitOutcome commit_noting(std::string token, std::string session,
                              std::vector<OutboxEntry> effects) {
    CommitAlso also;
    also.notes.push_back({note_key_, "field", "1", std::chrono::milliseconds(50'000)});
    return tests::run(io_, store_.commit(key_, std::move(token), std::move(session), kTtl,
                                         std::move(effects), std::nullopt, std::move(also)))
        .value();
  }
  std::int64_t noted() { return number(Command("HLEN", note_key_)); }

  const std::string note_key_ = "jisr:{" + std::to_string(key_.partition) + "}:note";
};

TEST_F(StoreNoteTest, IsWrittenWithTheSession) {
  ASSERT_EQ(commit_noting("", "first", {}), CommitOutcome::committed);
  EXPECT_EQ(noted(), 1);
  EXPECT_GT(number(Command("PTTL", note_key_)), 40'000);
  EXPECT_EQ(number(Command("ZCARD", Keys::due(key_.partition))), 0) << "a note is no entry";
}

TEST_F(StoreNoteTest, StandsBesideEntries) {
  ASSERT_EQ(commit_noting("", "first", {entry("a"), entry("b")}), CommitOutcome::committed);
  EXPECT_EQ(noted(), 1);
  EXPECT_EQ(claim().size(), 2U);
  ASSERT_EQ(commit_noting(load().token, "second", {entry("c")}), CommitOutcome::committed)
      << "a note that is there is written again";
  EXPECT_EQ(noted(), 1);
}

TEST_F(StoreNoteTest, AConflictWritesNone) {
  ASSERT_EQ(commit("", "first"), CommitOutcome::committed);
  EXPECT_EQ(commit_noting("stale", "second", {entry("a")}), CommitOutcome::conflict);
  EXPECT_EQ(noted(), 0);
}

}  // namespace
}  // namespace jisr::gateway
