// The sample dialog: one screen of each kind, two languages, a list that hangs on a list.
#include "tests/unit/dialogs/sample.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/place/place.hpp"

namespace jisr::dialogs {

std::string sample() {
  return R"(dialog: sample
version: "1"
consent_version: "1/1"
languages:
  fr: {name: Francais}
  ar: {name: العربية}
  zgh: {name: Tamazight, enabled: false}
default_language: fr
keys: {back: "0", home: "00", next: "9", previous: "8"}
wrong_tries: 3
give_up: sorry
resume: ask
start: language
settings:
  adult: 18
  streets: true
  region: "north"
data:
  towns: towns.csv
  streets: streets.csv
phrases:
  back: {fr: Retour, ar: رجوع}
  home: {fr: Debut, ar: البداية}
  next: {fr: Suite, ar: التالي}
  previous: {fr: Avant, ar: السابق}
  wrong_choice: "?"
  wrong_empty: "?"
  wrong_malformed: "?"
  wrong_too_short: "?"
  wrong_too_long: "?"
  wrong_out_of_range: "?"
  wrong_under_age: {fr: "De {setting.adult} ans", ar: "من {setting.adult} سنة"}
  wrong_over_age: "?"
  wrong_future: "?"
  wrong_example: "?"
  unusual: "?"
  correct: "?"
  keep: "?"
  resume: "?"
  resume_go_on: "?"
  resume_start_again: "?"
  busy: "?"
screens:
  language:
    kind: language
    text: "Jisr جسر"
    next: consent
  consent:
    kind: menu
    field: consent
    text: {fr: Accord, ar: موافقة}
    choices:
      - {key: 1, value: given, text: {fr: Oui, ar: نعم}, set: {sms_ok: "yes"}}
      - {key: 2, text: {fr: Non, ar: لا}, next: sorry}
    next: first_name
  first_name:
    kind: question
    field: first_name
    type: name
    text: {fr: Prenom, ar: الاسم}
    next: birth
  birth:
    kind: question
    field: birth
    type: birth
    age_min: "{setting.adult}"
    example: "1990"
    text:
      fr: |
        Naissance
        ex. {example}
      ar: "سنة الازدياد {example}"
    errors:
      any: {fr: "Encore. Ex. {example}", ar: "المرجو الإعادة {example}"}
      under_age: {fr: Trop jeune, ar: صغيرة}
    choices:
      - {key: 5, text: {fr: Sais pas, ar: لا أعرف}}
    wrong: {tries: 2, next: town}
    next: town
  town:
    kind: list
    field: town
    text: {fr: Ville, ar: مدينة}
    list:
      data: towns
      value: code
      label: {fr: name_fr, ar: name_ar}
      where: {region: "{setting.region}"}
    next: street
  street:
    kind: list
    when: {setting: streets}
    field: street
    text: {fr: Rue, ar: شارع}
    list: {data: streets, value: code, label: name, where: {town: "{town}"}, skip_single: true}
    next: note
  note:
    kind: message
    when: {all: [{answered: town}, {not: {field: town, in: [t2]}}]}
    text: {fr: "Merci {first_name:12}", ar: "شكرا {first_name:12}"}
    next: summary
  summary:
    kind: summary
    text: {fr: "{first_name:12} {town}", ar: "{first_name:12} {town}"}
    confirm: {key: 1, text: {fr: Oui, ar: نعم}, next: done}
    change:
      key: 2
      text: {fr: Changer, ar: تعديل}
      heading: {fr: Quoi, ar: تعديل}
      what:
        - {text: {fr: Nom, ar: الاسم}, from: first_name, clears: [first_name]}
  done:
    kind: end
    register: true
    text: {fr: "No {reference}", ar: "رقم {reference}"}
    sms:
      text: {fr: "Dossier {reference}", ar: "ملف {reference}"}
      when: {field: sms_ok, is: "yes"}
      discreet: "{reference}"
      discreet_when: {field: consent, is: given}
  sorry:
    kind: end
    text: {fr: Au revoir, ar: مع السلامة}
)";
}

std::string country_file() {
  std::ifstream in(std::string(test::kSourceDir) + "/config/countries/ma.yaml");
  return {std::istreambuf_iterator<char>(in), {}};
}

std::map<std::string, std::string> sample_files() {
  return {{"towns.csv",
           "region,code,name_fr,name_ar\n"
           "north,t1,Tanger,طنجة\n"
           "north,t2,Tetouan,تطوان\n"
           "south,t3,Guelmim,كلميم\n"},
          {"streets.csv", "town,code,name\nt1,s1,A\nt1,s2,B\nt2,s3,C\n"}};
}

std::string edited(std::string text,
                   const std::vector<std::pair<std::string, std::string>>& replacements) {
  for (const auto& [from, to] : replacements) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << "not in the sample: " << from;
    if (at != std::string::npos) text.replace(at, from.size(), to);
  }
  return text;
}

Compiled compile_text(const std::string& yaml, const std::map<std::string, std::string>& files,
                      const std::map<std::string, std::string>& settings,
                      const std::optional<std::set<std::string>>& read_outside, bool prove) {
  Compiled compiled;
  CompileOptions options;
  options.settings = settings;
  options.read_outside = read_outside;
  options.prove = prove;
  options.read_file = [&files](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    if (path == "../countries/ma.yaml") return country_file();
    return std::nullopt;
  };
  compiled.dialog = compile(yaml, "sample.yaml", options, compiled.findings);
  return compiled;
}

std::string listed(const Findings& findings) {
  std::string out;
  for (const auto& one : findings.all()) {
    const auto file = one.place.file == "sample.yaml" ? "" : one.place.file + ":";
    out += one.code + " " + file + std::to_string(one.place.line) + ":" +
           std::to_string(one.place.column) + "\n";
  }
  return out;
}

}  // namespace jisr::dialogs
