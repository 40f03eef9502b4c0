// Prefixes of dialled codes, and first words of SMS.
#include "gateway/entrances.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::gateway {

using Parts = std::vector<std::string>;
using providers::Inbound;

namespace {

constexpr std::size_t kAnswersMax = 40;  // that come with a code or a keyword

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

Parts split(std::string_view text, char separator) {
  Parts parts;
  while (true) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool begins_with(const Parts& whole, const Parts& start) {
  return start.size() <= whole.size() && std::equal(start.begin(), start.end(), whole.begin());
}

bool looks_dialled(std::string_view text) {
  return !text.empty() && (text.front() == '*' || text.front() == '#') && text.back() == '#';
}

// The code and what was dialled behind it, put together from where providers tell it.
Parts dialled(const Inbound& in) {
  const auto service = code_parts(in.service);
  if (in.text.empty()) return service;
  if (!in.cumulative) {
    if (in.kind != Inbound::Kind::ussd_begin) return service;
    const auto text = code_parts(in.text);
    const bool more = !service.empty() && begins_with(text, service);
    return more || (service.empty() && looks_dialled(in.text)) ? text : service;
  }
  const auto typed = split(in.text, in.separator);
  auto whole = service;
  whole.insert(whole.end(), typed.begin(), typed.end());
  return whole;
}

std::string digits_of(std::string_view number) {
  std::string digits;
  std::copy_if(number.begin(), number.end(), std::back_inserter(digits), is_digit);
  return digits;
}

bool same_number(std::string_view own, std::string_view told) {
  const auto digits = digits_of(own);
  return digits.empty() ? own == told : digits == digits_of(told);
}

// The words of an SMS, parted by blanks.
Parts words_of(std::string_view text) {
  Parts words;
  for (auto& word : split(text, ' ')) {
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

// The words behind the keyword that are numbers, in whichever digits.
Parts numbers_behind(const Parts& words) {
  Parts numbers;
  for (std::size_t i = 1; i < words.size() && numbers.size() < kAnswersMax; ++i) {
    auto plain = dialogs::normalise(words[i]);
    if (plain.empty() || !std::all_of(plain.begin(), plain.end(), is_digit)) break;
    numbers.push_back(std::move(plain));
  }
  return numbers;
}

bool is_keyword(const Entrance& entrance, const std::string& key) {
  return !key.empty() && std::any_of(entrance.keywords.begin(), entrance.keywords.end(),
                                     [&](const std::string& keyword) {
                                       return dialogs::search_key(keyword) == key;
                                     });
}

}  // namespace

Parts code_parts(std::string_view code) {
  while (!code.empty() && (code.front() == '*' || code.front() == '#')) code.remove_prefix(1);
  while (!code.empty() && (code.back() == '*' || code.back() == '#')) code.remove_suffix(1);
  if (code.empty()) return {};
  return split(code, '*');
}

bool is_ussd_code(std::string_view text) {
  if (text.size() < 3 || (text.front() != '*' && text.front() != '#') || text.back() != '#') {
    return false;
  }
  const auto parts = split(text.substr(1, text.size() - 2), '*');
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
  });
}

bool is_sms_number(std::string_view text) {
  const auto plus = text.starts_with('+') ? 1U : 0U;
  const auto rest = text.substr(plus);
  const bool digits = std::all_of(rest.begin(), rest.end(), is_digit);
  if (digits) return rest.size() >= 3 && rest.size() <= 15;
  return plus == 0 && text.size() <= 11 && std::all_of(text.begin(), text.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ';
         });
}

std::optional<Entered> enter_ussd(const std::vector<Entrance>& entrances, const Inbound& in) {
  const auto told = code_parts(in.service).size();
  auto whole = dialled(in);
  std::optional<Entered> found;
  std::size_t longest = 0;
  for (std::size_t i = 0; i < entrances.size(); ++i) {
    const auto code = code_parts(entrances[i].code);
    if (code.size() <= longest || !begins_with(whole, code)) continue;
    longest = code.size();
    found = Entered{i, {}};
  }
  if (!found) return std::nullopt;
  // Some tell the answers in the code as well as in the text: once is enough.
  const Parts behind(whole.begin() + static_cast<long>(std::min(longest, told)),
                     whole.begin() + static_cast<long>(told));
  const Parts typed(whole.begin() + static_cast<long>(told), whole.end());
  const bool twice = in.cumulative && longest <= told && begins_with(typed, behind);
  const auto from = twice ? told : longest;
  whole.erase(whole.begin(), whole.begin() + static_cast<long>(from));
  if (whole.size() > kAnswersMax) whole.resize(kAnswersMax);
  found->answers = std::move(whole);
  return found;
}

std::optional<Entered> enter_sms(const std::vector<Entrance>& entrances, const Inbound& in,
                                 bool alone) {
  const auto words = words_of(in.text);
  const auto whole = dialogs::search_key(in.text);
  const auto first = words.empty() ? std::string() : dialogs::search_key(words.front());
  std::optional<Entered> found;
  int best = 0;
  for (std::size_t i = 0; i < entrances.size(); ++i) {
    const auto& entrance = entrances[i];
    if (!entrance.code.empty() && !same_number(entrance.code, in.service)) continue;
    const bool is_whole = is_keyword(entrance, whole);
    const bool fits = is_whole || (!alone && (is_keyword(entrance, first) ||
                                              (entrance.keywords.empty() && !in.text.empty())));
    // A longer keyword before a shorter one, then the more exact entrance.
    const int rank = fits ? 1 + (entrance.code.empty() ? 0 : 1) +
                                (entrance.keywords.empty() ? 0 : 2) + (is_whole ? 4 : 0)
                          : 0;
    if (rank <= best) continue;
    best = rank;
    found = Entered{i, {}};
    if (!entrance.keywords.empty() && !is_whole) found->answers = numbers_behind(words);
  }
  return found;
}

}  // namespace jisr::gateway
