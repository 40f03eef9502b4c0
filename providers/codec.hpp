// An operator's bytes to our words and back, by a profile. Pure functions over untrusted input:
// every outcome is a value or a Refusal. Any thread.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "providers/http.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

constexpr std::size_t kTextBytesMax = 8 * 1024;  // of a cumulative text or an SMS
constexpr std::size_t kIdBytesMax = 256;         // of session, message id, service

// Refusals: 405 method, 401 without or 403 with a wrong secret, 400 for what cannot be read.
Result<Inbound> parse_inbound(const Profile& profile, const Secrets& secrets,
                              const HttpRequest& request);
HttpResponse render_reply(const Profile& profile, const Inbound& in, const Reply& reply);
HttpResponse render_refusal(const Profile& profile, const Refusal& refusal);

// An HTTP request that is to be made.
struct Outgoing {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
Outgoing sms_request(const Profile& profile, const Settings& settings, const Sms& sms);
boost::system::result<Sent, SendFailure> sms_outcome(const Profile& profile, int status,
                                                     const std::string& body);

Result<Receipt> parse_receipt(const Profile& profile, const Secrets& secrets,
                              const HttpRequest& request);

}  // namespace jisr::providers
