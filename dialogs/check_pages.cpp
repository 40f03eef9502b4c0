// Looks at every screen as she will see it, through the engine itself, with the longest answers and
// in each language that is offered: how many pages it takes, and whether a line is cut or a key has
// two meanings.
#include <algorithm>
#include <map>

#include "dialogs/check_lists.hpp"
#include "dialogs/compilation.hpp"
#include "dialogs/condition.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/show.hpp"
#include "dialogs/wording.hpp"

namespace jisr::dialogs {

namespace {

// The pages in one language.
class Pages {
 public:
  Pages(Compilation& c, const Dialog& dialog, std::uint8_t language, Medium medium)
      : c_(c), dialog_(dialog), language_(language), longest_(longest_session(dialog, language)) {
    around_.sms = medium == Medium::sms;
    around_.limit = around_.sms ? c.options.sms : c.options.ussd;
    around_.reference = longest_.reference;
  }

  void check() {
    for (std::size_t i = 0; i < dialog_.screens.size(); ++i) {
      screen_ = &dialog_.screens[i];
      node_ = c_.screen_nodes[i];
      session_ = longest_;
      session_.screen = static_cast<std::uint16_t>(i);
      if (i != dialog_.start) session_.trail = {dialog_.start};  // so that she may go back
      if (screen_->invisible()) continue;
      if (screen_->kind == Screen::Kind::list && screen_->list.table) {
        check_list(i);
      } else {
        check_screen();
      }
    }
    for (const auto& [place, one] : crowded_) {
      const auto more = one.others ? " and others" : "";
      c_.findings.warning("W501", one.node.place(),
                          "this error makes the screen " + one.first + more + " a page longer",
                          "shorten it", one.node.width());
    }
  }

 private:
  struct Crowded {  // an error text that makes screens longer
    Yaml node;
    std::string first;
    bool others = false;
  };

  [[nodiscard]] View seen() const { return view(dialog_, session_, around_); }
  [[nodiscard]] std::string said(const Texts& texts) const {
    return fill(dialog_, session_, texts, {});
  }
  // Where the words stand that she sees: of this kind of line, or of every one.
  [[nodiscard]] Yaml written(const Yaml& text) const {
    if (!text.is_map()) return text;
    const auto& code = dialog_.languages[language_].code;
    const auto own = text[around_.sms ? "sms" : "ussd"];
    if (own.exists() && !own.is_map()) return own;
    return own[code].exists() ? own[code] : text[code];
  }

  void check_screen() {
    const auto pages = seen().pages;
    if (!check_lines(pages)) return;
    check_count(written(node_["text"]), pages.size());
    if (pages.size() > 1) check_turning_keys(pages.size());
    if (!around_.sms) check_errors(pages.size());
    if (!around_.sms && screen_->traceless() != nullptr) check_traceless_page();
    if (screen_->changes.empty()) return;
    session_.choosing_change = true;
    check_count(written(node_["change"]["heading"]), seen().pages.size());
  }

  // A page to turn would be one more thing to remember of her.
  void check_traceless_page() {
    session_.aside = true;
    const auto pages = seen().pages.size();
    session_.aside = false;
    if (pages <= 1) return;
    for (const auto& item : node_["choices"].items()) {
      if (!item["traceless"].exists()) continue;
      const auto at = written(item["traceless"]);
      c_.findings.error("E296", at.place(),
                        "this traceless page takes " + std::to_string(pages) + " pages in " +
                            dialog_.languages[language_].code,
                        "shorten it to one", at.width());
    }
  }

  void check_count(const Yaml& text, std::size_t pages) {
    if (pages <= 1 || !text.exists()) return;
    if (around_.sms && pages < kPagesMax) return;  // a longer SMS is what such words are for
    if (pages >= kPagesMax) {
      c_.findings.error("E305", text.place(),
                        "this screen takes more than " + std::to_string(kPagesMax - 1) + " pages",
                        "shorten it", text.width());
      return;
    }
    c_.findings.warning("W500", text.place(),
                        "the screen " + screen_->name + " takes " + std::to_string(pages) +
                            " pages in " + dialog_.languages[language_].code,
                        "shorten the text or its choices", text.width());
  }

  // A choice is never divided, so its words stand whole on one of the pages, unless they were cut.
  static bool stands(const std::vector<Page>& pages, const std::string& line) {
    return std::any_of(pages.begin(), pages.end(),
                       [&](const Page& page) { return page.text.find(line) != std::string::npos; });
  }

  bool check_lines(const std::vector<Page>& pages) {
    bool good = true;
    auto items = node_["choices"].items();
    if (screen_->kind == Screen::Kind::summary) items = {node_["confirm"], node_["change"]};
    const auto& choices = screen_->choices;
    for (std::size_t i = 0; i < choices.size() && i < items.size(); ++i) {
      const bool offered = !around_.sms || !choices[i].is_traceless();
      if (!offered || never(choices[i].when)) continue;
      if (stands(pages, choices[i].key + " " + said(choices[i].label))) continue;
      const auto at = written(items[i]["text"]);
      if (!at.exists() || pages.size() >= kPagesMax) continue;
      c_.findings.error("E304", at.place(), "this choice is too long for one page", "shorten it",
                        at.width());
      good = false;
    }
    return good;
  }

  void refuse_key(const Yaml& key, const std::string& meaning) {
    c_.findings.error("E115", key.place(), "the key " + key.text() + " " + meaning,
                      "choose another key, or shorten the screen", key.width());
  }

  // On a screen of several pages two keys turn the page.
  void check_turning_keys(std::size_t pages) {
    for (const auto& item : node_["choices"].items()) {
      const auto key = item["key"];
      if (key.text() != dialog_.keys.next && key.text() != dialog_.keys.previous) continue;
      refuse_key(key, "turns the page, and this screen has " + std::to_string(pages) + " in " +
                          dialog_.languages[language_].code);
    }
  }

  // A list is laid out once for each choice before it: each province with its communes.
  void check_list(std::size_t index) {
    const auto& list = screen_->list;
    const auto* source = source_of(c_, list);
    if (source == nullptr) return;
    const auto rows = offered_rows(dialog_, list);
    std::set<std::vector<std::string>> parents;
    std::size_t most = 0;     // rows on one page
    std::size_t longest = 0;  // pages
    for (const auto row : rows) {
      const auto& cells = list.table->rows[row];
      std::vector<std::string> parent;
      for (const auto& where : list.where) {
        parent.push_back(cells[where.column]);
        if (where.field != kNone) session_.set(where.field, cells[where.column]);
      }
      if (!parents.insert(std::move(parent)).second) continue;
      const auto shown = seen();
      longest = std::max(longest, shown.pages.size());
      for (const auto& page : shown.pages) most = std::max(most, page.choices);
      if (shown.pages.size() < kPagesMax) check_rows(*source, shown);
      check_lines(shown.pages);
    }
    if (longest >= kPagesMax) {
      c_.findings.error("E305", c_.screen_nodes[index]["list"].key_place(),
                        "the list takes more than " + std::to_string(kPagesMax - 1) + " pages",
                        "too many to turn: part it in two questions", 4);
    }
    for (const auto& item : node_["choices"].items()) {
      const auto& key = item["key"].text();
      if (key.size() == 1 && key > "0" && static_cast<std::size_t>(key[0] - '0') <= most) {
        refuse_key(item["key"], "numbers a row of the list too");
      }
    }
  }

  void check_rows(const Source& source, const View& shown) {
    for (const auto* row : shown.rows.all) {
      const auto at = static_cast<std::size_t>(row - source.table->rows.data());
      const auto label = spelt(dialog_, language_, row_label(screen_->list, *row, language_));
      if (stands(shown.pages, " " + label)) continue;
      c_.findings.error("E304", {source.file, source.lines[at], 1},
                        "the label of this row is too long for one page", "shorten it");
    }
  }

  void crowd(const Yaml& node) {
    auto& one = crowded_[{node.place().line, node.place().column}];
    if (one.first.empty()) one.first = screen_->name;
    one.others = one.others || one.first != screen_->name;
    one.node = node;
  }

  void check_errors(std::size_t pages) {
    const auto errors = node_["errors"];
    for (const auto wrong : wrongs_of(*screen_)) {
      session_.notice = wrong;
      if (seen().pages.size() <= pages) continue;
      const std::string reason(wrong == Wrong::not_a_choice ? "choice" : name(wrong));
      auto own = errors[name(wrong)].exists() ? errors[name(wrong)] : errors["any"];
      const auto type = c_.types[node_["type"].text()]["errors"];  // of a type of the dialog's own
      if (!own.exists()) own = type[name(wrong)].exists() ? type[name(wrong)] : type["any"];
      crowd(written(own.exists() ? own : c_.phrases["wrong_" + reason]));
    }
    session_.notice = Wrong::check;
    const auto checks = node_["checks"].items();
    for (std::size_t i = 0; i < screen_->checks.size(); ++i) {
      session_.check = static_cast<std::uint8_t>(i);
      if (seen().pages.size() > pages) crowd(written(checks[i]["text"]));
    }
    session_.notice = Wrong::none;
  }

  Compilation& c_;
  const Dialog& dialog_;
  std::uint8_t language_;
  Session longest_;
  Surroundings around_;
  Session session_;
  const Screen* screen_ = nullptr;
  Yaml node_;
  std::map<std::pair<int, int>, Crowded> crowded_;  // by the place of the error text
};

}  // namespace

// Only for a dialog without an error: the engine takes it as sound.
void check_pages(Compilation& c) {
  if (c.findings.has_errors()) return;
  const bool own_words = std::any_of(c.written.begin(), c.written.end(), [](const auto& text) {
    return std::any_of(text.words.begin(), text.words.end(),
                       [](const WrittenWords& words) { return !words.medium.empty(); });
  });
  for (const auto medium : {Medium::ussd, Medium::sms}) {
    if (medium == Medium::sms && !own_words) continue;
    const auto full = fullest(c.dialog, medium);
    for (std::size_t i = 0; i < full.languages.size(); ++i) {
      if (full.languages[i].enabled) Pages(c, full, static_cast<std::uint8_t>(i), medium).check();
    }
  }
}

}  // namespace jisr::dialogs
