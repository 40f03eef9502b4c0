// Transcripts of the real dialog: `>` is typed, `<` is shown, `!` is an effect. Each is replayed with the session
// going through its stored bytes at every step. UPDATE_GOLDEN=1 rewrites them: read the difference by eye.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "dialogs/compile.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {
namespace {

const std::string kRoot = JISR_SOURCE_DIR;
const Surroundings kAround{{160, 70}, {2026, 11, 23}, "12345678"};

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Dialog> real_dialog() {
  CompileOptions options;
  options.read_file = [](const std::string& path) -> std::optional<std::string> {
    return read(kRoot + "/config/dialogs/" + path);
  };
  options.settings = {{"national_id", "true"}, {"disability", "true"}};
  Findings findings;
  const auto file = kRoot + "/config/dialogs/jisr.yaml";
  auto dialog = compile(read(file), "jisr.yaml", options, findings);
  for (const auto& finding : findings.all()) {
    if (finding.severity == Severity::error) ADD_FAILURE() << render(finding, read(file));
  }
  return dialog;
}

std::string shown(const Dialog& dialog, const Session& session) {
  const auto page = show(dialog, session, kAround);
  EXPECT_TRUE(fits(page.text, kAround.limit)) << page.text;
  std::string out = "# " + std::string(page.screen) + " " + std::to_string(page.page + 1) + "/" +
                    std::to_string(page.pages) + (page.ends ? " end" : "") + "\n";
  std::istringstream lines(page.text);
  for (std::string line; std::getline(lines, line);) out += "< " + line + "\n";
  return out;
}

std::string effects(const Dialog& dialog, const Register& effect) {
  std::string out = "! register " + effect.reference + " " + effect.language + "\n";
  for (const auto& answer : effect.answers) {
    out += "! " + dialog.fields[answer.field].name + " = " + answer.value + "\n";
  }
  if (effect.confirmation) out += "! sms " + effect.confirmation->text + "\n";
  return out;
}

// Plays the `>` lines of a transcript and writes the whole anew.
std::string replay(const Dialog& dialog, const std::string& transcript) {
  auto session = begin(dialog, std::nullopt, kAround).session;
  std::string out;
  std::istringstream lines(transcript);
  bool begun = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("//")) out += line + "\n";
    if (!line.starts_with(">")) continue;
    if (!begun) out += shown(dialog, session);
    begun = true;
    out += line + "\n";
    const auto typed = line.size() > 2 ? line.substr(2) : std::string();
    // ">> " is another call: she dials again.
    auto step = line.starts_with(">>") ? begin(dialog, session, kAround)
                                       : answer(dialog, std::move(session), typed, kAround);
    if (step.effect) out += effects(dialog, *step.effect);
    const auto bytes = encode(step.session);
    EXPECT_LE(bytes.size(), 400U);
    auto again = decode(bytes);
    EXPECT_TRUE(again);
    if (!again) return out;
    session = std::move(*again);
    out += shown(dialog, session);
  }
  return out;
}

TEST(Golden, TranscriptsHold) {
  const auto dialog = real_dialog();
  ASSERT_NE(dialog, nullptr);
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kRoot + "/tests/golden")) {
    if (entry.path().extension() != ".dialog") continue;
    SCOPED_TRACE(entry.path().filename().string());
    ++count;
    const auto expected = read(entry.path().string());
    const auto played = replay(*dialog, expected);
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
      std::ofstream(entry.path(), std::ios::binary) << played;
    } else {
      EXPECT_EQ(played, expected);
    }
  }
  EXPECT_GE(count, 5U);
}

// Random keys on the real dialog: every page fits, every session survives its bytes, nothing grows.
TEST(Golden, RandomWalksStayWithinBounds) {
  const auto dialog = real_dialog();
  ASSERT_NE(dialog, nullptr);
  const char* const inputs[] = {"1", "2", "3", "4", "5", "7", "8", "9", "0", "00", "1990", "JA12345",
                                "Amina", "العمراني", "ت", "", "*", "x1", "\xff\xfe", "2010", "JA1",
                                "05031990", "99999999999999999999", "\u202e1"};
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
