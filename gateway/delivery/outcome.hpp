// What the registry's answer means for an entry of the outbox. Pure: the defaults of HTTP, and
// rules of the mapping file in front of them. Reasons hold a status and words of ours, never what
// the answer said.
#pragma once
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/delivery/json_pointer.hpp"
#include "gateway/delivery/retry.hpp"
#include "gateway/http/client.hpp"

namespace jisr::gateway {

enum class Verdict {
  delivered,         // the registry has it now
  already_there,     // it had it before: the same registration; success
  duplicate_person,  // it has another registration of this person; not an error to her
  retry,             // later, with the same idempotency key
  refused,           // it will never be taken: a person has to look
  parked,            // the registry fails on this entry again and again: a person has to look
  pause,             // nothing gets through until a person changes something: retry slowly, alarm
  reauthenticate,    // judge() only: get a new token, try once more, then it is a pause
};
std::string_view name(Verdict verdict);  // "already_there"; the words of `as:` in the mapping file
std::optional<Verdict> verdict_named(std::string_view name);

struct Outcome {
  Verdict verdict = Verdict::retry;
  std::string reason;  // "503", "409 in_progress", "/birth_year minimum"; may be logged and stored
  std::optional<std::int64_t> retry_after_ms;  // what the registry asked for, clamped
  // The registry itself failed on this entry. Only such attempts count towards `attempts_max`: a
  // registry that is down or busy for a day must not park what waits for it.
  bool counts = false;
  // The registry was not there, or broken: whatever else waits for it would fare alike.
  bool away = false;
};

struct StatusRange {
  int from = 0;
  int to = 0;  // inclusive
};

struct OutcomeRule {
  std::vector<StatusRange> statuses;   // empty: any
  std::optional<JsonPointer> pointer;  // into the answer's body; unset: the body does not matter
  std::vector<boost::json::value> equals;  // any of these
  Verdict as = Verdict::retry;
};

struct OutcomeRules {
  std::vector<OutcomeRule> rules;  // first match wins; the defaults come after them
  JsonPointer code = JsonPointer::parse("/code").value();  // tells a 409's reason
  std::string in_progress = "in_progress";
  std::string duplicate_person = "duplicate_person";
};

// The defaults: 2xx delivered; 409 already_there, unless its code says in_progress (retry) or
// duplicate_person; 408, 425, 429, 5xx retry; 401, 403 reauthenticate; other 1xx and 3xx pause;
// other 4xx refused. Of the 5xx, 502 to 504 say that the registry is away; the others count. A body
// that is not JSON (or nested deeper than 32) matches no rule that looks into it.
Outcome judge(const OutcomeRules& rules, const ClientResponse& response, const Backoff& backoff,
              std::int64_t now_s);

// What no answer means: see HttpClient::send().
Outcome judge(const Error& error);

// Parks an entry once `counted` earlier attempts and this one reach `attempts_max`.
Outcome park_after(Outcome outcome, int counted, int attempts_max);

}  // namespace jisr::gateway
