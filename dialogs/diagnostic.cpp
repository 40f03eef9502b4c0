// Findings: collecting, sorting, and the picture with the caret.
#include "dialogs/diagnostic.hpp"

#include <algorithm>
#include <tuple>

namespace jisr::dialogs {

void Findings::error(std::string code, Place place, std::string sentence, std::string hint,
                     std::size_t width) {
  all_.push_back({Severity::error, std::move(code), std::move(place), std::move(sentence),
                  std::move(hint), width});
  ++errors_;
}

void Findings::warning(std::string code, Place place, std::string sentence, std::string hint,
                       std::size_t width) {
  all_.push_back({Severity::warning, std::move(code), std::move(place), std::move(sentence),
                  std::move(hint), width});
}

void Findings::append(const Findings& other) {
  all_.insert(all_.end(), other.all_.begin(), other.all_.end());
  errors_ += other.errors_;
}

void Findings::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) <
           std::tie(b.place.file, b.place.line, b.place.column);
  });
}

namespace {

std::string_view line_of(std::string_view source, int line) {
  for (int at = 1; at < line; ++at) {
    const auto end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  auto text = source.substr(0, source.find('\n'));
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  return text;
}

}  // namespace

std::string render(const Finding& finding, std::string_view source) {
  const auto& place = finding.place;
  std::string out = place.file;
  if (place.line > 0) {
    out += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
  }
  out += finding.severity == Severity::error ? ": error[" : ": warning[";
  out += finding.code + "]: " + finding.sentence + '\n';
  const auto text = place.line > 0 ? line_of(source, place.line) : std::string_view{};
  const std::string number = std::to_string(place.line);
  if (!text.empty()) {
    out += "  " + number + " | " + std::string(text) + '\n';
    out += "  " + std::string(number.size(), ' ') + " | " +
           std::string(static_cast<std::size_t>(std::max(place.column - 1, 0)), ' ') +
           std::string(std::max<std::size_t>(finding.width, 1), '^');
    if (!finding.hint.empty()) out += ' ' + finding.hint;
    out += '\n';
  } else if (!finding.hint.empty()) {
    out += "  " + finding.hint + '\n';
  }
  return out;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // A damped edit distance over bytes: keys are ASCII, and a slip in Arabic is only a little
  // dearer.
  const auto distance = [](std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      std::size_t diagonal = row[0];
      row[0] = i;
      for (std::size_t j = 1; j <= b.size(); ++j) {
        const std::size_t above = row[j];
        row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
        diagonal = above;
      }
    }
    return row.back();
  };
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 2) + 1;
  for (const auto& candidate : candidates) {
    if (word.size() > 64 || candidate.size() > 64 || candidate == word) continue;
    const auto d = distance(word, candidate);
    if (d < best_distance && d < candidate.size()) {
      best = candidate;
      best_distance = d;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& candidates) {
  const auto best = nearest(word, candidates);
  return best.empty() ? std::string{} : "did you mean \"" + best + "\"?";
}

}  // namespace jisr::dialogs
