// Finds the end of a scalar by the rules of its style (YAML 1.2, chapters 7.3 and 8.1); what it
// cannot find again it refuses to touch.
#include "dialogs/yaml_edit.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kSpaces = " \t\r\n";

std::string single_quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

// Can it stand without quotes, for every reader of YAML, in lines or (with more care) in braces?
bool plain_is_safe(std::string_view text, bool braces) {
  static const std::vector<std::string> kWords = {"true",  "false", "yes", "no",   "on", "off",
                                                  "null",  "y",     "n",   "Yes",  "No", "True",
                                                  "False", "On",    "Off", "Null", "Y",  "N"};
  if (text.empty() || text.back() == ' ' || text.back() == ':') return false;
  const auto first = static_cast<unsigned char>(text.front());
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                      first >= 0xC3;  // the letters of scripts; not U+0080 to U+00BF
  if (!letter || text.starts_with("\u200E") || text.starts_with("\u200F")) return false;
  if (text.find_first_of("{}[]#&*!|>%@`\"\n\t\\") != std::string_view::npos) return false;
  if (text.find(": ") != std::string_view::npos) return false;
  if (braces && text.find_first_of(",?") != std::string_view::npos) return false;
  if (braces && text.find("،") != std::string_view::npos) return false;
  return std::find(kWords.begin(), kWords.end(), text) == kWords.end();
}

std::string_view without_line_end(std::string_view text) {
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

// The lines of a text, each with `indent` before it.
std::string indented(std::string_view text, std::size_t indent, const std::string& line_break) {
  std::string out;
  while (true) {
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    if (!line.empty()) out += std::string(indent, ' ') + std::string(line);
    if (end == std::string_view::npos) return out;
    out += line_break;
    text.remove_prefix(end + 1);
  }
}

bool fits_a_block(std::string_view text) {
  return !text.empty() && text.front() != ' ' && text.front() != '\n' &&
         text.find('\t') == std::string_view::npos && text.find(" \n") == std::string_view::npos &&
         text.back() != ' ';
}

}  // namespace

YamlEdit::YamlEdit(std::string_view source) : source_(source) {
  lines_.push_back(0);
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n') lines_.push_back(i + 1);
  }
  line_break_ = source.find("\r\n") == std::string_view::npos ? "\n" : "\r\n";
}

std::size_t YamlEdit::offset(const Place& place) const {
  const auto line = static_cast<std::size_t>(place.line - 1);
  if (place.line < 1 || line >= lines_.size()) return source_.size();
  auto at = lines_[line];
  for (int column = 1; column < place.column && at < source_.size(); ++column) {
    ++at;
    while (at < source_.size() && !begins_character(source_[at])) ++at;
  }
  return at;
}

std::size_t YamlEdit::line_end(std::size_t at) const {
  const auto end = std::min(source_.find('\n', at), source_.size());
  return end > at && source_[end - 1] == '\r' ? end - 1 : end;
}

// From the | or > to the end of the last line that is not blank.
YamlEdit::Span YamlEdit::block(std::size_t from) const {
  auto last = line_end(from);
  std::size_t indent = 0;
  auto at = std::min(source_.find('\n', from), source_.size());
  while (at < source_.size()) {
    const auto begin = at + 1;
    const auto end = line_end(begin);
    const auto first = source_.find_first_not_of(' ', begin);
    at = std::min(source_.find('\n', begin), source_.size());
    if (first == std::string_view::npos || first >= end) continue;  // blank
    const auto own = first - begin;
    if (indent == 0) indent = own;
    if (own < indent || own == 0) break;
    last = end;
  }
  return {from, last, indent > 0};
}

// Is it alone on its line behind `key: `, and so not in braces?
bool YamlEdit::in_lines(const Span& scalar) const {
  const auto begin = scalar.from == 0 ? 0 : source_.rfind('\n', scalar.from - 1) + 1;
  const auto before = source_.substr(begin, scalar.from - begin);
  const auto behind = source_.substr(scalar.to, line_end(scalar.to) - scalar.to);
  const auto next = behind.find_first_not_of(' ');
  const bool ends = next == std::string_view::npos || behind[next] == '#';
  return ends && before.find_first_of("{[,\"'") == std::string_view::npos && before.ends_with(": ");
}

YamlEdit::Span YamlEdit::span(const Yaml& scalar) const {
  const auto from = offset(scalar.place());
  const bool blank = scalar.text().find_first_not_of(kSpaces) == std::string::npos;
  if (from >= source_.size() || !scalar.is_scalar() || blank) return {};
  const char opening = source_[from];
  if (scalar.quoted() && (opening == '|' || opening == '>')) return block(from);
  if (scalar.quoted()) {
    for (auto at = from + 1; at < source_.size(); ++at) {
      if (opening == '"' && source_[at] == '\\') {
        ++at;
      } else if (source_[at] == opening) {
        const bool twice = opening == '\'' && at + 1 < source_.size() && source_[at + 1] == opening;
        if (!twice) return {from, at + 1, opening == '"' || opening == '\''};
        ++at;
      }
    }
    return {};
  }
  auto at = from;  // plain: lines may be folded, so a space stands for any white space
  for (const char c : scalar.text()) {
    if (c == ' ' || c == '\n') {
      const auto next = source_.find_first_not_of(kSpaces, at);
      if (next == at) return {};
      at = std::min(next, source_.size());
    } else if (at < source_.size() && source_[at] == c) {
      ++at;
    } else {
      return {};
    }
  }
  return {from, at, at > from};
}

bool YamlEdit::replace(const Yaml& scalar, std::string_view text) {
  const auto where = span(scalar);
  if (!where.found) return false;
  text = without_line_end(text);
  const char opening = source_[where.from];
  const bool quoted = scalar.quoted();
  std::string out;
  if (quoted && (opening == '|' || opening == '>') && fits_a_block(text)) {
    const auto header_end = line_end(where.from);
    const auto header = source_.substr(where.from, header_end - where.from);
    const auto top = source_.find('\n', where.from) + 1;
    const auto first = source_.find_first_not_of(" \r\n", top);
    const auto begin = source_.rfind('\n', first) + 1;
    const bool plain_header =
        header.substr(0, header.find('#')).find_first_of("0123456789+>") == std::string_view::npos;
    out = (plain_header ? std::string(header) : std::string("|")) + line_break_ +
          indented(text, first - begin, line_break_);
  } else if (quoted && opening == '\'' && text.find('\n') == std::string_view::npos) {
    out = single_quoted(text);
  } else {
    const bool plain = !quoted && plain_is_safe(text, !in_lines(where));
    out = plain ? std::string(text) : double_quoted(text);
  }
  edits_.push_back({where.from, where.to, std::move(out)});
  return true;
}

bool YamlEdit::replace_raw(const Yaml& scalar, std::string_view yaml) {
  const auto where = span(scalar);
  if (!where.found) return false;
  edits_.push_back({where.from, where.to, std::string(yaml)});
  return true;
}

bool YamlEdit::add(const Yaml& map, const Yaml& after, std::string_view key, std::string_view text,
                   bool raw) {
  const auto map_at = offset(map.place());
  const auto key_at = offset(after.key_place());
  if (map_at >= source_.size() || key_at >= source_.size()) return false;
  const bool braces = source_[map_at] == '{';
  text = without_line_end(text);
  auto entry = std::string(key) + ": " + (raw ? std::string(text) : written(text));
  const auto line = lines_[static_cast<std::size_t>(after.key_place().line - 1)];
  const std::size_t indent = key_at - line;  // spaces, or "- " before them
  if (after.is_scalar()) {
    const auto where = span(after);
    if (!where.found) return false;
    if (braces) {
      edits_.push_back({where.to, where.to, ", " + entry});
      return true;
    }
    if (!raw && text.find('\n') != std::string_view::npos && fits_a_block(text)) {
      entry = std::string(key) + ": |" + line_break_ + indented(text, indent + 2, line_break_);
    }
    const auto end = line_end(where.to);
    edits_.push_back({end, end, line_break_ + std::string(indent, ' ') + entry});
    return true;
  }
  const auto behind = braces ? ", " : line_break_ + std::string(indent, ' ');
  edits_.push_back({key_at, key_at, entry + behind});
  return true;
}

std::string YamlEdit::result() const {
  auto edits = edits_;
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.from < b.from; });
  std::string out;
  std::size_t at = 0;
  for (const auto& edit : edits) {
    out += source_.substr(at, edit.from - at);
    out += edit.text;
    at = edit.to;
  }
  return out + std::string(source_.substr(at));
}

std::string YamlEdit::written(std::string_view text) {
  return plain_is_safe(text, true) ? std::string(text) : double_quoted(text);
}

}  // namespace jisr::dialogs
