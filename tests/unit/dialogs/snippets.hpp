// One way at least to bring out each finding of the dialog compiler.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace jisr::dialogs {

// Changes to the sample dialog that bring out one finding and no other. A » in a replacement marks
// where the finding is; it is taken out before compiling.
struct Snippet {
  std::string code;
  std::vector<std::pair<std::string, std::string>> edits;
  std::map<std::string, std::string> files = {};     // in the place of the sample's
  std::map<std::string, std::string> settings = {};  // as gateway.yaml gives them
  std::string elsewhere = {};  // "towns.csv:3:1" when the finding is not in the dialog
  std::optional<std::set<std::string>> read_outside = {};  // what the registry's mapping reads
};

std::vector<Snippet> structure_snippets();  // E1xx
std::vector<Snippet> reference_snippets();  // E2xx
std::vector<Snippet> text_snippets();       // E3xx, W5xx
std::vector<Snippet> graph_snippets();      // E4xx
std::vector<Snippet> answer_snippets();     // E14x, W54x
std::vector<Snippet> proof_snippets();      // E42x, W51x
std::vector<Snippet> resume_snippets();     // E288 to E290, W288
std::vector<Snippet> traceless_snippets();  // E294 to E296

}  // namespace jisr::dialogs
