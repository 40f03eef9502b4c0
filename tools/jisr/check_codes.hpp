// What each finding's code means: docs/checks.md, built in, so that the page, --explain and
// SARIF say the same.
#pragma once
#include <string_view>
#include <vector>

namespace jisr::tools {

struct CheckCode {
  std::string_view code;  // "E210"
  std::string_view what;
  std::string_view why;     // may be empty
  std::string_view remedy;  // may be empty
};

// In the order of the page. Texts are Markdown: `words` and [links](to).
const std::vector<CheckCode>& check_codes();

// Null when there is none.
const CheckCode* find_check_code(std::string_view code);

}  // namespace jisr::tools
