// The dialogs of config/dialogs/examples: clean, and each walked as the women it is for would.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dialogs/compile.hpp"
#include "dialogs/csv.hpp"
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
                                      const std::filesystem::path& folder = kFolder,
                                      Limit page = {160, 70}) {
  CompileOptions options;
  options.ussd = page;
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

TEST(Examples, TheNearestSpaceIsThatOfHerCommuneElseOfHerProvince) {
  const auto dialog = example("my_file.yaml");
  ASSERT_TRUE(dialog);
  struct Case {
    const char* name;
    std::vector<const char*> typed;  // behind "a space near me"
    const char* says;
  };
  const Case cases[] = {
      {"a commune with one", {"Guelmim", "1", "Bouizakarne"}, "Espace Bouizakarne"},
      {"a commune without", {"Guelmim", "2", "1"}, "Espace Guelmim"},
      {"no commune", {"Tan-Tan", "1", "7"}, "Espace Tan-Tan"},
      {"no cercle", {"Assa-Zag", "7"}, "Espace Assa (exemple)\nTél. 0500000003\n9h-15h"},
  };
  for (const auto& one : cases) {
    Call call(*dialog);
    call.type({"2", "2"});
    for (const auto* typed : one.typed) call.type(typed);
    EXPECT_TRUE(call.says(one.says)) << one.name << ": " << call.text();
    EXPECT_TRUE(call.shown().ends) << one.name;
  }
  Call arabic(*dialog);
  arabic.type({"1", "2", "كلميم", "7"});
  EXPECT_EQ(arabic.text(), "فضاء كلميم (مثال)\n0500000001\n9h-16h");
}

TEST(Examples, WhereToCallForHelpIsShownInPassing) {
  const auto dialog = example("my_file.yaml");
  ASSERT_TRUE(dialog);
  Call call(*dialog);
  call.type({"2", "3"});
  EXPECT_TRUE(call.says("jour et nuit: 8350")) << call.text();
  call.type("0");
  EXPECT_TRUE(call.says("3 Autres informations")) << call.text();
  call.type({"3", "0", "1", "48271936"});
  EXPECT_EQ(call.screen(), "year");
}

TEST(Examples, ALeadIsToldWhereToGo) {
  const auto dialog = example("short_message.yaml", kFolder.parent_path(), {306, 134});
  ASSERT_TRUE(dialog);
  Call call(*dialog, {306, 134});
  call.type({"JB123456", "1990", "5", "2", "3", "1"});
  EXPECT_EQ(call.screen(), "space");
  EXPECT_TRUE(call.says("Venez à Espace Guelmim (exemple), tél. 0500000001")) << call.text();
  ASSERT_TRUE(call.effect);
  EXPECT_EQ(call.effect->tags, std::vector<std::string>{"centre"});
  Call elsewhere(*dialog, {306, 134});
  elsewhere.type({"JB123456", "1990", "5", "2", "3", "7"});
  EXPECT_EQ(elsewhere.screen(), "centre");
}

// Rows of a table of places that name no place would never be found.
TEST(Examples, EachSpaceIsInACommuneThatThereIs) {
  const auto data = kFolder.parent_path().parent_path() / "data";
  Findings findings;
  const auto spaces = read_csv(read(data / "spaces.csv").value_or(""), "spaces", findings);
  const auto communes = read_csv(read(data / "communes.csv").value_or(""), "communes", findings);
  ASSERT_TRUE(spaces && communes);
  const auto province = communes->table.column("province_code");
  const auto code = communes->table.column("commune_code");
  ASSERT_TRUE(province && code);
  for (const auto& row : spaces->table.rows) {
    const auto& all = communes->table.rows;
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one[*province] == row[1] && one[*code] == row[2];
    })) << row[0];
  }
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
