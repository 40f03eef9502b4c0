// The parts of the language that she never sees: branches, worked out values, checks, look-ups,
// blocks, rows made for the day, and where the next call goes on.
#include <gtest/gtest.h>

#include "dialogs/opening.hpp"
#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

// A question, a screen that works something out of its answer, and a page that shows it.
std::string worked_out(const std::string& question, const std::string& value) {
  return "screens:\n  first: {kind: question, field: x, text: X, " + question +
         ", next: work}\n  work: {kind: set, set: {y: " + value +
         "}, next: shown}\n  shown: {kind: message, text: \"({y})\", next: sorry}\n";
}

TEST(Values, AreWorkedOutOfAnswers) {
  struct Case {
    const char* question;
    const char* typed;
    const char* value;
    const char* shown;
  };
  const Case cases[] = {
      // today is 2026-11-23
      {"type: birth", "05031990", "{age: x}", "(36)"},
      {"type: birth", "24111990", "{age: x}", "(35)"},
      {"type: birth", "1990", "{age: x}", "(36)"},
      {"type: text", "abc", "{age: x}", "()"},
      {"type: date", "24/11/2025", "{days_until: x}", "(-364)"},
      {"type: date", "01012026", "{shift: x, by: 280 days}", "(08/10/2026)"},
      {"type: date", "31012024", "{shift: x, by: 1 month}", "(29/02/2024)"},
      {"type: date", "29022024", "{shift: x, by: -1 year}", "(28/02/2023)"},
      {"type: date", "05031990", "{part: month, of: x}", "(3)"},
      {"type: number", "7", "{add: [\"{x}\", \"-2\", \"10\"]}", "(15)"},
      {"type: text", "seven", "{add: [\"{x}\", \"1\"]}", "()"},
      {"type: number", "7", "{pad: x, to: 3}", "(007)"},
      {"type: number", "7", "\"n{x}-{x}\"", "(n7-7)"},
      {"type: text", "JA123456", "{capture: \"[A-Z]+([0-9]+)\", of: x}", "(123456)"},
      {"type: text", "123456", "{capture: \"[A-Z]+([0-9]+)\", of: x}", "()"},
      {"type: text", "t3", "{table: towns, where: {code: \"{x}\"}, column: name_fr}", "(Guelmim)"},
      {"type: text", "t9", "{table: towns, where: {code: \"{x}\"}, column: name_fr}", "()"},
      {"type: number", "31", "{date: {year: \"2026\", month: \"2\", day: x}}", "()"},
      {"type: number", "28", "{date: {year: \"2026\", month: \"2\", day: x}}", "(28/02/2026)"},
      {"type: text", "abc", "{first_of: [{age: x}, \"{x}\", \"none\"]}", "(abc)"},
      {"type: text", "abc", "{call: today}", "(23/11/2026)"},
      {"type: text", "abc", "{call: weekday}", "(1)"},
      {"type: text", "abc", "{call: language}", "(fr)"},
      {"type: text", "abc", "{call: medium}", "(ussd)"},
      {"type: text", "abc", "\"{setting.adult}\"", "(18)"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::string(one.typed) + " " + one.value);
    const auto yaml = worked_out(one.question, one.value);
    const auto made = compile_text(with_screens(yaml));
    ASSERT_TRUE(made.dialog) << listed(made.findings);
    Call call(*made.dialog);
    call.type({one.typed});
    EXPECT_EQ(call.text().substr(0, call.text().find('\n')), one.shown);
  }
}

TEST(Values, MayStandOnThoseBeforeThem) {
  const std::string screens = R"(screens:
  first: {kind: question, type: date, field: x, text: X, next: work}
  work:
    kind: set
    set: {y: {shift: x, by: 280 days}, z: {days_until: y}}
    next: shown
  shown: {kind: message, text: "{z}", next: sorry}
)";
  const auto dialog = compiled(screens);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"23112026"});
  EXPECT_TRUE(call.says("280"));
  const auto turned = edited(screens, {{"y: {shift: x, by: 280 days}, z: {days_until: y}",
                                        "z: {days_until: y}, y: {shift: x, by: 280 days}"}});
  EXPECT_NE(listed(compile_text(with_screens(turned)).findings).find("E414"), std::string::npos);
}

TEST(Conditions, CompareWhatIsWorkedOut) {
  struct Case {
    const char* question;
    const char* typed;
    const char* condition;
    bool holds;
  };
  const Case cases[] = {
      {"type: number", "5", "{field: x, at_least: 5}", true},
      {"type: number", "10", "{field: x, below: 9}", false},  // as numbers, not as letters
      {"type: number", "10", "{field: x, at_least: 5, at_most: 10}", true},
      {"type: number", "11", "{field: x, at_least: 5, at_most: 10}", false},
      {"type: birth", "2010", "{age: x, at_least: 18}", false},
      {"type: birth", "2000", "{age: x, at_least: 18}", true},
      {"type: text", "?", "{age: x, at_least: 18}", false},  // nothing compares with nothing
      {"type: text", "?", "{not: {known: {age: x}}}", true},
      {"type: date", "01122026", "{days_until: x, at_least: 0, at_most: 280}", true},
      {"type: date", "01122025", "{days_until: x, at_least: 0}", false},
      {"type: text", "ja12", "{field: x, matches: \"[a-z]+[0-9]+\"}", true},
      {"type: text", "ja12x", "{field: x, matches: \"[a-z]+[0-9]+\"}", false},
      {"type: text", "fr", "{call: language, is: \"{x}\"}", true},
      {"type: text", "fr", "{call: hour, above: 17}", false},
      {"type: text", "a", "{value: {join: [\"{x}\", \"b\"]}, in: [\"ab\", \"c\"]}", true},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(std::string(one.typed) + " " + one.condition);
    const auto yaml =
        std::string("screens:\n  first: {kind: question, field: x, text: X, ") + one.question +
        ", next: choose}\n  choose: {kind: branch, ways: [{when: " + one.condition +
        ", next: good}], next: bad}\n" + "  good: {kind: message, text: good, next: sorry}\n" +
        "  bad: {kind: message, text: bad, next: sorry}\n";
    const auto dialog = compiled(yaml);
    ASSERT_TRUE(dialog);
    Call call(*dialog);
    call.type({one.typed});
    EXPECT_EQ(call.screen(), one.holds ? "good" : "bad");
    call.type({"0"});  // back goes to what she saw, not to the branch
    EXPECT_EQ(call.screen(), "first");
  }
}

TEST(Checks, AreAskedInOrderEachWithItsOwnText) {
  const auto dialog = compiled(R"(screens:
  first: {kind: question, type: number, field: day, text: Jour, next: month}
  month:
    kind: question
    type: number
    field: month
    text: Mois
    checks:
      - {refuse_when: {field: month, above: 12}, text: Douze mois}
      - refuse_when: {not: {known: {date: {year: "2026", month: month, day: day}}}}
        text: Pas ce jour
    next: shown
  shown: {kind: message, text: "{day}/{month}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"31", "13"});
  EXPECT_TRUE(call.says("Douze mois")) << call.text();
  EXPECT_EQ(call.said("month"), "-");
  call.type({"2"});
  EXPECT_TRUE(call.says("Pas ce jour")) << call.text();
  call.type({"3"});
  EXPECT_EQ(call.screen(), "shown");
  EXPECT_TRUE(call.says("31/3"));
}

TEST(MadeRows, AreOfTheDay) {
  const auto dialog = compiled(R"(screens:
  first: {kind: list, field: due, text: Mois, list: {months: {from: 0, to: 9}}, next: year}
  year: {kind: list, field: year, text: An, list: {years: {from: -1, to: -3}}, next: shown}
  shown: {kind: message, text: "{due} {year}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  EXPECT_TRUE(call.says("1 11/2026\n2 12/2026\n3 01/2027")) << call.text();
  call.type({"3"});
  EXPECT_EQ(call.said("due"), "2027-01");
  EXPECT_TRUE(call.says("1 2025\n2 2024\n3 2023\n")) << call.text();
  call.type({"2"});
  EXPECT_TRUE(call.says("01/2027 2024"));
}

TEST(Lists, ShowFirstWhatIsNear) {
  const auto dialog = compiled(R"(screens:
  first:
    kind: menu
    field: region
    text: Region
    choices: [{key: 1, value: north, text: N}, {key: 2, value: south, text: S}]
    next: town
  town:
    kind: list
    field: town
    text: Ville
    list: {data: towns, value: code, label: name_fr, first: {region: "{region}"}}
    next: sorry
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"2"});
  EXPECT_TRUE(call.says("1 Guelmim\n2 Tanger\n3 Tetouan")) << call.text();
  call.type({"1"});
  Call other(*dialog);
  other.type({"1"});
  EXPECT_TRUE(other.says("1 Tanger\n2 Tetouan\n3 Guelmim")) << other.text();
}

const char* const kLookup = R"(screens:
  first: {kind: question, type: text, field: id, text: Numero, next: ask}
  ask:
    kind: lookup
    service: persons
    send: {national_id: "{id}", day: {call: today}}
    keep: {state: /state}
    limit: 2s
    next: known
    not_found: unknown
    failed: later
  known: {kind: message, text: "Etat {state}", next: sorry}
  unknown: {kind: message, text: Inconnue, next: sorry}
  later: {kind: end, text: Rappelez, redial: ask}
)";

TEST(Lookups, LeadOnByTheirOutcome) {
  using Kind = LookupOutcome::Kind;
  const auto dialog = compiled(kLookup);
  ASSERT_TRUE(dialog);
  const Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  const auto begun = begin(*dialog, std::nullopt, around);
  const auto asked = answer(*dialog, begun.session, "JA1", around);
  ASSERT_TRUE(asked.lookup);
  EXPECT_EQ(asked.lookup->service, "persons");
  EXPECT_EQ(asked.lookup->limit_ms, 2000);
  EXPECT_EQ(asked.lookup->sent, (std::vector<std::pair<std::string, std::string>>{
                                    {"national_id", "JA1"}, {"day", "2026-11-23"}}));
  const auto after = [&](LookupOutcome outcome) {
    return resume(*dialog, asked.session, outcome, around);
  };
  const auto found = after({Kind::found, {"accepted"}});
  EXPECT_FALSE(found.lookup);
  EXPECT_TRUE(show(*dialog, found.session, around).text.starts_with("Etat accepted"));
  const auto unknown = after({Kind::not_found, {}});
  EXPECT_TRUE(show(*dialog, unknown.session, around).text.starts_with("Inconnue"));
  const auto failed = after({Kind::failed, {}});
  EXPECT_TRUE(show(*dialog, failed.session, around).ends);
  // The next call goes on where it failed, once she says so; her answers are still there.
  const auto again = begin(*dialog, failed.session, around);
  EXPECT_TRUE(again.session.resuming);
  EXPECT_FALSE(again.lookup);
  const auto on = answer(*dialog, again.session, "1", around);
  ASSERT_TRUE(on.lookup);
  EXPECT_EQ(on.lookup->sent.front().second, "JA1");
}

TEST(Lookups, ACallLostInBetweenAsksAgain) {
  const auto dialog = compiled(kLookup);
  ASSERT_TRUE(dialog);
  const Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  const auto begun = begin(*dialog, std::nullopt, around);
  const auto asked = answer(*dialog, begun.session, "JA1", around);
  EXPECT_TRUE(answer(*dialog, asked.session, "whatever", around).lookup);
}

TEST(Resuming, IsTheScreensOwnAffair) {
  const auto dialog = compiled(R"(screens:
  first: {kind: question, type: number, field: a, text: A, next: b}
  b: {kind: question, type: number, field: b, text: B, resume: auto, next: c}
  c: {kind: question, type: number, field: c, text: C, resume: never, next: d}
  d: {kind: question, type: number, field: d, text: D, next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"1"}).dial_again();
  EXPECT_EQ(call.screen(), "b");  // without a question
  EXPECT_FALSE(call.session.resuming);
  call.type({"2"}).dial_again();
  EXPECT_EQ(call.screen(), "first");  // anew
  call.type({"1", "2", "3"}).dial_again();
  EXPECT_EQ(call.screen(), "d");
  EXPECT_TRUE(call.session.resuming);
}

TEST(Skipping, KeepsWhatIsKnown) {
  const auto dialog = compiled(R"(screens:
  first:
    kind: menu
    text: Qui
    choices:
      - {key: 1, text: moi, set: {name: "Amina"}}
      - {key: 2, text: autre}
    next: ask
  ask: {kind: question, type: name, field: name, text: Nom, skip_if_answered: true, next: shown}
  shown: {kind: message, text: "{name}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"1"});
  EXPECT_TRUE(call.says("Amina")) << call.text();
  Call other(*dialog);
  other.type({"2"});
  EXPECT_EQ(other.screen(), "ask");
}

TEST(Ends, RegisterForAnotherPerson) {
  const auto dialog = compiled(R"(screens:
  first:
    kind: question
    type: text
    field: phone
    text: Tel
    choices: [{key: 8, text: aucun}]
    next: tongue
  tongue:
    kind: menu
    field: tongue
    text: Langue
    choices: [{key: 1, value: fr, text: fr}, {key: 2, value: ar, text: ar}]
    next: done
  done:
    kind: end
    register: call_back
    tags: [helper, centre]
    text: "No {reference}"
    sms: {text: {fr: Merci, ar: شكرا}, to: phone, language: tongue}
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"+212612345678", "2"});
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.effect->kind, "call_back");
  EXPECT_EQ(call.effect->tags, (std::vector<std::string>{"helper", "centre"}));
  EXPECT_EQ(call.effect->language, "ar");
  ASSERT_TRUE(call.effect->confirmation);
  EXPECT_EQ(call.effect->confirmation->text, "شكرا");
  EXPECT_EQ(call.effect->confirmation->to, "+212612345678");
  Call without(*dialog);
  without.type({"8", "1"});
  ASSERT_TRUE(without.effect);
  EXPECT_FALSE(without.effect->confirmation);  // she has no phone: nobody else gets it
}

TEST(Labels, MayNameTheirOwnField) {
  const auto dialog = compiled(R"(screens:
  first:
    kind: menu
    field: x
    text: X
    choices: [{key: 1, value: a, text: "A {x}"}, {key: 2, value: b, text: "B"}]
    next: shown
  shown:
    kind: menu
    text: "= {x}"
    choices: [{key: 1, text: weiter, next: first}, {key: 2, text: fin, next: sorry}]
)");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"1"});
  EXPECT_TRUE(call.says("= A a")) << call.text();
}

TEST(Limits, EndASessionThatGoesRoundAndRound) {
  auto yaml = with_screens(R"(screens:
  first: {kind: message, text: A, next: b}
  b:
    kind: message
    text: B
    choices: [{key: 1, text: fin, next: sorry}, {key: 2, text: non}]
    next: first
)");
  yaml = edited(yaml, {{"wrong_tries: 3", "wrong_tries: 3\nlimits: {answers: 6}"}});
  const auto made = compile_text(yaml);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  Call call(*made.dialog);
  call.type({"1", "2", "1", "2", "1", "2"});
  EXPECT_EQ(call.session.state, Session::State::open);
  call.type({"1"});
  EXPECT_EQ(call.session.state, Session::State::ended);
  EXPECT_TRUE(call.says("Au revoir"));
}

TEST(Limits, EndASessionThatTakesTooLong) {
  auto yaml = with_screens(R"(screens:
  first: {kind: question, field: name, type: name, text: A, next: b}
  b:
    kind: menu
    text: "B {name}"
    choices: [{key: 1, text: fin, next: sorry}]
)");
  yaml = edited(yaml, {{"wrong_tries: 3", "wrong_tries: 3\nlimits: {time: 1h}"}});
  const auto made = compile_text(yaml);
  ASSERT_TRUE(made.dialog) << listed(made.findings);
  constexpr std::int64_t kBegun = 1'795'392'000'000;
  constexpr std::int64_t kHour = 3'600'000;
  Surroundings around{{160, 70}, {2026, 11, 23}};
  around.now_ms = kBegun;
  auto session = begin(*made.dialog, std::nullopt, around).session;
  session.begun_ms = kBegun;
  around.now_ms = kBegun + kHour;  // just in time
  session = answer(*made.dialog, std::move(session), "Amina", around).session;
  EXPECT_EQ(session.state, Session::State::open);
  EXPECT_TRUE(resumes(*made.dialog, session, around.now_ms));
  around.now_ms += 1;
  EXPECT_FALSE(resumes(*made.dialog, session, around.now_ms));
  EXPECT_TRUE(begin(*made.dialog, session, around).session.answers.empty()) << "a new beginning";
  const auto late = answer(*made.dialog, session, "1", around);
  EXPECT_TRUE(late.gave_up);
  EXPECT_EQ(late.session.state, Session::State::ended);
}

}  // namespace
}  // namespace jisr::dialogs
