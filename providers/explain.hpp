// How a request is understood, fact by fact: for a person who writes a profile. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "providers/http.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

struct ExplainedFact {
  std::string name;                  // "msisdn", "kept.user"
  std::string where;                 // "form phoneNumber, or query msisdn"
  std::optional<std::string> value;  // nullopt: it is not there
  std::string why;                   // not empty: it cannot be read
};

// Of a message or call, or, with `receipt`, of a delivery receipt. Credentials are not looked at.
// Of a list only the first element is explained.
std::vector<ExplainedFact> explain(const Profile& profile, const HttpRequest& request,
                                   bool receipt);

// "form phoneNumber", with its alternatives.
std::string describe(const Source& source);

}  // namespace jisr::providers
