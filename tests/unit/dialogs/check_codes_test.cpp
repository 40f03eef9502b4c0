// Each code of a finding: a snippet that brings it out, alone and at its exact place, and a line in
// docs/checks.md. A code in the sources without either fails here.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "dialogs/text.hpp"
#include "dialogs/yaml.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/sample.hpp"
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {
namespace {

constexpr std::string_view kMark = "»";

std::vector<Snippet> all_snippets() {
  std::vector<Snippet> all;
  for (auto part : {structure_snippets(), reference_snippets(), text_snippets(), graph_snippets(),
                    proof_snippets(), answer_snippets(), resume_snippets(), traceless_snippets()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

// Takes the mark out of `yaml` and says where it was.
std::string take_mark(std::string& yaml) {
  const auto at = yaml.find(kMark);
  if (at == std::string::npos) return "unmarked";
  yaml.erase(at, kMark.size());
  const auto before = std::string_view(yaml).substr(0, at);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return std::to_string(line) + ":" + std::to_string(code_points(before.substr(start)) + 1);
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every "E123" or "W123" in quotes in the sources of a folder.
std::set<std::string> codes_in(const char* folder) {
  std::set<std::string> codes;
  const std::filesystem::path root = std::filesystem::path(test::kSourceDir) / folder;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".cpp") continue;
    const auto text = read(entry.path());
    for (std::size_t at = 0; at + 6 <= text.size(); ++at) {
      const auto word = text.substr(at, 6);
      if (word[0] == '"' && word[5] == '"' && (word[1] == 'E' || word[1] == 'W') &&
          word.find_first_not_of("0123456789", 2) == 5) {
        codes.insert(word.substr(1, 4));
      }
    }
  }
  return codes;
}

TEST(CheckCodes, TheSampleHasNoFinding) {
  const auto compiled = compile_text(sample());
  EXPECT_EQ(listed(compiled.findings), "");
  EXPECT_NE(compiled.dialog, nullptr);
}

TEST(CheckCodes, AHundredMistakesAreSeeded) {
  EXPECT_GE(all_snippets().size(), 100u);
}

TEST(CheckCodes, EachSnippetBringsOutItsFindingAndNoOther) {
  for (const auto& snippet : all_snippets()) {
    auto yaml = edited(sample(), snippet.edits);
    auto place = take_mark(yaml);
    if (!snippet.elsewhere.empty()) place = snippet.elsewhere;
    SCOPED_TRACE(snippet.code + " at " + place);
    auto files = snippet.files;
    files.merge(sample_files());
    const auto compiled = compile_text(yaml, files, snippet.settings, snippet.read_outside);
    EXPECT_EQ(listed(compiled.findings), snippet.code + " " + place + "\n")
        << (compiled.findings.all().empty() ? "" : render(compiled.findings.all()[0], yaml));
    EXPECT_EQ(compiled.dialog == nullptr, snippet.code[0] == 'E');
  }
}

// Codes that only the reader gives, and no dialog can bring out.
TEST(CheckCodes, TheReadersOwnCodes) {
  Findings findings;
  const auto yaml = Yaml::parse("wait: 3\nsecret: ${NOT_SET}\n", "f", findings,
                                [](const std::string&) { return std::nullopt; });
  EXPECT_FALSE(yaml["wait"].as_duration_ms(findings));
  Yaml::parse(std::string(Yaml::kBytesMax + 1, 'x'), "f", findings);
  findings.sort();
  EXPECT_EQ(listed(findings), "E106 f:0:0\nE103 f:1:7\nE108 f:2:9\n");
}

TEST(CheckCodes, EachCodeOfTheCompilerHasASnippet) {
  // The reader's own; those of an import, which translation_test.cpp brings out; those of
  // transcripts, which transcript_test.cpp does; of a rehearsal, which rehearse_test.cpp does.
  std::set<std::string> shown = {"E103", "E106", "E108", "E256", "E257", "E258", "E259", "E260",
                                 "E261", "E262", "E263", "W553", "W554", "W555", "E160", "E161",
                                 "E162", "E163", "E164", "E165", "E166", "E650", "E651"};
  for (const auto& snippet : all_snippets()) shown.insert(snippet.code);
  const auto codes = codes_in("dialogs");
  EXPECT_GT(codes.size(), 40u);
  for (const auto& code : codes) EXPECT_TRUE(shown.contains(code)) << code << " has no snippet";
}

TEST(CheckCodes, EachCodeIsExplained) {
  const auto page = read(std::filesystem::path(test::kSourceDir) / "docs/checks.md");
  for (const auto* folder : {"dialogs", "providers", "gateway", "tools"}) {
    for (const auto& code : codes_in(folder)) {
      EXPECT_NE(page.find("| " + code + " |"), std::string::npos)
          << code << " of " << folder << " is not in docs/checks.md";
    }
  }
}

}  // namespace
}  // namespace jisr::dialogs
