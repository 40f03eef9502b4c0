// Changes single texts of a YAML file and leaves every other byte as it is: comments, order,
// quotes, line ends. A text keeps its way of writing (plain, quoted, block) where the new words
// allow it. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/yaml.hpp"

namespace jisr::dialogs {

class YamlEdit {
 public:
  // `source` must be what the nodes were parsed from, and outlive this.
  explicit YamlEdit(std::string_view source);

  // Both give false, and change nothing, when the node is not found again in the source.
  // In place of a scalar; the last line end of `text` does not count.
  bool replace(const Yaml& scalar, std::string_view text);
  // The same with YAML as it is to stand there: a map in braces.
  bool replace_raw(const Yaml& scalar, std::string_view yaml);
  // One more entry of a map (in braces or in lines), after its entry `after`. `raw` as above.
  bool add(const Yaml& map, const Yaml& after, std::string_view key, std::string_view text,
           bool raw = false);

  // The source with all changes.
  [[nodiscard]] std::string result() const;

  // A scalar for any place: plain where that is safe, else in double quotes.
  static std::string written(std::string_view text);

 private:
  struct Span {
    std::size_t from = 0;
    std::size_t to = 0;
    bool found = false;
  };
  struct Edit {
    std::size_t from = 0;
    std::size_t to = 0;
    std::string text;
  };

  [[nodiscard]] std::size_t offset(const Place& place) const;
  [[nodiscard]] Span span(const Yaml& scalar) const;
  [[nodiscard]] bool in_lines(const Span& scalar) const;
  [[nodiscard]] Span block(std::size_t from) const;
  [[nodiscard]] std::size_t line_end(std::size_t at) const;

  std::string_view source_;
  std::vector<std::size_t> lines_;  // where each begins
  std::string line_break_;
  std::vector<Edit> edits_;
};

}  // namespace jisr::dialogs
