// Names that lead nowhere, and things used as what they are not: E2xx.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

std::vector<Snippet> reference_snippets() {
  const std::string header = "region,code,name_fr,name_ar\n";
  return {
      {"E210", {{"next: summary", "next: »sumary"}}},
      {"E210", {{"next: sorry}", "next: »sory}"}}},
      {"E210", {{"from: first_name", "from: »firstname"}}},
      {"E210", {{"start: language", "start: »langage"}}},
      {"E210", {{"wrong: {tries: 2, next: town}", "wrong: {tries: 2, next: »twon}"}}},
      {"E211", {{"\"Merci {first_name:12}", "\"Merci »{firstname:12}"}}},
      {"E211", {{"clears: [first_name]", "clears: [»first_nam]"}}},
      {"E211", {{"{field: consent, is: given}", "{field: »consnt, is: given}"}}},
      {"E211", {{"{answered: town}", "{answered: »city}"}}},
      {"E211", {{"where: {town: \"{town}\"}", "where: {town: »\"{towns}\"}"}}},
      {"E212", {{"De {setting.adult}", "De »{setting.adlt}"}}},
      {"E212", {{"setting: streets}", "setting: »street}"}, {"  streets: true\n", ""}}},
      {"E212", {{"settings:", "»settings:"}}, {}, {{"grown_up", "18"}}},
      {"E213", {{"  adult: 18", "  »adult: 18"}}, {}, {{"adult", "eighteen"}}},
      {"E213", {{"setting: streets}", "setting: »region}"}, {"  streets: true\n", ""}}},
      {"E213", {{"age_min: \"{setting.adult}\"", "age_min: »\"{setting.region}\""}}},
      {"E213",
       {{"age_min: \"{setting.adult}\"", "age_min: »\"{setting.adult}\""}},
       {},
       {{"adult", "1800"}}},
      {"E214", {{"data: towns", "data: »town"}, {"  towns: towns.csv\n", ""}}},
      {"E215", {{"name_ar}", "»name_arabic}"}}},
      {"E215", {{"where: {region: ", "where: {»regions: "}}},
      {"E216", {{"text: {fr: Accord, ar", "text: {fr: Accord, »es: Acuerdo, ar"}}},
      {"E216", {{"default_language: fr", "default_language: »zgh"}}},
      {"E216", {{"label: {fr: name_fr,", "label: {fr: name_fr, »es: name_fr,"}}},
      {"E217", {{"is: given", "is: »givn"}}},
      {"E217", {{"in: [t2]", "in: [t2, »t9]"}}},
      {"E218", {{"field: birth", "field: »first_name"}}},
      {"E219", {{"give_up: sorry", "give_up: »note"}}},
      {"E220", {}, {{"towns.csv", header + "north,t1,Tanger\n"}}, {}, "towns.csv:2:1"},
      {"E221", {{"      where: {region", "      »where: {region"}}, {}, {{"region", "east"}}},
      {"E221",
       {{"label: name, where", "label: name, »where"}},
       {{"streets.csv", "town,code,name\nt1,s1,A\n"}}},
      {"E222",
       {},
       {{"towns.csv", header + "north,t1,Tanger,\nnorth,t2,Tetouan,تطوان\n"}},
       {},
       "towns.csv:2:1"},
      {"E222",
       {},
       {{"towns.csv", header + "north,t1,A,ا\nnorth,t2,B,ب\nnorth,t2,C,ت\n"}},
       {},
       "towns.csv:4:1"},
      {"E223",
       {{"type: birth", "type: birth\n    sensitive: true"},
        {"fr: \"{first_name:12} {town}\"", "fr: \"»{birth} {town}\""}}},
      {"E205",
       {{"  done:\n",
         "  here: {kind: lookup, service: s, keep: {x: »name}, next: summary, failed: done}\n"
         "  done:\n"},
        {"    next: summary", "    next: here"}}},
      {"E224",
       {{"  done:\n", "  here: {use: »adress, next: summary}\n  done:\n"},
        {"    next: summary", "    next: here"}}},
  };
}

}  // namespace jisr::dialogs
