// What a page says: placeholders in her language, errors, and the keys that lead somewhere.
#include "dialogs/show.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/dialogs/call.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

Compiled compiled(const std::vector<std::pair<std::string, std::string>>& changes = {}) {
  auto made = compile_text(edited(sample(), changes));
  if (!made.dialog) throw std::runtime_error(listed(made.findings));
  return made;
}

TEST(Show, SaysAnswersInHerLanguage) {
  const auto made = compiled();
  const auto& dialog = *made.dialog;
  Session session;
  session.set(dialog.field("consent"), "given");
  session.set(dialog.field("town"), "t1");
  session.set(dialog.field("birth"), "1990-03-05");
  struct Case {
    const char* field;
    const char* fr;
    const char* ar;
  };
  const Case cases[] = {{"consent", "Oui", "نعم"},              // a choice's label
                        {"town", "Tanger", "طنجة"},             // a list's cell
                        {"birth", "05/03/1990", "05/03/1990"},  // a date, without direction marks
                        {"street", "", ""}};                    // not answered
  for (const auto& one : cases) {
    SCOPED_TRACE(one.field);
    session.language = 0;
    EXPECT_EQ(words(dialog, session, dialog.field(one.field)), one.fr);
    session.language = 1;
    EXPECT_EQ(words(dialog, session, dialog.field(one.field)), one.ar);
  }
  session.set(dialog.field("birth"), "1990");
  EXPECT_EQ(words(dialog, session, dialog.field("birth")), "1990");
  session.set(dialog.field("town"), "gone");
  EXPECT_EQ(words(dialog, session, dialog.field("town")), "gone");
  EXPECT_EQ(words(dialog, session, kNone), "");
}

TEST(Show, ShortensAtACharacterAndNeverSaysWhatIsSensitive) {
  const auto made = compiled();
  Call call(*made.dialog);
  call.type({"1", "1", "Fatima-Zahra Bent", "1985", "1", "1"});
  EXPECT_TRUE(call.says("Merci Fatima-Zah..\n")) << call.text();
  Call arabic(*made.dialog);
  arabic.type({"2", "1", "فاطمة الزهراء بنت علي", "1985", "1", "1"});
  EXPECT_TRUE(arabic.says("شكرا فاطمة الزه..\n")) << arabic.text();

  const auto hidden = compiled(
      {{"    type: name\n", "    type: name\n    sensitive: true\n"},
       {"Merci {first_name:12}", "Merci"},
       {"شكرا {first_name:12}", "شكرا"},
       {"{fr: \"{first_name:12} {town}\", ar: \"{first_name:12} {town}\"}", "\"{town}\""}});
  Session session;
  session.set(hidden.dialog->field("first_name"), "Amina");
  EXPECT_EQ(words(*hidden.dialog, session, hidden.dialog->field("first_name")), "");
}

TEST(Show, AnErrorIsTheScreensOwnOrThePhrase) {
  const auto made = compiled({{"wrong_malformed: \"?\"", "wrong_malformed: Non valable"}});
  Call call(*made.dialog);
  call.type({"1", "1", "123"});
  EXPECT_EQ(call.text(), "Non valable\nPrenom\n0 Retour 00 Debut");
  call.type({"Amina", "2015"});
  EXPECT_TRUE(call.says("Trop jeune\nNaissance")) << call.text();
}

TEST(Show, PrintsEachKeyWhereItLeadsSomewhere) {
  const auto made = compiled();
  Call call(*made.dialog);
  EXPECT_EQ(call.text(), "Jisr جسر\n1 Francais\n2 العربية");
  call.type("1");
  EXPECT_EQ(call.text(), "Accord\n1 Oui\n2 Non\n0 Retour 00 Debut");
  call.type({"1", "Amina", "1985", "1", "1"});
  EXPECT_EQ(call.text(), "Merci Amina\n9 Suite\n0 Retour 00 Debut") << "a message goes on with 9";
  EXPECT_EQ(call.type("no matter what").screen(), "summary");

  const auto forward = compiled({{"    kind: menu\n    field: consent",
                                  "    kind: menu\n    back: false\n    field: consent"}});
  Call other(*forward.dialog);
  other.type("1");
  EXPECT_EQ(other.text(), "Accord\n1 Oui\n2 Non\n00 Debut");
  EXPECT_EQ(other.type("0").session.notice, Wrong::not_a_choice);
}

TEST(Show, ChoicesWhoseConditionFailsAreNeitherShownNorTaken) {
  const auto made = compiled({{"- {key: 5, text: {fr: Sais pas, ar: لا أعرف}}",
                               "- {key: 5, text: {fr: Sais pas, ar: لا أعرف}, "
                               "when: {field: first_name, is: Zineb}}"}});
  Call call(*made.dialog);
  call.type({"1", "1", "Amina"});
  EXPECT_FALSE(call.says("Sais pas"));
  EXPECT_EQ(call.type("5").screen(), "birth");
  Call other(*made.dialog);
  other.type({"1", "1", "Zineb"});
  EXPECT_TRUE(other.says("5 Sais pas"));
  EXPECT_EQ(other.type("5").screen(), "town");
}

// A long notice in several pages says where she is in it.
TEST(Show, CountsThePagesOfALongText) {
  std::string body;
  for (int i = 0; i < 60; ++i) body += "mot" + std::to_string(i) + " ";
  const auto made = compiled({{"{fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}",
                               "\"{page}/{pages} " + body + "\""}});
  Call call(*made.dialog);
  call.type({"1", "1", "Amina", "1985", "1", "1"});
  ASSERT_EQ(call.screen(), "note");
  const auto first = call.shown();
  ASSERT_GT(first.pages, 1U);
  EXPECT_TRUE(first.text.starts_with("1/" + std::to_string(first.pages) + " mot0")) << first.text;
  EXPECT_EQ(call.type("9").shown().page, 1U);
  EXPECT_EQ(call.shown().pages, first.pages);
}

// Sessions of another dialog or damaged ones: a page or a new beginning, never a fault.
TEST(Show, IndicesOutOfRangeDoNoHarm) {
  const auto made = compiled();
  const auto& dialog = *made.dialog;
  const Surroundings around{{160, 70}, {2026, 11, 23}, "12345678"};
  Session lost;
  lost.dialog = dialog.hash;
  lost.screen = kNone;
  show(dialog, lost, around);
  EXPECT_EQ(answer(dialog, lost, "1", around).session.screen, dialog.start);

  for (std::uint16_t screen = 0; screen < dialog.screens.size(); ++screen) {
    for (int flags = 0; flags < 16; ++flags) {
      Session odd;
      odd.dialog = dialog.hash;
      odd.screen = screen;
      odd.page = 255;
      odd.language = 255;
      odd.wrong = 255;
      odd.notice = Wrong::example;
      odd.changing = (flags & 1) != 0;
      odd.resuming = (flags & 2) != 0;
      odd.doubtful = (flags & 4) != 0;
      odd.choosing_change = (flags & 8) != 0;
      odd.filter = "\xff";
      odd.answers = {{60000, "x"}, {dialog.field("town"), "gone"}};
      odd.trail = {60000, screen};
      for (const char* input : {"1", "0", "00", "9", "8", "", "x"}) {
        auto next = answer(dialog, odd, input, around).session;
        show(dialog, next, around);
        EXPECT_LT(next.screen, dialog.screens.size());
        show(dialog, begin(dialog, next, around).session, around);
      }
    }
  }
}

}  // namespace
}  // namespace jisr::dialogs
