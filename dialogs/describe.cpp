// Each kind in its own words.
#include "dialogs/describe.hpp"

#include <re2/re2.h>

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

template <typename All, typename Say>
std::string listed(const All& all, const std::string& between, const Say& say) {
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : between) + say(one);
  return text;
}

std::string field_name(const Dialog& dialog, std::uint16_t field) {
  return field < dialog.fields.size() ? dialog.fields[field].name : "?";
}

std::string unit_name(Value::Unit unit, std::int64_t amount = 1) {
  constexpr std::string_view kUnits[] = {"day", "week", "month", "year"};
  return std::string(kUnits[static_cast<int>(unit)]) + (amount == 1 || amount == -1 ? "" : "s");
}

std::string call_word(Value::Word word) {
  constexpr std::string_view kWords[] = {"language", "channel", "medium",   "today",
                                         "hour",     "weekday", "returning"};
  return std::string(kWords[static_cast<int>(word)]);
}

class Words {
 public:
  explicit Words(const Dialog& dialog) : dialog_(dialog) {}

  // `inner`: part of a larger one, so that two of them stand in brackets.
  [[nodiscard]] std::string of(const Condition& condition, bool inner = false) const {
    using Kind = Condition::Kind;
    const auto name = field_name(dialog_, condition.field);
    switch (condition.kind) {
      case Kind::always:
        return {};
      case Kind::field_is:
        return name + " is " + listed(condition.values, " or ", [](auto& one) { return one; });
      case Kind::answered:
        return name + " is answered";
      case Kind::constant:
        return condition.value ? "always, by a setting" : "never, by a setting";
      case Kind::negation:
        return "not (" + several(condition.parts, ", and ") + ")";
      case Kind::all:
        return bracketed(several(condition.parts, ", and "), inner);
      case Kind::any:
        return bracketed(several(condition.parts, ", or "), inner);
      case Kind::compared:
        return listed(condition.comparisons, ", and ", [&](auto& one) { return of(one); });
      case Kind::known:
        return of(condition.comparisons.front().left) + " is known";
    }
    return {};
  }

  [[nodiscard]] std::string of(const Value& value) const {
    using Kind = Value::Kind;
    const auto first = [&] { return of(value.parts.front()); };
    switch (value.kind) {
      case Kind::constant:
        return double_quoted(value.text);
      case Kind::field:
        return field_name(dialog_, value.field);
      case Kind::call:
        return "the call's " + call_word(value.word);
      case Kind::age:
        return "age of " + first();
      case Kind::days_until:
        return "days until " + first();
      case Kind::date:
        return "the date of " + values(value.parts, ", ");
      case Kind::part:
        return "the " + unit_name(value.unit) + " of " + first();
      case Kind::shifted:
        return first() + (value.amount < 0 ? " - " : " + ") +
               std::to_string(value.amount < 0 ? -value.amount : value.amount) + " " +
               unit_name(value.unit, value.amount);
      case Kind::sum:
        return values(value.parts, " + ");
      case Kind::joined:
        return values(value.parts, " then ");
      case Kind::padded:
        return first() + " in " + std::to_string(value.amount) + " digits";
      case Kind::captured:
        return "what " + pattern(value.pattern) + " takes of " + first();
      case Kind::looked_up:
        return value.table->columns[value.value_column] + " in " + value.table->name + " where " +
               value.table->columns[value.key_column] + " is " + first();
      case Kind::first_of:
        return "the first known of " + values(value.parts, ", ");
    }
    return {};
  }

 private:
  [[nodiscard]] std::string of(const Comparison& one) const {
    constexpr std::string_view kOps[] = {" is ",    " is ",    " at least ", " at most ",
                                         " above ", " below ", " matches "};
    const auto right =
        one.op == Comparison::Op::matches ? pattern(one.pattern) : values(one.right, " or ");
    return of(one.left) + std::string(kOps[static_cast<int>(one.op)]) + right;
  }

  static std::string pattern(const std::shared_ptr<const re2::RE2>& pattern) {
    return pattern ? "/" + pattern->pattern() + "/" : "?";
  }
  static std::string bracketed(std::string text, bool inner) {
    return inner ? "(" + std::move(text) + ")" : text;
  }
  [[nodiscard]] std::string several(const std::vector<Condition>& parts,
                                    const std::string& between) const {
    return listed(parts, between, [&](auto& one) { return of(one, parts.size() > 1); });
  }
  [[nodiscard]] std::string values(const std::vector<Value>& parts,
                                   const std::string& between) const {
    return listed(parts, between, [&](auto& one) { return of(one); });
  }

  const Dialog& dialog_;
};

std::string placeholder(const Dialog& dialog, const Segment& segment) {
  constexpr std::string_view kForms[] = {"", ":short", ":date", ":number"};
  std::string text = "{" + field_name(dialog, segment.field);
  if (segment.length_max > 0) text += ":" + std::to_string(segment.length_max);
  return text + std::string(kForms[static_cast<int>(segment.form)]) + "}";
}

std::string described_segment(const Dialog& dialog, const Segment& segment) {
  switch (segment.kind) {
    case Segment::Kind::literal:
    case Segment::Kind::setting:
      return segment.text;
    case Segment::Kind::field:
      return placeholder(dialog, segment);
    case Segment::Kind::reference:
      return "{reference}";
    case Segment::Kind::page:
      return "{page}";
    case Segment::Kind::pages:
      return "{pages}";
    case Segment::Kind::given:
      return "{" + segment.text + "}";
    case Segment::Kind::plural:
    case Segment::Kind::medium:
      return "[" +
             listed(segment.forms, "|", [&](const auto& one) { return described(dialog, one); }) +
             "]";
  }
  return {};
}

}  // namespace

std::string described(const Dialog& dialog, const Condition& condition) {
  return Words(dialog).of(condition);
}

std::string described(const Dialog& dialog, const Value& value) {
  return Words(dialog).of(value);
}

std::string described(const Dialog& dialog, const std::vector<Assignment>& set) {
  return listed(set, ", ", [&](const Assignment& one) {
    return field_name(dialog, one.field) + ": " + described(dialog, one.value);
  });
}

std::string described(const Dialog& dialog, const Template& text) {
  std::string all;
  for (const auto& segment : text) all += described_segment(dialog, segment);
  return all;
}

std::string_view name(Screen::Kind kind) {
  constexpr std::string_view kNames[] = {"menu", "question", "message", "end", "language",
                                         "list", "summary",  "branch",  "set", "lookup"};
  return kNames[static_cast<int>(kind)];
}

std::string first_words(std::string_view text, std::size_t most) {
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  while (line.ends_with(' ')) line.pop_back();
  if (code_points(line) <= most) return line;
  std::size_t end = 0;
  std::size_t space = 0;
  for (std::size_t at = 0, count = 0; at < line.size(); ++at) {
    if (!begins_character(line[at])) continue;
    if (count++ == most - 2) {
      end = at;
      break;
    }
    if (line[at] == ' ') space = at;
  }
  if (space > end / 2) end = space;
  return line.substr(0, end) + "..";
}

}  // namespace jisr::dialogs
