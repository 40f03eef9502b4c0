// Rules of one question, for tests of the types alone.
#pragma once
#include <memory>
#include <string>

#include "dialogs/field.hpp"
#include "tests/unit/dialogs/sample.hpp"

namespace jisr::dialogs {

// Morocco, as config/countries/ma.yaml has it.
inline std::shared_ptr<const Country> morocco() {
  static const auto kCountry = [] {
    const auto made =
        compile_text(edited(sample(), {{"type: name", "type: national_id"},
                                       {"type: birth", "type: phone"},
                                       {"    age_min: \"{setting.adult}\"\n    example: \"1990\"\n",
                                        "    example: \"0612345678\"\n    abroad: true\n"}}));
    return made.dialog == nullptr
               ? nullptr
               : made.dialog->screens[made.dialog->screen("first_name")].rule.country;
  }();
  return kCountry;
}

// A type as a question that says nothing else has it.
inline FieldRule rule_of(FieldType type) {
  auto rule = plain_rule(type);
  rule.country = morocco();
  return rule;
}

}  // namespace jisr::dialogs
