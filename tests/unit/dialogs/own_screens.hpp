// The sample's head with screens of one's own, for tests of one part of the language.
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {

// The sample's head, with screens of one's own. `blocks` may stand before `screens`.
inline std::string with_screens(const std::string& screens) {
  auto head = sample().substr(0, sample().find("screens:\n"));
  head = edited(head, {{"start: language", "start: first"},
                       {"  streets: true\n  region: \"north\"\n", ""},
                       {"data:\n  towns: towns.csv\n  streets: streets.csv\n",
                        "data:\n  towns: towns.csv\n"}});
  return head + screens + "  sorry: {kind: end, text: Au revoir}\n";
}

inline std::shared_ptr<const Dialog> compiled(const std::string& screens) {
  auto made = compile_text(with_screens(screens));
  for (const auto& finding : made.findings.all()) {
    if (finding.severity == Severity::error)
      ADD_FAILURE() << render(finding, with_screens(screens));
  }
  return made.dialog;
}

}  // namespace jisr::dialogs
