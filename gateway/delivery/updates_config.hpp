// `updates` and `person` of the registry's file: who may tell us news of a registration, how long
// they are kept, and in which words she hears of them. Plain values, read strictly.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/yaml.hpp"

namespace jisr::gateway {

// The SMS of one status, by language (BCP 47). {reference} and {params.NAME} stand in it.
struct NewsText {
  std::map<std::string, std::string> text;
  std::map<std::string, std::string> discreet;
};

struct UpdatesConfig {
  std::vector<std::string> secrets;  // the registry signs with one of them; two during a rotation
  std::int64_t window_ms = 300'000;  // a signature's time may differ from ours by this
  std::int64_t keep_ms = 400LL * 86'400'000;
  std::string check;                    // the answer that she tells with the number; empty: none
  std::map<std::string, NewsText> news;  // by status; others change without an SMS
  std::string person;                   // the answer by which a person is found; empty: she is not

  [[nodiscard]] bool takes_updates() const { return !secrets.empty(); }
  // Whether anything is to be kept of a registration beside what is delivered.
  [[nodiscard]] bool keeps_files() const { return takes_updates(); }
};

// A word of the registry: a-z 0-9 _ -, 40 characters at most.
bool is_status(std::string_view text);

// `root` is the registry's file, in `folder`. Findings: E109 a secret that cannot be read, E630 one
// that is too short, E631 news without a discreet text or with a word that is no status, and those
// of any file.
void read_updates(const dialogs::Yaml& root, const std::string& folder, UpdatesConfig& to,
                  dialogs::Findings& findings);

}  // namespace jisr::gateway
