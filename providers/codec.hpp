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
constexpr std::size_t kBatchMax = 100;           // messages or receipts of one request

// What a request to the channel's own address is: calls or messages (USSD: one), receipts, or
// something about the line that is answered at once.
struct Received {
  std::vector<Inbound> inbound;
  std::vector<Receipt> receipts;
  std::optional<HttpResponse> answer;
};

// Refusals: 405 method, 401 without or 403 with a wrong credential, 415 another kind of body, 400
// for what cannot be read.
Result<Received> receive(const Profile& profile, const Secrets& secrets,
                         const HttpRequest& request);
// Whether a path behind the channel's address means something to this profile; else it is 404.
bool takes_path(const Profile& profile);
// A request to the address of receipts.
Result<std::vector<Receipt>> parse_receipts(const Profile& profile, const Secrets& secrets,
                                            const HttpRequest& request);

// `in` is what the reply answers. Where pages leave as requests of ours it says only that the
// callback has come. The answer to receipts: as the profile says, else an empty 200.
HttpResponse render_reply(const Profile& profile, const Inbound& in, const Reply& reply);
HttpResponse render_receipts_taken(const Profile& profile);
HttpResponse render_refusal(const Profile& profile, const Refusal& refusal);

// An HTTP request that is to be made.
struct Outgoing {
  std::string method;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
// `now_s` is Unix time, for those who sign with it. For SendAuth::oauth2 the caller has put the
// token into `settings` as "token".
Outgoing sms_request(const Profile& profile, const Settings& settings, const Sms& sms,
                     std::int64_t now_s);
// A page of a profile whose pages leave as requests of ours; `to` is E.164. What its answer means
// says sms_outcome().
Outgoing page_request(const Profile& profile, const Settings& settings, const Inbound& in,
                      const std::string& to, const Reply& page, std::int64_t now_s);
boost::system::result<Sent, SendFailure> sms_outcome(const Profile& profile, int status,
                                                     const std::string& body);

// begin, answer, release, sms: for people and tests.
std::string_view name(Inbound::Kind kind);

}  // namespace jisr::providers
