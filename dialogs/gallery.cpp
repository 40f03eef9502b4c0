// Sessions are made up, not walked to: a screen's page hangs only on the session that stands on it.
#include "dialogs/gallery.hpp"

#include <set>

#include "dialogs/list_rows.hpp"
#include "dialogs/show.hpp"
#include "dialogs/step.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kPagesOfOneMax = 3;  // of a long list: the others look alike

std::string sample(const Field& field, const Screen* asks, bool arabic) {
  if (asks != nullptr && !asks->rule.example.empty()) return asks->rule.example;
  switch (field.type) {
    case FieldType::name:
      return arabic ? "فاطمة الزهراء" : "Fatima Zahra";
    case FieldType::national_id:
      return "JA123456";
    case FieldType::year:
      return "1990";
    case FieldType::date:
    case FieldType::birth:
      return "1990-03-05";
    case FieldType::number:
      return asks != nullptr && asks->rule.min > 12 ? std::to_string(asks->rule.min) : "12";
    case FieldType::yes_no:
      return "yes";
    case FieldType::age:
      return "34";
    case FieldType::phone:
      return "+212612345678";
    case FieldType::email:
      return "fatima@example.ma";
    default:
      return arabic ? "تيغمرت" : "Tighmert";
  }
}

class Gallery {
 public:
  Gallery(const Dialog& dialog, const Surroundings& around) : dialog_(dialog), around_(around) {}

  std::vector<GalleryPage> hang() {
    for (std::size_t i = 0; i < dialog_.languages.size(); ++i) {
      if (!dialog_.languages[i].enabled) continue;
      for (const bool arabic : {true, false}) {
        for (std::size_t screen = 0; screen < dialog_.screens.size(); ++screen) {
          if (dialog_.screens[screen].invisible()) continue;
          show_screen(session(screen, i, arabic));
        }
      }
    }
    return std::move(pages_);
  }

 private:
  [[nodiscard]] Session session(std::size_t screen, std::size_t language, bool arabic) const {
    Session made;
    made.dialog = dialog_.hash;
    made.screen = static_cast<std::uint16_t>(screen);
    made.language = static_cast<std::uint8_t>(language);
    made.reference = around_.reference;
    if (screen != dialog_.start) made.trail = {dialog_.start};
    for (std::size_t i = 0; i < dialog_.fields.size(); ++i) {
      const auto field = static_cast<std::uint16_t>(i);
      made.set(field, answer(field, made, arabic));
    }
    return made;
  }

  // The first choice or row, where there are some.
  [[nodiscard]] std::string answer(std::uint16_t at, const Session& so_far, bool arabic) const {
    const auto& field = dialog_.fields[at];
    const auto* asks = field.screen == kNone ? nullptr : &dialog_.screens[field.screen];
    if (asks != nullptr && asks->kind == Screen::Kind::list) {
      const auto rows = list_rows(asks->list, so_far, "", around_.today);
      if (!rows.all.empty()) return rows.all.front()->at(asks->list.value_column);
    }
    if (asks != nullptr && asks->kind == Screen::Kind::menu) {
      for (const auto& choice : asks->choices) {
        if (!choice.value.empty()) return choice.value;
      }
    }
    return sample(field, asks, arabic);
  }

  void show_screen(const Session& plain) {
    add(plain, "");
    const auto& screen = dialog_.screens[plain.screen];
    if (screen.kind == Screen::Kind::end) return;
    auto other = plain;
    other.resuming = true;
    const bool asks = screen.resume == Screen::Resume::ask && plain.screen != dialog_.start;
    if (asks) add(other, "resume");
    other = plain;
    other.notice = screen.kind == Screen::Kind::question ? Wrong::malformed : Wrong::not_a_choice;
    if (screen.kind != Screen::Kind::message) add(other, std::string(name(other.notice)));
    for (const auto& [wrong, texts] : screen.errors) {
      other.notice = wrong;
      add(other, std::string(name(wrong)));
    }
    other.notice = Wrong::check;
    for (std::size_t i = 0; i < screen.checks.size(); ++i) {
      other.check = static_cast<std::uint8_t>(i);
      add(other, "check " + std::to_string(i + 1));
    }
    other = plain;
    other.choosing_change = true;
    if (!screen.changes.empty()) add(other, "change");
    other = plain;
    other.aside = true;
    if (screen.traceless() != nullptr) add(other, "traceless");
    other = plain;
    other.doubtful = true;
    other.pending = "K12";
    const bool doubts = screen.rule.type == FieldType::national_id;
    if (screen.kind == Screen::Kind::question && doubts) add(other, "keep?");
  }

  void add(Session session, const std::string& why) {
    const auto& screen = dialog_.screens[session.screen];
    const auto pages = view(dialog_, session, around_).pages.size();
    for (std::size_t i = 0; i < std::min(pages, kPagesOfOneMax); ++i) {
      session.page = static_cast<std::uint8_t>(i);
      const auto shown = show(dialog_, session, around_);
      const auto& language = dialog_.languages[session.language].code;
      // "Go on or start again" is one page for all screens.
      const auto place = session.resuming ? std::string() : screen.name;
      if (!seen_.insert(language + place + shown.text).second) continue;
      pages_.push_back({language, screen.name, why, i, pages, shown.text});
    }
  }

  const Dialog& dialog_;
  const Surroundings& around_;
  std::set<std::string> seen_;
  std::vector<GalleryPage> pages_;
};

}  // namespace

std::vector<GalleryPage> gallery(const Dialog& dialog, const Surroundings& around) {
  return Gallery(dialog, around).hang();
}

}  // namespace jisr::dialogs
