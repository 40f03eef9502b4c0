// Calls that break off, conversations that fall silent: what the head says of a proof, a reminder
// and a lead.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

std::vector<Snippet> resume_snippets() {
  const auto proof = [](const std::string& field) {
    return "resume: {way: ask, proof: {field: »" + field + ", text: \"{first} {second}\"}}";
  };
  const auto reminder = [](const std::string& what) {
    return "resume: ask\nreminder: {when: {field: sms_ok, is: \"yes\"}, " + what + "}";
  };
  const auto lead = [](const std::string& what) {
    return "resume: ask\nlead: {register: lead, " + what + "}";
  };
  const std::string given = "when: {field: consent, is: given}";
  return {
      {"E110", {{"resume: ask", "resume: ask\n»lead: {register: lead, " + given + "}"}}},
      {"E110", {{"resume: ask", "resume: ask\n»lead: {after: 2d, " + given + "}"}}},
      {"E110", {{"resume: ask", "resume: ask\n»lead: {register: lead, after: 2d}"}}},
      {"E102", {{"resume: ask", "resume: ask\nlead: {register: »true, after: 2d, " + given + "}"}}},
      {"E102", {{"resume: ask", lead("tags: »silent, after: 2d, " + given)}}},
      {"E101", {{"resume: ask", lead("»text: a, after: 2d, " + given)}}},
      {"E291", {{"resume: ask", lead(given + ", after: »31d")}}},
      {"E211", {{"resume: ask", lead("after: 2d, when: {field: »consents, is: given}")}}},
      {"E292", {{"resume: ask", lead("after: 2d, »when: {field: sms_ok, is: \"yes\"}")}}},
      {"E292", {{"resume: ask", lead("after: 2d, »when: {not: {field: consent, is: given}}")}}},
      {"E292",
       {{"resume: ask",
         lead("after: 2d, »when: {any: [{field: consent, is: given}, {answered: birth}]}")}}},
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
