// Lays every screen out as she will see it, with the longest answers put in, in each language that
// is offered: how many pages it takes, and whether an error line or a single choice is too much.
#include <algorithm>
#include <map>

#include "dialogs/check_lists.hpp"
#include "dialogs/compilation.hpp"
#include "dialogs/condition.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/page.hpp"

namespace jisr::dialogs {

namespace {

// One screen in one language.
struct View {
  std::uint16_t index;
  const Screen& screen;
  const Yaml& node;
  std::size_t language;
};

// The wrong answers that this screen can hear.
std::vector<Wrong> wrongs(const Screen& screen) {
  if (screen.kind == Screen::Kind::end || screen.kind == Screen::Kind::message) return {};
  if (screen.kind != Screen::Kind::question) return {Wrong::empty, Wrong::not_a_choice};
  std::vector<Wrong> all = {Wrong::empty, Wrong::malformed};
  if (!screen.rule.example.empty()) all.push_back(Wrong::example);
  switch (screen.rule.type) {
    case FieldType::name:
    case FieldType::text:
      all.insert(all.end(), {Wrong::too_short, Wrong::too_long});
      break;
    case FieldType::number:
      all.push_back(Wrong::out_of_range);
      break;
    case FieldType::year:
    case FieldType::date:
    case FieldType::birth:
      all.insert(all.end(), {Wrong::under_age, Wrong::over_age, Wrong::future});
      break;
    case FieldType::national_id:
    case FieldType::choice:
    case FieldType::yes_no:
      break;
  }
  return all;
}

struct WrongPhrase {
  const char* name;
  Phrase phrase;
};

WrongPhrase phrase_of(Wrong wrong) {
  switch (wrong) {
    case Wrong::empty:
      return {"wrong_empty", Phrase::wrong_empty};
    case Wrong::not_a_choice:
      return {"wrong_choice", Phrase::wrong_choice};
    case Wrong::too_short:
      return {"wrong_too_short", Phrase::wrong_too_short};
    case Wrong::too_long:
      return {"wrong_too_long", Phrase::wrong_too_long};
    case Wrong::out_of_range:
      return {"wrong_out_of_range", Phrase::wrong_out_of_range};
    case Wrong::under_age:
      return {"wrong_under_age", Phrase::wrong_under_age};
    case Wrong::over_age:
      return {"wrong_over_age", Phrase::wrong_over_age};
    case Wrong::future:
      return {"wrong_future", Phrase::wrong_future};
    case Wrong::example:
      return {"wrong_example", Phrase::wrong_example};
    case Wrong::none:
    case Wrong::malformed:
      break;
  }
  return {"wrong_malformed", Phrase::wrong_malformed};
}

class Pages {
 public:
  explicit Pages(Compilation& c) : c_(c), dialog_(c.dialog) {}

  void check() {
    for (std::size_t language = 0; language < dialog_.languages.size(); ++language) {
      if (!dialog_.languages[language].enabled) continue;
      for (std::size_t i = 0; i < dialog_.screens.size(); ++i) {
        const auto index = static_cast<std::uint16_t>(i);
        check_screen({index, dialog_.screens[i], c_.screen_nodes[i], language});
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

  [[nodiscard]] std::string fill(const Texts& texts, const View& view) const {
    return filled(dialog_, texts, view.language);
  }
  [[nodiscard]] Yaml written(const Yaml& text, const View& view) const {
    return text.is_map() ? text[dialog_.languages[view.language].code] : text;
  }
  [[nodiscard]] std::size_t pages(const Layout& page) const {
    return lay_out(page, c_.options.ussd).size();
  }
  [[nodiscard]] std::string entry(const std::string& key, Phrase phrase, const View& view) const {
    const auto at = static_cast<std::size_t>(phrase);
    return key + " " + fill(dialog_.phrases[at], view);
  }

  Layout layout(const View& view) const {
    Layout page;
    page.heading = fill(view.screen.text, view);
    for (const auto& choice : view.screen.choices) {
      if (never(choice.when)) continue;
      page.choices.push_back({choice.key, fill(choice.label, view)});
    }
    if (view.screen.kind == Screen::Kind::end) return page;
    const auto& keys = dialog_.keys;
    if (view.screen.back && view.index != dialog_.start) {
      page.back = entry(keys.back, Phrase::back, view);
    }
    page.next = entry(keys.next, Phrase::next, view);
    page.previous = entry(keys.previous, Phrase::previous, view);
    return page;
  }

  void check_screen(const View& view) {
    auto page = layout(view);
    check_lines(view, page);
    if (view.screen.kind == Screen::Kind::list) {
      check_rows(view, page);
      return;
    }
    const auto needed = pages(page);
    check_count(written(view.node["text"], view), view, needed);
    if (needed > 1) check_turning_keys(view, needed);
    check_errors(view, page, needed);
    if (!view.screen.changes.empty()) check_changes(view, page);
  }

  void check_count(const Yaml& text, const View& view, std::size_t needed) {
    if (needed <= 1 || !text.exists()) return;
    const auto& language = dialog_.languages[view.language].code;
    if (needed >= kPagesMax) {
      c_.findings.error("E305", text.place(),
                        "this screen takes more than " + std::to_string(kPagesMax - 1) + " pages",
                        "shorten it", text.width());
      return;
    }
    c_.findings.warning("W500", text.place(),
                        "the screen " + view.screen.name + " takes " + std::to_string(needed) +
                            " pages in " + language,
                        "shorten the text or its choices", text.width());
  }

  // On a screen of several pages two keys turn the page.
  void check_turning_keys(const View& view, std::size_t needed) {
    for (const auto& item : view.node["choices"].items()) {
      const auto key = item["key"];
      const bool turns = key.text() == dialog_.keys.next || key.text() == dialog_.keys.previous;
      const auto at = std::make_pair(key.place().line, key.place().column);
      if (!turns || !turning_.insert(at).second) continue;  // said for another language
      c_.findings.error("E115", key.place(),
                        "the key " + key.text() + " turns the page, and this screen has " +
                            std::to_string(needed),
                        "choose another key, or shorten the screen", key.width());
    }
  }

  void check_changes(const View& view, Layout page) {
    page.heading = fill(view.screen.change_heading, view);
    page.choices.clear();
    for (const auto& change : view.screen.changes) {
      if (never(change.when)) continue;
      page.choices.push_back({std::to_string(page.choices.size() + 1), fill(change.label, view)});
    }
    check_count(written(view.node["change"]["heading"], view), view, pages(page));
  }

  // A line with its key must fit a page beside the keys for the way round; else it would be cut.
  static std::string alone(const Layout& page, const PageChoice& choice) {
    const auto back = page.back.empty() ? "" : " " + page.back;
    return choice.key + " " + choice.label + "\n" + page.next + " " + page.previous + back;
  }

  void check_lines(const View& view, const Layout& page) {
    auto items = view.node["choices"].items();
    if (view.screen.kind == Screen::Kind::summary) {
      items = {view.node["confirm"], view.node["change"]};
    }
    const auto& choices = view.screen.choices;
    for (std::size_t i = 0; i < choices.size() && i < items.size(); ++i) {
      const PageChoice line{choices[i].key, fill(choices[i].label, view)};
      if (fits(alone(page, line), c_.options.ussd)) continue;
      const auto at = written(items[i]["text"], view);
      c_.findings.error("E304", at.place(), "this choice is too long for one page", "shorten it",
                        at.width());
    }
  }

  void check_rows(const View& view, Layout& page) {
    const auto& list = view.screen.list;
    const auto* source = source_of(c_, list);
    if (source == nullptr) return;
    std::map<std::vector<std::string>, std::size_t> parents;  // the rows of each choice before
    std::size_t most = 0;
    for (const auto row : offered_rows(dialog_, list)) {
      const auto& cells = list.table->rows[row];
      if (!fits(alone(page, {"1", cells[list.label_columns[view.language]]}), c_.options.ussd)) {
        c_.findings.error("E304", {source->file, source->lines[row], 1},
                          "the label of this row is too long for one page", "shorten it");
      }
      std::vector<std::string> parent;
      for (const auto& where : list.where) parent.push_back(cells[where.column]);
      most = std::max(most, ++parents[parent]);
    }
    page.choices.assign(most, {"1", "x"});
    page.renumber = true;
    if (pages(page) < kPagesMax) return;
    c_.findings.error("E305", view.node["list"].key_place(),
                      "the list has up to " + std::to_string(most) + " rows",
                      "too many pages to turn: part it in two questions", 4);
  }

  void check_errors(const View& view, Layout page, std::size_t needed) {
    const auto errors = view.node["errors"];
    for (const auto wrong : wrongs(view.screen)) {
      const auto own = view.screen.errors.find(wrong);
      const bool general = own == view.screen.errors.end();
      const auto phrase = phrase_of(wrong);
      const auto& texts =
          general ? dialog_.phrases[static_cast<std::size_t>(phrase.phrase)] : own->second;
      page.error = fill(texts, view);
      if (page.error.empty() || pages(page) <= needed) continue;
      const auto reason = errors[name(wrong)].exists() ? name(wrong) : "any";
      const auto node = written(general ? c_.phrases[phrase.name] : errors[reason], view);
      auto& one = crowded_[{node.place().line, node.place().column}];
      if (one.first.empty()) one.first = view.screen.name;
      one.others = one.others || one.first != view.screen.name;
      one.node = node;
    }
  }

  Compilation& c_;
  const Dialog& dialog_;
  std::map<std::pair<int, int>, Crowded> crowded_;  // by the place of the error text
  std::set<std::pair<int, int>> turning_;
};

}  // namespace

void check_pages(Compilation& c) {
  if (c.dialog.phrases.empty()) return;
  Pages(c).check();
}

}  // namespace jisr::dialogs
