// A provider, described: where in a request each fact stands, how an answer looks, how an SMS is
// handed over, how a receipt reads. A plain value: gateway/profile_file.hpp makes it from a page of
// YAML, so that the next operator needs no C++. Shared between threads as const.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "providers/message.hpp"

namespace jisr::providers {

// Where one fact of a request stands.
struct Source {
  enum class In { nowhere, query, form, json, header };
  In in = In::nowhere;
  std::string name;  // the field's, header's, or a JSON pointer
};

// How a caller shows that it is the provider. The secret itself is the channel's.
struct CallerCheck {
  enum class Kind { none, secret, basic, bearer };
  Kind kind = Kind::none;
  Source secret;  // Kind::secret: where it stands (query or header)
};

struct Request {
  std::vector<std::string> methods;  // allowed ones; others get 405
  CallerCheck check;
  Source msisdn;
  Source session;
  Source service;
  Source text;
  Source message_id;
  Source network;
  bool cumulative = false;
  char separator = '*';
  // Of a USSD callback. Without a source: an empty text begins the call.
  Source phase;
  std::map<std::string, Inbound::Kind> phases;  // value → what it means; others are refused
};

// {text} in a value is the page, {session} and {message_id} are the question's. A text body has one
// value without a name.
struct ReplyBody {
  std::string content_type = "text/plain; charset=utf-8";
  // Of these only {coding} is filled in, 0 or 2: nothing that a stranger wrote gets into a header.
  std::vector<std::pair<std::string, std::string>> headers;
  bool json = false;
  std::vector<std::pair<std::string, std::string>> members;  // name, value with placeholders
  std::vector<std::string> literals;  // names whose value is written as it stands: true, 3
};

// Which answers of a provider mean what. Empty lists match nothing.
struct AnswerRule {
  std::vector<std::pair<int, int>> statuses;  // inclusive ranges
  Source body;                                // In::json: this pointer …
  std::vector<std::string> values;            // … has one of these values
  std::vector<std::string> prefixes;          // or the body begins with one of these
};

// An SMS that leaves. Values hold {to} {text} {id} {coding} and the channel's own settings
// ({sender}, {url}, …). A field is left out when one of its placeholders has no value: what a
// channel does not set is not sent.
struct Send {
  bool can = false;
  std::string method = "POST";
  std::string url = "{url}";
  std::vector<std::pair<std::string, std::string>> headers;
  enum class Body { form, json, query } body = Body::form;
  std::vector<std::pair<std::string, std::string>> fields;
  AnswerRule sent;
  Source message_id;              // in the answer: JSON pointer
  std::vector<AnswerRule> retry;  // one of these: worth another try; anything else is final
};

struct Receipts {
  bool can = false;
  std::vector<std::string> methods;
  CallerCheck check;
  Source message_id;
  Source status;
  Source reason;
  std::map<std::string, Receipt::Status>
      statuses;  // the provider's word → ours; others are unknown
};

struct Profile {
  std::string name;
  bool ussd = true;
  Request request;
  ReplyBody goes_on;  // of a USSD page that waits for an answer
  ReplyBody ends;     // of the last one, and of an SMS that is answered in the response
  bool replies_in_response =
      true;  // SMS: the response's body is the answer; else it is sent on its own
  Send send;
  Receipts receipts;
};

// Secrets that callers must show, by channel. Compared in constant time.
struct Secrets {
  std::string secret;    // of CallerCheck::secret and bearer
  std::string username;  // of basic
  std::string password;
};

// What the channel gives to outgoing SMS: url, sender, username, password, api_key, …
using Settings = std::map<std::string, std::string>;

}  // namespace jisr::providers
