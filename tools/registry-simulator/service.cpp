// Routes, authorization, and what a fault makes of an answer.
#include "tools/registry-simulator/service.hpp"

#include <boost/json.hpp>
#include <optional>

#include "tools/registry-simulator/updates.hpp"

namespace jisr::simulator {

namespace {

namespace json = boost::json;
namespace http = boost::beast::http;

Response say(int status, const json::value& body) {
  Response response;
  response.result(static_cast<unsigned>(status));
  response.set(http::field::content_type, "application/json");
  response.body() = json::serialize(body);
  return response;
}

Response fail(int status, std::string_view code) {
  return say(status, json::object{{"code", code}});
}

std::optional<json::value> parse_body(const Request& request) {
  boost::system::error_code failed;
  json::value body = json::parse(request.body(), failed);
  if (failed || !body.is_object()) return std::nullopt;
  return body;
}

std::string text_at(const json::value& body, std::string_view key) {
  const auto* value = body.get_object().if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

Answer::Ending ending_of(Fault::Mode mode) {
  switch (mode) {
    case Fault::Mode::timeout:
      return Answer::Ending::hang;
    case Fault::Mode::reset:
    case Fault::Mode::accept_then_reset:
      return Answer::Ending::reset;
    case Fault::Mode::cut:
      return Answer::Ending::cut;
    case Fault::Mode::garbage:
      return Answer::Ending::garbage;
    default:
      return Answer::Ending::whole;
  }
}

// The answer of a fault that keeps no record.
Response told_answer(const Fault& fault) {
  Response response;
  switch (fault.mode) {
    case Fault::Mode::status:
      return fail(fault.value, "told_to_fail");
    case Fault::Mode::retry_after:
      response = fail(503, "told_to_fail");
      response.set(http::field::retry_after, std::to_string(fault.value));
      return response;
    case Fault::Mode::reject:
      return fail(422, "told_to_refuse");
    case Fault::Mode::in_progress:
      return fail(409, "in_progress");
    case Fault::Mode::duplicate_person:
      return fail(409, "duplicate_person");
    case Fault::Mode::not_json:
      response = say(200, json::object{});
      response.body() = "<html>later</html>";
      return response;
    case Fault::Mode::redirect:
      response = fail(302, "elsewhere");
      response.set(http::field::location, "https://localhost/elsewhere");
      return response;
    case Fault::Mode::huge:
      response = say(201, json::object{{"filler", std::string(4 << 20, 'x')}});
      response.chunked(true);  // so that only its end could tell its size
      return response;
    default:
      return response;  // never sent
  }
}

}  // namespace

Answer Service::answer(const Request& request) {
  const std::string target(request.target().substr(0, request.target().find('?')));
  const auto route = std::string(request.method_string()) + ' ' + target;
  Answer answer;
  constexpr std::string_view kPersons = "GET /persons/";
  for (const char* taken : {"POST /registrations", "POST /call_backs", "POST /cooperatives",
                            "POST /leads", "POST /changes", "POST /withdrawals"}) {
    if (route == taken) return register_one(request);
  }
  if (route.starts_with(kPersons)) return look_up(request, route.substr(kPersons.size()));
  if (route == "POST /oauth/token") {
    answer.response = give_token(request);
  } else if (route == "POST /oauth/revoke") {
    tokens_.revoke();
    answer.response = say(200, json::object{});
  } else if (route == "POST /faults") {
    answer.response = take_fault(request);
  } else if (route == "POST /updates") {
    answer.response = tell(request);
  } else if (route == "GET /records") {
    answer.response = say(200, store_.records());
  } else if (route == "GET /records/count") {
    answer.response = say(200, json::object{{"count", store_.records().size()}});
  } else if (route == "GET /counts") {
    answer.response = say(200, json::object{{"requests", requests_},
                                            {"replays", replays_},
                                            {"persons", persons_},
                                            {"token_requests", tokens_.asked()}});
  } else {
    answer.response = fail(404, "not_found");
  }
  return answer;
}

Answer Service::register_one(const Request& request) {
  using Mode = Fault::Mode;
  ++requests_;
  const auto fault = faults_.next();
  Answer answer;
  answer.ending = ending_of(fault.mode);
  const bool keeps =
      fault.mode == Mode::ok || fault.mode == Mode::accept_then_reset || fault.mode == Mode::cut;
  answer.response = keeps ? keep(request) : told_answer(fault);
  return answer;
}

Answer Service::look_up(const Request& request, const std::string& national_id) {
  ++persons_;
  const auto fault = person_faults_.next();
  Answer answer;
  answer.ending = ending_of(fault.mode);
  if (!is_authorized(request)) {
    answer.response = fail(401, "unauthorized");
  } else {
    answer.response = fault.mode == Fault::Mode::ok ? person(national_id) : told_answer(fault);
  }
  return answer;
}

Response Service::person(const std::string& national_id) const {
  for (const auto& record : store_.records()) {
    if (text_at(record, "national_id") != national_id) continue;
    return say(200, json::object{{"registration",
                                  {{"reference", text_at(record, "reference")},
                                   {"state", "received"},
                                   {"complete", true},
                                   {"pages", 2}}}});
  }
  return fail(404, "not_found");
}

Response Service::keep(const Request& request) {
  if (!is_authorized(request)) return fail(401, "unauthorized");
  const auto body = parse_body(request);
  if (!body) return fail(400, "not_json");
  const std::string key(request["Idempotency-Key"]);
  if (key.empty() || key.size() > 128) return fail(400, "no_idempotency_key");
  const bool registration = request.target().starts_with("/registrations");
  const auto violations =
      registration ? schema_.validate(*body) : std::vector<gateway::Violation>{};
  if (!violations.empty()) {
    json::array told;
    for (const auto& violation : violations) told.emplace_back(to_string(violation));
    return say(422, json::object{{"code", "invalid"}, {"violations", told}});
  }
  const auto taken = store_.take(key, *body);
  if (taken == Store::Taken::other_body) return fail(422, "key_used_for_another_body");
  const bool replayed = taken == Store::Taken::replayed;
  replays_ += replayed ? 1 : 0;
  auto response = say(replayed ? 200 : 201,
                      json::object{{"status", "registered"}, {"id", text_at(*body, "id")}});
  if (replayed) response.set("Idempotent-Replay", "true");
  return response;
}

bool Service::is_authorized(const Request& request) const {
  const std::string shown(request[http::field::authorization]);
  if (options_.auth == "none") return true;
  if (options_.auth == "bearer") return shown == "Bearer " + options_.token;
  return shown.starts_with("Bearer ") && tokens_.takes(shown.substr(7));
}

Response Service::give_token(const Request& request) {
  const auto token = tokens_.give(request);
  if (!token) return fail(401, "invalid_client");
  return say(200, json::object{{"access_token", *token},
                               {"token_type", "Bearer"},
                               {"expires_in", options_.token_lifetime_s}});
}

Response Service::tell(const Request& request) {
  const auto body = parse_body(request);
  const auto* update = body ? body->get_object().if_contains("update") : nullptr;
  if (update == nullptr) return fail(400, "no_update");
  const auto status =
      send_update(text_at(*body, "url"), text_at(*body, "secret"), json::serialize(*update));
  if (!status) return fail(502, "no_answer");
  return say(200, json::object{{"status", *status}});
}

Response Service::take_fault(const Request& request) {
  const auto body = parse_body(request);
  if (!body) return fail(400, "not_json");
  const auto fault = parse_fault(text_at(*body, "mode"));
  const auto* count = body->get_object().if_contains("count");
  const bool counted = count != nullptr && count->is_int64();
  if (!fault || (count != nullptr && !counted)) return fail(400, "no_such_fault");
  auto& plan = text_at(*body, "of") == "persons" ? person_faults_ : faults_;
  plan.set(*fault, counted ? static_cast<int>(count->get_int64()) : 0);
  return say(200, json::object{});
}

}  // namespace jisr::simulator
