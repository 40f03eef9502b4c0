// Tables as spreadsheets write them, and as they should not.
#include "dialogs/csv.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

TEST(Csv, ReadsWhatSpreadsheetsWrite) {
  struct Case {
    const char* name;
    const char* text;
    std::vector<std::vector<std::string>> rows;  // the header first
    std::vector<int> lines;
  };
  const Case cases[] = {
      {"plain", "a,b\n1,2\n", {{"a", "b"}, {"1", "2"}}, {2}},
      {"no line end at the end", "a,b\n1,2", {{"a", "b"}, {"1", "2"}}, {2}},
      {"Windows line ends", "a,b\r\n1,2\r\n", {{"a", "b"}, {"1", "2"}}, {2}},
      {"a byte order mark",
       "\xEF\xBB\xBF"
       "a,b\n1,2\n",
       {{"a", "b"}, {"1", "2"}},
       {2}},
      {"a comma in quotes", "a,b\n\"1,5\",2\n", {{"a", "b"}, {"1,5", "2"}}, {2}},
      {"quotes in quotes", "a\n\"say \"\"hi\"\"\"\n", {{"a"}, {"say \"hi\""}}, {2}},
      {"a line end in quotes",
       "a,b\n\"1\n2\",3\n4,5\n",
       {{"a", "b"}, {"1\n2", "3"}, {"4", "5"}},
       {2, 4}},
      {"empty lines", "a,b\n\n1,2\n\n\n3,4\n\n", {{"a", "b"}, {"1", "2"}, {"3", "4"}}, {3, 6}},
      {"spaces around", "a , b\n 1,\"2\" \n", {{"a", "b"}, {"1", "2"}}, {2}},
      {"empty cells", "a,b\n,\n1,\n", {{"a", "b"}, {"", ""}, {"1", ""}}, {2, 3}},
      {"an empty quoted cell", "a,b\n\"\",2\n", {{"a", "b"}, {"", "2"}}, {2}},
      {"Arabic", "رمز,اسم\n1,كلميم\n", {{"رمز", "اسم"}, {"1", "كلميم"}}, {2}},
      {"notes at its head", "# examples, \"all\"\n#\na,b\n#1,2\n", {{"a", "b"}, {"#1", "2"}}, {4}},
      {"a header alone", "a,b\n", {{"a", "b"}}, {}},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    Findings findings;
    const auto csv = read_csv(one.text, "t.csv", findings);
    EXPECT_EQ(listed(findings), "");
    if (!csv) {
      ADD_FAILURE() << "not read";
      continue;
    }
    auto rows = csv->table.rows;
    rows.insert(rows.begin(), csv->table.columns);
    EXPECT_EQ(rows, one.rows);
    EXPECT_EQ(csv->lines, one.lines);
  }
}

TEST(Csv, RefusesTheRestWithItsLine) {
  struct Case {
    const char* name;
    std::string text;
    const char* findings;
  };
  const std::string bell = "a\n" + std::string(kCsvCellBytesMax + 1, 'x') + "\n";
  std::string long_table = "a\n";
  for (std::size_t i = 0; i <= kCsvRowsMax; ++i) long_table += "1\n";
  std::string wide = "c0";
  for (std::size_t i = 1; i <= kCsvColumnsMax; ++i) wide += ",c" + std::to_string(i);
  const Case cases[] = {
      {"nothing", "", "E220 t.csv:0:0\n"},
      {"blank", "\n\n", "E220 t.csv:0:0\n"},
      {"notes alone", "# a,b", "E220 t.csv:0:0\n"},
      {"a short row", "a,b\n1,2\n3\n", "E220 t.csv:3:1\n"},
      {"a long row", "a,b\n1,2,3\n", "E220 t.csv:2:1\n"},
      {"an open quote", "a,b\n1,2\n\"3,4\n5,6\n", "E220 t.csv:3:1\nE220 t.csv:3:1\n"},
      {"a quote in the middle", "a\nx\"y\n", "E220 t.csv:2:1\n"},
      {"words behind a quote", "a,b\n\"x\"y,2\n", "E220 t.csv:2:1\n"},
      {"semicolons", "a;b\n1;2\n", "E220 t.csv:1:1\n"},
      {"two columns of one name", "a,a\n1,2\n", "E220 t.csv:1:1\n"},
      {"a column without a name", "a,\n1,2\n", "E220 t.csv:1:1\n"},
      {"not UTF-8", "a\n\xE9t\xE9\n", "E220 t.csv:0:0\n"},
      {"a zero byte", std::string("a\n\0\n", 4), "E220 t.csv:0:0\n"},
      {"a long cell", bell, "E220 t.csv:2:1\n"},
      {"too many rows", long_table, "E220 t.csv:20002:1\n"},
      {"too many columns", wide + "\n", "E220 t.csv:1:1\n"},
      {"too large", std::string(kCsvBytesMax + 1, 'x'), "E220 t.csv:0:0\n"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.name);
    Findings findings;
    EXPECT_FALSE(read_csv(one.text, "t.csv", findings));
    EXPECT_EQ(listed(findings), one.findings);
  }
}

TEST(Csv, StopsAfterTenMistakes) {
  std::string text = "a,b\n";
  for (int i = 0; i < 1000; ++i) text += "1,2,3\n";
  Findings findings;
  EXPECT_FALSE(read_csv(text, "t.csv", findings));
  EXPECT_EQ(findings.errors(), 10U);
}

}  // namespace
}  // namespace jisr::dialogs
