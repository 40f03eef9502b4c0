// Conditions over answers, also as the compiler makes them out of YAML.
#include "dialogs/condition.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

const Surroundings kAround{{160, 70}, {2026, 11, 23}};

// The screen `note` of the sample is shown on the condition under test.
Compiled with_condition(const std::string& condition) {
  const auto yaml = edited(
      sample(),
      {{"when: {all: [{answered: town}, {not: {field: town, in: [t2]}}]}", "when: " + condition}});
  return compile_text(yaml, sample_files(), {}, {}, false);  // some hold always, or never
}

TEST(Condition, HoldsForTheAnswersItNames) {
  struct Case {
    const char* condition;
    bool without;  // no answers
    bool tanger;   // town = t1
    bool tetouan;  // town = t2, sms_ok = yes
  };
  const Case cases[] = {
      {"{answered: town}", false, true, true},
      {"{field: town, is: t1}", false, true, false},
      {"{field: town, in: [t1, t2]}", false, true, true},
      {"{not: {field: town, is: t1}}", true, false, true},
      {"{not: {answered: town}}", true, false, false},
      {"{all: [{answered: town}, {field: sms_ok, is: \"yes\"}]}", false, false, true},
      {"{any: [{field: town, is: t1}, {field: sms_ok, is: \"yes\"}]}", false, true, true},
      {"{not: {any: [{field: town, is: t1}, {answered: sms_ok}]}}", true, false, false},
      {"{setting: streets}", true, true, true},
      {"{not: {setting: streets}}", false, false, false},
      {"{setting: region, is: north}", true, true, true},
      {"{setting: adult, is: 19}", false, false, false},
      {"{all: [{setting: streets, is: true}, {answered: town}]}", false, true, true},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.condition);
    const auto compiled = with_condition(one.condition);
    if (!compiled.dialog) {
      ADD_FAILURE() << listed(compiled.findings);
      continue;
    }
    const auto& dialog = *compiled.dialog;
    const auto& condition = dialog.screens[dialog.screen("note")].when;
    Session session;
    EXPECT_EQ(holds(condition, {dialog, session, kAround}), one.without);
    session.set(dialog.field("town"), "t1");
    EXPECT_EQ(holds(condition, {dialog, session, kAround}), one.tanger);
    session.set(dialog.field("town"), "t2");
    session.set(dialog.field("sms_ok"), "yes");
    EXPECT_EQ(holds(condition, {dialog, session, kAround}), one.tetouan);
    EXPECT_FALSE(never(condition) && (one.without || one.tanger || one.tetouan));
  }
}

TEST(Condition, NeverHoldsWhenSettingsDecideSo) {
  for (const auto* condition : {"{setting: adult, is: 19}", "{not: {setting: streets}}",
                                "{all: [{answered: town}, {setting: adult, is: 19}]}",
                                "{any: [{setting: adult, is: 19}, {not: {setting: streets}}]}"}) {
    SCOPED_TRACE(condition);
    const auto compiled = with_condition(condition);
    if (!compiled.dialog) {
      ADD_FAILURE() << listed(compiled.findings);
      continue;
    }
    EXPECT_TRUE(never(compiled.dialog->screens[compiled.dialog->screen("note")].when));
  }
}

}  // namespace
}  // namespace jisr::dialogs
