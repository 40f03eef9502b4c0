// Placeholders → words: a choice's label, a list's cell, a date in the order of the country.
#include "dialogs/wording.hpp"

#include <algorithm>

#include "dialogs/list_rows.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/made_rows.hpp"
#include "dialogs/route.hpp"
#include "dialogs/several.hpp"
#include "dialogs/step.hpp"
#include "dialogs/text.hpp"
#include "dialogs/translit.hpp"

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
    if (begins_character(text[bytes]) && points++ == kept) break;
  }
  while (bytes > 0 && text[bytes - 1] == ' ') --bytes;
  text.resize(bytes);
  return characters > 4 ? text + ".." : text;
}

// The words of an answer before they are spelt for her phone.
std::string plain_words(const Dialog& dialog, const Session& session, std::uint16_t field,
                        const std::string& value) {
  const auto& known = dialog.fields[field];
  if (known.type == FieldType::choices && value.find(',') != std::string::npos) {
    std::string all;
    for (const auto& one : picked_values(value)) {
      all += (all.empty() ? "" : ", ") + plain_words(dialog, session, field, one);
    }
    return all;
  }
  if (known.screen < dialog.screens.size()) {
    const auto& screen = dialog.screens[known.screen];
    if (const auto* choice = choice_of(screen, value)) {
      Filling filling;
      filling.in_answer = true;
      return fill(dialog, session, choice->label, filling);
    }
    if (screen.kind == Screen::Kind::list) {
      const auto* row = row_of(screen.list, value);
      if (row != nullptr) return row_label(screen.list, *row, session.language);
    }
  }
  return written_date(value);
}

// Joins the pieces of one template.
class Filler {
 public:
  Filler(const Dialog& dialog, const Session& session, const Filling& filling)
      : dialog_(dialog), session_(session), filling_(filling) {
    if (session.language < dialog.languages.size()) {
      locale_ = dialog.languages[session.language].locale.get();
    }
  }

  void add(const Template& segments, std::string& out) const {
    for (const auto& segment : segments) add(segment, out);
  }

 private:
  void add(const Segment& segment, std::string& out) const {
    switch (segment.kind) {
      case Segment::Kind::literal:
      case Segment::Kind::setting:
        out += segment.text;
        break;
      case Segment::Kind::field:
        out += shorten(answer(segment), segment.length_max);
        break;
      case Segment::Kind::reference:
        out +=
            session_.reference.empty() ? filling_.reference : std::string_view(session_.reference);
        break;
      case Segment::Kind::page:
        out += std::to_string(filling_.page + 1);
        break;
      case Segment::Kind::pages:
        out += std::to_string(filling_.pages);
        break;
      case Segment::Kind::plural:
        choose(segment, plural(segment), out);
        break;
      case Segment::Kind::medium:
        choose(segment, static_cast<std::size_t>(filling_.medium), out);
        break;
      case Segment::Kind::given:
        for (const auto& [name, text] : filling_.given) {
          if (name == segment.text) out += text;
        }
        break;
    }
  }

  void choose(const Segment& segment, std::size_t index, std::string& out) const {
    if (!segment.forms.empty()) add(segment.forms[std::min(index, segment.forms.size() - 1)], out);
  }

  [[nodiscard]] std::size_t plural(const Segment& segment) const {
    if (session_.withholds(segment.field)) return SIZE_MAX;  // the form would tell
    const auto* value = session_.answer(segment.field);
    const std::string_view number = value == nullptr ? std::string_view{} : *value;
    return locale_ == nullptr ? SIZE_MAX : locale_->plural(number);
  }

  [[nodiscard]] std::string answer(const Segment& segment) const {
    const auto* value = session_.answer(segment.field);
    const bool hidden = value == nullptr || segment.field >= dialog_.fields.size() ||
                        dialog_.fields[segment.field].sensitive;
    if (hidden) return {};
    if (session_.withholds(segment.field)) return std::string(kWithheld);
    if (segment.form == Segment::Form::long_date && locale_ != nullptr && is_iso_date(*value)) {
      return spelt(dialog_, session_.language, locale_->date(*value));
    }
    if (segment.form == Segment::Form::number && locale_ != nullptr) {
      return locale_->number(*value);
    }
    if (filling_.in_answer) return written_date(*value);
    return words(dialog_, session_, segment.field);
  }

  const Dialog& dialog_;
  const Session& session_;
  const Filling& filling_;
  const Locale* locale_ = nullptr;
};

}  // namespace

std::string spelt(const Dialog& dialog, std::uint8_t language, std::string words) {
  const bool asked = language < dialog.languages.size() && dialog.languages[language].transliterate;
  return asked ? to_gsm7(words) : words;
}

std::string words(const Dialog& dialog, const Session& session, std::uint16_t field) {
  const auto* value = session.answer(field);
  if (value == nullptr || field >= dialog.fields.size()) return {};
  if (dialog.fields[field].sensitive) return {};
  if (session.withholds(field)) return std::string(kWithheld);
  return spelt(dialog, session.language, plain_words(dialog, session, field, *value));
}

std::string fill(const Dialog& dialog, const Session& session, const Texts& texts,
                 const Filling& filling) {
  const auto* segments = in_language(dialog, texts, session.language);
  return segments == nullptr ? std::string() : fill(dialog, session, *segments, filling);
}

std::string fill(const Dialog& dialog, const Session& session, const Template& text,
                 const Filling& filling) {
  std::string out;
  Filler(dialog, session, filling).add(text, out);
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
