// Phone numbers as operators and people write them, to E.164. The country's plan is configuration:
// no list of ranges stands in the code, since ranges change and portability makes them say little
// (ANRT; ITU-T E.164).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::providers {

struct NumberingPlan {
  std::string country_code = "212";
  std::string trunk_prefix = "0";
  std::size_t national_length = 9;  // digits of the national significant number
  std::vector<std::string> mobile_prefixes = {"6", "7"};
};

// "+212612345678", or nullopt. Takes 0612345678, 612345678, 212…, 00212…, +212 (0)6…, with spaces
// (also the one that a badly encoded '+' became), dots, dashes and brackets, and Arabic-Indic or
// Persian digits. A number of another country is taken when it is written whole (8 to 15 digits
// behind + or 00).
std::optional<std::string> normalise(std::string_view written, const NumberingPlan& plan);

// Whether an E.164 number is a mobile one of the plan's country.
bool is_mobile(std::string_view e164, const NumberingPlan& plan);

}  // namespace jisr::providers
