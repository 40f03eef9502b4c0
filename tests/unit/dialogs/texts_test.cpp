// Texts as she reads them: dates and numbers as her country writes them, forms for different
// numbers, words of their own for SMS, and letters of the GSM alphabet where the dialog asks.
#include <gtest/gtest.h>

#include "dialogs/charset.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/step.hpp"
#include "dialogs/translit.hpp"
#include "dialogs/wording.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

TEST(Locale, WritesDatesAndNumbersAsTheCountryDoes) {
  struct Case {
    const char* tag;
    const char* iso;
    const char* date;
    const char* number;  // 1234567
  };
  const Case cases[] = {
      {"fr", "1990-03-05", "5 mars 1990", "1.234.567"},
      {"fr", "1990-08-01", "1er août 1990", "1.234.567"},
      {"fr-FR", "2022-12-22", "22 décembre 2022", "1 234 567"},
      {"ar", "1990-03-05", "5 مارس 1990", "1.234.567"},
      {"ar", "1990-07-22", "22 يوليوز 1990", "1.234.567"},
      {"ar", "1990-08-03", "3 غشت 1990", "1.234.567"},
      {"ar", "1990-09-03", "3 شتنبر 1990", "1.234.567"},
      {"ar", "1990-11-03", "3 نونبر 1990", "1.234.567"},
      {"ar", "1990-12-03", "3 دجنبر 1990", "1.234.567"},
      {"zgh", "1990-03-05", "5 ⵎⴰⵕⵚ 1990", "1 234 567"},
      {"en", "2222-03-22", "March 22, 2222", "1,234,567"},
      {"fr", "1990", "1990", "1.234.567"},
      {"fr", "1990-13-05", "1990-13-05", "1.234.567"},
  };
  for (const auto& one : cases) {
    const auto locale = Locale::of(one.tag);
    ASSERT_TRUE(locale) << one.tag;
    EXPECT_EQ(locale->date(one.iso), one.date) << one.tag;
    EXPECT_EQ(locale->number("1234567"), one.number) << one.tag;
    EXPECT_EQ(locale->number("-5"), "-5");
  }
  EXPECT_FALSE(Locale::of("qqq"));
  EXPECT_FALSE(Locale::of(""));
  EXPECT_FALSE(Locale::of("no language at all"));
}

TEST(Locale, KnowsTheFormsOfEachLanguage) {
  struct Case {
    const char* tag;
    const char* number;
    const char* form;
  };
  const Case cases[] = {
      {"fr", "0", "one"},    {"fr", "1", "one"},    {"fr", "2", "other"},   {"en", "0", "other"},
      {"ar", "0", "zero"},   {"ar", "1", "one"},    {"ar", "2", "two"},     {"ar", "3", "few"},
      {"ar", "10", "few"},   {"ar", "11", "many"},  {"ar", "99", "many"},   {"ar", "100", "other"},
      {"ar", "103", "few"},  {"zgh", "1", "other"}, {"fr", "", "other"},    {"fr", "x1", "other"},
      {"fr", "-1", "other"}, {"ar", "", "other"},   {"fr", "1e9", "other"},
  };
  for (const auto& one : cases) {
    const auto locale = Locale::of(one.tag);
    EXPECT_EQ(locale->plurals()[locale->plural(one.number)], one.form)
        << one.tag << " " << one.number;
  }
  EXPECT_EQ(Locale::of("fr")->plurals(), (std::vector<std::string>{"one", "other"}));
  EXPECT_EQ(Locale::of("ar")->plurals().size(), 6u);
}

TEST(Transliteration, KeepsWhatTheAlphabetHas) {
  const std::pair<const char*, const char*> cases[] = {
      {"Réseau à la fenêtre", "Réseau à la fenetre"},
      {"François Lœuf…", "Francois Loeuf..."},
      {"l’ÉCOLE ÇA", "l'ÉCOLE ÇA"},
      {"e\u0301te\u0302", "éte"},
      {"Łódź Şehir ﬁn", "Łodz Sehir fin"},
      {"الاسم ⴰⵎⵓⵔ", "الاسم ⴰⵎⵓⵔ"},
      {"Fès 5€ {a}", "Fès 5€ {a}"},
      {"", ""},
  };
  for (const auto& [text, spelling] : cases) EXPECT_EQ(to_gsm7(text), spelling);
  EXPECT_EQ(cost(to_gsm7("Noël à Besançon… “oui”")).encoding, Encoding::gsm7);
}

Session talking(const Dialog& dialog, std::uint8_t language) {
  Session session;
  session.language = language;
  session.set(dialog.field("first_name"), "Loïs");
  session.set(dialog.field("birth"), "1990-08-05");
  session.screen = dialog.screen("note");
  return session;
}

// The text of the screen `note`, in the language of that index.
std::string said(const Dialog& dialog, const Session& session, Medium medium = Medium::ussd) {
  return fill(dialog, session, dialog.screens[dialog.screen("note")].text,
              {"12345678", 0, 1, medium});
}

const char* const kNote = "text: {fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}";

TEST(Texts, DatesAreWrittenInHerLanguage) {
  const auto compiled = compile_text(edited(
      sample(), {{kNote, "text: {fr: \"{birth:date}, {birth:short}\", ar: \"{birth:date}\"}"}}));
  ASSERT_TRUE(compiled.dialog);
  EXPECT_EQ(said(*compiled.dialog, talking(*compiled.dialog, 0)), "5 août 1990, 05/08/1990");
  EXPECT_EQ(said(*compiled.dialog, talking(*compiled.dialog, 1)), "5 غشت 1990");
  auto year = talking(*compiled.dialog, 0);
  year.set(compiled.dialog->field("birth"), "1990");
  EXPECT_EQ(said(*compiled.dialog, year), "1990, 1990");
}

TEST(Texts, TransliterationIsAskedForAndThenHoldsForAnswersToo) {
  const std::pair<std::string, std::string> text = {
      kNote, "text: {fr: \"Bientôt, {first_name} {birth:date}\", ar: \"شكرا\"}"};
  const auto plain = compile_text(edited(sample(), {text}));
  EXPECT_NE(listed(plain.findings).find("W502"), std::string::npos);
  EXPECT_EQ(said(*plain.dialog, talking(*plain.dialog, 0)), "Bientôt, Loïs 5 août 1990");
  const auto asked = compile_text(edited(
      sample(), {text, {"fr: {name: Francais}", "fr: {name: Francais, gsm7: transliterate}"}}));
  EXPECT_EQ(listed(asked.findings).find("W502"), std::string::npos) << listed(asked.findings);
  EXPECT_EQ(listed(asked.findings).find("W550"), std::string::npos) << listed(asked.findings);
  EXPECT_EQ(said(*asked.dialog, talking(*asked.dialog, 0)), "Bientot, Lois 5 aout 1990");
  EXPECT_EQ(spelt(*asked.dialog, 1, "Loïs"), "Loïs") << "only in the language that asks";
}

const char* const kMembers = R"(text:
      count: members
      fr: {one: "{members} membre", other: "{members:number} membres"}
      ar:
        zero: بدون
        one: عضوة واحدة
        two: عضوتان
        few: "{members} عضوات"
        many: "{members} عضوة"
        other: "{members} عضو")";

std::string with_members(const std::string& text = kMembers) {
  return edited(
      sample(),
      {{"    type: birth\n    age_min: \"{setting.adult}\"\n    example: \"1990\"",
        "    type: number\n    min: 0\n    max: 20000"},
       {"        ex. {example}\n      ar: \"سنة الازدياد {example}\"",
        "        ex\n      ar: \"سنة الازدياد\""},
       {"any: {fr: \"Encore. Ex. {example}\", ar: \"المرجو الإعادة {example}\"}", "any: Encore"},
       {"      under_age: {fr: Trop jeune, ar: صغيرة}\n", ""},
       {"field: birth", "field: members"},
       {"  adult: 18\n", ""},
       {"    choices:\n      - {key: 5, text: {fr: Sais pas, ar: لا أعرف}}\n"
        "    wrong: {tries: 2, next: town}\n",
        ""},
       {"wrong_under_age: {fr: \"De {setting.adult} ans\", "
        "ar: \"من {setting.adult} سنة\"}",
        "wrong_under_age: \"?\""},
       {kNote, text}});
}

TEST(Texts, FormsFollowTheNumber) {
  const auto compiled = compile_text(with_members());
  EXPECT_EQ(listed(compiled.findings), "");
  ASSERT_TRUE(compiled.dialog);
  struct Case {
    std::uint8_t language;
    const char* number;
    const char* text;
  };
  const Case cases[] = {
      {0, "1", "1 membre"}, {0, "2", "2 membres"},  {0, "12500", "12.500 membres"},
      {1, "0", "بدون"},     {1, "1", "عضوة واحدة"}, {1, "2", "عضوتان"},
      {1, "7", "7 عضوات"},  {1, "11", "11 عضوة"},   {1, "100", "100 عضو"}};
  for (const auto& one : cases) {
    auto session = talking(*compiled.dialog, one.language);
    session.set(compiled.dialog->field("members"), one.number);
    EXPECT_EQ(said(*compiled.dialog, session), one.text);
  }
}

TEST(Texts, AFormThatIsTooLongIsFound) {
  std::string many = "mot";
  for (int i = 0; i < 45; ++i) many += " mot";
  const auto compiled = compile_text(with_members(
      edited(kMembers, {{"{one: \"{members} membre\"", "{one: \"{members} " + many + "\""}})));
  EXPECT_EQ(listed(compiled.findings).substr(0, 4), "W500") << listed(compiled.findings);
}

TEST(Texts, ALineHasWordsOfItsOwn) {
  const auto compiled = compile_text(edited(
      sample(),
      {{kNote, "text: {fr: Merci, ar: شكرا, sms: {fr: \"Merci beaucoup, {first_name}\"}}"}}));
  EXPECT_EQ(listed(compiled.findings), "");
  ASSERT_TRUE(compiled.dialog);
  const auto& dialog = *compiled.dialog;
  EXPECT_EQ(said(dialog, talking(dialog, 0)), "Merci");
  EXPECT_EQ(said(dialog, talking(dialog, 0), Medium::sms), "Merci beaucoup, Loïs");
  EXPECT_EQ(said(dialog, talking(dialog, 1), Medium::sms), "شكرا");
  Surroundings around;
  around.sms = true;
  EXPECT_NE(show(dialog, talking(dialog, 0), around).text.find("beaucoup"), std::string::npos);
}

TEST(Texts, WordsOfALineAreMeasuredOnIt) {
  std::string many = "mot";
  for (int i = 0; i < 50; ++i) many += " mot";
  const auto screen = [&](const std::string& text, const std::string& key) {
    return listed(compile_text(edited(sample(), {{"text: {fr: Accord, ar: موافقة}", text},
                                                 {"{key: 2, text: {fr: Non",
                                                  "{key: " + key + ", text: {fr: Non"}}))
                      .findings);
  };
  const auto by_sms = "text: {fr: Accord, ar: موافقة, sms: {fr: " + many + "}}";
  const auto by_ussd = "text: {fr: Accord, ar: موافقة, ussd: {fr: " + many + "}}";
  EXPECT_EQ(screen(by_sms, "2"), "");  // longer is what it is for
  EXPECT_EQ(screen(by_ussd, "2").substr(0, 5), "W500 ");
  EXPECT_EQ(screen(by_sms, "9").substr(0, 5), "E115 ") << "9 turns the page of the SMS";
}

TEST(Texts, BothLinesNeedWords) {
  const auto compiled = compile_text(
      edited(sample(), {{kNote, "text: {ussd: {fr: Merci, ar: شكرا}, sms: {fr: Merci bien}}"}}));
  EXPECT_EQ(listed(compiled.findings).substr(0, 4), "E300");
  const auto whole = compile_text(
      edited(sample(), {{kNote, "text: {ussd: {fr: Merci, ar: شكرا}, sms: \"Merci شكرا\"}"}}));
  ASSERT_TRUE(whole.dialog) << listed(whole.findings);
  EXPECT_EQ(said(*whole.dialog, talking(*whole.dialog, 1), Medium::sms), "Merci شكرا");
}

}  // namespace
}  // namespace jisr::dialogs
