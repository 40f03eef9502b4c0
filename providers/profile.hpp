// A provider, described: where in a request each fact stands, how an answer looks, how an SMS is
// handed over, how a receipt reads. A plain value: gateway/profile_file.hpp makes it from a page of
// YAML, so that the next operator needs no C++. docs/providers.md explains each part to those who
// write the page. Shared between threads as const.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/message.hpp"
#include "providers/source.hpp"
#include "providers/tree.hpp"

namespace jisr::providers {

enum class Hash : std::uint8_t {
  sha1,
  sha256,
  sha512,
  md5,  // only where a provider wants its own password so (SendAuth::Kind::digest)
};
enum class Written : std::uint8_t { hex, base64 };  // how a signature is written

// How a caller shows that it is the provider. The secret itself is the channel's.
struct CallerCheck {
  enum class Kind : std::uint8_t {
    none,
    secret,   // stands in `secret`
    basic,    // RFC 7617
    bearer,   // RFC 6750
    hmac,     // a signature in `secret` over `over`
    jwt,      // a bearer token signed with HMAC-SHA256 (RFC 7519), which may name the body's hash
    address,  // of the channel's own list
    certificate,  // of the TLS connection: the channel's subject or fingerprint
  };
  Kind kind = Kind::none;
  Source secret;  // secret, hmac: where it stands (query, header or path)
  // hmac:
  Hash hash = Hash::sha256;
  Written written = Written::hex;
  std::string prefix;           // before the signature: "sha256="
  std::string over = "{body}";  // {method} {path} {query} {url} {body} {timestamp} {form_sorted}
  Source timestamp;             // hmac, jwt: Unix seconds or milliseconds; older or newer than
  std::int64_t window_s = 300;  // this is refused
};

struct PhaseRule {
  Inbound::Kind kind = Inbound::Kind::ussd_answer;
  When when;  // empty: always
};

struct Request {
  std::vector<std::string> methods;  // allowed ones; others get 405
  std::vector<std::string> types;    // content types of the body besides the usual one; "any"
  std::vector<CallerCheck> checks;   // all must be passed
  Source each;                       // SMS: a list in the body, each element a message
  Source msisdn;
  Source session;
  Source service;
  Source text;
  Source message_id;
  Source network;
  Source part_of;                                    // SMS in parts: what the parts have in common,
  Source part_number;                                // which one this is, from 1,
  Source part_count;                                 // and how many there are
  std::vector<std::pair<std::string, Source>> keep;  // told again in replies, by these names
  bool cumulative = false;
  char separator = '*';
  // Of a USSD callback: the first rule that holds. None holds: refused. No rules: an empty text
  // begins the call.
  std::vector<PhaseRule> phases;
};

enum class Format : std::uint8_t { text, json, xml, form, query };

// What {coding} says of a text that fits GSM 03.38, and of one that needs UCS-2.
struct Coding {
  std::string gsm7 = "0";
  std::string ucs2 = "2";
};

// {text} in a value is the page; {session}, {message_id}, {msisdn}, {service} and what the request
// keeps are the question's.
struct ReplyBody {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  Format format = Format::text;
  Tree tree;  // Format::text: one leaf
};

// Which answers of a provider mean what. Empty lists match nothing.
struct AnswerRule {
  std::vector<std::pair<int, int>> statuses;  // inclusive ranges
  Source body;                                // what stands here …
  std::vector<std::string> values;            // … is one of these
  std::vector<std::string> prefixes;          // or the body begins with one of these
};

// How we show who we are. What a kind needs stands in the channel's settings.
struct SendAuth {
  enum class Kind : std::uint8_t {
    none,
    basic,   // username, password
    bearer,  // token
    oauth2,  // token_url, client_id, client_secret: the gateway fetches the token
    hmac,    // signing_key
    digest,  // a hash over `over`, which may name any setting, as {digest} in a value
  };
  Kind kind = Kind::none;
  std::string credentials = "form";  // oauth2: where they go: form, json, query or basic
  std::string scope;                 // oauth2
  Hash hash = Hash::sha256;
  Written written = Written::hex;
  std::string over = "{body}";  // hmac: {method} {path} {body} {now}
  std::string header = "X-Signature";
  std::string value = "{signature}";  // of that header; also {now} and the channel's settings
};

// An SMS that leaves, or the way of a USSD page that leaves (Profile::pages_by_request), whose body
// is the reply's. Values hold {to} (+212…), {to_digits} (212…), {text}, {text_gsm7} and {text_hex}
// (one of the two: the text itself, or UTF-16BE as hex when it needs UCS-2), {id}, {coding}, {now}
// (Unix seconds), {stamp} (20261128064245, UTC), {digest} and the channel's own settings ({sender},
// {url}, …). A value is left out when one of its placeholders is empty: what a channel does not set
// is not sent.
struct Send {
  bool can = false;
  std::string method = "POST";
  std::string url = "{url}";  // all but {url} and {…_url} is percent-escaped
  std::vector<std::pair<std::string, std::string>> headers;
  SendAuth auth;
  Format format = Format::form;
  std::string content_type;  // empty: the format's own
  Tree tree;
  AnswerRule sent;
  Source message_id;                  // in the answer
  std::vector<AnswerRule> slow_down;  // worth another try, and the channel rests meanwhile
  std::int64_t rest_ms = 10'000;
  std::vector<AnswerRule> retry;  // worth another try; anything else is final
  bool split = false;             // texts over the lengths below are sent as several SMS
  std::size_t gsm7_max = 160;     // septets
  std::size_t ucs2_max = 70;      // code units
  std::int64_t connect_ms = 5'000;
  std::int64_t total_ms = 15'000;
};

struct Receipts {
  bool can = false;
  std::vector<std::string> methods;
  std::vector<std::string> types;
  std::vector<CallerCheck> checks;
  When when;    // not empty: these requests come to the channel's own address and are receipts
  Source each;  // a list in the body, each element a receipt
  Source message_id;
  Source status;
  Source reason;
  std::map<std::string, Receipt::Status> statuses;  // the provider's word → ours; others: unknown
  std::optional<ReplyBody> taken;                   // none: an empty 200
};

// A request that is about the line and not from a subscriber: a keepalive, the verification of our
// address. Answered, and that is all.
struct Notice {
  std::vector<std::string> methods;
  std::vector<CallerCheck> checks;
  When when;
  std::vector<std::pair<std::string, Source>> keep;
  ReplyBody reply;
};

// What the provider can carry and how long it waits. 0: not known.
struct Limits {
  std::size_t gsm7 = 0;  // septets of a USSD page
  std::size_t ucs2 = 0;  // code units of a USSD page
  std::int64_t answer_ms = 0;
  int session_s = 0;  // so long a call may take
};

struct Profile {
  std::string name;
  bool ussd = true;
  Request request;
  std::vector<Notice> notices;
  ReplyBody goes_on;  // of a USSD page that waits for an answer
  ReplyBody ends;     // of the last one, and of an SMS that is answered in the response
  std::optional<ReplyBody> released;  // she hung up
  std::optional<ReplyBody> taken;     // what is not answered in the response
  std::optional<ReplyBody> refused;   // {why}; none: plain, with the refusal's status
  bool replies_in_response = true;    // SMS: the response's body is the answer; else it is sent
  bool pages_by_request = false;      // USSD: `goes_on` and `ends` are bodies of requests of ours
  Coding coding;
  Send send;
  Receipts receipts;
  Limits limits;
};

// What callers of a channel must show, by the checks of its profile. Compared in constant time.
struct Secrets {
  std::string secret;    // of secret, bearer, hmac and jwt
  std::string username;  // of basic
  std::string password;
  std::string public_url;              // the channel's address as the provider calls it
  std::vector<std::string> addresses;  // "196.201.214.0/24"; of address
  std::vector<std::string> proxies;    // whose X-Forwarded-For is believed
  std::string certificate;             // its subject, or its SHA-256 fingerprint in hex
};

// What the channel gives to outgoing SMS: url, sender, username, password, api_key, …
using Settings = std::map<std::string, std::string>;

}  // namespace jisr::providers
