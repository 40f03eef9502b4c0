// What the load generator types and which page must come back for it: the dialog is walked once in
// this process with the same engine, so that each page of each registration can be compared.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace jisr::tools {

struct ExpectedPage {
  std::string before;  // the text up to the reference; the whole text when there is none
  std::string after;   // the text behind it
  bool has_reference = false;
  [[nodiscard]] bool matches(std::string_view body) const;
};

struct LoadScript {
  std::vector<std::string> answers;  // typed one after the other
  std::vector<ExpectedPage> pages;   // pages[i] answers the callback with i answers in its text
};

// Throws std::runtime_error when `code` is not served, or the answers do not lead to an end.
LoadScript make_script(const std::string& config, const std::string& code,
                       const std::vector<std::string>& answers);
// Without a dialog behind it (the floor): any page is right.
LoadScript any_page_script(const std::vector<std::string>& answers);

}  // namespace jisr::tools
