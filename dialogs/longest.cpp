// The longest that an answer can be shown as, by the type of its field.
#include "dialogs/longest.hpp"

#include <algorithm>

#include "dialogs/check_lists.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

std::size_t typed_characters(const FieldRule& rule) {
  constexpr std::size_t kNationalId = 11;  // three letters, eight digits
  constexpr std::size_t kDate = 10;
  switch (rule.type) {
    case FieldType::name:
    case FieldType::text:
      return rule.length_max;
    case FieldType::national_id:
      return kNationalId;
    case FieldType::year:
      return 4;
    case FieldType::date:
    case FieldType::birth:
      return kDate;
    case FieldType::number:
      return std::max(std::to_string(rule.min).size(), std::to_string(rule.max).size());
    case FieldType::yes_no:
    case FieldType::choice:
      break;
  }
  return 3;
}

void keep_longer(std::string& longest, std::string other) {
  if (code_points(other) > code_points(longest)) longest = std::move(other);
}

std::string longest_answer(const Dialog& dialog, std::uint16_t field, std::size_t language) {
  std::string longest;
  for (const auto& screen : dialog.screens) {
    if (screen.field == field && screen.kind == Screen::Kind::question) {
      keep_longer(longest, std::string(typed_characters(screen.rule), 'x'));
    }
    if (screen.field == field && screen.list.table) {
      for (const auto row : offered_rows(dialog, screen.list)) {
        keep_longer(longest, screen.list.table->rows[row][screen.list.label_columns[language]]);
      }
    }
    for (const auto& choice : screen.choices) {
      if (screen.field == field && !choice.value.empty()) {
        std::string label;
        for (const auto& segment : choice.label[language]) label += segment.text;
        keep_longer(longest, std::move(label));
      }
      for (const auto& set : choice.set) {
        if (set.field == field) keep_longer(longest, set.value);
      }
    }
  }
  return longest;
}

std::string first_characters(std::string text, std::size_t most) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && seen++ == most) break;
  }
  text.resize(at);
  return text;
}

}  // namespace

std::string filled(const Dialog& dialog, const Template& text, std::size_t language) {
  std::string out;
  for (const auto& segment : text) {
    switch (segment.kind) {
      case Segment::Kind::literal:
      case Segment::Kind::setting:
        out += segment.text;
        break;
      case Segment::Kind::reference:
        out += "12345678";
        break;
      case Segment::Kind::page:
      case Segment::Kind::pages:
        out += "9";
        break;
      case Segment::Kind::field: {
        auto answer = longest_answer(dialog, segment.field, language);
        if (segment.length_max > 0)
          answer = first_characters(std::move(answer), segment.length_max);
        out += answer;
      }
    }
  }
  return out;
}

std::string filled(const Dialog& dialog, const Texts& texts, std::size_t language) {
  return language < texts.size() ? filled(dialog, texts[language], language) : std::string{};
}

}  // namespace jisr::dialogs
