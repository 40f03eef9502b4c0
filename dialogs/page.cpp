// One page when it can be one page; else words and choices are dealt out, each page with its
// navigation.
#include "dialogs/page.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kCut = "..";

// A word of the error or the heading, or a whole choice.
struct Item {
  std::string text;
  char glue = '\n';  // what stands before it when it is not the first on its page
  bool choice = false;
  std::string key;  // of a choice that is not renumbered
};

void add_words(const std::string& text, std::vector<Item>& items) {
  std::string word;
  char glue = '\n';
  for (const char c : text + '\n') {
    if (c != ' ' && c != '\n') {
      word += c;
      continue;
    }
    const bool ended = !word.empty();
    if (ended) items.push_back({word, glue, false, {}});
    if (ended || c == '\n') glue = c;
    word.clear();
  }
}

void add_line(std::string& page, std::string_view line) {
  if (line.empty()) return;
  if (!page.empty()) page += '\n';
  page += line;
}

// Whether one of its letters is Hebrew, Arabic or N'Ko: those begin with these bytes in UTF-8.
bool from_the_right(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xD7 && byte <= 0xDF;
  });
}

// Two entries on one line, but not in Arabic: phones whose own menus are French lay "0 رجوع 00
// البداية" from the left, where it reads as if 00 were "back", and 00 begins anew.
std::string beside(const std::string& line, const std::string& entry) {
  if (line.empty()) return entry;
  return line + (from_the_right(line) || from_the_right(entry) ? '\n' : ' ') + entry;
}

class Dealer {
 public:
  Dealer(const Layout& layout, const Limit& limit, bool with_heading)
      : layout_(layout), limit_(limit) {
    add_words(layout.error, items_);
    if (with_heading) add_words(layout.heading, items_);
    for (const auto& choice : layout.choices) {
      items_.push_back({choice.label, '\n', true, choice.key});
    }
    for (const auto& choice : layout.fixed) add_line(fixed_, choice.key + " " + choice.label);
  }

  std::vector<Page> deal() {
    std::vector<Page> pages;
    std::size_t from = 0;
    std::size_t choice = 0;
    do {
      const bool first = pages.empty();
      auto to = fill(from, first);
      Page page = compose(from, to, first, to == items_.size());
      page.first_choice = choice;
      choice += page.choices;
      pages.push_back(std::move(page));
      from = to;
    } while (from < items_.size() && pages.size() < kPagesMax);
    return pages;
  }

 private:
  // The end of what fits on a page that begins with `from`.
  std::size_t fill(std::size_t from, bool first) {
    if (holds(from, items_.size()) &&
        fits(compose(from, items_.size(), first, true).text, limit_)) {
      return items_.size();
    }
    std::size_t to = from;
    while (to < items_.size() && holds(from, to + 1) &&
           fits(compose(from, to + 1, first, false).text, limit_)) {
      ++to;
    }
    if (to > from) return to == items_.size() ? to - (to - from > 1 ? 1 : 0) : to;
    cut(from, first);
    return from + 1;
  }

  // Not more choices on one page than there are numbers for them.
  [[nodiscard]] bool holds(std::size_t from, std::size_t to) const {
    if (!layout_.renumber) return true;
    const auto count = std::count_if(items_.begin() + static_cast<long>(from),
                                     items_.begin() + static_cast<long>(to),
                                     [](const Item& item) { return item.choice; });
    return static_cast<std::size_t>(count) <= layout_.choices_per_page;
  }

  // Makes one item that is too long for a page of its own fit: a label is shortened, a word goes
  // on.
  void cut(std::size_t at, bool first) {
    const std::string whole = items_[at].text;
    std::vector<std::size_t> ends;  // byte offsets behind each character
    for (std::size_t i = 1; i <= whole.size(); ++i) {
      if (i == whole.size() || begins_character(whole[i])) ends.push_back(i);
    }
    const bool choice = items_[at].choice;
    // A page holds so many characters at most: no need to try more.
    std::size_t kept = std::min(ends.size(), std::max(limit_.gsm7, limit_.ucs2) + 1);
    while (kept > 1) {
      --kept;
      items_[at].text =
          whole.substr(0, ends[kept - 1]) + (choice ? std::string(kCut) : std::string());
      if (fits(compose(at, at + 1, first, false).text, limit_)) break;
    }
    if (choice || ends.empty() || ends[kept - 1] == whole.size()) return;
    Item rest = items_[at];
    rest.text = whole.substr(ends[kept - 1]);
    items_.insert(items_.begin() + static_cast<long>(at) + 1, std::move(rest));
  }

  [[nodiscard]] Page compose(std::size_t from, std::size_t to, bool first, bool last) const {
    Page page;
    for (std::size_t i = from; i < to; ++i) {
      const auto& item = items_[i];
      if (item.choice) {
        ++page.choices;
        add_line(page.text,
                 (layout_.renumber ? std::to_string(page.choices) : item.key) + " " + item.text);
      } else {
        if (i > from) page.text += item.glue;
        page.text += item.text;
      }
    }
    add_line(page.text, fixed_);
    std::string navigation;
    const auto offer = [&](const std::string& entry) {
      if (!entry.empty()) navigation = beside(navigation, entry);
    };
    if (!last) offer(layout_.next);
    if (!first) offer(layout_.previous);
    offer(layout_.back);
    if (!layout_.home.empty()) {
      auto with_home = page.text;
      add_line(with_home, beside(navigation, layout_.home));
      if (fits(with_home, limit_)) {
        page.text = std::move(with_home);
        return page;
      }
    }
    add_line(page.text, navigation);
    return page;
  }

  const Layout& layout_;
  const Limit& limit_;
  std::vector<Item> items_;
  std::string fixed_;
};

}  // namespace

std::vector<Page> lay_out(const Layout& layout, const Limit& limit) {
  auto pages = Dealer(layout, limit, true).deal();
  if (layout.error.empty() || layout.heading.empty() || pages.size() == 1) return pages;
  // Too long only because of the error? Then the error says enough, and the heading gives way.
  Layout without = layout;
  without.error.clear();
  if (Dealer(without, limit, true).deal().size() == pages.size()) return pages;
  return Dealer(layout, limit, false).deal();
}

}  // namespace jisr::dialogs
