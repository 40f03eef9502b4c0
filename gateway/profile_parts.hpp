// The parts that pages of providers are made of: where a fact stands, what must hold, how a body
// looks, who may call. Each reader takes one node of YAML and adds a finding for what is wrong.
// Used by profile_file.cpp and profile_send.cpp only. docs/providers.md has the words.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "dialogs/yaml.hpp"
#include "dialogs/yaml_watch.hpp"
#include "providers/profile.hpp"

namespace jisr::gateway {

using Words = std::vector<std::string>;

// E102 when there is something that does not fit: passed over in silence, a `check` would be none.
void expect(const dialogs::Yaml& yaml, bool fits, const char* sentence,
            dialogs::Findings& findings);

// {form: phoneNumber}, with repair, match and as; or a list of those, the first that is there
// counts. `places` are those that make sense here.
providers::Source read_source(const dialogs::Yaml& yaml, dialogs::Findings& findings,
                              const Words& places = {"query", "form", "json", "xml", "body",
                                                     "header", "path", "always"});

Words read_texts(const dialogs::Yaml& yaml, dialogs::Findings& findings);
std::vector<std::pair<std::string, std::string>> read_pairs(const dialogs::Yaml& yaml,
                                                            dialogs::Findings& findings);
std::vector<std::pair<std::string, providers::Source>> read_sources(const dialogs::Yaml& yaml,
                                                                    dialogs::Findings& findings);
Words read_methods(const dialogs::Yaml& yaml, dialogs::Findings& findings);

// The value of a word, or a finding with the known ones.
template <typename Value>
Value read_word(const dialogs::Yaml& yaml, const std::vector<std::pair<std::string, Value>>& known,
                Value otherwise, dialogs::Findings& findings) {
  if (!yaml.exists()) return otherwise;
  Words words;
  for (const auto& [word, value] : known) words.push_back(word);
  dialogs::YamlWatch::words(yaml.place(), "a word", words);
  for (const auto& [word, value] : known) {
    if (word == yaml.text()) return value;
  }
  std::string hint = dialogs::did_you_mean(yaml.text(), words);
  if (hint.empty()) {
    hint = "known:";
    for (const auto& word : words) hint += " " + word;
  }
  findings.error("E206", yaml.place(), "\"" + yaml.text() + "\" is not known here", hint,
                 yaml.width());
  return otherwise;
}

// One condition or a list of them.
providers::When read_when(const dialogs::Yaml& yaml, dialogs::Findings& findings);

// One check or a list of them; a missing node gives none.
std::vector<providers::CallerCheck> read_checks(const dialogs::Yaml& yaml,
                                                dialogs::Findings& findings);

// The body under one of the keys text, json, xml, form (and query, where `with_query`). One of them
// must be there, unless `optional`.
struct BodyShape {
  providers::Format format = providers::Format::text;
  providers::Tree tree;
  dialogs::Yaml yaml;  // of the body
};
BodyShape read_body(const dialogs::Yaml& yaml, bool with_query, dialogs::Findings& findings);

// `known` are the names that placeholders may have ("*": any, as a channel's settings have); with
// `needs_text` {text} is one of them and must be there.
providers::ReplyBody read_reply(const dialogs::Yaml& yaml, const Words& known, bool needs_text,
                                dialogs::Findings& findings);
void check_placeholders(const dialogs::Yaml& yaml, const std::string& value, const Words& known,
                        dialogs::Findings& findings);

const std::vector<std::pair<std::string, providers::Hash>>& hash_words();
const std::vector<std::pair<std::string, providers::Written>>& written_words();

}  // namespace jisr::gateway
