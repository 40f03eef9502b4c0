// W504 against the Unicode bidirectional algorithm itself, as ICU has it: a number in an Arabic
// line is found when, and only when, a phone shows its parts in another order.
#include <gtest/gtest.h>
#include <unicode/ubidi.h>
#include <unicode/unistr.h>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

const std::string kBefore = "اطلبي ";
const std::string kAfter = " شكرا";

// Does the line show this number's characters from left to right, as they are typed?
bool keeps_order(const std::string& number) {
  const auto line = icu::UnicodeString::fromUTF8(kBefore + number + kAfter);
  UErrorCode failed = U_ZERO_ERROR;
  UBiDi* bidi = ubidi_open();
  ubidi_setPara(bidi, line.getBuffer(), line.length(), UBIDI_RTL, nullptr, &failed);
  std::vector<int32_t> shown(static_cast<std::size_t>(line.length()));
  ubidi_getLogicalMap(bidi, shown.data(), &failed);
  ubidi_close(bidi);
  EXPECT_TRUE(U_SUCCESS(failed));
  const auto from = static_cast<std::size_t>(icu::UnicodeString::fromUTF8(kBefore).length());
  const auto to = from + static_cast<std::size_t>(icu::UnicodeString::fromUTF8(number).length());
  for (auto i = from + 1; i < to; ++i) {
    if (shown[i] < shown[i - 1]) return false;
  }
  return true;
}

TEST(NumberOrder, IsFoundWrongWhenItIs) {
  int wrong = 0;
  int right = 0;
  for (const std::string mark : {"", "\u200E"}) {
    for (const std::string lead : {"", "*", "#", "+", "*#"}) {
      for (const std::string between : {"", "-", "+", " ", "*", "#", "/", ".", ":", ","}) {
        for (const std::string trail : {"", "#"}) {
          const auto number = mark + lead + "48" + between + "36" + trail;
          const auto line = kBefore + number + kAfter;
          const auto findings =
              listed(compile_text(edited(sample(), {{"text: {fr: Rue, ar: شارع}",
                                                     "text: {fr: Rue, ar: \"" + line + "\"}"}}))
                         .findings);
          const bool found = findings.find("W504") != std::string::npos;
          EXPECT_EQ(found, !keeps_order(number)) << number;
          ++(found ? wrong : right);
        }
      }
    }
  }
  EXPECT_GT(wrong, 50);
  EXPECT_GT(right, 50);
}

}  // namespace
}  // namespace jisr::dialogs
