// A finding about a configuration file: where, what, and what to do. One shape for dialogs,
// profiles and gateway.yaml, so that check, serve, reload and the simulator give the same verdict
// in the same words.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::dialogs {

// A place in a file. Lines and columns count from 1; a column counts code points, as editors do.
// line 0 means "the file as a whole".
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

enum class Severity { error, warning };

struct Finding {
  Severity severity = Severity::error;
  std::string code;  // stable, "E104"; docs/checks.md lists them
  Place place;
  std::string sentence;   // what is wrong, one sentence, no full stop
  std::string hint;       // what to do or "did you mean …"; may be empty
  std::size_t width = 1;  // how many columns the caret line marks
};

// Collects findings in the order in which they were met.
class Findings {
 public:
  void error(std::string code, Place place, std::string sentence, std::string hint = {},
             std::size_t width = 1);
  void warning(std::string code, Place place, std::string sentence, std::string hint = {},
               std::size_t width = 1);

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t errors() const { return errors_; }
  [[nodiscard]] std::size_t warnings() const { return all_.size() - errors_; }
  [[nodiscard]] const std::vector<Finding>& all() const { return all_; }
  void append(const Findings& other);
  // By file, line and column: the order in which a person mends them.
  void sort();

 private:
  std::vector<Finding> all_;
  std::size_t errors_ = 0;
};

// "file:line:col: error[E104]: sentence", then the source line with a caret and the hint. `source`
// is the text of the file, empty when it could not be read (then only the first line is given).
std::string render(const Finding& finding, std::string_view source);

// The candidate nearest to `word` by edit distance, when it is near enough to be a slip of the hand
// (a third of its length at most); otherwise empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// "did you mean "x"?" or empty: the usual hint.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace jisr::dialogs
