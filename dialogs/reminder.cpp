// Filled in when it is queued; asked again, whether it may go, when it is due.
#include "dialogs/reminder.hpp"

#include "dialogs/condition.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kLeftToRight = "\u200E";  // U+200E, Unicode Bidirectional Algorithm

// Hebrew, Arabic and their like: U+0590 to U+08FF.
bool runs_from_right(std::string_view utf8) {
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0xD6 && byte <= 0xDF) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> reminder_text(const Known& known, std::string_view code) {
  const auto& rule = known.dialog.reminder;
  if (rule.text.empty() || !is_unfinished(known.session) || !holds(rule.when, known)) {
    return std::nullopt;
  }
  Filling filling;
  filling.medium = Medium::sms;
  filling.given = {{"code", std::string(code)}};
  auto text = fill(known.dialog, known.session, rule.text, filling);
  if (!runs_from_right(text)) return text;
  auto& fenced = filling.given.front().second;
  fenced = std::string(kLeftToRight) + std::string(code) + std::string(kLeftToRight);
  return fill(known.dialog, known.session, rule.text, filling);
}

}  // namespace jisr::dialogs
