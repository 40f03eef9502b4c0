// Where a transcript and what comes now part: the lines of both beside each other, and the first
// character that differs. Comments and empty lines do not count. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::dialogs {

struct DiffLine {
  enum class Side { both, expected, came } side = Side::both;
  int number = 0;  // in the transcript; 0 for a line that came
  std::string text;
};

struct TranscriptDiff {
  std::vector<DiffLine> lines;  // all, in order
  int line = 0;                 // of the transcript: the first that is not so
  int column = 1;               // in characters, from 1, within that line
};

// nullopt when they say the same.
std::optional<TranscriptDiff> difference(std::string_view expected, std::string_view came);

// The lines that differ with `around` lines before and after, their numbers, and a caret below the
// first place: "  12 - < Hello", "     + < Hallo", "         ^".
std::string render(const TranscriptDiff& diff, std::size_t around = 3);

}  // namespace jisr::dialogs
