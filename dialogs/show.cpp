// The layout of each kind of screen.
#include "dialogs/show.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <iterator>

#include "dialogs/condition.hpp"
#include "dialogs/proof.hpp"
#include "dialogs/several.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

// The phrase for each reason, by Wrong. A check has a text of its own.
constexpr Phrase kPhraseOf[] = {
    Phrase::wrong_choice,       Phrase::wrong_empty,       Phrase::wrong_choice,
    Phrase::wrong_malformed,    Phrase::wrong_too_short,   Phrase::wrong_too_long,
    Phrase::wrong_out_of_range, Phrase::wrong_under_age,   Phrase::wrong_over_age,
    Phrase::wrong_future,       Phrase::wrong_example,     Phrase::wrong_malformed,
    Phrase::wrong_alphabet,     Phrase::wrong_not_mobile,  Phrase::wrong_abroad,
    Phrase::wrong_too_simple,   Phrase::wrong_pin_differs, Phrase::wrong_too_few,
    Phrase::wrong_too_many};
static_assert(std::size(kPhraseOf) == static_cast<std::size_t>(kWrongLast) + 1);

// Does {page} or {pages} stand in this text, in one of its forms?
bool holds_pages(const Template& text) {
  return std::any_of(text.begin(), text.end(), [](const Segment& segment) {
    return segment.kind == Segment::Kind::page || segment.kind == Segment::Kind::pages ||
           std::any_of(segment.forms.begin(), segment.forms.end(), holds_pages);
  });
}

// Lays out one screen of one session.
class Composer {
 public:
  Composer(const Dialog& dialog, const Session& session, const Surroundings& around)
      : dialog_(dialog),
        session_(session),
        around_(around),
        screen_(dialog.screens[session.screen]) {}

  View compose() {
    lay();
    if (view_.pages.size() > 1 && counts_pages()) {
      // Its number of pages is known only now; a number with more digits may make one more.
      for (int i = 0; i < 2 && pages_ != view_.pages.size(); ++i) {
        pages_ = view_.pages.size();
        lay();
      }
    }
    return std::move(view_);
  }

 private:
  void lay() {
    layout_ = {};
    const auto* aside = session_.aside ? screen_.traceless() : nullptr;
    if (session_.notice != Wrong::none && aside == nullptr) layout_.error = error_line();
    if (session_.proving) {
      ask_proof();
    } else if (session_.resuming) {
      two_choices(Phrase::resume, Phrase::resume_go_on, Phrase::resume_start_again, {});
    } else if (session_.doubtful) {
      two_choices(Phrase::unusual, Phrase::correct, Phrase::keep, session_.pending);
    } else if (session_.choosing_change) {
      list_changes();
    } else if (aside != nullptr) {
      layout_.heading = say(aside->traceless);
      layout_.back = keyed(dialog_.keys.back, Phrase::back);
    } else {
      compose_screen();
    }
    view_.pages = lay_out(layout_, around_.limit);
    view_.page = std::min<std::size_t>(session_.page, view_.pages.size() - 1);
  }

  [[nodiscard]] Known known() const { return {dialog_, session_, around_}; }
  [[nodiscard]] bool counts_pages() const {
    return std::any_of(screen_.text.begin(), screen_.text.end(), holds_pages);
  }
  [[nodiscard]] std::string say(const Texts& texts) const {
    const auto page = std::min<std::size_t>(session_.page, pages_ - 1);
    Filling filling;
    filling.reference = around_.reference;
    filling.page = page;
    filling.pages = pages_;
    filling.medium = around_.sms ? Medium::sms : Medium::ussd;
    return fill(dialog_, session_, texts, filling);
  }
  [[nodiscard]] std::string say(Phrase which) const {
    return phrase(dialog_, session_.language, which);
  }
  [[nodiscard]] std::string keyed(const std::string& key, Phrase which) const {
    return key + " " + say(which);
  }

  [[nodiscard]] std::string error_line() const {
    if (session_.proving) return say(Phrase::wrong_malformed);
    // The engine's own questions are menus of two: the screen's errors speak of something else.
    if (session_.resuming || session_.doubtful || session_.choosing_change) {
      return say(Phrase::wrong_choice);
    }
    if (session_.notice == Wrong::check && session_.check < screen_.checks.size()) {
      return say(screen_.checks[session_.check].text);
    }
    const auto own = screen_.errors.find(session_.notice);
    return own != screen_.errors.end() ? say(own->second)
                                       : say(kPhraseOf[static_cast<std::size_t>(session_.notice)]);
  }

  void two_choices(Phrase heading, Phrase first, Phrase second, const std::string& quoted) {
    layout_.heading = say(heading);
    if (!quoted.empty()) layout_.heading += " " + spelt(dialog_, session_.language, quoted);
    layout_.choices = {{"1", say(first)}, {"2", say(second)}};
  }

  void ask_proof() {
    const auto [first, second] = proof_places(around_.today);
    Filling filling;
    filling.given = {{"first", std::to_string(first)}, {"second", std::to_string(second)}};
    layout_.heading = fill(dialog_, session_, dialog_.resume.proof_text, filling);
    layout_.back = keyed(dialog_.keys.back, Phrase::back);
  }

  void list_changes() {
    layout_.heading = say(screen_.change_heading);
    layout_.renumber = true;
    for (const auto* change : changes(screen_, known())) {
      layout_.choices.push_back({"", say(change->label)});
    }
    navigation(true);
  }

  void compose_screen() {
    layout_.heading = say(screen_.text);
    if (screen_.kind == Screen::Kind::list) {
      layout_.renumber = true;
      view_.rows = list_rows(screen_.list, session_, session_.filter, around_.today);
      for (const auto* row : view_.rows.all) {
        const auto& label = row_label(screen_.list, *row, session_.language);
        layout_.choices.push_back({"", spelt(dialog_, session_.language, label)});
      }
    }
    auto& choices = layout_.renumber ? layout_.fixed : layout_.choices;
    for (const auto* choice : offered(screen_, known())) {
      choices.push_back({choice->key, say(choice->label)});
      if (layout_.renumber && choice->key.size() == 1 && choice->key > "1") {
        // Rows are numbered below the choices that stand under them: 1 to 6 above "7 Other".
        const auto below = static_cast<std::size_t>(choice->key.front() - '1');
        layout_.choices_per_page = std::min(layout_.choices_per_page, below);
      }
    }
    if (screen_.kind == Screen::Kind::message && choices.empty()) {
      choices.push_back({dialog_.keys.next, say(Phrase::next)});
    }
    if (screen_.kind != Screen::Kind::end) navigation(may_go_back(dialog_, session_));
  }

  void navigation(bool back) {
    if (back) layout_.back = keyed(dialog_.keys.back, Phrase::back);
    layout_.next = keyed(dialog_.keys.next, Phrase::next);
    layout_.previous = keyed(dialog_.keys.previous, Phrase::previous);
    if (session_.screen != dialog_.start) layout_.home = keyed(dialog_.keys.home, Phrase::home);
  }

  const Dialog& dialog_;
  const Session& session_;
  const Surroundings& around_;
  const Screen& screen_;
  Layout layout_;
  View view_;
  std::size_t pages_ = 1;  // as far as is known, for {pages}
};

}  // namespace

std::vector<const Choice*> offered(const Screen& screen, const Known& known) {
  std::vector<const Choice*> out;
  for (const auto& choice : screen.choices) {
    if (choice.is_traceless() && known.around.sms) continue;
    if (holds(choice.when, known)) out.push_back(&choice);
  }
  return out;
}

std::vector<const Change*> changes(const Screen& screen, const Known& known) {
  std::vector<const Change*> out;
  for (const auto& change : screen.changes) {
    if (holds(change.when, known)) out.push_back(&change);
  }
  return out;
}

std::size_t picked(const View& seen, std::string_view input) {
  std::size_t number = 0;
  const auto* end = input.data() + input.size();
  const auto [rest, failed] = std::from_chars(input.data(), end, number);
  const auto& page = seen.pages[seen.page];
  if (failed != std::errc{} || rest != end || number < 1 || number > page.choices) return SIZE_MAX;
  return page.first_choice + number - 1;
}

std::vector<Wrong> wrongs_of(const Screen& screen) {
  if (screen.kind == Screen::Kind::question) return wrongs_of(screen.rule);
  if (screen.kind == Screen::Kind::end || screen.kind == Screen::Kind::message) return {};
  std::vector<Wrong> all = {Wrong::empty, Wrong::not_a_choice};
  if (!screen.several()) return all;
  if (screen.rule.min > 1) all.push_back(Wrong::too_few);
  if (screen.rule.max < static_cast<std::int64_t>(pickable(screen).size())) {
    all.push_back(Wrong::too_many);
  }
  return all;
}

bool may_go_back(const Dialog& dialog, const Session& session) {
  return dialog.screens[session.screen].back && !session.trail.empty();
}

View view(const Dialog& dialog, const Session& session, const Surroundings& around) {
  return Composer(dialog, session, around).compose();
}

Shown show(const Dialog& dialog, const Session& session, const Surroundings& around) {
  Shown shown;
  if (session.screen < dialog.screens.size()) shown.screen = dialog.screens[session.screen].name;
  if (session.state == Session::State::ended || session.screen >= dialog.screens.size()) {
    shown.text = session.farewell;
    shown.ends = true;
    return shown;
  }
  const bool is_end = dialog.screens[session.screen].kind == Screen::Kind::end;
  if (is_end && !session.farewell.empty()) {  // one that leads on: its page as it was
    shown.text = session.farewell;
    return shown;
  }
  auto seen = view(dialog, session, around);
  shown.page = seen.page;
  shown.pages = seen.pages.size();
  shown.text = std::move(seen.pages[seen.page].text);
  return shown;
}

}  // namespace jisr::dialogs
