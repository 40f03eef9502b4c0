// What texts cost: 3GPP TS 23.038's table, and real screens with their counted lengths.
#include "dialogs/charset.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "dialogs/csv.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::dialogs {
namespace {

TEST(Charset, CountsSeptetsAndUnits) {
  struct Case {
    const char* text;
    Encoding encoding;
    std::size_t units;
  };
  const Case cases[] = {
      {"", Encoding::gsm7, 0},
      {"abc", Encoding::gsm7, 3},
      {"éèàùìòÇÉñäöü", Encoding::gsm7, 12},
      {"{}[]~\\|^€", Encoding::gsm7, 18},
      {"@£$¥ØøÅåΔΦΓΛΩΠΨΣΘΞ", Encoding::gsm7, 18},
      {"a\nb\r", Encoding::gsm7, 4},
      {"ç", Encoding::ucs2, 1},
      {"forêt", Encoding::ucs2, 5},
      {"l’eau", Encoding::ucs2, 5},
      {"كلميم", Encoding::ucs2, 5},
      {"ⵉⵙⵎ", Encoding::ucs2, 3},
      {"😀", Encoding::ucs2, 2},
      {"a€ك", Encoding::ucs2, 3},
      {"\xff", Encoding::ucs2, 1},
      {"\t", Encoding::ucs2, 1},
      {"α", Encoding::ucs2, 1},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    EXPECT_EQ(cost(one.text).encoding, one.encoding);
    EXPECT_EQ(cost(one.text).units, one.units);
  }
}

TEST(Charset, AgreesWithCountedScreens) {
  const auto path = std::string(test::kSourceDir) + "/tests/unit/dialogs/fixtures/screens.csv";
  std::ifstream in(path);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  Findings findings;
  const auto csv = read_csv(text, path, findings);
  ASSERT_TRUE(csv) << path;
  ASSERT_GT(csv->table.rows.size(), 90U);
  for (const auto& row : csv->table.rows) {
    SCOPED_TRACE(row[0]);
    EXPECT_EQ(name(cost(row[1]).encoding), row[2]);
    EXPECT_EQ(std::to_string(cost(row[1]).units), row[3]);
  }
}

TEST(Charset, SplitsIntoSmsParts) {
  EXPECT_EQ(sms_parts(std::string(160, 'a')), 1U);
  EXPECT_EQ(sms_parts(std::string(161, 'a')), 2U);
  EXPECT_EQ(sms_parts(std::string(306, 'a')), 2U);
  EXPECT_EQ(sms_parts(std::string(307, 'a')), 3U);
  std::string arabic;
  for (int i = 0; i < 70; ++i) arabic += "ك";
  EXPECT_EQ(sms_parts(arabic), 1U);
  EXPECT_EQ(sms_parts(arabic + "ك"), 2U);
}

TEST(Charset, NamesTheCulprit) {
  const auto found = first_outside_gsm7("Reçu à bientôt");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->offset, 2U);
  EXPECT_EQ(found->character, "ç");
  EXPECT_EQ(found->substitute, "c");
  EXPECT_FALSE(first_outside_gsm7("déjà à 100 €"));
}

}  // namespace
}  // namespace jisr::dialogs
