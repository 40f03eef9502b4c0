// `reviewed` as it is read and written.
#include "dialogs/review.hpp"

#include <algorithm>
#include <cstdio>

#include "dialogs/catalog.hpp"
#include "dialogs/field.hpp"
#include "dialogs/yaml_edit.hpp"

namespace jisr::dialogs {

namespace {

constexpr const char* kNobody = "nobody";
constexpr const char* kHint = "as `jisr texts reviewed` writes it: by, on and texts; or nobody";

bool is_day(const std::string& text) {
  Date date;
  char more = 0;
  return text.size() == 10 &&
         std::sscanf(text.c_str(), "%4d-%2d-%2d%c", &date.year, &date.month, &date.day, &more) ==
             3 &&
         real_date(date);
}

Review read_one(const Yaml& node, const std::string& language, Findings& findings) {
  Review review;
  review.language = language;
  if (!node.only_keys(findings, "a review", {"by", "on", "texts"})) return review;
  review.by = node["by"].as_string(findings).value_or("");
  review.on = node["on"].as_string(findings).value_or("");
  const bool whole = !review.by.empty() && is_day(review.on) && node["texts"].is_map();
  if (!whole) findings.error("E652", node.place(), "this is no whole review", kHint);
  for (const auto& [id, mark] : node["texts"].entries()) {
    review.texts[id] = mark.as_string(findings).value_or("");
  }
  return review;
}

std::string in_lines(const Review& review) {
  std::string out = "    - by: " + YamlEdit::written(review.by) + "\n      on: \"" + review.on +
                    "\"\n      texts:\n";
  for (const auto& [id, mark] : review.texts) {
    out += "        " + YamlEdit::written(id) + ": \"" + mark + "\"\n";
  }
  return out;
}

std::string block(const std::vector<Review>& reviews, const std::vector<Language>& languages) {
  std::string out = "reviewed:\n";
  for (const auto& language : languages) {
    std::string own;
    for (const auto& review : reviews) {
      if (review.language == language.code) own += in_lines(review);
    }
    out +=
        "  " + language.code + ":" + (own.empty() ? std::string(" ") + kNobody : "") + "\n" + own;
  }
  return out;
}

std::size_t line_start(std::string_view text, int line) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

// Behind the last line that belongs to the map entry whose key begins at `from`.
std::size_t entry_end(std::string_view text, std::size_t from) {
  auto end = std::min(text.find('\n', from), text.size() - 1) + 1;
  for (auto at = end; at < text.size();) {
    const auto next = std::min(text.find('\n', at), text.size() - 1) + 1;
    const auto line = text.substr(at, next - at);
    const bool blank = line.find_first_not_of(" \r\n") == std::string_view::npos;
    if (!blank && line.front() != ' ') break;
    at = next;
    if (!blank) end = next;
  }
  return end;
}

}  // namespace

std::vector<Review> read_reviews(const Yaml& root, const std::vector<Language>& languages,
                                 Findings& findings) {
  std::vector<Review> all;
  const auto reviewed = root["reviewed"];
  if (!reviewed.exists()) return all;
  std::vector<std::string> codes;
  for (const auto& language : languages) codes.push_back(language.code);
  if (!reviewed.only_keys(findings, "reviewed", codes)) return all;
  for (const auto& [code, node] : reviewed.entries()) {
    if (node.is_scalar() && node.text() == kNobody) continue;
    if (!node.is_list()) {
      findings.error("E652", node.place(), "this says nothing of reviews", kHint, node.width());
    }
    for (const auto& item : node.items()) all.push_back(read_one(item, code, findings));
  }
  return all;
}

// FNV-1a, 64 bits folded to 32: it finds changes, it protects from nobody.
std::string words_mark(const std::vector<std::string>& forms) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto mix = [&](unsigned char byte) { hash = (hash ^ byte) * 0x100000001b3; };
  for (const auto& form : forms) {
    for (const char byte : form) mix(static_cast<unsigned char>(byte));
    mix(0xFF);  // never in UTF-8
  }
  char text[16];
  std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(hash ^ (hash >> 32)));
  return text;
}

TextReview review_of(const Catalog& catalog, const CatalogEntry& entry, std::size_t language) {
  using State = TextReview::State;
  const auto& forms = entry.words[language].forms;
  if (forms.empty()) return {State::missing, {}, {}};
  const auto mark = words_mark(forms);
  TextReview found;
  for (const auto& review : catalog.reviews) {
    const auto named = review.texts.find(entry.id);
    if (review.language != catalog.languages[language].code || named == review.texts.end()) {
      continue;
    }
    found = {named->second == mark ? State::read : State::changed, review.by, review.on};
  }
  return found;
}

void add_review(std::vector<Review>& reviews, Review made) {
  for (auto& review : reviews) {
    if (review.language != made.language) continue;
    for (const auto& [id, mark] : made.texts) review.texts.erase(id);
  }
  std::erase_if(reviews, [](const Review& review) { return review.texts.empty(); });
  for (auto& review : reviews) {
    const bool same =
        review.language == made.language && review.by == made.by && review.on == made.on;
    if (!same) continue;
    review.texts.merge(made.texts);
    return;
  }
  reviews.push_back(std::move(made));
}

std::string with_reviews(std::string_view yaml, const std::vector<Review>& reviews,
                         const std::vector<Language>& languages) {
  Findings own;
  const auto root = Yaml::parse(yaml, "reviewed", own);
  if (!root.is_map() || root.entries().empty()) return {};
  const auto written = root["reviewed"];
  auto before = root["screens"];  // where it is put first
  if (!before.exists()) before = root.entries().front().second;
  const auto at = line_start(yaml, (written.exists() ? written : before).key_place().line);
  const auto behind = written.exists() ? entry_end(yaml, at) : at;
  auto made = block(reviews, languages);
  if (!written.exists()) made += "\n";
  if (yaml.find("\r\n") != std::string_view::npos) {
    for (auto i = made.find('\n'); i != std::string::npos; i = made.find('\n', i + 2)) {
      made.insert(i, 1, '\r');
    }
  }
  return std::string(yaml.substr(0, at)) + made + std::string(yaml.substr(behind));
}

}  // namespace jisr::dialogs
