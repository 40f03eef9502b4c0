// PO files: what is written is read again as it was, and what is no PO file is refused with its
// line.
#include "dialogs/po.hpp"

#include <gtest/gtest.h>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

const std::string kHeader =
    "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"Content-Type: text/plain; "
    "charset=UTF-8\\n\"\n\n";

TEST(Po, IsReadAsItWasWritten) {
  Po po;
  po.header = {{"Language", "ar"}, {"Content-Type", "text/plain; charset=UTF-8"}};
  const char* const texts[] = {"سلام",      "a \"b\" \\ c", "one\ntwo\n\nfour",
                               "tab\there", "end\n",        ""};
  for (const auto* text : texts) {
    PoEntry entry;
    entry.comments = {"at most 7"};
    entry.reference = "f.yaml:3";
    entry.context = std::string("id.") + std::to_string(po.entries.size());
    entry.id = "source";
    entry.texts = {text};
    po.entries.push_back(entry);
    entry.fuzzy = true;
    entry.id_plural = "sources";
    entry.context += ".plural";
    entry.texts = {text, "x", ""};
    po.entries.push_back(entry);
  }
  Findings findings;
  const auto read = read_po(write_po(po), "f", findings);
  ASSERT_TRUE(read) << listed(findings);
  EXPECT_EQ(read->header, po.header);
  ASSERT_EQ(read->entries.size(), po.entries.size());
  for (std::size_t i = 0; i < po.entries.size(); ++i) {
    EXPECT_EQ(read->entries[i].context, po.entries[i].context);
    EXPECT_EQ(read->entries[i].id_plural, po.entries[i].id_plural);
    EXPECT_EQ(read->entries[i].texts, po.entries[i].texts);
    EXPECT_EQ(read->entries[i].fuzzy, po.entries[i].fuzzy);
    EXPECT_EQ(read->entries[i].comments, po.entries[i].comments);
    EXPECT_EQ(read->entries[i].reference, po.entries[i].reference);
  }
  EXPECT_EQ(write_po(*read), write_po(po));
}

TEST(Po, TakesWhatTranslationProgramsWrite) {
  Findings findings;
  const auto read = read_po(
      "\xEF\xBB\xBF# Translators\r\n#, fuzzy\r\n" + kHeader +
          "#~ msgid \"old\"\n#~ msgstr \"vieux\"\n"
          "#, fuzzy, c-format\n#| msgid \"was\"\nmsgctxt \"a\"\nmsgid \"x\"\nmsgstr "
          "\"\"\n\"y\"\n\"z\"\n"
          "msgctxt \"b\"\nmsgid \"n\"\nmsgid_plural \"ns\"\nmsgstr[0] \"1\"\nmsgstr[1] \"2\"",
      "f", findings);
  ASSERT_TRUE(read) << listed(findings);
  ASSERT_EQ(read->entries.size(), 2u);
  EXPECT_TRUE(read->entries[0].fuzzy);
  EXPECT_EQ(read->entries[0].texts, (std::vector<std::string>{"yz"}));
  EXPECT_FALSE(read->entries[1].fuzzy);
  EXPECT_EQ(read->entries[1].texts, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(read->field("Language"), "fr");
  EXPECT_EQ(read->field("Nothing"), "");
}

TEST(Po, RefusesWhatIsNone) {
  const std::pair<std::string, const char*> cases[] = {
      {"", "E261 f:0:0\n"},  // no header
      {"hello", "E261 f:1:1\n"},
      {"\"lost\"\n", "E261 f:1:1\n"},
      {kHeader + "msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n", "E261 f:7:1\n"},
      {kHeader + "msgctxt \"a\"\nmsgctxt \"b\"\nmsgid \"\"\nmsgstr \"\"\n", "E261 f:7:1\n"},
      {kHeader + "msgid \"a\"\nmsgstr \"open\n", "E261 f:7:1\n"},
      {kHeader + "msgid \"a\"\nmsgstr \"\\q\"\n", "E261 f:7:1\n"},
      {kHeader + "msgid \"a\"\nmsgstr \"a\" b\n", "E261 f:7:1\n"},
      {kHeader + "msgid \"a\"\nmsgstr[1] \"a\"\n", "E261 f:7:1\n"},
      {kHeader + "msgstr \"a\"\n", "E261 f:6:1\n"},
      {kHeader + "msgid \"a\"\nmsgstr \"" + std::string(20'000, 'x') + "\"\n", "E261 f:7:1\n"},
      {kHeader + "msgid \"\xFF\"\nmsgstr \"\"\n", "E261 f:0:0\n"},
      {"msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n", "E261 f:0:0\n"},
      {std::string(kPoBytesMax + 1, '#'), "E261 f:0:0\n"},
  };
  for (const auto& [text, finding] : cases) {
    Findings findings;
    EXPECT_FALSE(read_po(text, "f", findings)) << text.substr(0, 200);
    EXPECT_EQ(listed(findings), finding) << text.substr(0, 200);
  }
}

// Whatever a file holds, reading it ends, and what is taken can be written and read again.
TEST(Po, StandsAnyBytes) {
  const std::string good =
      kHeader +
      "#. c\n#: f:1\n#, fuzzy\nmsgctxt \"a\"\nmsgid \"x\\n\"\nmsgid_plural \"y\"\n"
      "msgstr[0] \"\"\n\"z\"\nmsgstr[1] \"\"\n#~ msgid \"o\"\n";
  std::uint32_t random = 20261124;
  const auto next = [&](std::size_t below) {
    random = random * 1664525 + 1013904223;
    return static_cast<std::size_t>(random >> 8) % below;
  };
  constexpr std::string_view kBytes = "\"\\\n#msgidtrcx[]01 ~,.:\xD8\xA7";
  std::size_t taken = 0;
  for (int i = 0; i < 20'000; ++i) {
    auto text = good;
    for (auto changes = 1 + next(6); changes > 0; --changes) {
      const auto at = next(text.size());
      if (next(3) == 0) {
        text.erase(at, next(12));
      } else {
        text.insert(at, 1, kBytes[next(kBytes.size())]);
      }
    }
    Findings findings;
    const auto read = read_po(text, "f", findings);
    EXPECT_EQ(read.has_value(), !findings.has_errors());
    if (!read) continue;
    ++taken;
    const auto again = read_po(write_po(*read), "f", findings);
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(write_po(*again), write_po(*read)) << text;
  }
  EXPECT_GT(taken, 1000u);
  EXPECT_LT(taken, 19'000u);
}

}  // namespace
}  // namespace jisr::dialogs
