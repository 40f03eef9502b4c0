// Transcripts: what can be written in them, what a replay gives, and how a difference is shown.
#include "dialogs/transcript.hpp"

#include <gtest/gtest.h>

#include "dialogs/transcript_diff.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

const std::string kDay = "today: 2026-11-24\n";

std::string played(const Dialog& dialog, const std::string& text, Findings& findings) {
  const auto transcript = read_transcript(text, "t", findings);
  return transcript ? play(dialog, *transcript, findings).text : "";
}

struct Refused {
  const char* text;
  const char* finding;
};

TEST(Transcript, WhatCannotBeReadIsSaid) {
  const std::vector<Refused> cases = {
      {"today: 2026-11-24\nhello\n", "E160 t:2:1\n"},
      {"today: 2026-11-24\n< \xff\n", "E160 t:2:1\n"},
      {"today: 2026-11-24\nlanguag: fr\n", "E161 t:2:1\n"},
      {"today: 2026-11-24\n> 1\nlanguage: fr\n", "E161 t:3:1\n"},
      {"today: 2026-13-24\n> 1\n", "E162 t:1:1\nE164 t:1:1\n"},
      {"today: 2026-11-24\ntime: 25:00\n", "E162 t:2:1\n"},
      {"today: 2026-11-24\nlimit: gsm7 160\n", "E162 t:2:1\n"},
      {"today: 2026-11-24\nsetting: a 1\nsetting: a 2\n", "E162 t:3:1\n"},
      {"today: 2026-11-24\nmedium: post\n", "E162 t:2:1\n"},
      {"today: 2026-11-24\n~ hangs\n", "E163 t:2:1\n"},
      {"today: 2026-11-24\n~ wait a while\n", "E163 t:2:1\n"},
      {"today: 2026-11-24\n~ wait 401d\n", "E163 t:2:1\n"},
      {"today: 2026-11-24\n~ service x found a\n", "E163 t:2:1\n"},
      {"today: 2026-11-24\n~ dial now\n", "E163 t:2:1\n"},
      {"> 1\n", "E164 t:1:1\n"},
      {"", "E164 t:1:1\n"},
  };
  for (const auto& one : cases) {
    Findings findings;
    EXPECT_FALSE(read_transcript(one.text, "t", findings)) << one.text;
    findings.sort();
    EXPECT_EQ(listed(findings), one.finding) << one.text;
  }
}

TEST(Transcript, WhatCannotBePlayedIsSaid) {
  const auto compiled = compile_text(sample());
  ASSERT_TRUE(compiled.dialog);
  const std::vector<Refused> cases = {
      {"language: xx\n", "E165"},
      {"~ hang\n> 1\n", "E166"},
  };
  for (const auto& one : cases) {
    Findings findings;
    played(*compiled.dialog, kDay + one.text, findings);
    ASSERT_FALSE(findings.all().empty()) << one.text;
    EXPECT_EQ(findings.all()[0].code, one.finding);
  }
}

// Everything that a transcript can hold, in one: it comes out as it is written.
TEST(Transcript, ComesOutAsItIsWritten) {
  const auto yaml =
      edited(sample(), {{"resume: ask", "resume: {way: ask, withhold: never}"},
                        {"    next: town\n  town:", R"(    next: ask
  ask:
    kind: lookup
    service: towns
    send: {name: "{first_name}", year: "{birth}"}
    keep: {town: /town, hint: /hint}
    next: town
    failed: sorry
  town:)"},
                        {"    field: town\n", "    field: town\n    skip_if_answered: true\n"},
                        {"No {reference}", "No {reference} {hint:9}"},
                        {"wrong: {tries: 2, next: town}", "wrong: {tries: 2, next: ask}"},
                        {"register: true", "register: visit\n    tags: [north, new]"}});
  const auto compiled = compile_text(yaml);
  ASSERT_TRUE(compiled.dialog) << listed(compiled.findings);
  const std::string text = R"(// What a visit looks like.
dialog: sample.yaml
language: fr
reference: 87654321
time: 23:30
today: 2026-11-24
kept: 2h

~ service towns failed
# consent 1/1
< Accord
< 1 Oui
< 2 Non
< 0 Retour 00 Debut
> 1
# first_name 1/1
< Prenom
< 0 Retour 00 Debut
// She has to wait for the line, which is gone the day after.
~ hang
~ wait 90m
~ dial
# first_name 1/1
< ?
< 1 ?
< 2 ?
> 1
# first_name 1/1
< Prenom
< 0 Retour 00 Debut
> Aicha Amrani
# birth 1/1
< Naissance
< ex. 1990
< 5 Sais pas
< 0 Retour 00 Debut
~ wait 1 day
~ dial
# consent 1/1
< Accord
< 1 Oui
< 2 Non
< 0 Retour 00 Debut
> 1
# first_name 1/1
< Prenom
< 0 Retour 00 Debut
> Aicha Amrani
# birth 1/1
< Naissance
< ex. 1990
< 5 Sais pas
< 0 Retour 00 Debut
~ service towns found town=t1, hint=au souk
> 1985
? towns name=Aicha Amrani, year=1985
# street 1/1
< Rue
< 1 A
< 2 B
< 0 Retour 00 Debut
>> dials again
# street 1/1
< ?
< 1 ?
< 2 ?
> 1
# street 1/1
< Rue
< 1 A
< 2 B
< 0 Retour 00 Debut
~ limit gsm7 28 ucs2 28
> 0
# birth 1/5
< Naissance
< 9 Suite 0 Retour
~ limit gsm7 160 ucs2 70
> 1985
? towns name=Aicha Amrani, year=1985
# street 1/1
< Rue
< 1 A
< 2 B
< 0 Retour 00 Debut
> 2
# note 1/1
< Merci Aicha Amrani
< 9 Suite
< 0 Retour 00 Debut
>
# summary 1/1
< Aicha Amrani Tanger
< 1 Oui
< 2 Changer
< 0 Retour 00 Debut
> 1
! register 87654321 fr visit
! tag north
! tag new
! consent = given
! sms_ok = yes
! first_name = Aicha Amrani
! birth = 1985
! town = t1
! hint = au souk
! street = s2
! sms 87654321
# done 1/1 end
< No 87654321 au souk
)";
  Findings findings;
  EXPECT_EQ(played(*compiled.dialog, text, findings), text);
  EXPECT_EQ(listed(findings), "");
}

TEST(Transcript, DifferencesHaveTheirPlace) {
  struct Case {
    const char* expected;
    const char* came;
    int line;
    int column;
    const char* shown;
  };
  const std::vector<Case> cases = {
      {"> 1\n< Bonjour\n", "> 1\n< Bonsoir\n", 2, 6,
       "    1   > 1\n    2 - < Bonjour\n             ^\n      + < Bonsoir\n"},
      {"// note\n\n< é1\n", "< é2\n", 3, 4, "    3 - < é1\n           ^\n      + < é2\n"},
      {"< a\n", "< a\n< b\n", 1, 1, "    1   < a\n      + < b\n"},
      {"< a\n< b\n", "< b\n", 1, 1, "    1 - < a\n        ^\n    2   < b\n"},
      {"< 1\n< 2\n< 3\n< 4\n< 5\n< 6\n< 7\n< 8\n< 9\n< x\n",
       "< a\n< 2\n< 3\n< 4\n< 5\n< 6\n< 7\n< 8\n< 9\n< y\n", 1, 3,
       "    1 - < 1\n          ^\n      + < a\n    2   < 2\n      ...\n    9   < 9\n   10 - < x\n"
       "      + < y\n"},
  };
  for (const auto& one : cases) {
    const auto diff = difference(one.expected, one.came);
    ASSERT_TRUE(diff) << one.expected;
    EXPECT_EQ(diff->line, one.line) << one.expected;
    EXPECT_EQ(diff->column, one.column) << one.expected;
    EXPECT_EQ(render(*diff, 1), one.shown);
  }
  EXPECT_FALSE(difference("// a\n\n< b\r\n", "< b\n"));
  EXPECT_TRUE(difference("< b\n", ""));
}

}  // namespace
}  // namespace jisr::dialogs
