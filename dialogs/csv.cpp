// Reads a table: first into rows of cells with their places, then into a Table whose rows all have
// the header's width. The first few mistakes are reported; a file in the wrong format would else
// bury the rest.
#include "dialogs/csv.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kMistakesMax = 10;

struct Row {
  int line = 0;
  std::vector<std::string> cells;
  bool blank() const { return cells.size() == 1 && cells[0].empty(); }
};

std::string trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

class Reader {
 public:
  Reader(std::string_view text, std::string file, Findings& findings, const CsvForm& form)
      : text_(text), file_(std::move(file)), findings_(findings), form_(form) {}

  std::vector<Row> rows() {
    std::vector<Row> all;
    pass_notes();
    while (at_ < text_.size() && good()) {
      if (all.size() > kCsvRowsMax) {
        mistake(line_, "the table has more than " + std::to_string(kCsvRowsMax) + " rows");
        break;
      }
      auto row = next_row();
      if (!row.blank()) all.push_back(std::move(row));
    }
    return all;
  }

  void mistake(int line, const std::string& sentence, std::string hint = {}) {
    if (mistakes_++ >= kMistakesMax) return;
    findings_.error("E220", {file_, line, line > 0 ? 1 : 0}, sentence, std::move(hint));
  }
  bool good() const { return mistakes_ < kMistakesMax; }
  bool clean() const { return mistakes_ == 0; }

 private:
  void pass_notes() {
    while (at_ < text_.size() && text_[at_] == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
      ++line_;
    }
  }

  Row next_row() {
    Row row{line_, {}};
    while (true) {
      row.cells.push_back(next_cell());
      if (row.cells.back().size() > form_.cell_bytes_max) {
        mistake(row.line,
                "a cell is longer than " + std::to_string(form_.cell_bytes_max) + " bytes",
                "is a quote left open?");
        row.cells.back().clear();
      }
      if (at_ < text_.size() && text_[at_] == form_.separator) {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      ++line_;
      return row;
    }
  }

  // What ends a cell that is not quoted.
  [[nodiscard]] std::string ends() const { return std::string(1, form_.separator) + "\r\n"; }

  std::string next_cell() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
    const auto end = std::min(text_.find_first_of(ends(), at_), text_.size());
    const auto cell = text_.substr(at_, end - at_);
    at_ = end;
    if (cell.find('"') != std::string_view::npos) {
      mistake(line_, "a quote stands inside a cell that is not quoted",
              "quote the whole cell and write the quote twice");
    }
    return trimmed(cell);
  }

  std::string quoted_cell() {
    const int opened = line_;
    std::string cell;
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    if (at_ == text_.size()) {
      mistake(opened, "a quote is opened and never closed");
      return cell;
    }
    ++at_;
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    if (at_ < text_.size() && text_[at_] != form_.separator && text_[at_] != '\r' &&
        text_[at_] != '\n') {
      mistake(line_, "something follows the closing quote of a cell",
              "a quote inside a cell is written twice");
      at_ = std::min(text_.find_first_of(ends(), at_), text_.size());
    }
    return cell;
  }

  std::string_view text_;
  std::string file_;
  Findings& findings_;
  CsvForm form_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t mistakes_ = 0;
};

void check_header(const Row& header, Reader& reader) {
  const auto& names = header.cells;
  if (names.size() > kCsvColumnsMax) {
    reader.mistake(header.line,
                   "the table has more than " + std::to_string(kCsvColumnsMax) + " columns");
  }
  if (names.size() == 1 && names[0].find_first_of(";\t") != std::string::npos) {
    reader.mistake(header.line, "the header row has no commas",
                   "save the sheet as CSV with commas, in UTF-8");
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) {
      reader.mistake(header.line, "column " + std::to_string(i + 1) + " has no name");
    } else if (std::find(names.begin(), names.begin() + static_cast<long>(i), names[i]) !=
               names.begin() + static_cast<long>(i)) {
      reader.mistake(header.line, "two columns are called \"" + names[i] + "\"");
    }
  }
}

}  // namespace

std::optional<Csv> read_csv(std::string_view text, const std::string& file, Findings& findings,
                            const CsvForm& form) {
  Reader checked({}, file, findings, form);
  if (text.size() > kCsvBytesMax) {
    checked.mistake(0, "the file is larger than 4 MiB");
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!valid_utf8(text) || text.find('\0') != std::string_view::npos) {
    checked.mistake(0, "the file is not UTF-8", "save the sheet as \"CSV UTF-8\"");
    return std::nullopt;
  }
  Reader reader(text, file, findings, form);
  auto rows = reader.rows();
  if (rows.empty()) {
    reader.mistake(0, "the table is empty", "its first row names the columns");
    return std::nullopt;
  }
  check_header(rows.front(), reader);
  Csv csv;
  csv.table.columns = std::move(rows.front().cells);
  const auto width = csv.table.columns.size();
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    if (row->cells.size() != width) {
      reader.mistake(row->line,
                     "this row has " + std::to_string(row->cells.size()) +
                         " cells, the header has " + std::to_string(width),
                     "a comma inside a cell needs quotes around the cell");
    }
    csv.table.rows.push_back(std::move(row->cells));
    csv.lines.push_back(row->line);
  }
  if (!reader.clean()) return std::nullopt;
  return csv;
}

void add_csv_row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out += i > 0 ? ",\"" : "\"";
    for (const char c : cells[i]) {
      out += c;
      if (c == '"') out += c;
    }
    out += '"';
  }
  out += "\r\n";
}

}  // namespace jisr::dialogs
