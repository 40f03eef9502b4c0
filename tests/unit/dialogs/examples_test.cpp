// The dialogs of config/dialogs/examples: clean, and each walked as the women it is for would.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/call.hpp"

namespace jisr::dialogs {
namespace {

const std::filesystem::path kFolder =
    std::filesystem::path(test::kSourceDir) / "config/dialogs/examples";

std::optional<std::string> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::shared_ptr<const Dialog> example(const std::string& name,
                                      const std::filesystem::path& folder = kFolder) {
  CompileOptions options;
  options.read_file = [&](const std::string& path) { return read(folder / path); };
  Findings findings;
  const auto text = read(folder / name).value_or("");
  auto dialog = compile(text, name, options, findings);
  for (const auto& finding : findings.all()) ADD_FAILURE() << render(finding, text);
  return dialog;
}

TEST(Examples, AreAllCleanInEveryFile) {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() != ".yaml") continue;
    EXPECT_TRUE(example(entry.path().filename().string())) << entry.path();
    ++seen;
  }
  EXPECT_GE(seen, 3U);
}

TEST(Examples, ACooperativeIsRegisteredByItsPresident) {
  const auto dialog = example("cooperative.yaml", kFolder.parent_path());
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"2", "1", "Tighmert", "2", "3"});
  EXPECT_TRUE(call.says("Il faut au moins 5 membres.")) << call.text();
  call.type({"7", "9"});
  EXPECT_TRUE(call.says("Il y a 7 membres en tout.")) << call.text();
  call.type({"6", "2", "2", "1", "Fatima El Amrani", "06 12 34 56 79", "Amina", "8", "2"});
  EXPECT_EQ(call.screen(), "summary");
  EXPECT_TRUE(call.says("Tighmert\n7 membres dont 6 femmes\n")) << call.text();
  call.type({"1"});
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.effect->kind, "cooperative");
  EXPECT_EQ(call.registered("state"), "founding");
  EXPECT_EQ(call.registered("number"), "-");
  EXPECT_EQ(call.registered("president_phone"), "+212612345679");
  EXPECT_EQ(call.registered("treasurer_name"), "Amina");
}

TEST(Examples, APregnancyIsRegisteredForAnotherWoman) {
  const auto dialog = example("maternal.yaml");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"2", "2", "0712345678", "1", "1", "Amina", "1", "2", "30"});
  EXPECT_TRUE(call.says("Ce jour n'existe pas.")) << call.text();
  call.type({"28", "9999"});
  EXPECT_TRUE(call.says("Ce code n'est pas connu.")) << call.text();
  call.type({"4104"});
  EXPECT_TRUE(call.says("Terme prévu: 05/12/2026\nCentre de santé Tan-Tan")) << call.text();
  call.type({"1"});
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.effect->kind, "pregnancy");
  EXPECT_EQ(call.effect->tags, std::vector<std::string>{"near_term"});
  EXPECT_EQ(call.registered("due"), "2026-12-05");
  ASSERT_TRUE(call.effect->confirmation);
  EXPECT_EQ(call.effect->confirmation->to, "0712345678");
  EXPECT_TRUE(call.effect->confirmation->text.starts_with("أهلا"));
}

TEST(Examples, TheLastPlaceIsTakenAndThenThereIsAList) {
  using Kind = LookupOutcome::Kind;
  const auto dialog = example("training.yaml");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.service_says({Kind::found, {"1"}}).type({"2", "1", "1", "Amina"});
  EXPECT_TRUE(call.says("Couture, 12/2026")) << call.text();
  Call late(*dialog);
  late.service_says({Kind::found, {"0"}}).type({"2", "1", "1", "Sara"});
  EXPECT_TRUE(late.says("Complet.")) << late.text();
  late.type({"1"});
  ASSERT_TRUE(late.effect);
  EXPECT_EQ(late.effect->tags, std::vector<std::string>{"waiting_list"});
  Call unlucky(*dialog);
  unlucky.type({"2", "1", "1", "Hind"});  // the service does not answer
  EXPECT_TRUE(unlucky.shown().ends);
  unlucky.service_says({Kind::found, {"4"}}).dial_again().type({"1"});
  EXPECT_EQ(unlucky.screen(), "confirm");
  EXPECT_FALSE(unlucky.says("Hind")) << "another may have dialled";
}

TEST(Examples, AStatusIsToldToHerAlone) {
  using Kind = LookupOutcome::Kind;
  const auto dialog = example("status.yaml");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.service_says({Kind::found, {"invited", "Guelmim", "2026-12-03"}});
  call.type({"2", "48271936", "1990"});
  EXPECT_TRUE(call.says("Vous etes invitée le 03/12/2026 à Guelmim.")) << call.text();
  Call stranger(*dialog);
  stranger.service_says({Kind::not_found, {}}).type({"2", "48271936", "1980"});
  EXPECT_EQ(stranger.screen(), "unknown");
  stranger.type({"9", "1", "1"});
  ASSERT_TRUE(stranger.effect);
  EXPECT_EQ(stranger.effect->kind, "call_back");
  EXPECT_EQ(stranger.registered("province"), "10.261") << "whose centre calls";
}

}  // namespace
}  // namespace jisr::dialogs
