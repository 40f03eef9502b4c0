// Texts that are missing, malformed, too long or dearer than they look: E3xx and W5xx.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

namespace {

std::string words(int count) {
  std::string out = "mot";
  for (int i = 1; i < count; ++i) out += " mot";
  return out;
}

// The sample's message in forms for a number that she chose.
std::vector<std::pair<std::string, std::string>> counted(const std::string& forms) {
  return {{"set: {sms_ok: \"yes\"}", "set: {sms_ok: \"1\"}"},
          {"field: sms_ok, is: \"yes\"", "field: sms_ok, is: \"1\""},
          {"{fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}",
           "{count: sms_ok, " + forms + ", ar: شكرا}"}};
}

}  // namespace

std::vector<Snippet> text_snippets() {
  const std::string prenom = "fr: Prenom";
  const std::string label = "fr: Sais pas";
  const std::string header = "region,code,name_fr,name_ar\n";
  std::string many = header;
  for (int i = 0; i < 400; ++i) {
    many += "north,t" + std::to_string(i) + ",Douar,دوار\n";
  }
  const std::string one_street = "    when: {setting: streets}";
  return {
      {"E300", {{"text: {fr: Prenom, ar: الاسم}", "»text: {fr: Prenom}"}}},
      {"E652", {{"\nscreens:", "\nreviewed: {fr: »everybody}\nscreens:"}}},
      {"E652", {{"\nscreens:", "\nreviewed: {fr: [»{by: Amina, texts: {}}]}\nscreens:"}}},
      {"E652",
       {{"\nscreens:", "\nreviewed: {fr: [»{by: A, on: \"2026-02-30\", texts: {}}]}\nscreens:"}}},
      {"W651", {{prenom, "fr: Vos »deux prenoms"}}},
      {"W651", {{"{fr: Prenom, ar: الاسم}", "{fr: Prenom, ar: \"الاسم ب»أربعة حروف\"}"}}},
      {"E300", {{"label: {fr: name_fr, ar: name_ar}", "»label: {fr: name_fr}"}}},
      {"E301", {{prenom, "fr: »\" \""}}},
      {"E301", {{"    text: {fr: Prenom, ar: الاسم}", "    »text:"}}},
      {"E302", {{prenom, "fr: \"Prenom »{birth\""}}},
      {"E302", {{prenom, "fr: \"Prenom »{first name}\""}}},
      {"E302", {{"\"Merci {first_name:12}", "\"Merci »{first_name:012}"}}},
      {"E302", {{"ex. {example}\n", "ex. »{example\n"}}},
      {"E303", {{prenom, "fr: \"Prenom »{example}\""}}},
      {"E303", {{prenom, "fr: \"Prenom »{reference}\""}}},
      {"E303", {{"back: {fr: Retour", "back: {fr: \"»{first_name}\""}}},
      {"E303", {{"Dossier {reference}", "Dossier {reference} »{page}"}}},
      {"E304", {{label, "fr: »" + words(50)}}},
      {"E304",
       {{"{first_name:12} {town}\", ar", "{first_name:12}\", ar"}},
       {{"towns.csv", header + "north,t1,A,ا\nnorth,t2," + words(50) + ",ب\n"}},
       {},
       "towns.csv:3:1"},
      {"E305", {{prenom, "fr: »" + words(3000)}}},
      {"E305",
       {{"    list:\n      data: towns", "    »list:\n      data: towns"},
        {one_street, "    when: {setting: streets, is: never}"},
        {"    list: {data: streets, value: code, label: name, where: {town: \"{town}\"}, ",
         "    list: {data: streets, value: code, label: name, "}},
       {{"towns.csv", many}}},
      {"E250", {{"fr: {name: Francais}", "fr: {name: Francais, locale: »qqq-ZZ}"}}},
      {"E251", {{prenom, "»fr: {one: Une, other: Des}"}}},
      {"E252", {{"      discreet: \"{reference}\"", "      discreet: {fr: A, ar: ب, »ussd: C}"}}},
      {"E253", counted("fr: {»few: Un, one: Une, other: Des}")},
      {"E254", counted("»fr: {one: Une}")},
      {"E255", {{"\"Merci {first_name:12}", "\"Merci »{first_name:date}"}}},
      {"W500", {{prenom, "fr: »" + words(45)}}},
      {"W500", {{"heading: {fr: Quoi", "heading: {fr: »" + words(45)}}},
      {"W501", {{"under_age: {fr: Trop jeune", "under_age: {fr: »" + words(45)}}},
      {"W502", {{prenom, "fr: Pr»ênom"}}},
      {"W502", {{"ex. {example}\n", "»ça: {example}\n"}}},
      {"W503", {{"\"Dossier {reference}\"", "»\"" + words(45) + " {reference}\""}}},
      {"W504", {{"ar: \"رقم {reference}\"", "ar: \"رقم »4827-1936 {reference}\""}}},
      {"W504",
       {{"fr: \"No {reference}\"", "fr: \"No *555# {reference}\""},
        {"ar: \"رقم {reference}\"", "ar: \"رقم »*555# {reference}\""}}},
      {"W504", {{"ar: \"رقم {reference}\"", "ar: \"رقم »+21248 {reference}\""}}},
      {"W505", {{"ar: \"رقم {reference}\"", "ar: \"رقم »\u202A{reference}\""}}},
      {"W550",
       {{"\"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"",
         "\"Merci »{birth:date}\", ar: \"شكرا {birth:date}\""},
        {"    wrong: {tries: 2, next: town}\n", ""},
        {"      - {key: 5, text: {fr: Sais pas, ar: لا أعرف}}\n",
         "      - {key: 5, value: \"1990\", text: {fr: Jeune, ar: شابة}}\n"}}},
      {"W551", {{"ar: \"شكرا {first_name:12}\"", "ar: »شكرا"}}},
      {"W551", {{"ar: \"شكرا {first_name:12}\"", "ar: »\"شكرا {first_name:12} {town:3}\""}}},
      {"W552", {{"ar: مع السلامة", "ar: »\"مع السلامة \u200E*555#\""}}},
      {"W506", {{"  adult: 18", "  adult: 18\n  »old: 60"}}},
      {"W506", {{"  towns: towns.csv", "  towns: towns.csv\n  »places: towns.csv"}}},
  };
}

}  // namespace jisr::dialogs
