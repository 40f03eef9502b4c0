// The engine lays each screen out; a list once for each choice before it.
#include "dialogs/page_table.hpp"

#include <algorithm>
#include <set>

#include "dialogs/check_lists.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/show.hpp"

namespace jisr::dialogs {

namespace {

class Meter {
 public:
  Meter(const Dialog& full, std::uint8_t language, const Limit& limit)
      : full_(full), language_(language), longest_(longest_session(full, language)) {
    around_.limit = limit;
    around_.today = {2026, 1, 1};
    around_.reference = longest_.reference;
  }

  std::vector<PageRow> of(std::uint16_t at) {
    const auto& screen = full_.screens[at];
    session_ = longest_;
    session_.screen = at;
    if (at != full_.start) session_.trail = {full_.start};  // so that she may go back
    if (screen.invisible()) return {};
    row_ = empty(screen.name);
    row_.list = screen.kind == Screen::Kind::list;
    if (row_.list && screen.list.table) {
      look_at_list(screen);
    } else {
      look(screen);
    }
    std::vector<PageRow> rows = {row_};
    if (screen.traceless() != nullptr) {
      session_.aside = true;
      row_ = empty(screen.name + ", traceless");
      measure(row_.pages);
      rows.push_back(row_);
      session_.aside = false;
    }
    if (screen.changes.empty()) return rows;
    session_.choosing_change = true;
    row_ = empty(screen.name + ", change");
    look(screen);
    rows.push_back(row_);
    return rows;
  }

  PageRow resuming() {
    session_ = longest_;
    session_.screen = full_.start;
    session_.resuming = true;
    row_ = empty("(resume)");
    measure(row_.pages);
    return row_;
  }

 private:
  [[nodiscard]] PageRow empty(const std::string& name) const {
    PageRow row;
    row.screen = name;
    row.language = full_.languages[language_].code;
    return row;
  }

  void measure(std::size_t& pages) {
    const auto seen = view(full_, session_, around_);
    pages = std::max(pages, seen.pages.size());
    row_.pages_wrong = std::max(row_.pages_wrong, pages);
    if (session_.notice != Wrong::none) return;
    for (const auto& page : seen.pages) {
      const auto price = cost(page.text);
      const auto most = price.encoding == Encoding::gsm7 ? around_.limit.gsm7 : around_.limit.ucs2;
      if (row_.limit > 0 && price.units * row_.limit <= row_.units * most) continue;
      row_.encoding = price.encoding;
      row_.units = price.units;
      row_.limit = most;
    }
  }

  void look(const Screen& screen) {
    measure(row_.pages);
    for (const auto wrong : wrongs_of(screen)) {
      session_.notice = wrong;
      measure(row_.pages_wrong);
    }
    session_.notice = Wrong::check;
    for (std::size_t i = 0; i < screen.checks.size(); ++i) {
      session_.check = static_cast<std::uint8_t>(i);
      measure(row_.pages_wrong);
    }
    session_.notice = Wrong::none;
  }

  void look_at_list(const Screen& screen) {
    const auto& list = screen.list;
    std::set<std::vector<std::string>> parents;
    for (const auto row : offered_rows(full_, list)) {
      const auto& cells = list.table->rows[row];
      std::vector<std::string> parent;
      for (const auto& where : list.where) {
        parent.push_back(cells[where.column]);
        if (where.field != kNone) session_.set(where.field, cells[where.column]);
      }
      if (parents.insert(std::move(parent)).second) look(screen);
    }
  }

  const Dialog& full_;
  std::uint8_t language_;
  Session longest_;
  Surroundings around_;
  Session session_;
  PageRow row_;
};

}  // namespace

std::vector<PageRow> page_table(const Dialog& dialog, const Limit& limit) {
  const auto full = fullest(dialog);
  std::vector<Meter> languages;
  for (std::size_t i = 0; i < full.languages.size(); ++i) {
    if (full.languages[i].enabled)
      languages.emplace_back(full, static_cast<std::uint8_t>(i), limit);
  }
  std::vector<PageRow> all;
  for (std::size_t i = 0; i < full.screens.size(); ++i) {
    std::vector<std::vector<PageRow>> by_language;
    for (auto& one : languages) by_language.push_back(one.of(static_cast<std::uint16_t>(i)));
    for (std::size_t k = 0; !by_language.empty() && k < by_language.front().size(); ++k) {
      for (const auto& rows : by_language) all.push_back(rows[k]);
    }
  }
  for (auto& one : languages) all.push_back(one.resuming());
  return all;
}

}  // namespace jisr::dialogs
