// What a provider's page says that it carries, against what a channel and its dialog want of it:
// W601, W602, W515. Also what gateway.yaml's own words may be.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "gateway/deployment.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

namespace fs = std::filesystem;

// The shipped configuration in a folder of its own, with one line changed.
class ConfigFolder {
 public:
  ConfigFolder() : path_(fs::temp_directory_path() / ("jisr-limits-" + std::to_string(getpid()))) {
    fs::remove_all(path_);
    fs::copy(fs::path(test::kSourceDir) / "config", path_, fs::copy_options::recursive);
  }
  ~ConfigFolder() { fs::remove_all(path_); }
  ConfigFolder(const ConfigFolder&) = delete;
  ConfigFolder& operator=(const ConfigFolder&) = delete;

  void replace(const char* file, const std::string& from, const std::string& to) const {
    std::ifstream in(path_ / file);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << file << ": " << from;
    text.replace(at, from.size(), to);
    std::ofstream(path_ / file) << text;
  }

  [[nodiscard]] std::string findings() const {
    dialogs::Findings found;
    Sources sources;
    Deployment::check(path_.string(), found, sources);
    std::string all;
    for (const auto& one : found.all()) all += one.code + " ";
    return all;
  }

 private:
  fs::path path_;
};

TEST(Limits, OfTheProviderAreLookedAtForEachChannel) {
  const ConfigFolder folder;
  EXPECT_EQ(folder.findings(), "");
  const auto* page = "providers/africastalking-ussd.yaml";
  folder.replace(page,
                 "\nrequest:", "\nlimits: {page: {gsm7: 150, ucs2: 70}, answer: 2s}\nrequest:");
  EXPECT_EQ(folder.findings(), "W601 W602 ");
}

TEST(Limits, TheLongestWayMustFitTheOperatorsSession) {
  const ConfigFolder folder;
  const auto* page = "providers/africastalking-ussd.yaml";
  folder.replace(page, "\nrequest:", "\nlimits: {session: 90s}\nrequest:");
  EXPECT_EQ(folder.findings(), "") << "the next call goes on";
  folder.replace("dialogs/jisr.yaml", "\n  way: ask", "\n  way: never");
  EXPECT_EQ(folder.findings(), "W515 ");
  folder.replace(page, "session: 90s", "session: 1h");
  EXPECT_EQ(folder.findings(), "");
}

TEST(Limits, AWordOfTheLogThatNobodyKnowsIsAFinding) {
  const ConfigFolder folder;
  folder.replace("gateway.yaml", "format: json", "format: jsno");
  EXPECT_EQ(folder.findings(), "E111 ");
}

}  // namespace
}  // namespace jisr::gateway
