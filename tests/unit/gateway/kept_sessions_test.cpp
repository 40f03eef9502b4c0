// The sessions of one subscriber: put aside, found again, forgotten in time, and through bytes.
#include "gateway/kept_sessions.hpp"

#include <gtest/gtest.h>

namespace jisr::gateway {
namespace {

using dialogs::Session;

constexpr std::int64_t kHour = 3'600'000;

Session session(std::uint64_t call, const char* answer) {
  Session one;
  one.dialog = call;
  one.screen = 3;
  one.operator_session = call;
  if (answer != nullptr) one.set(0, answer);
  return one;
}

KeptSessions through_bytes(const KeptSessions& kept, std::int64_t now_ms = 0) {
  return decode_kept(encode(kept), now_ms, kHour);
}

TEST(KeptSessions, OneAloneIsTheSessionsOwnBytes) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  EXPECT_EQ(encode(kept), dialogs::encode(*kept.current));
  EXPECT_EQ(through_bytes(kept).current->operator_session, 1u);
  EXPECT_EQ(encode(KeptSessions{}), "");
  EXPECT_FALSE(through_bytes(KeptSessions{}).current);
}

TEST(KeptSessions, OneIsPutAsideAndTakenBack) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  kept.put_aside("jisr", 0);
  EXPECT_FALSE(kept.current);
  kept.current = session(2, "12345678");
  kept = through_bytes(kept);
  ASSERT_EQ(kept.aside.size(), 1u);
  EXPECT_EQ(kept.current->operator_session, 2u);
  kept.put_aside("status", 0);
  kept.take_back("jisr");
  kept = through_bytes(kept);
  ASSERT_TRUE(kept.current);
  EXPECT_EQ(*kept.current->answer(0), "Amina");
  ASSERT_EQ(kept.aside.size(), 1u);
  EXPECT_EQ(kept.aside[0].dialog, "status");
}

TEST(KeptSessions, AreFoundByWhatWaitsInTheOutbox) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  kept.current->reminder = "r-1";
  kept.put_aside("jisr", 0);
  kept.current = session(2, "12345678");
  kept.current->reminder = "2";
  kept = through_bytes(kept);
  ASSERT_NE(kept.with_entry("r-1"), nullptr);
  EXPECT_EQ(*kept.with_entry("r-1")->answer(0), "Amina");
  EXPECT_EQ(kept.with_entry("2"), &*kept.current);
  EXPECT_EQ(kept.with_entry("3"), nullptr);
}

TEST(KeptSessions, OnlyWhatCanBeGoneOnWithIsPutAside) {
  auto ended = session(1, "Amina");
  ended.state = Session::State::ended;
  auto gave_up = ended;
  gave_up.gave_up = true;
  struct Case {
    const char* what;
    Session session;
    std::size_t aside;
  };
  for (const auto& one : {Case{"ended", ended, 0}, Case{"no answer yet", session(1, nullptr), 0},
                          Case{"gave up", gave_up, 1}, Case{"open", session(1, "Amina"), 1}}) {
    KeptSessions kept;
    kept.current = one.session;
    kept.put_aside("jisr", 0);
    EXPECT_EQ(kept.aside.size(), one.aside) << one.what;
    EXPECT_FALSE(kept.current) << one.what;
  }
}

TEST(KeptSessions, ALateCallbackFindsTheCallThatWasLeft) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  kept.put_aside("jisr", 0);
  kept.current = session(2, "12345678");
  EXPECT_FALSE(kept.take_back_call(3, "status", 0));
  ASSERT_TRUE(kept.take_back_call(1, "status", 0));
  EXPECT_EQ(kept.current->operator_session, 1u);
  EXPECT_EQ(kept.aside[0].dialog, "status");
}

// Several women, one phone, one dialog.
TEST(KeptSessions, SeveralOfOneDialogAreKeptAndTheLastComesFirst) {
  KeptSessions kept;
  kept.current = session(1, "Zineb");
  kept.keep("jisr", 0, session(2, "Hanna"));
  kept.keep("jisr", 0, session(3, "Amina"));
  kept = through_bytes(kept);
  ASSERT_EQ(kept.aside.size(), 2u);
  EXPECT_EQ(*kept.current->answer(0), "Zineb");
  kept.current.reset();
  kept.take_back("jisr");
  EXPECT_EQ(*kept.current->answer(0), "Amina");
  kept.put_aside("jisr", 0);
  EXPECT_EQ(kept.aside.size(), 2u) << "Hanna's stays";
}

TEST(KeptSessions, WhatIsTooOldOrTooMuchIsForgotten) {
  KeptSessions kept;
  for (std::uint64_t i = 0; i < KeptSessions::kAsideMax + 2; ++i) {
    kept.current = session(i, "x");
    kept.put_aside("dialog" + std::to_string(i), static_cast<std::int64_t>(i));
  }
  ASSERT_EQ(kept.aside.size(), KeptSessions::kAsideMax);
  EXPECT_EQ(kept.aside.front().dialog, "dialog2");
  EXPECT_EQ(through_bytes(kept, kHour).aside.size(), KeptSessions::kAsideMax);
  EXPECT_EQ(through_bytes(kept, kHour + 3).aside.size(), KeptSessions::kAsideMax - 2);
}

TEST(KeptSessions, BytesThatAreCutOrNotOursAreNothing) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  kept.put_aside("jisr", 0);
  kept.current = session(2, "x");
  const auto whole = encode(kept);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_kept(whole.substr(0, size), 0, kHour).current) << size;
  }
  EXPECT_FALSE(decode_kept(std::string(64, '\xff'), 0, kHour).current);
  EXPECT_FALSE(decode_kept(std::string(64, '\x7f'), 0, kHour).current);
}

providers::Inbound callback(const char* call, const char* text, const char* id, bool cumulative) {
  providers::Inbound in;
  in.session = call;
  in.text = text;
  in.message_id = id;
  in.cumulative = cumulative;
  return in;
}

TEST(KeptSessions, TheLastCallbacksAreKnownAndTheOldestForgotten) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  for (std::uint32_t mark = 1; mark <= 3; ++mark) kept.note_heard(mark);
  kept.note_heard(0);
  kept.note_heard(2);
  kept = through_bytes(kept);
  EXPECT_EQ(kept.heard, (std::vector<std::uint32_t>{1, 2, 3}));
  EXPECT_EQ(*kept.current->answer(0), "Amina");
  EXPECT_TRUE(kept.was_heard(3));
  EXPECT_FALSE(kept.was_heard(0));
  for (std::uint32_t mark = 4; mark <= 17; ++mark) kept.note_heard(mark * 0x01010101U);
  kept.put_aside("jisr", 0);
  kept = through_bytes(kept);
  EXPECT_EQ(kept.heard.size(), KeptSessions::kHeardMax);
  EXPECT_FALSE(kept.was_heard(1));
  EXPECT_TRUE(kept.was_heard(17 * 0x01010101U));
  EXPECT_EQ(kept.aside.size(), 1u);
}

TEST(KeptSessions, BrokenBytesOfCallbacksAreNothing) {
  KeptSessions kept;
  kept.current = session(1, "Amina");
  kept.note_heard(7);
  const auto bytes = encode(kept);
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(decode_kept(bytes.substr(0, size), 0, kHour).current) << size;
  }
  auto too_many = bytes;
  too_many[1] = static_cast<char>(KeptSessions::kHeardMax + 1);
  EXPECT_TRUE(decode_kept(too_many, 0, kHour).heard.empty());
}

TEST(KeptSessions, ACallbackIsKnownByItsCallAndTextOrId) {
  const auto mark = callback_mark(callback("s", "1", "m1", false));
  EXPECT_NE(mark, 0u);
  EXPECT_EQ(mark, callback_mark(callback("s", "2", "m1", false))) << "the operator names it";
  EXPECT_NE(mark, callback_mark(callback("s", "1", "m2", false)));
  EXPECT_NE(mark, callback_mark(callback("t", "1", "m1", false)));
  EXPECT_EQ(callback_mark(callback("s", "1", "", false)), 0u) << "each is new";
  EXPECT_NE(callback_mark(callback("s", "1*2", "", true)),
            callback_mark(callback("s", "1", "", true)));
  EXPECT_EQ(callback_mark(callback("", "1*2", "", true)), 0u);
}

}  // namespace
}  // namespace jisr::gateway
