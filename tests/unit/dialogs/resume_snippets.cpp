// Calls that break off: what the head says of a proof and of a reminder.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

std::vector<Snippet> resume_snippets() {
  const auto proof = [](const std::string& field) {
    return "resume: {way: ask, proof: {field: »" + field + ", text: \"{first} {second}\"}}";
  };
  const auto reminder = [](const std::string& what) {
    return "resume: ask\nreminder: {when: {field: sms_ok, is: \"yes\"}, " + what + "}";
  };
  return {
      {"E288", {{"resume: ask", proof("birth")}}},
      {"E288", {{"resume: ask", proof("consent")}}},
      {"E211", {{"resume: ask", proof("card")}}},
      {"E111", {{"resume: ask", "resume: {withhold: »maybe}"}}},
      {"E303", {{"resume: ask", reminder("text: \"»{first_name} {code}\"")}}},
      {"E289", {{"resume: ask", reminder("text: »\"Sample: {code}\"")}}},
      {"E290", {{"resume: ask", reminder("text: \"{code}\", after: »2d")}}},
      {"W288", {{"resume: ask", reminder("text: »Rappelez")}}},
      {"W289",
       {{"    sms:\n", "    »sms:\n"},
        {"      discreet: \"{reference}\"\n"
         "      discreet_when: {field: consent, is: given}\n",
         ""}}},
      {"E110", {{"resume: ask", "resume: ask\n»reminder: {text: \"{code}\"}"}}},
  };
}

}  // namespace jisr::dialogs
