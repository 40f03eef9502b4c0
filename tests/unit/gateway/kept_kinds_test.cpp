// No kind of key may be made without being listed: what is not listed is neither sealed anew, nor
// shown to whom it is about, nor erased.
#include "gateway/kept_kinds.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "gateway/keys.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream in(std::string(test::kSourceDir) + "/" + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Adds the word behind each `before`, up to what is no letter.
void words_after(const std::string& text, const std::string& before, std::set<std::string>& words) {
  for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
    auto end = at + before.size();
    while (text[end] >= 'a' && text[end] <= 'z') ++end;
    words.insert(text.substr(at + before.size(), end - at - before.size()));
  }
}

std::string_view sign_of(const std::string& key) {
  const auto read = read_key(key);
  return read.kind == nullptr ? std::string_view("none") : read.kind->sign;
}

TEST(KeptKinds, KnowEveryKeyThatIsMade) {
  const Keys keys(64);
  const auto her = keys.subscriber("pseudonym", Medium::ussd);
  EXPECT_EQ(sign_of(her.session), "u");
  EXPECT_EQ(sign_of(her.other), "m");
  EXPECT_EQ(sign_of(her.registered), "r");
  EXPECT_EQ(sign_of(her.stopped), "s");
  EXPECT_EQ(sign_of(keys.sent("x").key), "x");
  EXPECT_EQ(sign_of(keys.parts("x").name), "p");
  EXPECT_EQ(sign_of(Keys::parts_waiting(3)), "parts");
  EXPECT_EQ(sign_of(Keys::entry(3, "a-1")), "e");
  EXPECT_EQ(read_key(Keys::entry(3, "a-1")).rest, "a-1");
  EXPECT_EQ(read_key(Keys::entry(63, "a-1")).partition, 63);
  EXPECT_EQ(sign_of(Keys::due(3)), "due");
  EXPECT_EQ(sign_of(Keys::dead(3)), "dead");
  EXPECT_EQ(sign_of(Keys::dropped(3)), "dropped");
  EXPECT_EQ(sign_of(Keys::refs(3)), "refs");
  EXPECT_EQ(sign_of(Keys::tally(3, "2026-11-28")), "t");
  EXPECT_EQ(sign_of(keys.funnel("jisr", "2026-11-28").name), "f");
  EXPECT_EQ(sign_of(Keys::version(0x12ab)), "version");
  EXPECT_EQ(sign_of(Keys::version_names(0x12ab)), "names");
  EXPECT_EQ(sign_of(std::string(Keys::kGateways)), "gateways");
  EXPECT_EQ(sign_of(std::string(Keys::kAudit)), "audit");
  EXPECT_EQ(sign_of(std::string(Keys::kMeta)), "meta");
  for (const char* other : {"", "jisr:", "jisr:{x}:u:a", "jisr:{1}:new:a", "jisr:{1:u:a",
                            "jisr:{versions}:new", "other", "jisr:{1}"}) {
    EXPECT_EQ(sign_of(other), "none") << other;
  }
}

// Keys are named in gateway/keys.hpp only (there they are commented) and made in keys.cpp: each
// word there that begins a key is one of the list.
TEST(KeptKinds, MissNoneOfTheSource) {
  std::set<std::string> made;
  const auto source = text_of("gateway/keys.cpp");
  words_after(source, "in_partition(partition, \"", made);
  words_after(source, "rest = \"", made);
  const auto header = text_of("gateway/keys.hpp");
  words_after(header, "\"jisr:{17}:", made);
  words_after(header, "= \"jisr:{versions}:", made);
  EXPECT_GT(made.size(), 12U);
  for (const auto& sign : made) {
    const bool listed = std::any_of(kept_kinds().begin(), kept_kinds().end(),
                                    [&](const KeptKind& kind) { return kind.sign == sign; });
    EXPECT_TRUE(listed) << "gateway/kept_kinds.cpp does not know \"" << sign << "\"";
  }
}

TEST(KeptKinds, AreWhatThePageForOfficersSays) {
  const auto page = text_of("docs/privacy.md");
  for (const auto& kind : kept_kinds()) {
    const auto row = "| " + std::string(kind.what) + " | ";
    const auto at = page.find(row);
    ASSERT_NE(at, std::string::npos) << "docs/privacy.md has no row for: " << kind.what;
    const auto line = page.substr(at, page.find('\n', at) - at);
    EXPECT_NE(line.find(kind.until), std::string::npos) << kind.what << " ends with " << kind.until;
    const bool sealed = kind.sealed != KeptKind::Sealed::nothing;
    EXPECT_EQ(line.find("| sealed |") != std::string::npos, sealed) << kind.what;
  }
}

}  // namespace
}  // namespace jisr::gateway
