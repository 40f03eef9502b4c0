// What a service is asked, and what its answer means. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/step.hpp"
#include "gateway/http/client.hpp"
#include "gateway/service_config.hpp"

namespace jisr::gateway {

// Names and values of a look-up's `send`.
using SentValues = std::vector<std::pair<std::string, std::string>>;

// The request, without its Authorization. Errors (rejected): the address needs a value that she
// has not given, or one that is only dots, which would lead elsewhere. Names fields, no values.
Result<ClientRequest> service_request(const ServiceConfig& service, const SentValues& sent);

struct ServiceReading {
  dialogs::LookupOutcome outcome;
  bool well = true;    // the service itself works, whatever it thinks of this question
  std::string reason;  // why it failed: for logs, nothing of what was asked or answered
};

// `kept`: what the dialog keeps. Texts as they are, numbers and truth values as text (true is yes,
// false is no), cut to kKeptCharactersMax; null, lists and objects are nothing. A found answer that
// is not JSON has failed.
ServiceReading read_service(const ServiceConfig& service, const ClientResponse& response,
                            const std::vector<dialogs::LookupSource::Kept>& kept);

// What the check of pages counts on (dialogs/longest.cpp).
constexpr std::size_t kKeptCharactersMax = 40;
std::string cut_kept(std::string_view text);  // to at most so many, never a part of one

}  // namespace jisr::gateway
