// How what comes in finds its dialog, by table: dialled codes as providers tell them, and SMS.
#include "gateway/entrances.hpp"

#include <gtest/gtest.h>

namespace jisr::gateway {
namespace {

using providers::Inbound;

const std::vector<Entrance> kCodes = {{"*555#", {}, "jisr", {}},
                                      {"*555*7#", {}, "status", {}},
                                      {"*556*12#", {}, "training", {}},
                                      {"711*2", {}, "bare", {}}};

// "dialog: answers", or "-".
std::string said(const std::optional<Entered>& entered, const std::vector<Entrance>& entrances) {
  if (!entered) return "-";
  std::string out = entrances[entered->entrance].dialog + ":";
  for (const auto& answer : entered->answers) out += " " + answer;
  return out;
}

struct Dialled {
  const char* what;
  const char* service;
  const char* text;
  bool cumulative;
  const char* found;
};

TEST(Entrances, TheLongestCodeThatADialBeginsWithDecides) {
  const Dialled cases[] = {
      {"the code", "*555#", "", false, "jisr:"},
      {"the longer one", "*555*7#", "", false, "status:"},
      {"answers behind", "*555*2*1#", "", false, "jisr: 2 1"},
      {"answers behind the longer one", "*555*7*1#", "", false, "status: 1"},
      {"70 is not 7", "*555*70#", "", false, "jisr: 70"},
      {"as a star code without its signs", "555*2", "", false, "jisr: 2"},
      {"# in front", "#555*2#", "", false, "jisr: 2"},
      {"an operator that tells neither * nor #", "711*2", "", false, "bare:"},
      {"a part of a code", "*556#", "", false, "-"},
      {"the whole of it", "*556*12*3#", "", false, "training: 3"},
      {"nobody's", "*999#", "", false, "-"},
      {"no code told", "", "", false, "-"},
      {"dialled text, the code alone as service", "*555#", "*555*2*1#", false, "jisr: 2 1"},
      {"dialled text without a service", "", "*555*7*1#", false, "status: 1"},
      {"dialled text that is the service", "*555*7#", "*555*7#", false, "status:"},
      {"a text that is no code", "*555#", "hello", false, "jisr:"},
      {"a text of another code", "*555#", "*999*1#", false, "jisr:"},
      {"cumulative: the rest as text", "*555#", "2*1", true, "jisr: 2 1"},
      {"cumulative: the rest names a service", "*555#", "7*1", true, "status: 1"},
      {"cumulative: told twice", "*555*2*1#", "2*1", true, "jisr: 2 1"},
      {"cumulative: the code tells, the text is empty", "*555*2*1#", "", true, "jisr: 2 1"},
      {"cumulative: the service told twice", "*555*7#", "7", true, "status: 7"},
      {"cumulative: an answer of its own", "*555*7#", "1", true, "status: 1"},
      {"an empty answer", "*555**1#", "", false, "jisr:  1"},
  };
  for (const auto& one : cases) {
    Inbound in;
    in.service = one.service;
    in.text = one.text;
    in.cumulative = one.cumulative;
    EXPECT_EQ(said(enter_ussd(kCodes, in), kCodes), one.found) << one.what;
  }
}

TEST(Entrances, AnAnswerInACallThatIsNotKnownIsNoDial) {
  Inbound in;
  in.kind = Inbound::Kind::ussd_answer;
  in.service = "*555#";
  in.text = "*555*7#";
  EXPECT_EQ(said(enter_ussd(kCodes, in), kCodes), "jisr:");
}

const std::vector<Entrance> kWords = {{"", {"JISR", "جسر"}, "jisr", {}},
                                      {"8350", {"COOP", "تعاونية"}, "cooperative", {}},
                                      {"8351", {"JISR"}, "training", {}},
                                      {"8360", {}, "status", {}},
                                      {"", {"JISR PRO"}, "pro", {}}};

struct Written {
  const char* what;
  const char* number;
  const char* text;
  bool alone;
  const char* found;
};

TEST(Entrances, AKeywordBeginsItsDialog) {
  const Written cases[] = {
      {"the word", "8350", "JISR", false, "jisr:"},
      {"in small letters, with signs", "8350", " jisr! ", false, "jisr:"},
      {"in Arabic, with a mark", "8350", "جِسر", false, "jisr:"},
      {"answers behind", "8350", "Jisr 2 1", false, "jisr: 2 1"},
      {"in Arabic digits", "8350", "جسر ١ ٢", false, "jisr: 1 2"},
      {"up to the first word", "8350", "jisr 2 1 El Amrani", false, "jisr: 2 1"},
      {"and words alone", "8350", "jisr s'il vous plait", false, "jisr:"},
      {"not in the middle", "8350", "bonjour jisr", false, "-"},
      {"a keyword of one number", "8350", "coop", false, "cooperative:"},
      {"which on another is none", "8352", "coop", false, "-"},
      {"number and keyword before the keyword alone", "8351", "jisr 1", false, "training: 1"},
      {"the same number written otherwise", "+8351", "jisr", false, "training:"},
      {"a number that anything begins", "8360", "hello", false, "status:"},
      {"whose text is no answer", "8360", "2 1", false, "status:"},
      {"but a keyword there is one", "8360", "jisr", false, "jisr:"},
      {"two words", "8350", "Jisr pro", false, "pro:"},
      {"nothing", "8350", "", false, "-"},
      {"in a conversation: the word", "8350", "jisr", true, "jisr:"},
      {"in a conversation: the word and more", "8350", "jisr 2", true, "-"},
      {"in a conversation: an answer", "8360", "2", true, "-"},
  };
  for (const auto& one : cases) {
    Inbound in;
    in.kind = Inbound::Kind::sms;
    in.service = one.number;
    in.text = one.text;
    EXPECT_EQ(said(enter_sms(kWords, in, one.alone), kWords), one.found) << one.what;
  }
}

TEST(Entrances, CodesAndNumbersAreKnown) {
  for (const char* good : {"*555#", "*555*7#", "#100#", "*1*2*3#"}) {
    EXPECT_TRUE(is_ussd_code(good)) << good;
  }
  for (const char* bad : {"", "555", "*#", "*555", "555#", "*5a5#", "*555**7#", "*555*#", "#"}) {
    EXPECT_FALSE(is_ussd_code(bad)) << bad;
  }
  for (const char* good : {"8350", "+212600000001", "Jisr"}) {
    EXPECT_TRUE(is_sms_number(good)) << good;
  }
  for (const char* bad : {"", "12", "*555#", "+12", "a name that is long"}) {
    EXPECT_FALSE(is_sms_number(bad)) << bad;
  }
}

}  // namespace
}  // namespace jisr::gateway
