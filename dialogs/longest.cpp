// The longest that an answer can be shown as, by the type of its field.
#include "dialogs/longest.hpp"

#include <algorithm>

#include "dialogs/charset.hpp"
#include "dialogs/check_lists.hpp"
#include "dialogs/condition.hpp"
#include "dialogs/list_rows.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/several.hpp"
#include "dialogs/step.hpp"
#include "dialogs/text.hpp"
#include "dialogs/translit.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

bool dated(FieldType type) {
  return type == FieldType::date || type == FieldType::birth;
}

// With a two-digit day, in the month whose name costs most.
std::string longest_date(const Dialog& dialog, std::uint8_t language) {
  const auto& own = dialog.languages[language];
  std::string longest = "2022-12-22";
  if (!own.locale) return longest;
  const auto dear = [&](const std::string& date) {
    const auto named = own.locale->date(date);
    const auto price = cost(own.transliterate ? to_gsm7(named) : named);
    return std::pair(price.encoding == Encoding::ucs2, price.units);
  };
  for (int month = 1; month <= 12; ++month) {
    const std::string two = (month < 10 ? "0" : "") + std::to_string(month);
    const auto date = "2022-" + two + "-22";
    if (dear(date) > dear(longest)) longest = date;
  }
  return longest;
}

std::string longest_number(const FieldRule& rule) {
  const auto least = std::to_string(rule.min);
  const auto most = std::to_string(rule.max);
  return least.size() > most.size() ? least : most;
}

// Tries values one after the other and keeps the one of the most words.
class Longest {
 public:
  Longest(const Dialog& dialog, std::uint16_t field, const Session& session)
      : dialog_(dialog), field_(field), session_(session) {}

  void take(const std::string& value, const std::string& label) {
    if (value.empty() || code_points(label) < most_) return;
    most_ = code_points(label);
    value_ = value;
  }
  void take(const std::string& value) {
    session_.set(field_, value);
    take(value, words(dialog_, session_, field_));
  }
  [[nodiscard]] const std::string& value() const { return value_; }

 private:
  const Dialog& dialog_;
  std::uint16_t field_;
  Session session_;
  std::size_t most_ = 0;
  std::string value_;
};

// As long as a worked out value can be, with the longest of the fields before it.
std::string longest_value(const Dialog& dialog, const Value& value, const Session& session) {
  using Kind = Value::Kind;
  std::string most;
  switch (value.kind) {
    case Kind::constant:
      return value.text;
    case Kind::field: {
      const auto* known = session.answer(value.field);
      return known == nullptr ? std::string(12, 'x') : *known;
    }
    case Kind::call:
      return std::string(12, 'x');
    case Kind::age:
    case Kind::part:
      return "9999";
    case Kind::days_until:
    case Kind::sum:
    case Kind::captured:
      return std::string(12, 'x');
    case Kind::date:
    case Kind::shifted:
      return "2026-12-31";
    case Kind::joined:
      for (const auto& part : value.parts) most += longest_value(dialog, part, session);
      return most;
    case Kind::padded:
      most = longest_value(dialog, value.parts.front(), session);
      return most.size() < static_cast<std::size_t>(value.amount)
                 ? std::string(static_cast<std::size_t>(value.amount), '0')
                 : most;
    case Kind::looked_up:
      for (const auto& row : value.table->rows) {
        const auto& cell = row[value.value_column];
        if (code_points(cell) > code_points(most)) most = cell;
      }
      return most;
    case Kind::first_of:
      for (const auto& part : value.parts) {
        auto one = longest_value(dialog, part, session);
        if (code_points(one) > code_points(most)) most = std::move(one);
      }
      return most;
  }
  return most;
}

// As many choices as she may pick, those of the most words.
std::string longest_picks(const Dialog& dialog, const Screen& screen, Session session) {
  std::vector<std::pair<std::size_t, std::string>> all;
  for (const auto* choice : pickable(screen)) {
    session.set(screen.field, choice->value);
    all.emplace_back(code_points(words(dialog, session, screen.field)), choice->value);
  }
  std::sort(all.rbegin(), all.rend());
  std::vector<std::string> values;
  for (const auto& [length, value] : all) {
    if (static_cast<std::int64_t>(values.size()) < screen.rule.max) values.push_back(value);
  }
  return joined_values(values);
}

std::string longest_answer(const Dialog& dialog, std::uint16_t field, const Session& session) {
  Longest longest(dialog, field, session);
  for (const auto& screen : dialog.screens) {
    if (screen.field == field && screen.kind == Screen::Kind::question) {
      if (dated(screen.rule.type)) {
        longest.take(longest_date(dialog, session.language));
      } else if (screen.rule.type == FieldType::number) {
        longest.take(longest_number(screen.rule));
      } else {
        longest.take(std::string(longest_typed(screen.rule), 'x'));
      }
    }
    if (screen.field == field && screen.list.table) {
      for (const auto at : offered_rows(dialog, screen.list)) {
        const auto& row = screen.list.table->rows[at];
        longest.take(
            row[screen.list.value_column],
            spelt(dialog, session.language, row_label(screen.list, row, session.language)));
      }
    }
    if (screen.field == field && screen.several())
      longest.take(longest_picks(dialog, screen, session));
    for (const auto& choice : screen.choices) {
      if (screen.field == field) longest.take(choice.value);
      for (const auto& set : choice.set) {
        if (set.field == field) longest.take(longest_value(dialog, set.value, session));
      }
      if (screen.field == field && choice.derived) {
        longest.take(longest_value(dialog, *choice.derived, session));
      }
    }
    for (const auto& set : screen.set) {
      if (set.field == field) longest.take(longest_value(dialog, set.value, session));
    }
    for (const auto& kept : screen.lookup.kept) {
      constexpr std::size_t kOfService = 40;  // what is longer is cut by the one who asks
      if (kept.field == field) longest.take(std::string(kOfService, 'x'));
    }
    if (screen.field == field && screen.list.made != ListSource::Made::table) {
      longest.take("2026-12-31");
    }
  }
  if (is_iso_date(longest.value())) return longest_date(dialog, session.language);
  return longest.value();
}

}  // namespace

Session longest_session(const Dialog& dialog, std::uint8_t language) {
  Session session;
  session.screen = dialog.start;
  session.language = language;
  session.reference = "12345678";
  for (std::size_t i = 0; i < dialog.fields.size(); ++i) {
    const auto field = static_cast<std::uint16_t>(i);
    auto value = longest_answer(dialog, field, session);
    if (!value.empty()) session.set(field, std::move(value));
  }
  return session;
}

Template longest_form(const Dialog& dialog, const Session& session, const Template& text,
                      Medium medium) {
  Template out;
  for (const auto& segment : text) {
    if (segment.forms.empty()) {
      out.push_back(segment);
      continue;
    }
    Template chosen;
    Cost most;
    for (std::size_t i = 0; i < segment.forms.size(); ++i) {
      const bool other =
          segment.kind == Segment::Kind::medium && i != static_cast<std::size_t>(medium);
      if (other) continue;
      auto form = longest_form(dialog, session, segment.forms[i], medium);
      const auto price = cost(fill(dialog, session, form, {}));
      if (std::pair(price.encoding, price.units) < std::pair(most.encoding, most.units)) continue;
      most = price;
      chosen = std::move(form);
    }
    out.insert(out.end(), chosen.begin(), chosen.end());
  }
  return out;
}

Dialog fullest(const Dialog& dialog, Medium medium) {
  Dialog full = dialog;
  std::vector<Session> sessions;
  for (std::size_t i = 0; i < dialog.languages.size(); ++i) {
    sessions.push_back(longest_session(dialog, static_cast<std::uint8_t>(i)));
  }
  const auto settle = [&](Texts& texts) {
    for (std::size_t i = 0; i < texts.size() && i < sessions.size(); ++i) {
      texts[i] = longest_form(dialog, sessions[i], texts[i], medium);
    }
  };
  for (auto& texts : full.phrases) settle(texts);
  settle(full.resume.proof_text);
  for (auto& screen : full.screens) {
    settle(screen.text);
    settle(screen.change_heading);
    for (auto& [wrong, texts] : screen.errors) settle(texts);
    for (auto& check : screen.checks) settle(check.text);
    for (auto& choice : screen.choices) {
      settle(choice.label);
      settle(choice.traceless);
      if (!never(choice.when)) choice.when = {};
    }
    for (auto& change : screen.changes) {
      settle(change.label);
      if (!never(change.when)) change.when = {};
    }
  }
  return full;
}

}  // namespace jisr::dialogs
