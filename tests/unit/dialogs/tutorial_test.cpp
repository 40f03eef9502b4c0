// docs/writing-dialogs.md keeps its word: every dialog in it compiles clean, every page that it
// shows is the one that comes, and every mistake that it makes is found.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "dialogs/compile.hpp"
#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/call.hpp"

namespace jisr::dialogs {
namespace {

const std::filesystem::path kRoot = test::kSourceDir;

std::optional<std::string> read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

struct Snippet {
  std::string kind;  // "yaml", "dial", "check"
  std::string rest;  // after it on the fence
  std::string text;
};

std::vector<Snippet> snippets() {
  std::istringstream page(read(kRoot / "docs/writing-dialogs.md").value_or(""));
  std::vector<Snippet> all;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("```")) {
      if (inside) all.back().text += line + "\n";
      continue;
    }
    inside = !inside;
    if (!inside) continue;
    const auto space = std::min(line.find(' '), line.size());
    all.push_back({line.substr(3, space - 3), line.substr(std::min(space + 1, line.size())), ""});
  }
  return all;
}

std::shared_ptr<const Dialog> compiled(const std::string& yaml, Findings& findings) {
  CompileOptions options;
  options.read_file = [](const std::string& path) { return read(kRoot / "config/dialogs" / path); };
  return compile(yaml, "workshop.yaml", options, findings);
}

void dial(const Dialog& dialog, const Snippet& snippet) {
  Call call(dialog);
  std::istringstream answers(snippet.rest);
  for (std::string answer; std::getline(answers, answer, ',');) call.type(answer);
  EXPECT_EQ(call.text() + "\n", snippet.text) << snippet.rest;
}

// "from→to": the change that the text asks for; then its finding.
void check(const std::string& yaml, const Snippet& snippet) {
  const std::string arrow = "→";
  const auto at = snippet.rest.find(arrow);
  ASSERT_NE(at, std::string::npos) << snippet.rest;
  const auto from = snippet.rest.substr(0, at);
  auto changed = yaml;
  const auto found = changed.find(from == "age" ? "next: age" : from);
  ASSERT_NE(found, std::string::npos) << from;
  const auto start = from == "age" ? found + 6 : found;
  changed.replace(start, from.size(), snippet.rest.substr(at + arrow.size()));
  Findings findings;
  compiled(changed, findings);
  const auto wanted = snippet.text.substr(0, snippet.text.find_first_of("\n—"));
  const bool said = std::any_of(findings.all().begin(), findings.all().end(), [&](auto& one) {
    return (one.code + " " + one.sentence)
        .starts_with(wanted.substr(0, wanted.find_last_not_of(' ') + 1));
  });
  std::string all;
  for (const auto& one : findings.all()) all += render(one, changed) + "\n";
  EXPECT_TRUE(said) << wanted << "\n" << all;
}

TEST(Tutorial, EverySnippetIsTrue) {
  std::string head;
  std::string yaml;
  std::shared_ptr<const Dialog> dialog;
  std::size_t dialled = 0;
  std::size_t checked = 0;
  for (const auto& snippet : snippets()) {
    SCOPED_TRACE(snippet.kind + " " + snippet.rest);
    if (snippet.rest == "head") {
      head = snippet.text;
    } else if (snippet.rest == "screens") {
      yaml = head + snippet.text;
      Findings findings;
      dialog = compiled(yaml, findings);
      for (const auto& one : findings.all()) ADD_FAILURE() << render(one, yaml);
      ASSERT_TRUE(dialog);
    } else if (snippet.kind == "dial") {
      dial(*dialog, snippet);
      ++dialled;
    } else if (snippet.kind == "check") {
      check(yaml, snippet);
      ++checked;
    }
  }
  EXPECT_EQ(dialled, 5U);
  EXPECT_EQ(checked, 3U);
}

}  // namespace
}  // namespace jisr::dialogs
