// `jisr test`: transcripts against the dialogs that they are about.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <stdexcept>
#include <utility>

#include "dialogs/transcript.hpp"
#include "dialogs/transcript_diff.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

namespace fs = std::filesystem;

struct Found {
  std::string transcript;
  std::string dialog;  // what it is about where it does not say so itself
};

// Transcripts of config/dialogs/jisr.yaml are in config/dialogs/jisr/.
Found found(const fs::path& transcript) {
  auto dialog = fs::absolute(transcript).lexically_normal().parent_path();
  dialog += ".yaml";
  return {transcript.string(), fs::proximate(dialog).string()};
}

std::vector<Found> find(const fs::path& path) {
  std::vector<Found> all;
  const bool dialog = path.extension() == ".yaml" || path.extension() == ".yml";
  auto folder = path;
  if (!fs::exists(path)) throw std::runtime_error("there is no " + path.string());
  if (dialog) folder.replace_extension();
  if (!dialog && !fs::is_directory(path)) {
    all.push_back(found(path));
  } else if (fs::is_directory(folder)) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.path().extension() == ".dialog") all.push_back(found(entry.path()));
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Found& a, const Found& b) { return a.transcript < b.transcript; });
  if (dialog) {
    for (auto& one : all) one.dialog = path.string();
  }
  if (!all.empty()) return all;
  throw std::runtime_error("there is no transcript (*.dialog) in " + folder.string() +
                           "; make one: jisr dial --dialog FILE --record " +
                           (folder / "first.dialog").string());
}

class Tester {
 public:
  explicit Tester(bool update) : update_(update) {}

  void test(const Found& one) {
    dialogs::Findings findings;
    const auto outcome = replay(one, findings);
    if (findings.has_errors()) print_findings(findings, sources_, std::cout);
    ++counts_[outcome];
    if (outcome == Outcome::updated) std::cout << one.transcript << ": written anew\n";
  }

  int close() {
    std::cout << counts_[Outcome::same] << " as written";
    if (counts_[Outcome::updated] > 0) std::cout << ", " << counts_[Outcome::updated] << " updated";
    if (counts_[Outcome::wrong] > 0) std::cout << ", " << counts_[Outcome::wrong] << " not";
    std::cout << '\n';
    return counts_[Outcome::wrong] > 0 ? kFindings : kWell;
  }

 private:
  enum class Outcome { same, updated, wrong };
  using Settings = std::map<std::string, std::string>;

  Outcome replay(const Found& one, dialogs::Findings& findings) {
    auto text = gateway::read_text(one.transcript);
    if (!text) throw std::runtime_error("cannot read " + one.transcript);
    const auto& expected = sources_[one.transcript] = std::move(*text);
    const auto transcript = dialogs::read_transcript(expected, one.transcript, findings);
    if (!transcript) return Outcome::wrong;
    auto file = one.dialog;
    if (const auto& named = transcript->head.dialog; !named.empty()) {
      file = fs::path(gateway::beside(fs::path(one.transcript).parent_path().string(), named))
                 .lexically_normal()
                 .string();
    }
    const auto dialog = compiled(file, transcript->head.settings, findings);
    if (!dialog) return Outcome::wrong;
    const auto came = dialogs::play(*dialog, *transcript, findings).text;
    const auto diff = dialogs::difference(expected, came);
    if (findings.has_errors()) return Outcome::wrong;
    if (update_ && came != expected) {
      write_whole(one.transcript, came);
      return Outcome::updated;
    }
    if (!diff) return Outcome::same;
    report(one.transcript, *diff);
    return Outcome::wrong;
  }

  std::shared_ptr<const dialogs::Dialog> compiled(const std::string& file, const Settings& settings,
                                                  dialogs::Findings& findings) {
    const auto key = std::pair(file, settings);
    if (const auto known = dialogs_.find(key); known != dialogs_.end()) return known->second;
    dialogs::Findings own;
    auto dialog = read_dialog(file, settings, {}, own, sources_);
    for (const auto& finding : own.all()) {
      if (finding.severity != dialogs::Severity::error) continue;
      findings.error(finding.code, finding.place, finding.sentence, finding.hint, finding.width);
    }
    return dialogs_[key] = std::move(dialog);
  }

  static void report(const std::string& file, const dialogs::TranscriptDiff& diff) {
    std::cout << file << ':' << diff.line << ':' << diff.column
              << ": error[E167]: something else comes (+) than the transcript says (-)\n"
              << dialogs::render(diff) << "      if it is meant so: jisr test --update " << file
              << "\n";
  }

  bool update_;
  gateway::Sources sources_;
  std::map<std::pair<std::string, Settings>, std::shared_ptr<const dialogs::Dialog>> dialogs_;
  std::map<Outcome, std::size_t> counts_;
};

}  // namespace

int test(const TestOptions& options) {
  try {
    Tester tester(options.update);
    for (const auto& path : options.paths) {
      for (const auto& one : find(path)) tester.test(one);
    }
    return tester.close();
  } catch (const std::runtime_error& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

}  // namespace jisr::tools
