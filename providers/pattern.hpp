// A pattern that takes one part out of a text: RE2, whose time is bounded by the text's length.
// Immutable once made, so threads may share one.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace jisr::providers {

class Pattern {
 public:
  // A regular expression with exactly one group. Null when it is not; `why` then says so.
  static std::shared_ptr<const Pattern> parse(const std::string& text, std::string& why);
  ~Pattern();

  // What the group holds of the first match; nullopt when nothing matches.
  [[nodiscard]] std::optional<std::string> take(std::string_view text) const;

 private:
  struct Compiled;
  explicit Pattern(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace jisr::providers
