// Placeholders: known values go in as they are, once.
#include "providers/fill.hpp"

#include <gtest/gtest.h>

namespace jisr::providers {
namespace {

TEST(Fill, PutsEachValueInOnceAndSaysWhatWasMissing) {
  const Values values{{"text", "a {id} b"}, {"id", "7"}, {"empty", ""}};
  struct Case {
    const char* text;
    const char* filled;
    bool complete;
  };
  const Case cases[] = {
      {"", "", true},
      {"plain", "plain", true},
      {"CON {text}", "CON a {id} b", true},
      {"{id}{id}", "77", true},
      {"{empty}", "", false},
      {"x{nobody}y", "xy", false},
      {"{url}?id={id}", "?id=7", false},
      {"open { brace", "open { brace", true},
      {"} {id", "} {id", true},
      {"{}", "", false},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    const auto filled = fill(one.text, values);
    EXPECT_EQ(filled.text, one.filled);
    EXPECT_EQ(filled.complete, one.complete);
  }
}

TEST(Fill, ListsPlaceholders) {
  const std::vector<std::string_view> expected{"a", "b", "a"};
  EXPECT_EQ(placeholders("{a} and {b}{a} {c"), expected);
  EXPECT_TRUE(placeholders("none").empty());
}

}  // namespace
}  // namespace jisr::providers
