// Women of all kinds on the real dialog, from fixed seeds: they mostly answer well, turn back,
// change their minds, hang up, or type anything at all. What must hold, holds at every step.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "dialogs/compile.hpp"
#include "dialogs/text.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/call.hpp"

namespace jisr::dialogs {
namespace {

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::shared_ptr<const Dialog> real_dialog() {
  const std::string folder = std::string(test::kSourceDir) + "/config/dialogs/";
  CompileOptions options;
  options.read_file = [folder](const std::string& path) -> std::optional<std::string> {
    return read(folder + path);
  };
  options.settings = {{"national_id", "true"}, {"disability", "true"}, {"commune", "true"}};
  Findings findings;
  auto dialog = compile(read(folder + "jisr.yaml"), "jisr.yaml", options, findings);
  if (!dialog) throw std::runtime_error("the real dialog does not compile");
  return dialog;
}

class Walker {
 public:
  explicit Walker(std::uint64_t seed) : random_(seed) {}

  std::size_t draw(std::size_t below) {
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(random_ >> 33) % below;
  }

  // Mostly an answer that is taken, sometimes a key that moves about, sometimes any bytes.
  std::string input(const Call& call) {
    const auto kind = draw(20);
    if (kind < 14) return fitting(call);
    if (kind < 16) return "0";
    if (kind < 18) return std::string(1, static_cast<char>('1' + draw(9)));
    if (kind < 19) {
      const char* const odd[] = {"",     "00",      "*", "K12", "2015", "ت",
                                 "sidi", "\u202e1", "#", "-1",  "007",  "\xff\xfe"};
      return odd[draw(std::size(odd))];
    }
    std::string bytes;
    for (auto size = draw(draw(8) == 0 ? 1200 : 12); size > 0; --size) {
      bytes += static_cast<char>(draw(256));
    }
    return bytes;
  }

 private:
  std::string fitting(const Call& call) {
    const auto screen = call.screen();
    const bool question = !call.session.resuming && !call.session.doubtful;
    if (question && screen.ends_with("_name")) return draw(2) == 0 ? "Amina" : "العمراني";
    if (question && screen == "birth") return draw(2) == 0 ? "1985" : "05031985";
    if (question && screen == "national_id") return draw(2) == 0 ? "JA12345" : "8";
    return std::string(1, static_cast<char>('1' + draw(draw(2) == 0 ? 2 : 4)));
  }
  std::uint64_t random_;
};

// What the registry's schema requires of the answers, and that consent was given for the rest.
void expect_whole(const Call& call) {
  for (const char* field : {"phone_owner", "family_name", "first_name", "birth", "project_kind",
                            "sector", "first_need", "spoken_language"}) {
    EXPECT_NE(call.registered(field), "-") << field;
  }
  if (call.registered("first_need") == "training") {
    EXPECT_NE(call.registered("training"), "-");
  }
  EXPECT_EQ(call.registered("consent"), "accepted");
  if (call.registered("disability_consent") != "accepted") {
    EXPECT_EQ(call.registered("disability"), "-");
  }
  const auto place = call.registered("commune");
  if (place != "-") {
    EXPECT_TRUE(place.starts_with(call.registered("cercle"))) << place;
    EXPECT_TRUE(place.starts_with(call.registered("province"))) << place;
  }
}

TEST(Walks, HoldWhatMustHoldAtEveryStep) {
  const auto dialog = real_dialog();
  const Limit limits[] = {{160, 70}, {182, 80}, {140, 67}};
  std::size_t registered = 0;
  std::size_t gave_up = 0;
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE(seed);
    Walker walker(seed);
    const auto limit = limits[seed % std::size(limits)];
    Call call(*dialog, limit);
    if (walker.draw(10) == 0) {  // her card is registered already
      LookupOutcome found;
      found.kind = LookupOutcome::Kind::found;
      call.service_says(found);
    }
    for (int turn = 0; turn < 120; ++turn) {
      if (walker.draw(60) == 0) {
        call.dial_again();
      } else {
        call.type(walker.input(call));
      }
      const auto page = call.shown();
      ASSERT_TRUE(fits(page.text, limit)) << page.screen << "\n" << page.text;
      ASSERT_TRUE(valid_utf8(page.text)) << page.screen;
      ASSERT_FALSE(page.text.empty()) << page.screen;
      ASSERT_LE(call.session.trail.size(), Session::kTrailMax);
      ASSERT_LE(encode(call.session).size(), 1024U);
      seen.insert(std::string(page.screen));
      if (call.effect) expect_whole(call);
      if (HasFailure()) return;
      if (call.session.state == Session::State::ended) break;
    }
    registered += call.effect ? 1 : 0;
    gave_up += call.session.gave_up ? 1 : 0;
  }
  EXPECT_GT(registered, 300U);
  EXPECT_GT(gave_up, 20U);
  const auto pages =
      std::count_if(dialog->screens.begin(), dialog->screens.end(), [](const Screen& screen) {
        return screen.kind != Screen::Kind::branch && screen.kind != Screen::Kind::lookup;
      });
  EXPECT_EQ(seen.size() + 1, static_cast<std::size_t>(pages)) << "all but the farewell";
}

}  // namespace
}  // namespace jisr::dialogs
