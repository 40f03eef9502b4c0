// One registration to the registry: body by the template, schema, token, request, and what the
// answer means. One for each thread, used on its io_context. It decides nothing about time: the
// outbox does, by the Outcome.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <unordered_map>

#include "gateway/delivery/oauth.hpp"
#include "gateway/delivery/outcome.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/registry_config.hpp"
#include "gateway/http/client.hpp"

namespace jisr::gateway {

class RegistryClient {
 public:
  RegistryClient(boost::asio::io_context& io, HttpClient& client);

  // One attempt, or two when the first shows that the token is no longer taken. `config` is lent
  // until the end. The registration's id goes as idempotency key, so an attempt whose outcome is
  // unknown may be repeated. A registration that does not fit the schema is refused, with the
  // pointers, unsent. Never gives `reauthenticate`. Of `pause`, retry_after_ms is at least the
  // configuration's.
  boost::asio::awaitable<Outcome> deliver(const RegistryConfig* config, Registration registration);

 private:
  boost::asio::awaitable<Outcome> attempt(const RegistryConfig* config, ClientRequest request);
  boost::asio::awaitable<Result<std::string>> authorize(const RegistryConfig* config);
  Outcome count(const RegistryConfig& config, const std::string& id, Outcome outcome);

  HttpClient& client_;
  TokenSource tokens_;
  // How often in a row the registry itself failed on an entry, as far as this thread has seen.
  // Forgotten with the process, so an entry is parked late rather than early.
  std::unordered_map<std::string, int> failing_;
};

// What is sent of it, or would be: the body of its kind, whatever the schema says of that. Rejected
// where the template's tables do not know a value.
Result<boost::json::value> registry_body(const RegistryConfig& config, Registration registration);

// The request for one registration, without its Authorization. Errors: rejected, when the
// registration does not fit the template's tables or the schema; the context names fields and
// pointers, never a value.
Result<ClientRequest> registry_request(const RegistryConfig& config, Registration registration);

}  // namespace jisr::gateway
