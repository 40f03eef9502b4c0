// What each type of answer takes: the rules of the country's papers and calendars, as tables.
#include "dialogs/field.hpp"

#include <gtest/gtest.h>

#include "dialogs/text.hpp"
#include "tests/unit/dialogs/rule_of.hpp"

namespace jisr::dialogs {
namespace {

constexpr Date kToday{2026, 11, 23};

struct Case {
  FieldType type;
  const char* typed;
  Wrong wrong;
  const char* stored;
  bool unusual = false;
};

TEST(Field, EachTypeTakesAndStores) {
  using enum FieldType;
  const Case cases[] = {
      {name, "El Amrani", Wrong::none, "El Amrani"},
      {name, "  فاطمة   الزهراء ", Wrong::none, "فاطمة الزهراء"},
      {name, "O'Brien-Aït", Wrong::none, "O'Brien-Aït"},
      {name, "Amrani2", Wrong::malformed, ""},
      {name, "A", Wrong::too_short, ""},
      {name, "-'", Wrong::too_short, ""},
      {name, "", Wrong::empty, ""},
      {name, "abcdefghijabcdefghijabcdefghijabcdefghijx", Wrong::too_long, ""},
      {national_id, "ja 123456", Wrong::none, "JA123456"},
      {national_id, "K-45678", Wrong::none, "K45678"},
      {national_id, "JA٠١٢٣٤٥", Wrong::none, "JA012345"},
      {national_id, "K12", Wrong::none, "K12", true},
      {national_id, "ABC1234", Wrong::none, "ABC1234", true},
      {national_id, "123456", Wrong::malformed, ""},
      {national_id, "JA", Wrong::malformed, ""},
      {national_id, "JA12X34", Wrong::malformed, ""},
      {national_id, "JA123456789", Wrong::malformed, ""},
      {national_id, "جا123456", Wrong::malformed, ""},
      {year, "1990", Wrong::none, "1990"},
      {year, "١٩٩٠", Wrong::none, "1990"},
      {year, "90", Wrong::malformed, ""},
      {year, "2030", Wrong::future, ""},
      {year, "1890", Wrong::out_of_range, ""},
      {date, "05031990", Wrong::none, "1990-03-05"},
      {date, "5/3/1990", Wrong::none, "1990-03-05"},
      {date, "05.03.1990", Wrong::none, "1990-03-05"},
      {date, "5 3 1990", Wrong::none, "1990-03-05"},
      {date, "1990-03-05", Wrong::none, "1990-03-05"},
      {date, "29021992", Wrong::none, "1992-02-29"},
      {date, "29021991", Wrong::malformed, ""},
      {date, "31/04/1990", Wrong::malformed, ""},
      {date, "05/03/90", Wrong::malformed, ""},
      {date, "12//1990", Wrong::malformed, ""},
      {date, "1/2/3/1990", Wrong::malformed, ""},
      {birth, "1990", Wrong::none, "1990"},
      {birth, "05031990", Wrong::none, "1990-03-05"},
      {birth, "24112026", Wrong::future, ""},
      {number, "12", Wrong::none, "12"},
      {number, "007", Wrong::none, "7"},
      {number, "-1", Wrong::malformed, ""},
      {number, "1.5", Wrong::malformed, ""},
      {number, "99999999999999999999", Wrong::out_of_range, ""},
      {yes_no, "1", Wrong::none, "yes"},
      {yes_no, "نعم", Wrong::none, "yes"},
      {yes_no, "OUI", Wrong::none, "yes"},
      {yes_no, "non", Wrong::none, "no"},
      {yes_no, "لا", Wrong::none, "no"},
      {yes_no, "peut-etre", Wrong::malformed, ""},
      {text, "Couture à domicile", Wrong::none, "Couture à domicile"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.typed);
    auto rule = rule_of(one.type);
    if (one.type == number) rule.min = 0;
    const auto verdict = read_answer(rule, normalise(one.typed), kToday);
    EXPECT_EQ(dialogs::name(verdict.wrong), dialogs::name(one.wrong));
    EXPECT_EQ(verdict.value, one.stored);
    EXPECT_EQ(verdict.unusual, one.unusual);
  }
}

TEST(Field, AgesAreKnownToTheDayOrGivenTheBenefitOfTheDoubt) {
  auto rule = rule_of(FieldType::birth);
  rule.age_min = 18;
  EXPECT_EQ(read_answer(rule, "23112008", kToday).wrong, Wrong::none) << "18 today";
  EXPECT_EQ(read_answer(rule, "24112008", kToday).wrong, Wrong::under_age) << "18 tomorrow";
  EXPECT_EQ(read_answer(rule, "2008", kToday).wrong, Wrong::none) << "may be 18 already";
  EXPECT_EQ(read_answer(rule, "2009", kToday).wrong, Wrong::under_age);
  EXPECT_EQ(read_answer(rule, "1901", kToday).wrong, Wrong::over_age);
  EXPECT_EQ(age("1992-02-29", {2026, 2, 28}), 33);
  EXPECT_EQ(age("1992-02-29", {2026, 3, 1}), 34);
}

TEST(Field, RefusesTheExampleAndHoldsLengths) {
  auto rule = rule_of(FieldType::national_id);
  rule.example = "JA123456";
  EXPECT_EQ(read_answer(rule, "ja 123456", kToday).wrong, Wrong::example);
  EXPECT_EQ(read_answer(rule, "JA123457", kToday).wrong, Wrong::none);
  rule = {};
  rule.length_min = 3;
  rule.length_max = 5;
  EXPECT_EQ(read_answer(rule, "كل", kToday).wrong, Wrong::too_short);
  EXPECT_EQ(read_answer(rule, "كلميم", kToday).wrong, Wrong::none);
  EXPECT_EQ(read_answer(rule, "كلميمم", kToday).wrong, Wrong::too_long);
}

TEST(Text, NormalisesWhatPhonesSend) {
  struct Pair {
    const char* typed;
    const char* normal;
  };
  const Pair pairs[] = {{"  a  b ", "a b"},
                        {"a\r\nb\tc", "a b c"},
                        {"٠١٢٣٤٥٦٧٨٩", "0123456789"},
                        {"۰۱۲۳۴۵۶۷۸۹", "0123456789"},
                        {"１２３", "123"},
                        {"\u200f1\u200e", "1"},
                        {"\u202e12\u202c", "12"},
                        {"\ufeff1", "1"},
                        {"a\u00a0b", "a b"},
                        {"e\u0301", "é"},
                        {"\xff", "\ufffd"},
                        {"", ""}};
  for (const auto& pair : pairs) {
    SCOPED_TRACE(pair.typed);
    EXPECT_EQ(normalise(pair.typed), pair.normal);
  }
  EXPECT_LE(normalise(std::string(5000, 'x')).size(), kInputBytesMax);
  std::string arabic;
  for (int i = 0; i < 1000; ++i) arabic += "ك";
  EXPECT_TRUE(valid_utf8(normalise(arabic))) << "cut at a character";
}

TEST(Text, SpellingsOfOneNameMeet) {
  const char* const pairs[][2] = {
      {"كلميم", "ڭلميم"},         {"آسا", "اسا"},          {"أداي", "اداي"},
      {"سيدي إفني", "سيدى افني"}, {"عَبْد الله", "عبدالله"}, {"الشبيكة", "شبيكه"},
      {"Aït Erkha", "AIT ERKHA"}, {"El Ouatia", "ouatia"}, {"Imi-N'fast", "iminfast"}};
  for (const auto& pair : pairs) {
    SCOPED_TRACE(pair[0]);
    EXPECT_EQ(search_key(pair[0]), search_key(pair[1]));
  }
  EXPECT_NE(search_key("Guelmim"), search_key("Tan-Tan"));
}

}  // namespace
}  // namespace jisr::dialogs
