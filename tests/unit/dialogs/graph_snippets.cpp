// Ways that are missing or lead round and round: E4xx.
#include "tests/unit/dialogs/snippets.hpp"

namespace jisr::dialogs {

std::vector<Snippet> graph_snippets() {
  const std::string message = "kind: message, text: x, next: ";
  return {
      {"E410", {{"  done:\n", "  »lost: {" + message + "done}\n  done:\n"}}},
      {"E411",
       {{"  done:\n", "  »here: {" + message + "there}\n  there: {" + message + "here}\n  done:\n"},
        {"{key: 2, text: {fr: Non, ar: لا}, next: sorry}",
         "{key: 2, text: {fr: Non, ar: لا}, next: here}"}}},
      {"E412", {{"  note:", "  »note:"}, {"    next: summary\n", ""}}},
      {"E412",
       {{"  consent:", "  »consent:"},
        {"لا}, next: sorry}\n    next: first_name", "لا}, next: sorry}"},
        {"next: sorry}", "next: first_name}"}}},
      {"E414", {{"text: {fr: Prenom", "text: {fr: \"Prenom »{town}\""}}},
      {"E414", {{"    type: name", "    type: name\n    when: {answered: »birth}"}}},
      {"E415", {{"from: first_name", "from: »sorry"}}},
      {"E427",
       {{"  done:\n",
         "  »here: {kind: menu, text: x, choices: [{key: 1, text: x, when: {answered: birth}, "
         "next: "
         "summary}]}\n  done:\n"},
        {"    next: summary", "    next: here"}}},
      {"E416",
       {{"  done:\n",
         "  ring: {kind: menu, text: x, choices: [{key: 1, text: x, next: here}]}\n  »here: {kind: "
         "branch, ways: [{when: "
         "{call: "
         "hour, below: 9}, next: summary}], next: ring}\n  done:\n"},
        {"    next: summary", "    next: ring"}}},
  };
}

}  // namespace jisr::dialogs
