// Tries each way of parting the words among the fields; few words and few fields keep it small.
#include "dialogs/recognise.hpp"

#include <algorithm>
#include <string>

#include "dialogs/field.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kWordsOfOneMax = 4;

std::vector<std::string> words_of(std::string_view text) {
  auto plain = normalise(text);
  for (auto& c : plain) {
    if (std::string_view(",;+|*#").find(c) != std::string_view::npos) c = ' ';
  }
  std::vector<std::string> words;
  std::string word;
  const auto take = [&] {
    const bool sign = word.find_first_not_of("-./:") == std::string::npos;
    while (!word.empty() && (word.back() == '.' || word.back() == ':')) word.pop_back();
    if (!word.empty() && !sign) words.push_back(word);
    word.clear();
  };
  for (const char c : plain) {
    if (c == ' ') {
      take();
    } else {
      word += c;
    }
  }
  take();
  return words;
}

// Refused for what it says, not for how it is written.
bool has_the_form(Wrong wrong) {
  switch (wrong) {
    case Wrong::none:
    case Wrong::under_age:
    case Wrong::over_age:
    case Wrong::future:
    case Wrong::out_of_range:
    case Wrong::example:
      return true;
    default:
      return false;
  }
}

class Reader {
 public:
  Reader(const Dialog& dialog, const std::vector<std::uint16_t>& fields,
         std::vector<std::string> words, const Date& today)
      : dialog_(dialog),
        fields_(fields),
        words_(std::move(words)),
        given_(today),
        found_(fields.size()) {}

  bool read(std::size_t from = 0) {
    if (from == words_.size()) {
      return std::none_of(found_.begin(), found_.end(), [](auto& one) { return one.empty(); });
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (!found_[i].empty()) continue;
      std::string joined;
      const auto most = std::min(words_.size(), from + kWordsOfOneMax);
      for (std::size_t to = from; to < most; ++to) {
        joined += (joined.empty() ? "" : " ") + words_[to];
        if (!has_the_form(read_answer(rule_of(i), joined, given_).wrong)) continue;
        found_[i] = joined;
        if (read(to + 1)) return true;
        found_[i].clear();
      }
    }
    return false;
  }

  [[nodiscard]] std::vector<std::string> found() const { return found_; }

 private:
  [[nodiscard]] const FieldRule& rule_of(std::size_t which) const {
    return dialog_.screens[dialog_.fields[fields_[which]].screen].rule;
  }

  const Dialog& dialog_;
  const std::vector<std::uint16_t>& fields_;
  std::vector<std::string> words_;
  Given given_;
  std::vector<std::string> found_;  // by field; empty: not yet
};

}  // namespace

std::optional<std::vector<std::string>> recognise(const Dialog& dialog,
                                                  const std::vector<std::uint16_t>& fields,
                                                  std::string_view text, const Date& today) {
  auto words = words_of(text);
  const bool fits = !words.empty() && words.size() <= kRecognisedWordsMax && !fields.empty() &&
                    fields.size() <= kRecognisedFieldsMax;
  if (!fits) return std::nullopt;
  Reader reader(dialog, fields, std::move(words), today);
  if (!reader.read()) return std::nullopt;
  return reader.found();
}

}  // namespace jisr::dialogs
