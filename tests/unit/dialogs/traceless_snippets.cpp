// Pages without a trace: what may stand beside one, where, and on it.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

namespace {

// A third choice of the consent.
std::pair<std::string, std::string> aside(const std::string& what) {
  return {"ar: لا}, next: sorry}\n",
          "ar: لا}, next: sorry}\n      - {key: 3, text: {fr: Autre, ar: أخرى}, " + what + "}\n"};
}

}  // namespace

std::vector<Snippet> traceless_snippets() {
  const std::string page = "traceless: {fr: Appelez, ar: اتصال}";
  const std::map<std::string, std::string> silent = {{"../countries/ma.yaml", "country: ma\n"}};
  const auto wrong_number = [&](const std::string& number) {
    return std::map<std::string, std::string>{
        {"../countries/ma.yaml", "country: ma\nhelpline: " + number + "\n"}};
  };
  return {
      {"E294", {aside("»value: other, " + page)}},
      {"E294", {aside("»next: first_name, " + page)}},
      {"E294", {aside("»set: {sms_ok: \"yes\"}, " + page)}},
      {"E295", {aside(page + "}\n      - {key: 4, text: {fr: Plus, ar: المزيد}, »" + page)}},
      {"E295",
       {{"ar: لا أعرف}}\n",
         "ar: لا أعرف}}\n      - {key: 6, text: {fr: X, ar: ي}, »" + page + "}\n"}}},
      {"E296",
       {aside("traceless: {ar: اتصال, fr: »\"" + std::string(80, 'a') + " " + std::string(75, 'b') +
              "\"}")}},
      {"E303", {aside("traceless: {fr: \"»{first_name}\", ar: اتصال}")}},
      {"E303", {aside("traceless: {count: »birth, fr: Appelez, ar: اتصال}")}},
      {"E303", {{"{fr: Accord, ar", "{fr: \"»{country.helpline}\", ar"}}},
      {"E252", {aside("traceless: {fr: Appelez, ar: اتصال, »sms: Ecrivez}")}},
      {"E142", {aside("traceless: \"»{country.helpline}\"")}, silent},
      {"E140",
       {aside("traceless: \"{country.helpline}\"")},
       wrong_number("none"),
       {},
       "../countries/ma.yaml:2:11"},
      {"E140",
       {aside("traceless: \"{country.helpline}\"")},
       wrong_number("\"1234567890123456\""),
       {},
       "../countries/ma.yaml:2:11"},
  };
}

}  // namespace jisr::dialogs
