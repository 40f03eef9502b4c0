// The words, compared as names are: whatever the phone writes for an alif, a case or a full stop.
#include "gateway/sms_words.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using Means = SmsWord::Means;

namespace {

SmsWord read_word(const Yaml& item, Means means, Findings& findings) {
  SmsWord word;
  word.means = means;
  item.only_keys(findings, "a list of words", {"words", "answer"});
  const auto words = item["words"];
  if (words.is_scalar()) word.words.push_back(words.text());
  for (const auto& one : words.items()) {
    if (auto text = one.as_string(findings)) word.words.push_back(std::move(*text));
  }
  word.answer = item["answer"].as_string(findings).value_or("");
  if (word.words.empty() || word.answer.empty()) {
    findings.error("E110", item.place(), "this needs `words` and `answer`",
                   "{words: [STOP, ARRET], answer: …}");
  }
  for (const auto& text : word.words) {
    if (!dialogs::search_key(text).empty()) continue;
    findings.error("E274", words.place(), '"' + text + "\" has no letter and no digit");
  }
  return word;
}

// One word may not mean two things.
void check_meanings(const Yaml& yaml, const SmsWords& words, Findings& findings) {
  for (const auto& one : words.all) {
    for (const auto& word : one.words) {
      const auto* found = words.find(word);
      if (found == nullptr || found->means == one.means) continue;
      findings.error("E274", yaml.key_place(), '"' + word + "\" means two things");
    }
  }
}

}  // namespace

const SmsWord* SmsWords::find(std::string_view text) const {
  const auto key = dialogs::search_key(text);
  if (key.empty()) return nullptr;
  for (const auto& one : all) {
    for (const auto& word : one.words) {
      if (dialogs::search_key(word) == key) return &one;
    }
  }
  return nullptr;
}

SmsWords SmsWords::usual() {
  return {{
      {Means::stop,
       {"STOP", "ARRET"},
       "Vous ne recevrez plus de SMS. Pour en recevoir de nouveau: START"},
      {Means::stop, {"قف", "توقف", "إيقاف"}, "لن تصلك رسائلنا بعد الآن. للعودة: ابدأ"},
      {Means::start, {"START"}, "Vous recevrez de nouveau nos SMS. Pour les arreter: STOP"},
      {Means::start, {"ابدأ"}, "ستصلك رسائلنا من جديد. لإيقافها: قف"},
      {Means::help, {"HELP", "AIDE"}, "STOP: plus de SMS. START: de nouveau des SMS."},
      {Means::help, {"مساعدة"}, "قف: لا رسائل بعد الآن. ابدأ: رسائل من جديد."},
  }};
}

void read_sms_words(const Yaml& yaml, SmsWords& to, Findings& findings) {
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "words", {"stop", "start", "help"});
  struct Part {
    const char* key;
    Means means;
  };
  for (const auto& part :
       {Part{"stop", Means::stop}, Part{"start", Means::start}, Part{"help", Means::help}}) {
    const auto list = yaml[part.key];
    if (!list.exists()) continue;
    std::erase_if(to.all, [&](const SmsWord& word) { return word.means == part.means; });
    if (!list.is_list() || list.items().empty()) {
      findings.error("E102", list.place(), std::string(part.key) + " must be a list",
                     "[{words: [STOP, ARRET], answer: …}, …]");
    }
    for (const auto& item : list.items()) {
      to.all.push_back(read_word(item, part.means, findings));
    }
  }
  check_meanings(yaml, to, findings);
}

}  // namespace jisr::gateway
