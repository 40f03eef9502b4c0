// One table of HTTP's own meanings, behind the rules of the mapping file.
#include "gateway/delivery/outcome.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <utility>

namespace jisr::gateway {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, Verdict>, 8> kNames = {{
    {"delivered", Verdict::delivered},
    {"already_there", Verdict::already_there},
    {"duplicate_person", Verdict::duplicate_person},
    {"retry", Verdict::retry},
    {"refused", Verdict::refused},
    {"parked", Verdict::parked},
    {"pause", Verdict::pause},
    {"reauthenticate", Verdict::reauthenticate},
}};

// nullopt when it is not JSON; the parser's own limit of depth is 32.
std::optional<json::value> parse_body(const std::string& body) {
  boost::system::error_code failed;
  json::value value = json::parse(body, failed);
  if (failed) return std::nullopt;
  return value;
}

bool points_to(const std::optional<json::value>& body, const JsonPointer& pointer,
               const std::vector<json::value>& wanted) {
  if (!body) return false;
  return pointer.any(*body, [&wanted](const json::value& found) {
    return std::find(wanted.begin(), wanted.end(), found) != wanted.end();
  });
}

bool has_status(const OutcomeRule& rule, int status) {
  return rule.statuses.empty() || std::any_of(rule.statuses.begin(), rule.statuses.end(),
                                              [status](const StatusRange& range) {
                                                return status >= range.from && status <= range.to;
                                              });
}

bool is_away(int status) {
  return status == 408 || status == 425 || status == 429 || (status >= 502 && status <= 504);
}

Outcome of_conflict(const OutcomeRules& rules, const std::optional<json::value>& body) {
  if (points_to(body, rules.code, {json::value(rules.in_progress)})) {
    return {Verdict::retry, "409 in progress", {}, false};
  }
  if (points_to(body, rules.code, {json::value(rules.duplicate_person)})) {
    return {Verdict::duplicate_person, "409 another registration of this person", {}, false};
  }
  return {Verdict::already_there, "409", {}, false};
}

// A sign-in page of some proxy comes with 200 too, and nobody has kept anything.
bool is_strange(const std::string& text, const std::optional<json::value>& body) {
  return !body && text.find_first_not_of(" \t\r\n") != std::string::npos;
}

Outcome of_status(const OutcomeRules& rules, int status, const std::optional<json::value>& body,
                  bool strange) {
  auto reason = std::to_string(status);
  const bool success = status >= 200 && status < 300;
  if (success && strange) {
    return {Verdict::retry, reason + " with a body that is no JSON: the registry?", {}, true};
  }
  if (success) return {Verdict::delivered, reason, {}, false};
  if (status == 409) return of_conflict(rules, body);
  if (status == 401 || status == 403) return {Verdict::reauthenticate, reason, {}, false};
  if (is_away(status)) return {Verdict::retry, reason, {}, false};
  if (status >= 500) return {Verdict::retry, reason, {}, true};
  if (status >= 400) return {Verdict::refused, reason, {}, false};
  return {
      Verdict::pause, reason + ": not an answer of a registry; is the address right?", {}, false};
}

}  // namespace

std::string_view name(Verdict verdict) {
  const auto* found = std::find_if(kNames.begin(), kNames.end(), [verdict](const auto& entry) {
    return entry.second == verdict;
  });
  return found->first;
}

std::optional<Verdict> verdict_named(std::string_view name) {
  for (const auto& [word, verdict] : kNames) {
    if (word == name) return verdict;
  }
  return std::nullopt;
}

Outcome judge(const OutcomeRules& rules, const ClientResponse& response, const Backoff& backoff,
              std::int64_t now_s) {
  const int status = response.status;
  const auto body = parse_body(response.body);
  auto outcome = of_status(rules, status, body, is_strange(response.body, body));
  outcome.away = status >= 500 || status == 429;
  std::size_t number = 0;
  for (const auto& rule : rules.rules) {
    ++number;
    if (!has_status(rule, status)) continue;
    if (rule.pointer && !points_to(body, *rule.pointer, rule.equals)) continue;
    outcome.verdict = rule.as;
    outcome.reason = std::to_string(status) + " by outcome rule " + std::to_string(number);
    // A rule that retries what HTTP calls a success or a refusal is about the entry, so it counts.
    outcome.counts = rule.as == Verdict::retry && !is_away(status);
    break;
  }
  outcome.retry_after_ms =
      parse_retry_after_ms(response.retry_after, now_s, backoff.retry_after_ms_max);
  return outcome;
}

Outcome judge(const Error& error) {
  switch (error.code) {
    case Errc::misconfigured:
      return {Verdict::pause, error.context, {}, false};
    case Errc::malformed_input:
      return {Verdict::retry, error.context, {}, true, true};
    default:
      return {error.retryable ? Verdict::retry : Verdict::refused,
              error.context,
              {},
              false,
              error.retryable};
  }
}

Outcome park_after(Outcome outcome, int counted, int attempts_max) {
  if (outcome.verdict == Verdict::retry && outcome.counts && counted + 1 >= attempts_max) {
    outcome.verdict = Verdict::parked;
    outcome.reason += ", " + std::to_string(counted + 1) + " times";
  }
  return outcome;
}

}  // namespace jisr::gateway
