// The words between an operator and the gateway: what came in, what goes back, an SMS that leaves,
// and what became of it. Plain values; any thread.
#pragma once
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace jisr::providers {

// Why a callback is not taken: the HTTP status for it, and a sentence without personal data.
struct Refusal {
  int status = 400;
  std::string why;
};

template <typename T>
using Result = boost::system::result<T, Refusal>;

[[noreturn]] inline void throw_exception_from_error(const Refusal& refusal,
                                                    const boost::source_location&) {
  throw std::runtime_error(refusal.why);  // reached only by value() on a failed Result: a bug
}

struct Inbound {
  enum class Kind {
    ussd_begin,    // she dialled
    ussd_answer,   // she typed something
    ussd_release,  // she hung up, or the network did: no page can reach her
    sms,
  };
  Kind kind = Kind::ussd_begin;
  std::string msisdn;   // as the operator wrote it; see normalise()
  std::string session;  // the operator's session id; empty for SMS
  std::string service;  // what she dialled or wrote to: "*555#", "5550"
  std::string text;     // UTF-8; for a cumulative provider all answers of the call so far
  bool cumulative = false;
  char separator = '*';    // between the answers of a cumulative text
  std::string message_id;  // the operator's name for this callback or SMS; empty if it gives none
  std::string network;     // the operator's code, if told
  // An SMS that came in parts. count 0: it is whole.
  struct Part {
    std::string of;  // what its parts have in common
    unsigned number = 0;
    unsigned count = 0;
  };
  Part part;
  std::vector<std::pair<std::string, std::string>> kept;  // that a reply tells again, by name
};

struct Reply {
  std::string text;   // UTF-8
  bool ends = false;  // the call is over after this page
  bool ucs2 = false;  // the text needs UCS-2: some gateways make it ??? unless they are told
  bool busy = false;  // the text says so: nothing of the question was kept
};

struct Sms {
  std::string id;     // ours, for providers that take a reference of the sender
  std::string to;     // E.164
  std::string text;   // UTF-8
  bool ucs2 = false;  // the text needs UCS-2: some providers must be told
};

struct Sent {
  std::string message_id;  // the provider's, that receipts will name; empty if it gives none
};

struct SendFailure {
  bool retryable = false;
  bool slow_down = false;  // retryable, and nothing else should be sent for a while
  std::string why;         // without personal data
};

[[noreturn]] inline void throw_exception_from_error(const SendFailure& failure,
                                                    const boost::source_location&) {
  throw std::runtime_error(failure.why);
}

// A delivery receipt.
struct Receipt {
  enum class Status { delivered, failed, pending, unknown };
  std::string message_id;
  Status status = Status::unknown;
  std::string reason;  // the provider's word for a failure
};
std::string_view name(Receipt::Status status);

}  // namespace jisr::providers
