// What the simulated registry answers, without sockets: registrations, tokens, and the orders of a
// test.
//   POST /registrations    Idempotency-Key and a body that fits the schema; 201, 200 for a replay
//   POST /call_backs       the same for any JSON object
//   GET  /persons/ID       whether a person with this national_id is registered; 404 if not
//   POST /oauth/token      client credentials in a form, as JSON, in the query or as Basic
//   POST /oauth/revoke     every token given so far is void
//   GET  /records          all records
//   GET  /records/count    how many
//   GET  /counts           requests, replays, persons and token_requests so far
//   POST /faults           {"mode": "status:503", "count": 2}; of persons with {"of": "persons"}
//   POST /updates          {"url": …, "secret": …, "update": {…}}: told to a gateway, signed
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <string>
#include <utility>

#include "gateway/delivery/schema.hpp"
#include "tools/registry-simulator/faults.hpp"
#include "tools/registry-simulator/store.hpp"
#include "tools/registry-simulator/tokens.hpp"

namespace jisr::simulator {

using Response = boost::beast::http::response<boost::beast::http::string_body>;

struct ServiceOptions {
  std::string auth = "none";                                      // none, bearer, oauth2
  std::string token = "demo-token";                               // bearer
  std::string client_id = "jisr", client_secret = "demo-secret";  // oauth2
  int token_lifetime_s = 3600;
};

// How the connection brings the response to its end.
struct Answer {
  enum class Ending { whole, hang, reset, cut, garbage } ending = Ending::whole;
  Response response;
};

class Service {
 public:
  Service(ServiceOptions options, gateway::Schema schema, Store& store, FaultPlan& faults)
      : options_(std::move(options)),
        schema_(std::move(schema)),
        store_(store),
        faults_(faults),
        tokens_(options_.client_id, options_.client_secret) {}

  Answer answer(const Request& request);

 private:
  Answer register_one(const Request& request);
  Answer look_up(const Request& request, const std::string& national_id);
  Response person(const std::string& national_id) const;
  Response keep(const Request& request);
  Response give_token(const Request& request);
  static Response tell(const Request& request);
  Response take_fault(const Request& request);
  [[nodiscard]] bool is_authorized(const Request& request) const;

  ServiceOptions options_;
  gateway::Schema schema_;
  Store& store_;
  FaultPlan& faults_;
  FaultPlan person_faults_;
  Tokens tokens_;
  std::int64_t requests_ = 0, replays_ = 0, persons_ = 0;
};

}  // namespace jisr::simulator
