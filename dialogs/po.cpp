// A PO file is lines: comments, a keyword with a string, and strings that go on. An entry ends
// where the next one's first comment, msgctxt or msgid begins.
#include "dialogs/po.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

std::string quoted(std::string_view text) {
  return double_quoted(text) + '\n';
}

// One string, each of its lines on a line of the file.
std::string string_of(std::string_view keyword, std::string_view text) {
  std::string out = std::string(keyword) + " ";
  const auto end = text.find('\n');
  if (end == std::string_view::npos || end + 1 == text.size()) return out + quoted(text);
  out += "\"\"\n";
  while (!text.empty()) {
    const auto size = std::min(text.find('\n'), text.size() - 1) + 1;
    out += quoted(text.substr(0, size));
    text.remove_prefix(size);
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

class Reader {
 public:
  Reader(std::string_view text, std::string file, Findings& findings)
      : text_(text), file_(std::move(file)), findings_(findings) {}

  std::optional<Po> read() {
    while (!text_.empty() && good_) {
      ++line_;
      const auto end = std::min(text_.find('\n'), text_.size());
      take(trimmed(text_.substr(0, end)));
      text_.remove_prefix(std::min(end + 1, text_.size()));
    }
    finish();
    if (!good_) return std::nullopt;
    return std::move(po_);
  }

 private:
  void refuse(const std::string& sentence, std::string hint = {}) {
    if (!good_) return;
    findings_.error("E261", {file_, line_, 1}, sentence, std::move(hint));
    good_ = false;
  }

  void take(std::string_view line) {
    if (line.starts_with("#~") || line.empty()) return;
    if (line.starts_with('#')) {
      if (to_ != nullptr) finish();
      comment(line);
    } else if (line.starts_with('"')) {
      if (to_ == nullptr) {
        refuse("a string that belongs to nothing");
      } else {
        append(line);
      }
    } else {
      keyword(line);
    }
  }

  void comment(std::string_view line) {
    if (line.starts_with("#,")) {
      entry_.fuzzy = entry_.fuzzy || line.find("fuzzy") != std::string_view::npos;
    } else if (line.starts_with("#.")) {
      entry_.comments.emplace_back(trimmed(line.substr(2)));
    } else if (line.starts_with("#:")) {
      entry_.reference = trimmed(line.substr(2));
    }
  }

  void keyword(std::string_view line) {
    const auto space = std::min(line.find_first_of(" \t\""), line.size());
    const auto word = line.substr(0, space);
    const bool opens = word == "msgctxt" || (word == "msgid" && !(has_context_ && !has_id_));
    if (opens && (has_id_ || has_context_)) finish();
    if (word == "msgctxt") {
      has_context_ = true;
      to_ = &entry_.context;
    } else if (word == "msgid") {
      has_id_ = true;
      entry_.line = line_;
      to_ = &entry_.id;
    } else if (word == "msgid_plural" && has_id_) {
      to_ = &entry_.id_plural;
    } else if ((word == "msgstr" && entry_.texts.empty()) || word == next_form()) {
      if (!has_id_) refuse("a msgstr without its msgid");
      to_ = &entry_.texts.emplace_back();
    } else {
      refuse("\"" + std::string(word) + "\" cannot stand here",
             "a PO file has msgctxt, msgid, msgid_plural and msgstr, each with a string");
      return;
    }
    const auto rest = trimmed(line.substr(space));
    if (rest.starts_with('"')) {
      append(rest);
    } else {
      refuse("a string in quotes is expected here");
    }
  }

  [[nodiscard]] std::string next_form() const {
    return "msgstr[" + std::to_string(entry_.texts.size()) + "]";
  }

  void append(std::string_view quoted_text) {
    std::size_t at = 1;
    for (; at < quoted_text.size() && quoted_text[at] != '"'; ++at) {
      char c = quoted_text[at];
      if (c == '\\') {
        c = ++at < quoted_text.size() ? escaped(quoted_text[at]) : '\0';
        if (c == '\0') refuse("an escape that is not known here", "\\n, \\t, \\\" and \\\\ are");
      }
      *to_ += c;
    }
    if (at + 1 != quoted_text.size()) refuse("a string that does not end with its line");
    if (to_->size() > kPoTextBytesMax) refuse("a string is longer than 16 KiB");
  }

  static char escaped(char c) {
    constexpr std::string_view kNames = "ntr\"\\";
    constexpr std::string_view kMeant = "\n\t\r\"\\";
    const auto at = kNames.find(c);
    return at == std::string_view::npos ? '\0' : kMeant[at];
  }

  void finish() {
    to_ = nullptr;
    if (has_id_ && entry_.texts.empty()) refuse("a msgid without its msgstr");
    if (has_context_ && !has_id_) refuse("a msgctxt without its msgid");
    if (has_id_ && entry_.id.empty() && entry_.context.empty() && po_.entries.empty()) {
      read_header();
    } else if (has_id_) {
      if (po_.entries.size() == kPoEntriesMax) refuse("the file has more than 20000 entries");
      po_.entries.push_back(std::move(entry_));
    }
    if (has_id_) entry_ = {};
    has_id_ = has_context_ = false;
  }

  void read_header() {
    if (entry_.texts.empty()) return;
    std::string_view rest = entry_.texts.front();
    while (!rest.empty()) {
      const auto end = std::min(rest.find('\n'), rest.size());
      const auto line = rest.substr(0, end);
      const auto colon = line.find(':');
      if (colon != std::string_view::npos) {
        po_.header.emplace_back(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  std::string_view text_;
  std::string file_;
  Findings& findings_;
  Po po_;
  PoEntry entry_;
  std::string* to_ = nullptr;  // the string that goes on
  bool has_context_ = false;
  bool has_id_ = false;
  bool good_ = true;
  int line_ = 0;
};

}  // namespace

std::string Po::field(std::string_view name) const {
  for (const auto& [key, value] : header) {
    if (key == name) return value;
  }
  return {};
}

std::string write_po(const Po& po) {
  std::string header;
  for (const auto& [name, value] : po.header) header += name + ": " + value + "\n";
  std::string out = string_of("msgid", "") + string_of("msgstr", header);
  for (const auto& entry : po.entries) {
    out += '\n';
    for (const auto& comment : entry.comments) out += "#. " + comment + "\n";
    if (!entry.reference.empty()) out += "#: " + entry.reference + "\n";
    if (entry.fuzzy) out += "#, fuzzy\n";
    if (!entry.context.empty()) out += string_of("msgctxt", entry.context);
    out += string_of("msgid", entry.id);
    if (entry.id_plural.empty()) {
      out += string_of("msgstr", entry.texts.empty() ? "" : entry.texts.front());
      continue;
    }
    out += string_of("msgid_plural", entry.id_plural);
    for (std::size_t i = 0; i < entry.texts.size(); ++i) {
      out += string_of("msgstr[" + std::to_string(i) + "]", entry.texts[i]);
    }
  }
  return out;
}

std::optional<Po> read_po(std::string_view text, const std::string& file, Findings& findings) {
  const Place whole{file, 0, 0};
  if (text.size() > kPoBytesMax) {
    findings.error("E261", whole, "the file is larger than 4 MiB");
    return std::nullopt;
  }
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!valid_utf8(text) || text.find('\0') != std::string_view::npos) {
    findings.error("E261", whole, "the file is not UTF-8", "save it in UTF-8");
    return std::nullopt;
  }
  auto po = Reader(text, file, findings).read();
  if (!po) return std::nullopt;
  const auto type = po->field("Content-Type");
  if (type.find("UTF-8") == std::string::npos && type.find("utf-8") == std::string::npos) {
    findings.error("E261", whole, "the header does not say that the file is UTF-8",
                   "Content-Type: text/plain; charset=UTF-8");
    return std::nullopt;
  }
  return po;
}

}  // namespace jisr::dialogs
