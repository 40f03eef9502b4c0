// The shipped dialogs against their transcripts (dialogs/transcript.hpp), against random keys, and
// against damaged sessions. `jisr test --update` rewrites transcripts: read the difference by eye.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "dialogs/step.hpp"
#include "dialogs/transcript.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::dialogs {
namespace {

const std::string kRoot = test::kSourceDir;
const Surroundings kAround{{160, 70}, {2026, 11, 23}, "12345678"};

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Dialog> compiled(const std::filesystem::path& file,
                                       const std::map<std::string, std::string>& settings) {
  CompileOptions options;
  options.read_file = [&](const std::string& path) -> std::optional<std::string> {
    return read(file.parent_path() / path);
  };
  options.settings = settings;
  Findings findings;
  auto dialog = compile(read(file), file.filename().string(), options, findings);
  for (const auto& finding : findings.all()) {
    if (finding.severity == Severity::error) ADD_FAILURE() << render(finding, read(file));
  }
  return dialog;
}

std::shared_ptr<const Dialog> real_dialog() {
  return compiled(kRoot + "/config/dialogs/jisr.yaml",
                  {{"national_id", "true"}, {"disability", "true"}, {"commune", "true"}});
}

void replay(const std::filesystem::path& file) {
  SCOPED_TRACE(file.filename().string());
  const auto expected = read(file);
  Findings findings;
  const auto transcript = read_transcript(expected, file.string(), findings);
  ASSERT_TRUE(transcript) << render(findings.all()[0], expected);
  const auto dialog =
      compiled(file.parent_path() / transcript->head.dialog, transcript->head.settings);
  ASSERT_NE(dialog, nullptr);
  const auto played = play(*dialog, *transcript, findings);
  for (const auto& finding : findings.all()) ADD_FAILURE() << render(finding, expected);
  EXPECT_EQ(played.text, expected);
  EXPECT_LE(played.session_bytes_max, 400U);
}

TEST(Golden, TranscriptsHold) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/tests/golden")) {
    if (entry.path().extension() != ".dialog") continue;
    replay(entry.path());
    ++count;
  }
  EXPECT_GE(count, 5U);
}

// Random keys on the real dialog: every page fits, every session survives its bytes, nothing grows.
TEST(Golden, RandomWalksStayWithinBounds) {
  const auto dialog = real_dialog();
  ASSERT_NE(dialog, nullptr);
  const char* const inputs[] = {"1",
                                "2",
                                "3",
                                "4",
                                "5",
                                "7",
                                "8",
                                "9",
                                "0",
                                "00",
                                "1990",
                                "JA12345",
                                "Amina",
                                "العمراني",
                                "ت",
                                "",
                                "*",
                                "x1",
                                "\xff\xfe",
                                "2010",
                                "JA1",
                                "05031990",
                                "99999999999999999999",
                                "\u202e1"};
  std::uint64_t random = 20261123;
  std::size_t ended = 0;
  for (int walk = 0; walk < 400; ++walk) {
    auto session = begin(*dialog, std::nullopt, kAround).session;
    for (int turn = 0; turn < 60 && session.state == Session::State::open; ++turn) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      const auto* input = inputs[(random >> 33) % std::size(inputs)];
      auto step = answer(*dialog, std::move(session), input, kAround);
      const auto bytes = encode(step.session);
      ASSERT_LE(bytes.size(), 1024U);
      auto again = decode(bytes);
      ASSERT_TRUE(again);
      session = std::move(*again);
      const auto page = show(*dialog, session, kAround);
      ASSERT_TRUE(fits(page.text, kAround.limit)) << page.screen << "\n" << page.text;
      ASSERT_FALSE(page.text.empty()) << page.screen;
    }
    ended += session.state == Session::State::ended ? 1 : 0;
  }
  EXPECT_GT(ended, 50U);
}

// Any bytes as a stored session: refused, or a session that the engine can show and step.
TEST(Golden, DamagedSessionsDoNoHarm) {
  const auto dialog = real_dialog();
  ASSERT_NE(dialog, nullptr);
  auto session = begin(*dialog, std::nullopt, kAround).session;
  for (const char* input : {"1", "1", "1", "Amina"}) {
    session = answer(*dialog, std::move(session), input, kAround).session;
  }
  const auto good = encode(session);
  std::size_t accepted = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    EXPECT_FALSE(decode(good.substr(0, at))) << "truncated at " << at;
    for (const int value : {0, 1, 0x7F, 0x80, 0xFF}) {
      auto bad = good;
      bad[at] = static_cast<char>(value);
      const auto damaged = decode(bad);
      if (!damaged) continue;
      ++accepted;
      const auto step = answer(*dialog, *damaged, "1", kAround);
      show(*dialog, step.session, kAround);
    }
  }
  EXPECT_FALSE(decode(good + "x"));
  EXPECT_GT(accepted, 0U);
}

}  // namespace
}  // namespace jisr::dialogs
