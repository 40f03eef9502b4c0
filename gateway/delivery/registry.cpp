// Template, schema, token, request, verdict: each decided elsewhere, put in their order here.
#include "gateway/delivery/registry.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <utility>

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
constexpr std::size_t kFailingMax = 10'000;  // entries counted at once; then all begin anew
constexpr std::size_t kViolationsTold = 5;

std::int64_t unix_now_s() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string told(const std::vector<Violation>& violations) {
  std::string text = "does not fit the schema: ";
  for (std::size_t i = 0; i < std::min(violations.size(), kViolationsTold); ++i) {
    text += (i == 0 ? "" : ", ") + to_string(violations[i]);
  }
  if (violations.size() > kViolationsTold) text += ", …";
  return text;
}

}  // namespace

Result<json::value> registry_body(const RegistryConfig& config, Registration registration) {
  add_due(config.due, registration);
  const auto* kind = kind_named(config, registration.kind);
  return build_payload(kind != nullptr ? kind->body : config.body, registration);
}

Result<ClientRequest> registry_request(const RegistryConfig& config, Registration registration) {
  auto body = registry_body(config, registration);
  if (!body) return body.error();
  add_due(config.due, registration);  // for a header
  const auto* kind = kind_named(config, registration.kind);
  const auto& schema = kind != nullptr ? kind->schema : config.schema;
  const auto violations = schema.validate(*body);
  if (!violations.empty()) return Error{Errc::rejected, told(violations), false};
  ClientRequest request;
  request.method = kind != nullptr ? kind->method : config.method;
  request.url = kind != nullptr ? kind->url : config.url;
  request.connect_ms = config.connect_ms;
  request.total_ms = config.total_ms;
  request.body_bytes_max = config.body_bytes_max;
  request.tls = config.tls;
  request.resend_safe = true;  // by its idempotency key
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Accept", "application/json");
  for (const auto& [name, text] : config.headers) {
    auto value = build_payload(text, registration);
    if (!value) return value.error();
    if (const auto* words = value->if_string()) request.headers.emplace_back(name, *words);
  }
  if (!config.idempotency_header.empty()) {
    const std::string quote = config.idempotency_quoted ? "\"" : "";
    request.headers.emplace_back(config.idempotency_header, quote + registration.id + quote);
  }
  request.body = json::serialize(*body);
  return request;
}

RegistryClient::RegistryClient(asio::io_context& io, HttpClient& client)
    : client_(client), tokens_(io, client) {}

asio::awaitable<Outcome> RegistryClient::deliver(const RegistryConfig* config,
                                                 Registration registration) {
  auto request = registry_request(*config, registration);
  if (!request) co_return judge(request.error());
  auto outcome = co_await attempt(config, *request);
  if (outcome.verdict == Verdict::reauthenticate && config->oauth) {
    outcome = co_await attempt(config, std::move(*request));
  }
  if (outcome.verdict == Verdict::reauthenticate) {
    outcome.verdict = Verdict::pause;
    outcome.reason += ": the registry does not take our credentials";
  }
  if (outcome.verdict == Verdict::pause) {
    outcome.retry_after_ms = std::max(outcome.retry_after_ms.value_or(0), config->pause_ms);
  }
  co_return count(*config, registration.id, std::move(outcome));
}

asio::awaitable<Outcome> RegistryClient::attempt(const RegistryConfig* config,
                                                 ClientRequest request) {
  auto authorization = co_await authorize(config);
  if (!authorization) co_return judge(authorization.error());
  const auto shown = *authorization;
  if (!shown.empty()) request.headers.emplace_back("Authorization", shown);
  auto response = co_await client_.send(std::move(request));
  if (!response) co_return judge(response.error());
  auto outcome = judge(config->outcome, *response, config->backoff, unix_now_s());
  if (outcome.verdict == Verdict::reauthenticate && config->oauth) {
    tokens_.invalidate(shown.substr(shown.find(' ') + 1));
  }
  co_return outcome;
}

asio::awaitable<Result<std::string>> RegistryClient::authorize(const RegistryConfig* config) {
  if (!config->oauth) co_return config->authorization;
  auto token = co_await tokens_.token(*config->oauth);
  if (!token) co_return token.error();
  co_return "Bearer " + *token;
}

Outcome RegistryClient::count(const RegistryConfig& config, const std::string& id,
                              Outcome outcome) {
  const auto found = failing_.find(id);
  const int before = found == failing_.end() ? 0 : found->second;
  auto settled = park_after(std::move(outcome), before, config.attempts_max);
  const bool fails_again = settled.verdict == Verdict::retry && settled.counts;
  if (found != failing_.end() && !fails_again) {
    // Kept over attempts that never reached it: they say nothing about the entry.
    if (settled.verdict != Verdict::retry && settled.verdict != Verdict::pause)
      failing_.erase(found);
  } else if (found != failing_.end()) {
    ++found->second;
  } else if (fails_again) {
    if (failing_.size() >= kFailingMax) failing_.clear();
    failing_.emplace(id, 1);
  }
  return settled;
}

}  // namespace jisr::gateway
