// What operators do to characters, undone.
#include "providers/repair.hpp"

#include <gtest/gtest.h>

#include "providers/pattern.hpp"

namespace jisr::providers {
namespace {

struct Case {
  Repair what;
  std::string from;
  std::optional<std::string> to;
};

TEST(Repair, GivesTextBackOrNothing) {
  const std::vector<Case> cases{
      {Repair::latin1, "caf\xe9", "café"},
      {Repair::latin1, "plain", "plain"},
      {Repair::windows1252,
       "\x93"
       "a\x94 \x80\xe9",
       "“a” €é"},
      {Repair::gsm7, "\x05v\x05nement \x1b\x65", "événement €"},
      {Repair::gsm7, std::string("\0\x10_", 3), "@Δ§"},
      {Repair::gsm7, "caf\xe9", std::nullopt},
      {Repair::gsm7, "a\x1b", std::nullopt},
      {Repair::utf16be, std::string("\x06\x33\x00\x41", 4), "سA"},
      {Repair::utf16be, "abc", std::nullopt},
      {Repair::utf16be_hex, "0633062C00310032", "سج12"},
      {Repair::utf16be_hex, "feff0633", "س"},
      {Repair::utf16be_hex, "D83DDE00", "😀"},
      {Repair::utf16be_hex, "D83D", std::nullopt},
      {Repair::utf16be_hex, "DE00D83D", std::nullopt},
      {Repair::utf16be_hex, "06z3", std::nullopt},
      {Repair::utf16be_hex, "063", std::nullopt},
      {Repair::utf16be_hex, "", ""},
      {Repair::percent, "caf%C3%A9+1", "café+1"},
      {Repair::percent, "50%", std::nullopt},
      {Repair::plus, "Fatima+Zahra", "Fatima Zahra"},
      {Repair::entities, "&lt;a&gt;&amp;&#233;&#x62C;&quot;", "<a>&éج\""},
      {Repair::entities, "&nobody; & &#0; &#xD800; &#1114112;",
       "&nobody; & &#0; &#xD800; &#1114112;"},
      {Repair::entities, "&amp;lt;", "&lt;"},
      {Repair::trim, " \r\n1 2\t", "1 2"},
      {Repair::trim, "  ", ""},
  };
  for (const auto& one : cases) EXPECT_EQ(repair(one.from, one.what), one.to) << one.from;
}

TEST(Repair, WritesUtf16Hex) {
  EXPECT_EQ(utf16be_hex("سA😀"), "06330041D83DDE00");
  EXPECT_EQ(utf16be_hex("\xff"), std::nullopt);
  EXPECT_EQ(repair(*utf16be_hex("نص é"), Repair::utf16be_hex), "نص é");
}

TEST(Pattern, TakesItsGroup) {
  std::string why;
  const auto pattern = Pattern::parse("^tel:(.*)$", why);
  ASSERT_TRUE(pattern);
  EXPECT_EQ(pattern->take("tel:+212600000001"), "+212600000001");
  EXPECT_EQ(pattern->take("sip:x"), std::nullopt);
  for (const char* bad : {"^tel:.*$", "(a)(b)", "(", ""}) {
    EXPECT_FALSE(Pattern::parse(bad, why)) << bad;
  }
}

}  // namespace
}  // namespace jisr::providers
