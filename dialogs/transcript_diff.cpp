// The longest common run of lines, by the table of lengths; the like ends are cut off first.
#include "dialogs/transcript_diff.hpp"

#include <algorithm>
#include <cstdint>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

// Above this the table would be large: then the whole middle is given, first one, then the other.
constexpr std::size_t kCellsMax = 16'000'000;

using Side = DiffLine::Side;

std::vector<DiffLine> lines_of(std::string_view text, Side side) {
  std::vector<DiffLine> lines;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const bool counts = !line.starts_with("//") && line.find_first_not_of(' ') != line.npos;
    if (counts) lines.push_back({side, side == Side::came ? 0 : number, std::string(line)});
  }
  return lines;
}

class Comparer {
 public:
  Comparer(std::vector<DiffLine> expected, std::vector<DiffLine> came)
      : expected_(std::move(expected)), came_(std::move(came)) {}

  std::vector<DiffLine> merge() {
    const auto shorter = std::min(expected_.size(), came_.size());
    while (from_ < shorter && expected_[from_].text == came_[from_].text) ++from_;
    std::size_t tail = 0;
    while (tail < shorter - from_ &&
           expected_[expected_.size() - 1 - tail].text == came_[came_.size() - 1 - tail].text) {
      ++tail;
    }
    rows_ = expected_.size() - from_ - tail;
    columns_ = came_.size() - from_ - tail;
    for (std::size_t i = 0; i < from_; ++i) same(i);
    middle();
    for (std::size_t i = expected_.size() - tail; i < expected_.size(); ++i) same(i);
    return std::move(merged_);
  }

 private:
  void same(std::size_t i) {
    merged_.push_back(expected_[i]);
    merged_.back().side = Side::both;
  }
  std::uint16_t& length(std::size_t row, std::size_t column) {
    return lengths_[row * (columns_ + 1) + column];
  }

  void middle() {
    if ((rows_ + 1) * (columns_ + 1) <= kCellsMax) fill();
    std::size_t row = 0;
    std::size_t column = 0;
    while (row < rows_ || column < columns_) {
      const bool both = row < rows_ && column < columns_ && !lengths_.empty();
      if (both && expected_[from_ + row].text == came_[from_ + column].text) {
        same(from_ + row);
        ++row;
        ++column;
      } else if (row < rows_ && (!both || length(row + 1, column) >= length(row, column + 1))) {
        merged_.push_back(expected_[from_ + row++]);
      } else {
        merged_.push_back(came_[from_ + column++]);
      }
    }
  }

  void fill() {
    lengths_.assign((rows_ + 1) * (columns_ + 1), 0);
    for (std::size_t row = rows_; row-- > 0;) {
      for (std::size_t column = columns_; column-- > 0;) {
        const bool like = expected_[from_ + row].text == came_[from_ + column].text;
        length(row, column) = like ? static_cast<std::uint16_t>(length(row + 1, column + 1) + 1)
                                   : std::max(length(row + 1, column), length(row, column + 1));
      }
    }
  }

  std::vector<DiffLine> expected_;
  std::vector<DiffLine> came_;
  std::vector<DiffLine> merged_;
  std::vector<std::uint16_t> lengths_;
  std::size_t from_ = 0;
  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
};

// In characters, from 1: where two lines part.
int parting(const std::string& one, const std::string& other) {
  auto at = static_cast<std::size_t>(
      std::mismatch(one.begin(), one.end(), other.begin(), other.end()).first - one.begin());
  while (at > 0 && at < one.size() && !begins_character(one[at])) --at;
  return static_cast<int>(code_points(std::string_view(one).substr(0, at))) + 1;
}

}  // namespace

std::optional<TranscriptDiff> difference(std::string_view expected, std::string_view came) {
  TranscriptDiff diff;
  diff.lines = Comparer(lines_of(expected, Side::expected), lines_of(came, Side::came)).merge();
  const auto differs = [](const DiffLine& line) { return line.side != Side::both; };
  const auto first = std::find_if(diff.lines.begin(), diff.lines.end(), differs);
  if (first == diff.lines.end()) return std::nullopt;
  const auto numbered = [](const DiffLine& line) { return line.number > 0; };
  const auto place = std::find_if(first, diff.lines.end(), numbered);
  if (first->side == Side::expected) {
    const auto other = std::find_if(
        first, diff.lines.end(), [](const DiffLine& line) { return line.side != Side::expected; });
    const bool beside = other != diff.lines.end() && other->side == Side::came;
    if (beside) diff.column = parting(first->text, other->text);
  }
  if (place != diff.lines.end()) {
    diff.line = place->number;
  } else {
    for (const auto& line : diff.lines) diff.line = std::max(diff.line, line.number);
  }
  return diff;
}

std::string render(const TranscriptDiff& diff, std::size_t around) {
  const auto& all = diff.lines;
  const auto near = [&](std::size_t at) {
    const auto from = at - std::min(at, around);
    const auto to = std::min(all.size(), at + around + 1);
    return std::any_of(all.begin() + static_cast<std::ptrdiff_t>(from),
                       all.begin() + static_cast<std::ptrdiff_t>(to),
                       [](const DiffLine& line) { return line.side != Side::both; });
  };
  std::string out;
  bool caret = true;
  bool gap = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!near(i)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += "      ...\n";
    gap = false;
    const auto number = all[i].number > 0 ? std::to_string(all[i].number) : std::string();
    const char sign = all[i].side == Side::both ? ' ' : all[i].side == Side::expected ? '-' : '+';
    out += std::string(5 - std::min<std::size_t>(5, number.size()), ' ') + number + ' ' + sign +
           ' ' + all[i].text + '\n';
    if (caret && all[i].side == Side::expected && all[i].number == diff.line) {
      out += std::string(8 + static_cast<std::size_t>(diff.column) - 1, ' ') + "^\n";
      caret = false;
    }
  }
  return out;
}

}  // namespace jisr::dialogs
