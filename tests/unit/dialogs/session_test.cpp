// The session's bytes in Redis: everything comes back, nothing else is taken, and they stay few.
#include "dialogs/session.hpp"

#include <gtest/gtest.h>

namespace jisr::dialogs {
namespace {

Session full() {
  Session session;
  session.dialog = 0xFEDCBA9876543210ULL;
  session.screen = 300;
  session.page = 3;
  session.language = 2;
  session.wrong = 4;
  session.notice = Wrong::example;
  session.pending = "K12";
  session.filter = "سيدي";
  session.set(0, "accepted");
  session.set(299, "");  // she said that she gives none
  session.trail = {0, 1, 300};
  session.reference = "12345678";
  session.farewell = "Merci";
  session.operator_session = 0xFFFFFFFFFFFFFFFFULL;
  session.heard = 1;
  session.heard_bytes = 0xFFFF;
  session.begun_ms = 1795392000000;
  session.proofs_failed = 3;
  session.heard_ms = 1795392000123;
  session.reminder = "r-0190";
  session.withhold(299);
  return session;
}

TEST(SessionBytes, BringEverythingBack) {
  const auto before = full();
  const auto after = decode(encode(before));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->dialog, before.dialog);
  EXPECT_EQ(after->state, before.state);
  EXPECT_EQ(after->screen, before.screen);
  EXPECT_EQ(after->page, before.page);
  EXPECT_EQ(after->language, before.language);
  EXPECT_EQ(after->wrong, before.wrong);
  EXPECT_EQ(after->notice, before.notice);
  EXPECT_EQ(after->pending, before.pending);
  EXPECT_EQ(after->filter, before.filter);
  ASSERT_EQ(after->answers.size(), 2U);
  EXPECT_EQ(*after->answer(0), "accepted");
  EXPECT_EQ(*after->answer(299), "");
  EXPECT_EQ(after->trail, before.trail);
  EXPECT_EQ(after->reference, before.reference);
  EXPECT_EQ(after->farewell, before.farewell);
  EXPECT_EQ(after->operator_session, before.operator_session);
  EXPECT_EQ(after->heard, before.heard);
  EXPECT_EQ(after->heard_bytes, before.heard_bytes);
  EXPECT_EQ(after->begun_ms, before.begun_ms);
  EXPECT_EQ(after->proofs_failed, 3);
  EXPECT_EQ(after->heard_ms, before.heard_ms);
  EXPECT_EQ(after->reminder, "r-0190");
  EXPECT_TRUE(after->withholds(299));
  EXPECT_FALSE(after->withholds(0));
  EXPECT_EQ(encode(*after), encode(before));
}

TEST(SessionBytes, BringEachFlagBackByItself) {
  bool Session::*const flags[] = {
      &Session::changing, &Session::resuming, &Session::doubtful, &Session::choosing_change,
      &Session::gave_up,  &Session::proving,  &Session::aside};
  for (const auto set : flags) {
    Session session;
    session.*set = true;
    const auto after = decode(encode(session));
    ASSERT_TRUE(after);
    for (const auto flag : flags) EXPECT_EQ((*after).*flag, flag == set);
  }
  Session ended;
  ended.state = Session::State::ended;
  EXPECT_EQ(decode(encode(ended))->state, Session::State::ended);
}

// Sessions of the version before are in Redis when this one starts: these bytes must stay readable.
TEST(SessionBytes, OfFormatOneStayReadable) {
  const std::string_view stored(
      "\x01\x08\x07\x06\x05\x04\x03\x02\x01"  // format, dialog
      "\x00\x05\x01\x01\x02\x03\x03"          // state, screen, page, language, wrong, notice, flags
      "\x00\x00"                              // pending, filter
      "\x02\x00\x02ok\xAC\x02\x00"            // two answers: field 0, field 300
      "\x02\x00\x04"                          // trail
      "\x00\x00"                              // reference, farewell
      "\x01\x00\x00\x00\x00\x00\x00\x00"      // operator's session
      "\x02\x00\x00\x00\x00\x00\x00\x00"      // heard
      "\x83\x01\xE8\x07",                     // bytes heard, begun
      51);
  const auto session = decode(stored);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->dialog, 0x0102030405060708ULL);
  EXPECT_EQ(session->screen, 5);
  EXPECT_EQ(session->notice, Wrong::malformed);
  EXPECT_TRUE(session->changing);
  EXPECT_TRUE(session->resuming);
  EXPECT_FALSE(session->doubtful);
  EXPECT_EQ(*session->answer(0), "ok");
  EXPECT_EQ(*session->answer(300), "");
  EXPECT_EQ(session->trail, (std::vector<std::uint16_t>{0, 4}));
  EXPECT_EQ(session->heard_bytes, 131);
  EXPECT_EQ(session->begun_ms, 1000);
  EXPECT_EQ(session->turns, 0);
}

// That a page aside is shown makes the value no longer, so its size tells nothing.
TEST(SessionBytes, APageAsideTakesNoRoom) {
  auto session = full();
  const auto size = encode(session).size();
  session.aside = true;
  EXPECT_EQ(encode(session).size(), size);
}

// What an older process can read, while there is nothing in it that it would not understand.
TEST(SessionBytes, StayOfFormatTwoWhileTheyCan) {
  Session session;
  session.set(0, "ok");
  EXPECT_EQ(encode(session).front(), 2);
  session.withhold(0);
  EXPECT_EQ(encode(session).front(), 3);
  session.set(0, "hers now");
  EXPECT_EQ(encode(session).front(), 2);
}

TEST(SessionBytes, OtherBytesAreRefused) {
  const auto good = encode(full());
  EXPECT_FALSE(decode(""));
  EXPECT_FALSE(decode(good + std::string(1, '\0')));
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(decode(std::string_view(good).substr(0, size))) << size;
  }
  for (const char version : {'\0', '\x04', '\xFF'}) {
    auto other = good;
    other[0] = version;
    EXPECT_FALSE(decode(other));
  }
  auto endless = good;
  endless.replace(9, 1, std::string(11, '\xFF'));  // a number that does not end
  EXPECT_FALSE(decode(endless));
}

TEST(SessionBytes, AreFewForAnArabicRegistrationInItsMiddle) {
  Session session;
  session.dialog = 0xFEDCBA9876543210ULL;
  session.screen = 16;
  session.operator_session = session.heard = 0xFEDCBA9876543210ULL;
  session.heard_bytes = 90;
  session.begun_ms = 1795392000000;
  const char* const values[] = {
      "accepted",    "own",         "yes",     "العمراني",         "فاطمة الزهراء",
      "JA123456",    "1990-03-05",  "10.261",  "10.261.03",        "10.261.03.03",
      "cooperative", "agriculture", "finance", "entrepreneurship", "tachelhit"};
  for (const char* value : values) {
    session.set(static_cast<std::uint16_t>(session.answers.size()), value);
    session.trail.push_back(static_cast<std::uint16_t>(session.trail.size()));
  }
  ASSERT_EQ(session.answers.size(), 15U);
  EXPECT_LE(encode(session).size(), 250U);
}

TEST(SessionAnswers, AreOneAFieldAndBounded) {
  Session session;
  session.set(7, "a");
  session.set(7, "b");
  ASSERT_EQ(session.answers.size(), 1U);
  EXPECT_EQ(*session.answer(7), "b");
  session.clear(7);
  EXPECT_EQ(session.answer(7), nullptr);
  for (int i = 0; i < 1000; ++i) session.set(static_cast<std::uint16_t>(i), "x");
  EXPECT_EQ(session.answers.size(), Session::kAnswersMax);
  EXPECT_TRUE(decode(encode(session)));
}

}  // namespace
}  // namespace jisr::dialogs
