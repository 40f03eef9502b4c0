// Comma-separated tables (RFC 4180) for the long lists of a dialog: provinces, communes.
// Spreadsheets write them in many ways, so anything doubtful is a finding with its line rather than
// a guess. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct Csv {
  Table table;             // its name is the caller's to give
  std::vector<int> lines;  // where each row begins in the file, from 1
};

constexpr std::size_t kCsvBytesMax = 4 << 20;
constexpr std::size_t kCsvRowsMax = 20'000;
constexpr std::size_t kCsvColumnsMax = 64;
constexpr std::size_t kCsvCellBytesMax = 500;

// Reads `text`: UTF-8 with or without a byte order mark, a header row, commas, quotes as in RFC
// 4180 section 2, rows ended by LF or CRLF; empty lines are passed over, and so are the lines above
// the header that begin with #, which are for its readers. Spaces around an unquoted cell are taken
// off. Everything else (another separator, a ragged row, an open quote) is E220; nullopt after an
// error.
struct CsvForm {
  char separator = ',';
  std::size_t cell_bytes_max = kCsvCellBytesMax;
};
std::optional<Csv> read_csv(std::string_view text, const std::string& file, Findings& findings,
                            const CsvForm& form = {});

// How a sheet begins that spreadsheets open as UTF-8.
constexpr std::string_view kCsvMark = "\xEF\xBB\xBF";
// One row, each cell in quotes, ended by CRLF.
void add_csv_row(std::string& out, const std::vector<std::string>& cells);

}  // namespace jisr::dialogs
