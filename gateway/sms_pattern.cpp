// A pattern is read anew for each SMS: there are few, and they are short.
#include "gateway/sms_pattern.hpp"

#include <algorithm>

#include "dialogs/recognise.hpp"
#include "dialogs/text.hpp"

namespace jisr::gateway {

using dialogs::Dialog;
using dialogs::kNone;

namespace {

// The fields in the order in which the dialog's first screens ask them; empty unless those ask
// exactly these, each by a question.
std::vector<std::uint16_t> asked_first(const Dialog& dialog, const SmsPattern& pattern) {
  std::vector<std::uint16_t> fields;
  auto at = dialog.start;
  while (fields.size() < pattern.fields.size()) {
    if (at >= dialog.screens.size()) return {};
    const auto& screen = dialog.screens[at];
    const bool known = screen.kind == dialogs::Screen::Kind::question && screen.field != kNone &&
                       screen.rule.type != dialogs::FieldType::pin &&
                       dialog.fields[screen.field].screen == at &&
                       std::find(fields.begin(), fields.end(), screen.field) == fields.end();
    if (!known) return {};
    const auto& name = dialog.fields[screen.field].name;
    const auto& wanted = pattern.fields;
    if (std::find(wanted.begin(), wanted.end(), name) == wanted.end()) return {};
    fields.push_back(screen.field);
    at = screen.next;
  }
  return fields;
}

// The text behind the keyword, or nothing when it begins with another word.
std::optional<std::string_view> behind(std::string_view text, const std::string& keyword) {
  if (keyword.empty()) return text;
  const auto from = text.find_first_not_of(" \n\t");
  if (from == std::string_view::npos) return std::nullopt;
  const auto to = std::min(text.find_first_of(" \n\t", from), text.size());
  const auto first = text.substr(from, to - from);
  if (dialogs::search_key(first) != dialogs::search_key(keyword)) return std::nullopt;
  return text.substr(to);
}

bool same_number(std::string_view own, std::string_view told) {
  if (own.empty()) return true;
  const auto digits = [](std::string_view number) {
    std::string kept;
    std::copy_if(number.begin(), number.end(), std::back_inserter(kept),
                 [](char c) { return c >= '0' && c <= '9'; });
    return kept;
  };
  const auto mine = digits(own);
  return mine.empty() ? own == told : mine == digits(told);
}

}  // namespace

std::optional<SmsPattern> sms_pattern(std::string_view keyword) {
  if (keyword.find_first_of("{}") == std::string_view::npos) return std::nullopt;
  SmsPattern pattern;
  std::string word;
  bool inside = false;
  bool well = true;
  for (const char c : keyword) {
    if (c == '{' || c == '}') {
      well = well && inside == (c == '}') && (c == '{' ? word.empty() : !word.empty());
      if (c == '}') pattern.fields.push_back(word);
      inside = c == '{';
      word.clear();
    } else if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      well = well && !inside && pattern.keyword.empty() && pattern.fields.empty();
      pattern.keyword = word;
      word.clear();
    }
  }
  if (!well || inside || !word.empty()) pattern.fields.clear();  // check_patterns() says so
  return pattern;
}

std::optional<Entered> enter_by_pattern(const Channel& channel, const providers::Inbound& in,
                                        const dialogs::Date& today) {
  for (std::size_t i = 0; i < channel.config.entrances.size(); ++i) {
    const auto& entrance = channel.config.entrances[i];
    const auto& dialog = channel.begun[i];
    if (!dialog || !same_number(entrance.code, in.service)) continue;
    for (const auto& keyword : entrance.keywords) {
      const auto pattern = sms_pattern(keyword);
      if (!pattern) continue;
      const auto rest = behind(in.text, pattern->keyword);
      if (!rest) continue;
      const auto fields = asked_first(*dialog, *pattern);
      auto words = dialogs::recognise(*dialog, fields, *rest, today);
      if (words) return Entered{i, std::move(*words)};
    }
  }
  return std::nullopt;
}

void check_patterns(const Channel& channel, dialogs::Findings& findings) {
  for (std::size_t i = 0; i < channel.config.entrances.size(); ++i) {
    const auto& entrance = channel.config.entrances[i];
    const auto& dialog = channel.begun[i];
    for (const auto& keyword : entrance.keywords) {
      const auto pattern = sms_pattern(keyword);
      if (!pattern) continue;
      const auto whose = "channel " + channel.config.name + ": \"" + keyword + '"';
      if (pattern->fields.empty() || pattern->fields.size() > dialogs::kRecognisedFieldsMax) {
        findings.error("E229", entrance.place, whose + " cannot be read",
                       "a word, if there is one, then one to four fields: "
                       "\"JISR {national_id} {birth}\"");
      } else if (dialog && asked_first(*dialog, *pattern).empty()) {
        findings.error("E229", entrance.place,
                       whose + " is not what the first screens of " + dialog->name + " ask",
                       "its first screens must be questions for these fields, in any order");
      }
    }
  }
}

}  // namespace jisr::gateway
