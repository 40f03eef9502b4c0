// What a text costs on the air and what old phones make of it: characters outside GSM-7, marks that
// show as boxes, numbers that an Arabic line turns round, and SMS in several parts. All warnings.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/numerals.hpp"
#include "dialogs/text.hpp"
#include "dialogs/translit.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

struct Character {
  std::size_t offset = 0;
  char32_t point = 0;
};

// The code points of valid UTF-8 with their places; an invalid byte counts as itself.
std::vector<Character> characters(std::string_view text) {
  std::vector<Character> all;
  for (std::size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
      point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    all.push_back({at, point});
    at += length;
  }
  return all;
}

bool right_to_left(char32_t point) {
  return (point >= 0x0590 && point <= 0x08FF) || (point >= 0xFB1D && point <= 0xFEFC);
}

std::string spelt(char32_t point) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out = "U+";
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(point >> shift) & 0xF];
  return out;
}

// The first character that keeps a text out of GSM-7; where the dialog asks for its letters, the
// first for which there are none.
std::optional<Culprit> culprit_of(std::string_view text, bool transliterate) {
  auto found = first_outside_gsm7(text);
  while (transliterate && found && to_gsm7(found->character) != found->character) {
    const auto behind = found->offset + found->character.size();
    found = first_outside_gsm7(text.substr(behind));
    if (found) found->offset += behind;
  }
  if (found && found->substitute.empty()) {
    const auto letters = to_gsm7(found->character);
    if (letters != found->character) found->substitute = letters;
  }
  return found;
}

void check_alphabet(Compilation& c, const WrittenText& written, const Yaml& node,
                    bool transliterate) {
  const auto culprit = culprit_of(node.text(), transliterate);
  if (!culprit) return;
  const auto& limit = c.options.ussd;
  const auto hint =
      culprit->substitute.empty()
          ? "take it out to keep " + std::to_string(limit.gsm7)
          : "write \"" + culprit->substitute + "\" to keep " + std::to_string(limit.gsm7);
  c.findings.warning("W502", c.within(node, culprit->offset),
                     "\"" + culprit->character +
                         "\" is not in the GSM alphabet: " + written.spot.what + " has only " +
                         std::to_string(limit.ucs2) + " characters a page",
                     hint);
}

// Invisible marks that old phones show as a box, and the direction marks that they ignore. U+200E
// and U+200F are left: they are few, harmless and sometimes needed.
void check_marks(Compilation& c, const Yaml& node) {
  for (const auto& one : characters(node.text())) {
    const auto point = one.point;
    const bool control = (point < 0x20 && point != '\n') || (point >= 0x7F && point < 0xA0);
    const bool mark = (point >= 0x200B && point <= 0x200D) ||
                      (point >= 0x202A && point <= 0x202E) ||
                      (point >= 0x2066 && point <= 0x2069) || point == 0xFEFF || point == 0xAD;
    if (!control && !mark) continue;
    c.findings.warning("W505", c.within(node, one.offset),
                       "an invisible character, " + spelt(point),
                       "old phones show a box: delete it");
    return;
  }
}

// In a right-to-left line the groups of "4827-1936" change places, and *555# shows as #555*, unless
// a left-to-right mark (U+200E) stands before; / . : and , between digits keep their order.
void check_numbers(Compilation& c, const Yaml& node) {
  const auto all = characters(node.text());
  if (std::none_of(all.begin(), all.end(), [](auto& one) { return right_to_left(one.point); })) {
    return;
  }
  const auto digit = [&](std::size_t i) {
    return i < all.size() && all[i].point >= '0' && all[i].point <= '9';
  };
  const auto any_of = [&](std::size_t i, std::u32string_view points) {
    return i < all.size() && points.find(all[i].point) != std::u32string::npos;
  };
  for (std::size_t i = 0; i < all.size(); ++i) {
    auto end = i;
    while (any_of(end, U"*#+")) ++end;  // of a code, *#06#
    bool turned = end > i;
    if (!digit(end)) {
      i = end;
      continue;
    }
    while (digit(end) || (any_of(end, U"-+ *#/.:,") && digit(end + 1)) || any_of(end, U"#")) {
      turned = turned || any_of(end, U"-+ *#");
      ++end;
    }
    const bool marked = i > 0 && all[i - 1].point == 0x200E;
    if (turned && !marked) {
      c.findings.warning("W504", c.within(node, all[i].offset),
                         "an Arabic line shows the parts of this number in another order",
                         "write the digits unbroken, or U+200E before and after", end - i);
    }
    i = end;
  }
}

void check_parts(Compilation& c, const WrittenText& written, std::size_t language) {
  if (written.texts[language].empty()) return;
  const auto session = longest_session(c.dialog, static_cast<std::uint8_t>(language));
  const auto text = longest_form(c.dialog, session, written.texts[language], Medium::sms);
  const auto parts = sms_parts(fill(c.dialog, session, text, {}));
  if (parts <= 1) return;
  const auto words =
      std::find_if(written.words.begin(), written.words.end(), [&](const WrittenWords& one) {
        return one.language == language || one.language == kEveryLanguage;
      });
  if (words == written.words.end()) return;
  const auto& node = words->node;
  c.findings.warning("W503", node.place(),
                     written.spot.what + " takes " + std::to_string(parts) + " messages in " +
                         c.dialog.languages[language].code,
                     "160 characters fit one, 70 outside the GSM alphabet", node.width());
}

// Languages stand side by side on their screen, and what all of them share belongs to none.
bool on_language_screen(const Compilation& c, const WrittenText& written) {
  return written.screen != kNone && c.dialog.screens[written.screen].kind == Screen::Kind::language;
}

void check_letters(Compilation& c) {
  std::vector<bool> gsm7;
  for (std::size_t i = 0; i < c.dialog.languages.size(); ++i) {
    gsm7.push_back(c.dialog.languages[i].enabled && written_in_gsm7(c, i));
  }
  const auto stands_out = [&](const WrittenWords& words) {
    if (words.language != kEveryLanguage) return bool{gsm7[words.language]};
    return std::find(gsm7.begin(), gsm7.end(), true) != gsm7.end();
  };
  for (const auto& written : c.written) {
    for (const auto& words : written.words) {
      const bool all = words.language == kEveryLanguage;
      if (!all && !c.dialog.languages[words.language].enabled) continue;
      const bool respelt = !all && c.dialog.languages[words.language].transliterate;
      if (stands_out(words) && !on_language_screen(c, written)) {
        check_alphabet(c, written, words.node, respelt);
      }
      check_marks(c, words.node);
      check_numbers(c, words.node);
    }
  }
}

}  // namespace

bool written_in_gsm7(const Compilation& c, std::size_t language) {
  std::size_t inside = 0;
  std::size_t all = 0;
  for (const auto& written : c.written) {
    for (const auto& words : written.words) {
      if (words.language != language && words.language != kEveryLanguage) continue;
      const std::string_view text = words.node.text();
      for (const auto& one : characters(text)) {
        const bool ascii = one.point < 0x80;
        ++all;
        if (ascii || cost(text.substr(one.offset, 2)).encoding == Encoding::gsm7) ++inside;
      }
    }
  }
  return all > 0 && inside * 10 >= all * 8;
}

void check_texts(Compilation& c) {
  check_letters(c);
  check_numerals(c);
  for (const auto& written : c.written) {
    if (written.spot.use != TextUse::sms) continue;
    for (std::size_t i = 0; i < c.dialog.languages.size(); ++i) {
      if (c.dialog.languages[i].enabled) check_parts(c, written, i);
    }
  }
}

}  // namespace jisr::dialogs
