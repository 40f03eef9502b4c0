// A session moved to another version: which answers stay, where she lands, and what she is never
// led past.
#include "dialogs/migrate.hpp"

#include <gtest/gtest.h>

#include "dialogs/route.hpp"
#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

const Surroundings kAround{{160, 70}, {2026, 11, 23}, "12345678"};

constexpr const char* kOld = R"(screens:
  first: {kind: language, text: Jisr, next: rights}
  rights: {kind: message, text: "Vos droits", next: consent}
  consent:
    kind: menu
    field: consent
    text: Accord
    choices:
      - {key: 1, value: given, text: Oui, set: {sms_ok: "yes"}}
      - {key: 2, text: Non, next: sorry}
    next: name
  name: {kind: question, type: name, field: name, text: Nom, next: born}
  born: {kind: question, type: year, field: born, age_min: 18, text: Annee, next: town}
  town:
    kind: list
    field: town
    text: Ville
    list: {data: towns, value: code, label: {fr: name_fr, ar: name_ar}}
    next: sector
  sector:
    kind: menu
    field: sector
    text: Secteur
    choices:
      - {key: 1, value: crafts, text: Artisanat}
      - {key: 2, value: farming, text: Agriculture}
    next: check
  check:
    kind: summary
    text: "{name} {born} {town} {sector}"
    confirm: {key: 1, text: Oui, next: done}
    change: {key: 2, text: Non, heading: Modifier,
             what: [{text: Nom, from: name, clears: [name]}]}
  done:
    kind: end
    register: true
    text: "Dossier {reference}"
    sms: {text: "{reference}", when: {field: sms_ok, is: "yes"}}
)";

std::string new_version(const std::vector<std::pair<std::string, std::string>>& edits) {
  return edited(kOld, edits);
}

// "screen field=value field=value", the fields in the order of the new version.
std::string place_of(const Dialog& dialog, const Session& session) {
  auto out = dialog.screens[session.screen].name;
  for (std::uint16_t field = 0; field < dialog.fields.size(); ++field) {
    const auto* value = session.answer(field);
    if (value != nullptr) out += " " + dialog.fields[field].name + "=" + *value;
  }
  return out;
}

struct Case {
  const char* what;
  std::vector<std::string> typed;  // in the old version
  std::vector<std::pair<std::string, std::string>> edits;
  const char* place;
};

TEST(Migrate, KeepsWhatHoldsAndFindsTheNearestScreen) {
  const std::vector<std::string> to_sector = {"1", "1", "1", "Amina", "1990", "1"};
  const auto with = [](std::vector<std::string> more, std::string last) {
    more.push_back(std::move(last));
    return more;
  };
  const Case cases[] = {
      {"nothing that matters changed",
       to_sector,
       {{"text: Secteur", "text: Metier"}},
       "sector consent=given sms_ok=yes name=Amina born=1990 town=t1"},
      {"fields and screens in another order",
       to_sector,
       {{"{key: 1, value: given", "{key: 7, value: given"},
        {"next: name\n", "next: born\n"},
        {"next: born}", "next: town}"},
        {"next: town}\n  town", "next: name}\n  town"}},
       "sector consent=given sms_ok=yes name=Amina born=1990 town=t1"},
      {"a new question before her place",
       to_sector,
       {{"next: born}",
         "next: cin}\n  cin: {kind: question, type: national_id, field: cin, "
         "text: Carte, next: born}"}},
       "cin consent=given sms_ok=yes name=Amina born=1990 town=t1"},
      {"a bound that her answer breaks",
       to_sector,
       {{"age_min: 18", "age_min: 40"}},
       "born consent=given sms_ok=yes name=Amina town=t1"},
      {"her screen is gone: the first that is open",
       with(to_sector, "1"),
       {{"  check:\n", "  look:\n"}, {"next: check\n", "next: look\n"}},
       "look consent=given sms_ok=yes name=Amina born=1990 town=t1 sector=crafts"},
      {"a choice that is gone",
       with(to_sector, "2"),
       {{"\n      - {key: 2, value: farming, text: Agriculture}", ""}},
       "sector consent=given sms_ok=yes name=Amina born=1990 town=t1"},
      {"a row that is gone",
       to_sector,
       {{"ar: name_ar}", "ar: name_ar}, where: {region: south}"}},
       "town consent=given sms_ok=yes name=Amina born=1990"},
      {"a message that she has not seen",
       to_sector,
       {{"next: rights}", "next: notice}\n  notice: {kind: message, text: Neuf, next: rights}"}},
       "notice consent=given sms_ok=yes name=Amina born=1990 town=t1"},
      {"a consent that is asked under another field",
       to_sector,
       {{"field: consent", "field: agreed"}},
       "consent name=Amina born=1990 town=t1"},
      {"a field of another type",
       to_sector,
       {{"type: year", "type: name"}, {", age_min: 18", ""}},
       "born consent=given sms_ok=yes name=Amina town=t1"},
      {"on the message", {"1"}, {{"text: Nom", "text: Votre nom"}}, "rights"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.what);
    const auto old = compiled(kOld);
    const auto next = compiled(new_version(one.edits));
    ASSERT_TRUE(old && next);
    Call call(*old);
    for (const auto& input : one.typed) call.type(input);
    const auto moved = migrate(names_of(*old), call.session, *next, kAround);
    EXPECT_EQ(place_of(*next, moved), one.place);
    EXPECT_EQ(moved.dialog, next->hash);
    EXPECT_EQ(decode(encode(moved))->screen, moved.screen);
  }
}

class Moved : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(old_); }
  Session move(const Dialog& to, const Session& session) const {
    return migrate(names_of(*old_), session, to, kAround);
  }
  std::shared_ptr<const Dialog> old_ = compiled(kOld);
  std::shared_ptr<const Dialog> next_ =
      compiled(new_version({{"next: born}",
                             "next: cin}\n  cin: {kind: question, type: text, "
                             "field: cin, text: Carte, next: born}"}}));
};

TEST_F(Moved, WhatIsAnsweredIsNotAskedAgain) {
  Call call(*old_);
  call.type({"1", "1", "1", "Amina", "1990", "1", "2"});
  ASSERT_EQ(call.screen(), "check");
  Call on(*next_);
  on.session = move(*next_, call.session);
  EXPECT_EQ(on.screen(), "cin");
  EXPECT_EQ(on.type("x").screen(), "check");
  EXPECT_TRUE(on.says("Amina 1990 Tanger Agriculture")) << on.text();
  on.type("1");
  ASSERT_TRUE(on.effect);
  EXPECT_EQ(on.registered("cin"), "x");
  EXPECT_EQ(on.registered("sms_ok"), "yes");
  EXPECT_TRUE(on.effect->confirmation);
}

TEST_F(Moved, HalfGivenAnswersGo) {
  Call call(*old_);
  call.type({"1", "1", "1", "Amina", "19"});
  ASSERT_NE(call.session.notice, Wrong::none);
  const auto moved = move(*next_, call.session);
  EXPECT_EQ(moved.notice, Wrong::none);
  EXPECT_EQ(moved.wrong, 0);
  EXPECT_TRUE(moved.filter.empty());
}

TEST_F(Moved, TheLanguageIsFoundByItsCode) {
  auto text = with_screens(kOld);
  text = edited(text, {{"  fr: {name: Francais}\n  ar: {name: العربية}\n",
                        "  ar: {name: العربية}\n  fr: {name: Francais}\n"}});
  const auto turned = compile_text(text).dialog;
  ASSERT_TRUE(turned);
  Call call(*old_);
  call.type({"2", "1", "1"});
  const auto moved = move(*turned, call.session);
  EXPECT_EQ(turned->languages[moved.language].code, "ar");
  EXPECT_EQ(turned->screens[moved.screen].name, "name");
}

TEST_F(Moved, ALanguageThatIsGoneBeginsAnew) {
  const auto without = compile_text(edited(with_screens(kOld), {{"ar: {name: العربية}",
                                                                 "ar: {name: العربية, "
                                                                 "enabled: false}"}}))
                           .dialog;
  ASSERT_TRUE(without);
  Call call(*old_);
  call.type({"2", "1", "1", "Amina"});
  const auto moved = move(*without, call.session);
  EXPECT_EQ(place_of(*without, moved), "first");
  EXPECT_EQ(moved.language, without->default_language);
}

TEST_F(Moved, AnotherConsentTextBeginsAnewInHerLanguage) {
  const auto other =
      compile_text(
          edited(with_screens(kOld), {{"consent_version: \"1/1\"", "consent_version: \"2/1\""}}))
          .dialog;
  ASSERT_TRUE(other);
  Call call(*old_);
  call.type({"2", "1", "1", "Amina"});
  const auto moved = move(*other, call.session);
  EXPECT_EQ(place_of(*other, moved), "first");
  EXPECT_EQ(other->languages[moved.language].code, "ar");
}

TEST_F(Moved, WhoGaveUpMayStillGoOn) {
  Call call(*old_);
  call.type({"1", "1", "1", "Amina", "x", "x", "x"});
  ASSERT_TRUE(call.session.gave_up);
  const auto moved = move(*next_, call.session);
  EXPECT_EQ(moved.state, Session::State::ended);
  EXPECT_EQ(moved.farewell, call.session.farewell);
  Call on(*next_);
  on.session = moved;
  on.dial_again();
  EXPECT_TRUE(on.session.resuming);
  EXPECT_EQ(on.type("1").screen(), "cin");
}

TEST_F(Moved, TheCallAndWhatWasHeardStay) {
  Call call(*old_);
  call.type({"1", "1", "1"});
  call.session.operator_session = 7;
  call.session.heard = 8;
  call.session.heard_bytes = 9;
  call.session.begun_ms = 10;
  const auto moved = move(*next_, call.session);
  EXPECT_EQ(moved.operator_session, 7U);
  EXPECT_EQ(moved.heard, 8U);
  EXPECT_EQ(moved.heard_bytes, 9);
  EXPECT_EQ(moved.begun_ms, 10);
}

TEST_F(Moved, NonsenseIsABeginning) {
  Session session;
  session.screen = 999;
  session.answers = {{99, "x"}, {0, "given"}};
  session.trail = {77, 1};
  session.language = 9;
  EXPECT_EQ(place_of(*next_, move(*next_, session)), "first");
}

// A menu that only leads on is passed only if she had passed it.
constexpr const char* kMain = R"(screens:
  first:
    kind: menu
    text: Bienvenue
    choices: [{key: 1, text: Info, next: info}, {key: 2, text: Oui, next: name}]
  info: {kind: message, text: Info, next: first}
  name: {kind: question, type: name, field: name, text: Nom, next: work}
  work: {kind: question, type: text, field: work, text: Travail, length_min: 3, next: done}
  done: {kind: end, register: true, text: "Dossier", redial: after}
)";
constexpr const char* kAfter = R"(  after:
    kind: menu
    text: Encore
    choices: [{key: 1, text: Rien, next: sorry}, {key: 2, text: Note, next: note}]
  note: {kind: question, type: text, field: note, text: Note, next: sorry}
)";

TEST(MigrateMenus, OnlyTheOnesThatShePassed) {
  const auto all = std::string(kMain) + kAfter;
  const auto old = compiled(all);
  const auto guarded = compiled(
      edited(all, {{"first:\n",
                    "first: {kind: menu, text: Accord, choices: [{key: 1, text: Oui, next: main}, "
                    "{key: 2, text: Non, next: sorry}]}\n  main:\n"},
                   {"next: first}", "next: main}"}}));
  const auto longer =
      compiled(edited(all, {{"next: work}",
                             "next: age}\n  age: {kind: question, type: number, field: age, text: "
                             "Age, next: work}"}}));
  ASSERT_TRUE(old && guarded && longer);
  Call call(*old);
  call.type({"1", "x", "2", "Amina"});
  ASSERT_EQ(call.screen(), "work");
  const auto names = names_of(*old);
  EXPECT_EQ(place_of(*longer, migrate(names, call.session, *longer, kAround)), "age name=Amina");
  // "first" is another menu now, but has the name of one that she passed: its ways are searched.
  EXPECT_EQ(place_of(*guarded, migrate(names, call.session, *guarded, kAround)), "main name=Amina");
}

TEST(MigrateMenus, AfterARegistrationNeverBeforeIt) {
  const auto all = std::string(kMain) + kAfter;
  const auto old = compiled(all);
  const auto next = compiled(edited(all, {{"text: Encore", "text: Plus"}}));
  const auto gone = compiled(edited(kMain, {{", redial: after", ""}}));
  ASSERT_TRUE(old && next && gone);
  Call call(*old);
  call.type({"2", "Amina", "xxx"});
  ASSERT_TRUE(call.effect);
  call.dial_again().type("1").type("2");
  ASSERT_EQ(call.screen(), "note");
  const auto names = names_of(*old);
  EXPECT_EQ(place_of(*next, migrate(names, call.session, *next, kAround)),
            "note name=Amina work=xxx");
  const auto anew = migrate(names, call.session, *gone, kAround);
  EXPECT_EQ(place_of(*gone, anew), "first") << "not on `work`, where one key would register again";
}

}  // namespace
}  // namespace jisr::dialogs
