// STOP, START and HELP by SMS: the words in each language, and what each is answered. Read from
// `words` of gateway.yaml. Plain values; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/yaml.hpp"

namespace jisr::gateway {

struct SmsWord {
  enum class Means { stop, start, help } means = Means::help;
  std::vector<std::string> words;
  std::string answer;  // in the language of the words
};

struct SmsWords {
  std::vector<SmsWord> all;

  // The entry one of whose words is the whole text, compared without case, marks and signs; or
  // null.
  [[nodiscard]] const SmsWord* find(std::string_view text) const;

  static SmsWords usual();
};

// `stop`, `start` and `help`, each a list of {words, answer}: one that is given takes the place of
// the usual list.
void read_sms_words(const dialogs::Yaml& yaml, SmsWords& to, dialogs::Findings& findings);

}  // namespace jisr::gateway
