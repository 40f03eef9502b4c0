// A page in passing: she reads it, and afterwards everything is as if she had not.
#include <gtest/gtest.h>

#include "dialogs/migrate.hpp"
#include "dialogs/screen_count.hpp"
#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

constexpr const char* kScreens = R"(screens:
  first: {kind: question, type: name, field: name, text: Nom, next: offer}
  offer:
    kind: menu
    field: offer
    text: {fr: Offre, ar: عرض}
    choices:
      - {key: 1, value: one, text: {fr: Une, ar: واحد}}
      - key: 2
        text: {fr: Autres informations, ar: معلومات أخرى}
        traceless: {fr: "Pour de l'aide: {country.helpline}", ar: "للمساعدة: {country.helpline}"}
    next: done
  done: {kind: end, register: true, text: "{name} {offer}"}
)";

constexpr const char* kPage = "Pour de l'aide: 8350\n0 Retour";

TEST(Traceless, IsShownAndAnyKeyLeadsBackToWhereSheWas) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  for (const auto* key : {"0", "00", "1", "2", "9", "x", ""}) {
    Call call(*dialog);
    call.type({"Amina"});
    const auto menu = call.text();
    call.type("2");
    EXPECT_EQ(call.text(), kPage);
    EXPECT_FALSE(call.shown().ends);
    EXPECT_EQ(call.screen(), "offer") << "the name that logs get";
    call.type(std::string(key));
    EXPECT_EQ(call.text(), menu) << key;
    call.type("1");
    EXPECT_EQ(call.registered("offer"), "one");
  }
}

// What is stored of her, but for how many keys she typed.
std::string stored(Session session) {
  session.turns = 0;
  return encode(session);
}

TEST(Traceless, LeavesTheSessionAsItWas) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"Amina"});
  const auto before = call.session;
  call.type("2");
  auto beside = call.session;
  EXPECT_TRUE(beside.aside);
  beside.aside = false;
  EXPECT_EQ(stored(beside), stored(before)) << "one bit, and no other";
  call.type("0");
  EXPECT_EQ(stored(call.session), stored(before));
}

TEST(Traceless, IsNotFoundByTheNextCall) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"Amina", "2"}).dial_again();
  EXPECT_FALSE(call.session.aside);
  EXPECT_FALSE(call.says("8350"));
  call.type("1");
  EXPECT_TRUE(call.says("Offre")) << call.text();
}

TEST(Traceless, DoesNotOutliveItsVersionNorTheCallsBounds) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"Amina", "2"});
  const auto next = compiled(edited(kScreens, {{"Offre", "Nouvelle offre"}}));
  ASSERT_TRUE(next);
  const auto moved = migrate(names_of(*dialog), call.session, *next, {{160, 70}, {2026, 11, 29}});
  EXPECT_FALSE(moved.aside);
  auto tired = call.session;
  tired.turns = dialog->turns_max;
  const auto step = answer(*dialog, tired, "0", {{160, 70}, {2026, 11, 29}});
  EXPECT_TRUE(step.gave_up);
  EXPECT_FALSE(step.session.aside);
  EXPECT_EQ(step.session.farewell, "Au revoir");
}

TEST(Traceless, IsCountedNowhere) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  const Surroundings around{{160, 70}, {2026, 11, 29}};
  auto session = begin(*dialog, std::nullopt, around).session;
  session = answer(*dialog, session, "Amina", around).session;
  std::vector<ScreenCount> counts(dialog->screens.size());
  for (const auto* key : {"2", "7", "2", "0"}) {
    const auto step = answer(*dialog, session, key, around);
    count_turn(*dialog, {&session, &step.session, step.refused, step.ended, step.gave_up}, counts);
    session = step.session;
  }
  for (const auto& one : counts) EXPECT_FALSE(one.any());
}

TEST(Traceless, IsNotOfferedBySms) {
  const auto dialog = compiled(kScreens);
  ASSERT_TRUE(dialog);
  Surroundings around{{306, 134}, {2026, 11, 29}};
  around.sms = true;
  auto session = begin(*dialog, std::nullopt, around).session;
  session = answer(*dialog, session, "Amina", around).session;
  EXPECT_EQ(show(*dialog, session, around).text.find("informations"), std::string::npos);
  const auto step = answer(*dialog, session, "2", around);
  EXPECT_TRUE(step.refused);
  EXPECT_FALSE(step.session.aside);
}

TEST(Traceless, IsNeverAllThatAMenuOffers) {
  const auto made = compile_text(with_screens(
      edited(kScreens, {{"value: one, text", "when: {field: name, is: Zed}, value: one, text"}})));
  EXPECT_EQ(made.dialog, nullptr);
  EXPECT_NE(listed(made.findings).find("E427"), std::string::npos) << listed(made.findings);
}

}  // namespace
}  // namespace jisr::dialogs
