// The room for a text is the page less all else that stands on it.
#include "dialogs/catalog_room.hpp"

#include <algorithm>
#include <set>

#include "dialogs/catalog.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/show.hpp"
#include "dialogs/text.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

Session at_screen(const Dialog& dialog, Session session, std::size_t screen) {
  session.screen = static_cast<std::uint16_t>(screen);
  if (screen != dialog.start) session.trail = {dialog.start};  // so that she may go back
  return session;
}

std::size_t less(std::size_t all, std::size_t part) {
  return all > part ? all - part : 0;
}

}  // namespace

Rooms::Rooms(const Compilation& c) : c_(c), full_(fullest(c.dialog)) {
  for (std::size_t i = 0; i < c.dialog.languages.size(); ++i) {
    longest_.push_back(longest_session(c.dialog, static_cast<std::uint8_t>(i)));
    const bool any = std::any_of(c.written.begin(), c.written.end(), [&](const WrittenText& text) {
      return std::any_of(text.words.begin(), text.words.end(),
                         [&](const WrittenWords& words) { return words.language == i; });
    });
    letters_.push_back(!any                    ? Letters::unknown
                       : written_in_gsm7(c, i) ? Letters::gsm7
                                               : Letters::others);
  }
}

Rooms::Around Rooms::around(const WrittenText& written, std::size_t language,
                            const std::string& own) const {
  auto session = at_screen(full_, longest_[language], written.screen);
  Surroundings world;
  world.limit = c_.options.ussd;
  world.reference = session.reference;
  if (written.spot.use == TextUse::heading || written.spot.use == TextUse::change) {
    session.choosing_change = true;
  }
  session.aside = written.spot.use == TextUse::traceless;
  const auto seen = view(full_, session, world);
  const auto& page = seen.pages.front().text;
  auto characters = code_points(page);
  // The way home stands only where there is room to spare.
  const auto home =
      full_.keys.home + " " + phrase(full_, static_cast<std::uint8_t>(language), Phrase::home);
  if (page.ends_with(home)) characters = less(characters, code_points(home) + 1);
  if (written.spot.use == TextUse::error) {  // it may take the place of the question
    const auto heading = fill(full_, session, full_.screens[written.screen].text, {});
    return {seen.pages.size(), less(characters, code_points(heading))};
  }
  return {seen.pages.size(), less(characters, code_points(own))};
}

std::string Rooms::bound(std::size_t language, std::size_t around) const {
  const auto gsm7 = std::to_string(less(c_.options.ussd.gsm7, around));
  const auto ucs2 = less(c_.options.ussd.ucs2, around);
  if (letters_[language] == Letters::others) {
    return "at most " + std::to_string(ucs2) + " characters on its page";
  }
  return "at most " + gsm7 + " characters on its page, " +
         (ucs2 == 0 ? "and none outside the GSM alphabet"
                    : std::to_string(ucs2) + " with one outside the GSM alphabet");
}

// "{first_name:10} counts 10".
std::string Rooms::counted(const WrittenText& written, std::size_t language) const {
  std::string out;
  std::set<std::string> said;
  for (const auto& words : written.words) {
    for (const auto& segment : words.text) {
      const bool field = segment.kind == Segment::Kind::field;
      if (!field && segment.kind != Segment::Kind::reference) continue;
      const auto name = field ? c_.dialog.fields[segment.field].name : std::string("reference");
      const auto width = code_points(fill(c_.dialog, longest_[language], Template{segment}, {}));
      const bool mine = words.language == language || words.language == c_.dialog.default_language;
      const auto sentence = "{" + name + "} counts " + std::to_string(width);
      if (mine && said.insert(name).second) out += "; " + sentence;
    }
  }
  return out;
}

std::string Rooms::room(const WrittenText& written, std::size_t language) const {
  if (written.spot.use == TextUse::phrase || written.spot.use == TextUse::label) {
    return written.spot.use == TextUse::phrase ? "stands on many screens: keep it short" : "";
  }
  if (written.spot.use == TextUse::sms) {
    const auto sms = letters_[language] == Letters::others
                         ? std::string("at most 70 characters in one message")
                         : std::string(
                               "at most 160 characters in one message, 70 with one that is "
                               "outside the GSM alphabet");
    return sms + counted(written, language);
  }
  if (written.screen == kNone) return {};
  const auto form =
      longest_form(c_.dialog, longest_[language],
                   written.texts[language].empty() ? written.texts[c_.dialog.default_language]
                                                   : written.texts[language],
                   Medium::ussd);
  const auto own = fill(c_.dialog, longest_[language], form, {});
  const auto found = around(written, language, own);
  if (found.pages > 1) {
    return "the screen takes " + std::to_string(found.pages) + " pages" +
           counted(written, language);
  }
  return bound(language, found.characters) + counted(written, language);
}

std::vector<std::vector<std::size_t>> pages_taken(const Dialog& dialog, const Limit& limit) {
  const auto full = fullest(dialog);
  std::vector<std::vector<std::size_t>> taken(dialog.screens.size());
  for (std::size_t language = 0; language < dialog.languages.size(); ++language) {
    const auto longest = longest_session(full, static_cast<std::uint8_t>(language));
    Surroundings world;
    world.limit = limit;
    world.reference = longest.reference;
    for (std::size_t i = 0; i < dialog.screens.size(); ++i) {
      auto session = at_screen(full, longest, i);
      auto most = view(full, session, world).pages.size();
      session.choosing_change = !full.screens[i].changes.empty();
      most = std::max(most, view(full, session, world).pages.size());
      session.choosing_change = false;
      session.aside = true;  // without such a page it is the screen once more
      most = std::max(most, view(full, session, world).pages.size());
      taken[i].push_back(most);
    }
  }
  return taken;
}

}  // namespace jisr::dialogs
