// The types that came after the first: phones, ages, e-mail, partial dates, PINs, alphabets and
// rewriting, as tables of what she types.
#include <gtest/gtest.h>

#include "dialogs/field.hpp"
#include "dialogs/text.hpp"
#include "tests/unit/dialogs/rule_of.hpp"

namespace jisr::dialogs {
namespace {

constexpr Date kToday{2026, 11, 24};
constexpr std::string_view kKey = "0123456789abcdef0123456789abcdef";

struct Case {
  const char* typed;
  Wrong wrong;
  const char* stored;
};

template <typename Cases>
void expect_all(const FieldRule& rule, const Cases& cases) {
  Given given(kToday);
  given.pin_key = kKey;
  for (const auto& one : cases) {
    SCOPED_TRACE(one.typed);
    const auto verdict = read_answer(rule, normalise(one.typed), given);
    EXPECT_EQ(name(verdict.wrong), name(one.wrong));
    EXPECT_EQ(verdict.value, one.stored);
    if (verdict.wrong != Wrong::none || is_pin_digest(verdict.value)) continue;
    EXPECT_EQ(read_answer(rule, verdict.value, given).value, verdict.value)
        << "a canonical value comes out as itself";
  }
}

TEST(AnswerTypes, PhonesInEveryWayOfWritingThem) {
  auto rule = rule_of(FieldType::phone);
  const Case cases[] = {
      {"0612345678", Wrong::none, "+212612345678"},
      {"612345678", Wrong::none, "+212612345678"},
      {"+212612345678", Wrong::none, "+212612345678"},
      {"00212612345678", Wrong::none, "+212612345678"},
      {"212612345678", Wrong::none, "+212612345678"},
      {"+212 (0)6 12 34 56 78", Wrong::none, "+212612345678"},
      {"2120612345678", Wrong::none, "+212612345678"},
      {"06.12.34.56.78", Wrong::none, "+212612345678"},
      {"06-12-34-56-78", Wrong::none, "+212612345678"},
      {"٠٦١٢٣٤٥٦٧٨", Wrong::none, "+212612345678"},
      {"0712345678", Wrong::none, "+212712345678"},
      {"0528123456", Wrong::none, "+212528123456"},
      {"061234567", Wrong::too_short, ""},
      {"06123456789", Wrong::too_long, ""},
      {"+21261234567", Wrong::too_short, ""},
      {"0912345678", Wrong::malformed, ""},
      {"0812345678", Wrong::malformed, ""},
      {"06 12 34 56 7x", Wrong::malformed, ""},
      {"06+12345678", Wrong::malformed, ""},
      {"+", Wrong::malformed, ""},
      {"+33612345678", Wrong::abroad, ""},
      {"0033612345678", Wrong::abroad, ""},
      {"+336", Wrong::too_short, ""},
      {"+3361234567890123", Wrong::too_long, ""},
      {"0000000000000000000000000000000000000000000000", Wrong::too_long, ""},
  };
  expect_all(rule, cases);
  rule.mobile = true;
  expect_all(rule, std::initializer_list<Case>{{"0528123456", Wrong::not_mobile, ""},
                                               {"0612345678", Wrong::none, "+212612345678"}});
  rule.abroad = true;
  expect_all(rule, std::initializer_list<Case>{{"+33 6 12 34 56 78", Wrong::none, "+33612345678"},
                                               {"+33612", Wrong::too_short, ""}});
}

TEST(AnswerTypes, AgesYearsAndNumbersKeepTheirBounds) {
  auto rule = rule_of(FieldType::age);
  rule.age_min = 18;
  rule.age_max = 99;
  expect_all(rule, std::initializer_list<Case>{{"34", Wrong::none, "34"},
                                               {"٣٤", Wrong::none, "34"},
                                               {"034", Wrong::none, "34"},
                                               {"17", Wrong::under_age, ""},
                                               {"18", Wrong::none, "18"},
                                               {"100", Wrong::over_age, ""},
                                               {"1990", Wrong::over_age, ""},
                                               {"-5", Wrong::malformed, ""},
                                               {"34 ans", Wrong::malformed, ""}});
  rule = rule_of(FieldType::year);
  rule.min = 2000;
  rule.max = 2010;
  expect_all(rule, std::initializer_list<Case>{{"1999", Wrong::out_of_range, ""},
                                               {"2000", Wrong::none, "2000"},
                                               {"2011", Wrong::out_of_range, ""}});
  rule = rule_of(FieldType::number);
  rule.min = -5;
  rule.max = 20;
  expect_all(rule, std::initializer_list<Case>{{"-5", Wrong::none, "-5"},
                                               {"-6", Wrong::out_of_range, ""},
                                               {"21", Wrong::out_of_range, ""},
                                               {"20", Wrong::none, "20"},
                                               {"99999999999999999999x", Wrong::malformed, ""},
                                               {"+3", Wrong::malformed, ""}});
}

TEST(AnswerTypes, DatesAreAsExactAsTheRuleAsks) {
  auto rule = rule_of(FieldType::date);
  rule.precision = kMonth;
  expect_all(rule, std::initializer_list<Case>{{"03/1990", Wrong::none, "1990-03"},
                                               {"031990", Wrong::none, "1990-03"},
                                               {"3 1990", Wrong::none, "1990-03"},
                                               {"1990-03", Wrong::none, "1990-03"},
                                               {"05/03/1990", Wrong::none, "1990-03"},
                                               {"31/02/1990", Wrong::malformed, ""},
                                               {"13/1990", Wrong::malformed, ""},
                                               {"1990", Wrong::malformed, ""},
                                               {"3/90", Wrong::malformed, ""}});
  rule.precision = kDay | kMonth | kYear;
  expect_all(rule, std::initializer_list<Case>{{"05031990", Wrong::none, "1990-03-05"},
                                               {"03/1990", Wrong::none, "1990-03"},
                                               {"1990", Wrong::none, "1990"},
                                               {"90", Wrong::malformed, ""},
                                               {"1/2/3/1990", Wrong::malformed, ""},
                                               {"/1990", Wrong::malformed, ""}});
  rule.precision = kDay;
  expect_all(rule, std::initializer_list<Case>{{"03/1990", Wrong::malformed, ""}});
  rule = rule_of(FieldType::birth);
  rule.precision = kDay | kMonth | kYear;
  rule.age_min = 18;
  expect_all(rule, std::initializer_list<Case>{{"11/2008", Wrong::none, "2008-11"},
                                               {"12/2008", Wrong::under_age, ""},
                                               {"12/2026", Wrong::future, ""},
                                               {"2030", Wrong::future, ""}});
  EXPECT_EQ(age("1990-03", {2026, 2, 28}), 35);
  EXPECT_EQ(age("1990-03", {2026, 3, 1}), 36);
}

TEST(AnswerTypes, EmailsAsPeopleWriteThem) {
  const Case cases[] = {
      {"fatima@example.ma", Wrong::none, "fatima@example.ma"},
      {" Fatima.Z+jisr @ Example.MA ", Wrong::none, "Fatima.Z+jisr@example.ma"},
      {"a@b.c-d.org", Wrong::none, "a@b.c-d.org"},
      {"fatima@example", Wrong::malformed, ""},
      {"fatima.example.ma", Wrong::malformed, ""},
      {"a@b@c.ma", Wrong::malformed, ""},
      {".a@example.ma", Wrong::malformed, ""},
      {"a..b@example.ma", Wrong::malformed, ""},
      {"a@-example.ma", Wrong::malformed, ""},
      {"a@example-.ma", Wrong::malformed, ""},
      {"a@example..ma", Wrong::malformed, ""},
      {"a@192.168.1.1", Wrong::malformed, ""},
      {"فاطمة@example.ma", Wrong::malformed, ""},
      {"a@مثال.ma", Wrong::malformed, ""},
      {"@example.ma", Wrong::malformed, ""},
      {"a@", Wrong::malformed, ""},
      {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.ma", Wrong::too_long, ""},
  };
  expect_all(rule_of(FieldType::email), cases);
}

TEST(AnswerTypes, LettersOfTheAlphabetThatIsAskedFor) {
  auto rule = rule_of(FieldType::name);
  rule.alphabet = Alphabet::latin;
  expect_all(rule, std::initializer_list<Case>{{"Aïcha", Wrong::none, "Aïcha"},
                                               {"عائشة", Wrong::alphabet, ""},
                                               {"Aïcha عائشة", Wrong::alphabet, ""},
                                               {"Иван", Wrong::alphabet, ""}});
  rule.alphabet = Alphabet::arabic;
  expect_all(rule, std::initializer_list<Case>{{"عَائشة", Wrong::none, "عَائشة"},
                                               {"Aïcha", Wrong::alphabet, ""}});
  rule = rule_of(FieldType::text);
  rule.alphabet = Alphabet::gsm7;
  expect_all(rule, std::initializer_list<Case>{{"Rue 12, étage 3", Wrong::none, "Rue 12, étage 3"},
                                               {"Forêt", Wrong::alphabet, ""}});
  rule.alphabet = Alphabet::arabic;
  expect_all(rule, std::initializer_list<Case>{{"شارع 12", Wrong::none, "شارع 12"}});
}

TEST(AnswerTypes, PinsAreNeverKept) {
  const auto rule = rule_of(FieldType::pin);
  Given given(kToday);
  given.pin_key = kKey;
  given.dates = {"1990-03-05", "1985", "2019-07"};
  const auto verdict = read_answer(rule, "7261", given);
  EXPECT_EQ(verdict.wrong, Wrong::none);
  EXPECT_TRUE(is_pin_digest(verdict.value)) << verdict.value;
  EXPECT_EQ(verdict.value.find("7261"), std::string::npos);
  EXPECT_EQ(read_answer(rule, "7261", given).value, verdict.value) << "the same again";
  EXPECT_NE(read_answer(rule, "7262", given).value, verdict.value);
  auto another = given;
  another.pin_key = "another key of another woman....";
  EXPECT_NE(read_answer(rule, "7261", another).value, verdict.value);

  const char* const simple[] = {"1111",     "123456", "4321", "7890", "0987",   "121212",
                                "0000",     "1990",   "0503", "0305", "050390", "05031990",
                                "19900305", "031990", "1985", "2019", "072019"};
  for (const auto* pin : simple)
    EXPECT_EQ(read_answer(rule, pin, given).wrong, Wrong::too_simple) << pin;
  for (const auto* pin : {"1357", "2580", "1122", "1212121", "19850", "1984"}) {
    const auto expected = std::string_view(pin) == "1212121" ? Wrong::too_simple : Wrong::none;
    EXPECT_EQ(read_answer(rule, pin, given).wrong, expected) << pin;
  }
  EXPECT_EQ(read_answer(rule, "726", given).wrong, Wrong::too_short);
  EXPECT_EQ(read_answer(rule, "726172617", given).wrong, Wrong::too_long);
  EXPECT_EQ(read_answer(rule, "72a1", given).wrong, Wrong::malformed);
  EXPECT_EQ(read_answer(rule, "7261", kToday).wrong, Wrong::malformed) << "no key, no PIN";
  another.pin_key = "too short";
  EXPECT_EQ(read_answer(rule, "7261", another).wrong, Wrong::malformed);
}

TEST(AnswerTypes, APinIsComparedWithTheOneBefore) {
  auto rule = rule_of(FieldType::pin);
  Given given(kToday);
  given.pin_key = kKey;
  const auto first = read_answer(rule, "7261", given).value;
  rule.verify = 0;
  EXPECT_EQ(read_answer(rule, "7261", given).wrong, Wrong::pin_differs) << "there is none before";
  given.pin_before = first;
  EXPECT_EQ(read_answer(rule, "7261", given).value, first);
  EXPECT_EQ(read_answer(rule, "7216", given).wrong, Wrong::pin_differs);
  EXPECT_EQ(read_answer(rule, "1111", given).wrong, Wrong::pin_differs)
      << "a wrong guess is told nothing else";
}

TEST(AnswerTypes, RewritingBringsSpellingsTogether) {
  struct Rewritten {
    std::vector<Rewrite> how;
    const char* from;
    const char* to;
  };
  const Rewritten cases[] = {
      {{Rewrite::upper}, "ab1é", "AB1É"},
      {{Rewrite::upper}, "ab-z{", "AB-Z{"},
      {{Rewrite::lower}, "AB@Z", "ab@z"},
      {{Rewrite::digits}, "A-12 3", "123"},
      {{Rewrite::alphanumeric}, "a-1 2/ب", "a12ب"},
      {{Rewrite::no_spaces}, "a 1 2", "a12"},
      {{Rewrite::no_leading_zeros}, "0070", "70"},
      {{Rewrite::no_leading_zeros}, "000", "0"},
      {{Rewrite::no_leading_zeros}, "", ""},
      {{Rewrite::upper, Rewrite::no_spaces}, "ab 12", "AB12"},
      {{}, "a b", "a b"},
  };
  for (const auto& one : cases) EXPECT_EQ(rewrite(one.how, one.from), one.to) << one.from;
}

TEST(AnswerTypes, EachTypeRefusesOnlyForTheReasonsThatItSaysAndKeepsWithinItsLength) {
  const char* const typed[] = {
      "1",          "12", "0612345678",   "a@b.ma",   "7261",          "1990", "Fatima",     "نعم",
      "05/03/1990", "-1", "+33612345678", "JA123456", "9999999999999", "34",   "0528123456", "x"};
  for (const auto& type : answer_types()) {
    if (type.name.empty()) continue;
    for (const bool mobile : {false, true}) {
      auto rule = rule_of(type.type);
      rule.mobile = mobile && type.type == FieldType::phone;
      rule.alphabet =
          mobile && (type.keys & AnswerType::alphabets) != 0 ? Alphabet::latin : Alphabet::any;
      const auto wrongs = wrongs_of(rule);
      Given given(kToday);
      given.pin_key = kKey;
      for (const auto* one : typed) {
        const auto verdict = read_answer(rule, one, given);
        if (verdict.wrong != Wrong::none) {
          EXPECT_NE(std::find(wrongs.begin(), wrongs.end(), verdict.wrong), wrongs.end())
              << type.name << " " << one << " " << name(verdict.wrong);
        } else if (type.type != FieldType::number && type.type != FieldType::pin) {
          EXPECT_LE(code_points(verdict.value), longest_typed(rule)) << type.name << " " << one;
        }
      }
      for (const auto& value : typical_values(rule, kToday)) {
        const auto verdict = read_answer(rule, value, given);
        const bool pin = type.type == FieldType::pin;
        EXPECT_TRUE(pin ? is_pin_digest(value) : verdict.value == value)
            << type.name << " " << value << " " << name(verdict.wrong);
      }
    }
  }
}

}  // namespace
}  // namespace jisr::dialogs
