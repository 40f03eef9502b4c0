// Placeholders → words: a choice's label, a list's cell, a date in the order of the country.
#include "dialogs/wording.hpp"

#include "dialogs/list_rows.hpp"
#include "dialogs/made_rows.hpp"
#include "dialogs/route.hpp"
#include "dialogs/step.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

const Template* in_language(const Dialog& dialog, const Texts& texts, std::uint8_t language) {
  if (language < texts.size() && !texts[language].empty()) return &texts[language];
  if (dialog.default_language < texts.size()) return &texts[dialog.default_language];
  return nullptr;
}

// At most `characters`, the last two of them ".." when something was cut off.
std::string shorten(std::string text, std::size_t characters) {
  if (characters == 0 || code_points(text) <= characters) return text;
  const std::size_t kept = characters > 4 ? characters - 2 : characters;
  std::size_t bytes = 0;
  for (std::size_t points = 0; bytes < text.size(); ++bytes) {
    const bool starts = (static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80;
    if (starts && points++ == kept) break;
  }
  while (bytes > 0 && text[bytes - 1] == ' ') --bytes;
  text.resize(bytes);
  return characters > 4 ? text + ".." : text;
}

}  // namespace

std::string words(const Dialog& dialog, const Session& session, std::uint16_t field) {
  const auto* value = session.answer(field);
  if (value == nullptr || field >= dialog.fields.size()) return {};
  const auto& known = dialog.fields[field];
  if (known.sensitive) return {};
  if (known.screen < dialog.screens.size()) {
    const auto& screen = dialog.screens[known.screen];
    if (const auto* choice = choice_of(screen, *value)) {
      return fill(dialog, session, choice->label, {});
    }
    if (screen.kind == Screen::Kind::list) {
      const auto* row = row_of(screen.list, *value);
      if (row != nullptr) return row_label(screen.list, *row, session.language);
    }
  }
  return written_date(*value);
}

std::string fill(const Dialog& dialog, const Session& session, const Texts& texts,
                 const Filling& filling) {
  std::string out;
  const auto* segments = in_language(dialog, texts, session.language);
  if (segments == nullptr) return out;
  for (const auto& segment : *segments) {
    switch (segment.kind) {
      case Segment::Kind::literal:
      case Segment::Kind::setting:
        out += segment.text;
        break;
      case Segment::Kind::field:
        out += shorten(words(dialog, session, segment.field), segment.length_max);
        break;
      case Segment::Kind::reference:
        out += session.reference.empty() ? std::string_view(filling.reference)
                                         : std::string_view(session.reference);
        break;
      case Segment::Kind::page:
        out += std::to_string(filling.page + 1);
        break;
      case Segment::Kind::pages:
        out += std::to_string(filling.pages);
        break;
    }
  }
  return out;
}

std::string phrase(const Dialog& dialog, std::uint8_t language, Phrase which) {
  Session session;
  session.language = language;
  const auto index = static_cast<std::size_t>(which);
  return index < dialog.phrases.size() ? fill(dialog, session, dialog.phrases[index], {})
                                       : std::string();
}

}  // namespace jisr::dialogs
