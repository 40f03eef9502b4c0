// Arabic cells have their own direction, so that a table that runs from the left shows them right.
#include "dialogs/text_table.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "dialogs/numerals.hpp"
#include "dialogs/page_table.hpp"
#include "dialogs/text.hpp"
#include "dialogs/word_count.hpp"

namespace jisr::dialogs {

namespace {

constexpr const char* kRead = "●";
constexpr const char* kChanged = "◐";
constexpr const char* kUnread = "○";

// What has no meaning to Markdown or HTML any more, on one line.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char byte : text) {
    switch (byte) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '\n':
        out += "<br>";
        break;
      case '|':
      case '*':
      case '_':
      case '`':
      case '[':
      case ']':
      case '#':
        out += '\\';
        [[fallthrough]];
      default:
        out += byte;
    }
  }
  return out;
}

bool right_to_left(const Language& language) {
  static const std::set<std::string> kAll = {"ar", "fa", "he", "ur"};
  return kAll.contains(language.code.substr(0, language.code.find('-')));
}

// "family_name" of "family_name.errors.any"; of a block's "blocks.person.…" the block.
std::string group_of(const std::string& id) {
  auto end = id.find('.');
  if (id.starts_with("blocks.")) end = id.find('.', end + 1);
  return id.substr(0, end);
}

std::string joined(const std::vector<std::string>& forms) {
  std::string out;
  for (const auto& form : forms) out += (out.empty() ? "" : "\n") + form;
  return out;
}

using Group = std::pair<std::string, std::vector<const CatalogEntry*>>;

// Screens in the order of the dialog, then what belongs to none, as the file has it.
std::vector<Group> groups(const Catalog& catalog, const Dialog& dialog) {
  std::vector<Group> all;
  for (const auto& screen : dialog.screens) all.push_back({screen.name, {}});
  for (const auto& entry : catalog.entries) {
    const auto name = group_of(entry.id);
    auto found = std::find_if(all.begin(), all.end(), [&](auto& one) { return one.first == name; });
    if (found == all.end()) found = all.insert(all.end(), {name, {}});
    found->second.push_back(&entry);
  }
  std::erase_if(all, [](const Group& group) { return group.second.empty(); });
  return all;
}

class Chapter {
 public:
  Chapter(const Catalog& catalog, const Dialog& dialog, const Limit& limit)
      : catalog_(catalog), dialog_(dialog), pages_(page_table(dialog, limit)) {}

  std::string write() {
    out_ = "## " + catalog_.dialog + ", " + catalog_.version + "\n\n";
    for (std::size_t i = 0; i < catalog_.languages.size(); ++i) count(i);
    for (const auto& group : groups(catalog_, dialog_)) write(group);
    return std::move(out_);
  }

 private:
  void count(std::size_t language) {
    std::size_t of[4] = {};
    for (const auto& entry : catalog_.entries) {
      ++of[static_cast<std::size_t>(review_of(catalog_, entry, language).state)];
    }
    const auto number = [&](TextReview::State state) {
      return std::to_string(of[static_cast<std::size_t>(state)]);
    };
    const auto& one = catalog_.languages[language];
    out_ += "- " + one.name + " (" + one.code + (one.enabled ? "" : ", not offered") + "): ";
    out_ += number(TextReview::State::read) + " read by a native speaker, " +
            number(TextReview::State::unread) + " not, " + number(TextReview::State::changed) +
            " changed since";
    const auto missing = number(TextReview::State::missing);
    out_ += (missing == "0" ? "" : ", " + missing + " without words") + "\n";
  }

  void write(const Group& group) {
    out_ += "\n### " + escaped(group.first) + "\n";
    std::string told;
    for (const auto& row : pages_) {
      if (row.screen != group.first) continue;
      told += (told.empty() ? "Page: " : " · ") + row.language + " " + std::to_string(row.units) +
              " of " + std::to_string(row.limit) +
              (row.pages > 1 ? ", " + std::to_string(row.pages) + " pages" : "");
    }
    out_ += (told.empty() ? "" : told + "\n") + "\n| text |";
    for (const auto& language : catalog_.languages) out_ += " " + language.code + " |";
    out_ += "\n| --- |";
    for (const auto& language : catalog_.languages) {
      out_ += right_to_left(language) ? " ---: |" : " --- |";
    }
    out_ += "\n";
    for (const auto* entry : group.second) write(group.first, *entry);
  }

  void write(const std::string& group, const CatalogEntry& entry) {
    const auto name = entry.id.size() > group.size() ? entry.id.substr(group.size() + 1) : entry.id;
    out_ += "| " + escaped(name) + " |";
    for (std::size_t i = 0; i < catalog_.languages.size(); ++i) out_ += " " + cell(entry, i) + " |";
    out_ += "\n";
  }

  [[nodiscard]] std::string cell(const CatalogEntry& entry, std::size_t language) const {
    const auto review = review_of(catalog_, entry, language);
    if (review.state == TextReview::State::missing) return "";
    const auto text = joined(entry.words[language].forms);
    const char* mark = review.state == TextReview::State::read      ? kRead
                       : review.state == TextReview::State::changed ? kChanged
                                                                    : kUnread;
    const auto length = std::to_string(cost(text).units) + " " + mark;
    const auto& own = catalog_.languages[language];
    if (!right_to_left(own)) return escaped(text) + "<br>" + length;
    return "<div dir=\"rtl\" lang=\"" + own.code + "\">" + escaped(text) + "</div>" + length;
  }

  const Catalog& catalog_;
  const Dialog& dialog_;
  std::vector<PageRow> pages_;
  std::string out_;
};

std::string number(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

// Letters of the Latin alphabet, for which LIX was made.
bool latin(const Language& language) {
  return !right_to_left(language) && !language.code.starts_with("zgh");
}

std::string line(const std::string& name, const Language& language, const WordCount& count) {
  char text[160];
  std::snprintf(text, sizeof text, "%-24s %-4s %6zu %9zu %9s %9zu %9s  ", name.c_str(),
                language.code.c_str(), count.words, count.sentences,
                number(count.words_a_sentence()).c_str(), count.longest_sentence,
                number(count.letters_a_word()).c_str());
  return text + count.longest_word + "\n";
}

}  // namespace

std::string text_chapter(const Catalog& catalog, const Dialog& dialog, const Limit& limit) {
  return Chapter(catalog, dialog, limit).write();
}

std::string text_table_legend() {
  return std::string(kRead) + " a native speaker has read it · " + kChanged +
         " it has changed since · " + kUnread +
         " nobody has read it yet. The number is the text's length: in characters of a page, which "
         "holds 160 in Latin letters of the GSM alphabet, else 70. What stands in braces is put in "
         "when she sees it.\n";
}

std::string word_report(const Catalog& catalog, const Dialog& dialog) {
  char head[160];
  std::snprintf(head, sizeof head, "%-24s %-4s %6s %9s %9s %9s %9s  %s\n", "screen", "", "words",
                "sentences", "words/s.", "longest", "letters/w", "longest word");
  std::string out = head;
  std::vector<WordCount> whole(catalog.languages.size());
  std::string numbers;
  for (const auto& [name, entries] : groups(catalog, dialog)) {
    for (std::size_t i = 0; i < catalog.languages.size(); ++i) {
      const auto& language = catalog.languages[i];
      if (!language.enabled) continue;
      WordCount sum;
      for (const auto* entry : entries) {
        const auto text = joined(entry->words[i].forms);
        sum.add(count_words(text));
        for (const auto& word : number_words(text, language.code)) {
          numbers += "  " + entry->id + " (" + language.code +
                     "): " + text.substr(word.offset, word.size) + " -> " +
                     std::to_string(word.number) + "\n";
        }
      }
      whole[i].add(sum);
      out += line(name, language, sum);
    }
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (!catalog.languages[i].enabled) continue;
    out += line("(all)", catalog.languages[i], whole[i]);
    if (!latin(catalog.languages[i])) continue;
    out += "  LIX " + number(whole[i].lix()) +
           ": 20 is a book for children, 40 a newspaper, 60 a law\n";
  }
  return out +
         (numbers.empty() ? "" : "Numbers in words that digits would say sooner:\n" + numbers);
}

}  // namespace jisr::dialogs
