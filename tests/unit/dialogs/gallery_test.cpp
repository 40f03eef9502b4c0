// The pages for reviewers: none of the screens that are seen is left out, and each page is one that
// a phone can show.
#include "dialogs/gallery.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {
namespace {

TEST(Gallery, HasEveryScreenInEveryLanguage) {
  const auto compiled = compile_text(sample());
  ASSERT_TRUE(compiled.dialog);
  Surroundings around{{160, 70}, {2026, 11, 24}};
  around.reference = "48271936";
  std::set<std::string> seen;
  std::set<std::string> texts;
  for (const auto& page : gallery(*compiled.dialog, around)) {
    EXPECT_TRUE(fits(page.text, around.limit)) << page.text;
    EXPECT_LT(page.page, page.pages);
    EXPECT_TRUE(texts.insert(page.language + page.screen + page.text).second) << page.text;
    seen.insert(page.language + " " + page.screen + " " + page.why);
  }
  for (const auto& screen : compiled.dialog->screens) {
    for (const char* language : {"fr ", "ar "}) {
      EXPECT_TRUE(seen.contains(language + screen.name + " ")) << language << screen.name;
    }
    EXPECT_FALSE(seen.contains("zgh " + screen.name + " ")) << "a language that is not offered";
  }
  for (const char* one : {"fr birth malformed", "fr birth under_age", "ar summary change",
                          "ar consent not_a_choice", "fr consent resume"}) {
    EXPECT_TRUE(seen.contains(one)) << one;
  }
  EXPECT_TRUE(texts.contains("frdoneNo 48271936"));
  EXPECT_TRUE(texts.contains("frnoteMerci Fatima Zahra\n9 Suite\n0 Retour 00 Debut"));
}

}  // namespace
}  // namespace jisr::dialogs
