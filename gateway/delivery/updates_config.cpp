// Secrets in files of their own; texts by status and language.
#include "gateway/delivery/updates_config.hpp"

#include <algorithm>

#include "gateway/config.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;

namespace {

constexpr std::size_t kSecretLeast = 16;
constexpr std::size_t kSecretsMax = 2;
constexpr std::size_t kStatusMax = 40;

void read_secrets(const Yaml& list, const std::string& folder, UpdatesConfig& to,
                  Findings& findings) {
  if (!list.is_list() || list.items().empty() || list.items().size() > kSecretsMax) {
    findings.error("E102", list.place(), "secret_files is a list of one file, or of two",
                   "two while the registry changes from one to the other");
    return;
  }
  for (const auto& item : list.items()) {
    const auto named = item.as_string(findings);
    if (!named) continue;
    const auto file = beside(folder, *named);
    const auto secret = read_secret(file);
    if (!secret) {
      findings.error("E109", item.place(), "cannot read " + file, "it holds the secret alone");
    } else if (secret->size() < kSecretLeast) {
      findings.error("E630", item.place(), file + " holds less than 16 characters",
                     "openssl rand -hex 32", item.width());
    } else {
      to.secrets.push_back(*secret);
    }
  }
}

std::map<std::string, std::string> read_words(const Yaml& node, Findings& findings) {
  std::map<std::string, std::string> words;
  if (!node.is_map()) node.only_keys(findings, "a text by language", {});
  for (const auto& [language, text] : node.entries()) {
    if (auto value = text.as_string(findings)) words.emplace(language, std::move(*value));
  }
  return words;
}

void read_news(const Yaml& news, UpdatesConfig& to, Findings& findings) {
  if (news.exists() && !news.is_map()) news.only_keys(findings, "news", {});
  for (const auto& [status, node] : news.entries()) {
    node.only_keys(findings, "news of a status", {"text", "discreet"});
    if (!node.is_map()) continue;
    NewsText one{read_words(node["text"], findings), read_words(node["discreet"], findings)};
    const bool whole = !one.text.empty() && one.discreet.size() == one.text.size() &&
                       std::equal(one.text.begin(), one.text.end(), one.discreet.begin(),
                                  [](const auto& a, const auto& b) { return a.first == b.first; });
    if (!whole || !is_status(status)) {
      findings.error("E631", node.key_place(),
                     is_status(status) ? "news of \"" + status +
                                             "\" need `text` and `discreet`, in the same languages"
                                       : "\"" + status + "\" is no status",
                     "others may read what stays in the phone");
    }
    to.news.emplace(status, std::move(one));
  }
}

}  // namespace

bool is_status(std::string_view text) {
  return !text.empty() && text.size() <= kStatusMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

void read_updates(const Yaml& root, const std::string& folder, UpdatesConfig& to,
                  Findings& findings) {
  if (const auto person = root["person"]; person.exists()) {
    person.only_keys(findings, "person", {"field"});
    if (const auto field = person["field"].as_string(findings)) to.person = *field;
    if (!person["field"].exists()) {
      findings.error("E110", person.place(), "person needs `field`", "the answer that is her own");
    }
  }
  const auto node = root["updates"];
  if (!node.exists()) return;
  node.only_keys(findings, "updates", {"secret_files", "window", "keep", "check", "news"});
  if (!node.is_map()) return;
  read_secrets(node["secret_files"], folder, to, findings);
  if (const auto window = node["window"].as_duration_ms(findings)) to.window_ms = *window;
  if (const auto keep = node["keep"].as_duration_ms(findings)) to.keep_ms = *keep;
  if (const auto check = node["check"].as_string(findings)) to.check = *check;
  read_news(node["news"], to, findings);
}

}  // namespace jisr::gateway
