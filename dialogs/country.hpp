// What differs from country to country: how phone numbers and the national identity number are
// typed, and where to call for help. Read from config/countries/<iso 3166>.yaml by
// compile_country.cpp; a value, shared by the rules that use it.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/rewrite.hpp"

namespace re2 {
class RE2;
}

namespace jisr::dialogs {

struct PhonePlan {
  std::string country_code;    // digits without +: "212"
  std::string trunk_prefix;    // dialled before the number inside the country: "0"; may be empty
  std::size_t digits_min = 0;  // of the number without the trunk prefix
  std::size_t digits_max = 0;
  std::vector<std::string> mobile;  // how such a number begins
  std::vector<std::string> landline;
};

struct NationalIdPlan {
  std::vector<Rewrite> normalise;
  std::shared_ptr<const re2::RE2> usual;    // the whole number must match
  std::shared_ptr<const re2::RE2> unusual;  // taken, but asked about; null = nothing else is taken
  std::size_t length_max = 0;               // characters, once normalised
  std::vector<std::string> samples;         // canonical; never empty
};

struct Country {
  std::optional<PhonePlan> phone;  // nothing when the country's file has none
  std::optional<NationalIdPlan> national_id;
  std::string helpline;  // digits to call for help, only for `traceless` pages; empty: none
};

}  // namespace jisr::dialogs
