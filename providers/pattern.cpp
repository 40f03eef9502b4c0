// RE2 behind a small door.
#include "providers/pattern.hpp"

#include <re2/re2.h>

namespace jisr::providers {

struct Pattern::Compiled {
  explicit Compiled(const std::string& text, const RE2::Options& options) : re(text, options) {}
  RE2 re;
};

Pattern::Pattern(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::parse(const std::string& text, std::string& why) {
  RE2::Options options(RE2::Quiet);
  options.set_max_mem(1 << 20);
  auto compiled = std::make_unique<Compiled>(text, options);
  if (!compiled->re.ok()) {
    why = "not a pattern of RE2: " + compiled->re.error();
  } else if (compiled->re.NumberOfCapturingGroups() != 1) {
    why = "the pattern needs exactly one group ( ), the part that counts";
  } else {
    return std::shared_ptr<const Pattern>(new Pattern(std::move(compiled)));
  }
  return nullptr;
}

std::optional<std::string> Pattern::take(std::string_view text) const {
  std::string part;
  const re2::StringPiece whole(text.data(), text.size());
  if (!RE2::PartialMatch(whole, compiled_->re, &part)) return std::nullopt;
  return part;
}

}  // namespace jisr::providers
