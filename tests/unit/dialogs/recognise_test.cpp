// Messages that answer several questions at once.
#include "dialogs/recognise.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/own_screens.hpp"

namespace jisr::dialogs {
namespace {

const char* const kQuestions =
    "screens:\n"
    "  first: {kind: question, type: national_id, field: card, text: Carte, next: birth}\n"
    "  birth: {kind: question, type: birth, field: birth, age_min: 18, text: Naissance, next: "
    "sorry}\n";

std::string read(const Dialog& dialog, const std::string& text) {
  const auto words =
      recognise(dialog, {dialog.field("card"), dialog.field("birth")}, text, {2026, 11, 29});
  return words ? (*words)[0] + " | " + (*words)[1] : "-";
}

TEST(Recognise, EachFormOfThe2727Message) {
  const auto dialog = compiled(kQuestions);
  ASSERT_TRUE(dialog);
  struct Case {
    const char* text;
    const char* found;
  };
  const Case cases[] = {
      {"JB123456 12/05/1990", "JB123456 | 12/05/1990"},
      {"12/05/1990 JB123456", "JB123456 | 12/05/1990"},
      {"12051990 jb123456", "jb123456 | 12051990"},
      {"JB 123456 12 05 1990", "JB 123456 | 12 05 1990"},
      {"12 05 1990 JB 123456", "JB 123456 | 12 05 1990"},
      {"JB١٢٣٤٥٦ ١٢/٠٥/١٩٩٠", "JB123456 | 12/05/1990"},
      {"JB123456,12.05.1990.", "JB123456 | 12.05.1990"},
      {"JB123456\n12-05-1990", "JB123456 | 12-05-1990"},
      {"JB123456*12051990#", "JB123456 | 12051990"},
      {"JB123456 - 1990", "JB123456 | 1990"},
      {"JB123456 12/05/2015", "JB123456 | 12/05/2015"},  // too young: the dialog says so
      {"JB123456", "-"},
      {"12/05/1990", "-"},
      {"JB123456 JB123457", "-"},
      {"JB123456 12/05/1990 Fatima", "-"},
      {"bonjour JB123456 12/05/1990", "-"},
      {"JB123456 32/05/1990", "-"},
      {"", "-"},
      {"1 2 3 4 5 6 7 8 9 10 11 12 13 14", "-"},
  };
  for (const auto& one : cases) EXPECT_EQ(read(*dialog, one.text), one.found) << one.text;
}

}  // namespace
}  // namespace jisr::dialogs
