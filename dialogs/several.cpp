// Keys are parted first, then looked up.
#include "dialogs/several.hpp"

#include <algorithm>
#include <utility>

#include "dialogs/show.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::string_view kBetween = " ,.;:-/+&";
constexpr std::string_view kArabicComma = "،";
constexpr std::size_t kKeysMax = 20;  // typed at once, also the same one again

// The keys as she wrote them; each digit is one where no key has two.
std::vector<std::string> keys_of(std::string_view input, bool single_digits) {
  std::string text(input);
  for (auto at = text.find(kArabicComma); at != std::string::npos; at = text.find(kArabicComma)) {
    text.replace(at, kArabicComma.size(), ",");
  }
  std::vector<std::string> keys;
  std::string key;
  const auto close = [&] {
    if (!key.empty()) keys.push_back(std::exchange(key, {}));
  };
  for (const char c : text) {
    const bool between = kBetween.find(c) != std::string_view::npos;
    if (between || single_digits) close();
    if (!between) key += c;
  }
  close();
  return keys;
}

}  // namespace

Picks read_picks(const Screen& screen, const Known& known, std::string_view input) {
  if (input.empty()) return {Wrong::empty, nullptr, {}};
  const auto all = offered(screen, known);
  const bool single_digits = std::all_of(
      all.begin(), all.end(), [](const Choice* choice) { return choice->key.size() == 1; });
  const auto keys = keys_of(input, single_digits);
  if (keys.empty() || keys.size() > kKeysMax) return {Wrong::not_a_choice, nullptr, {}};
  for (const auto& key : keys) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Choice* choice) { return choice->key == key; });
    if (found == all.end()) return {Wrong::not_a_choice, nullptr, {}};
    if (!(*found)->value.empty()) continue;
    if (keys.size() == 1) return {Wrong::none, *found, {}};
    return {Wrong::not_a_choice, nullptr, {}};  // "none" and something
  }
  std::vector<std::string> values;
  for (const auto* choice : all) {
    if (std::find(keys.begin(), keys.end(), choice->key) != keys.end()) {
      values.push_back(choice->value);
    }
  }
  const auto count = static_cast<std::int64_t>(values.size());
  if (count < screen.rule.min) return {Wrong::too_few, nullptr, {}};
  if (count > screen.rule.max) return {Wrong::too_many, nullptr, {}};
  return {Wrong::none, nullptr, joined_values(values)};
}

std::vector<std::string> picked_values(std::string_view answer) {
  std::vector<std::string> values;
  while (!answer.empty()) {
    const auto end = std::min(answer.find(','), answer.size());
    values.emplace_back(answer.substr(0, end));
    answer.remove_prefix(std::min(end + 1, answer.size()));
  }
  return values;
}

std::string joined_values(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ",") + value;
  return out;
}

std::vector<const Choice*> pickable(const Screen& screen) {
  std::vector<const Choice*> all;
  for (const auto& choice : screen.choices) {
    if (!choice.value.empty()) all.push_back(&choice);
  }
  return all;
}

std::vector<std::string> typical_picks(const Screen& screen) {
  const auto all = pickable(screen);
  const auto least = static_cast<std::size_t>(screen.rule.min);
  const auto most = std::min(all.size(), static_cast<std::size_t>(screen.rule.max));
  std::vector<std::string> out;
  for (const auto count : {std::min(least, most), most}) {
    for (std::size_t from = 0; from + count <= all.size(); ++from) {
      std::vector<std::string> values;
      for (std::size_t i = 0; i < count; ++i) values.push_back(all[from + i]->value);
      out.push_back(joined_values(values));
    }
  }
  return out;
}

}  // namespace jisr::dialogs
