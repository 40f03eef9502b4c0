// The registry in all its moods, and the SMS provider.
#include "tests/simulation/network/outside.hpp"

#include <boost/json.hpp>
#include <stdexcept>

namespace jisr::simulation {

namespace {

namespace json = boost::json;
using gateway::ClientRequest;
using gateway::ClientResponse;
using gateway::Errc;
using gateway::Error;

Outside* the_current = nullptr;

ClientResponse response(int status, std::string body, std::string retry_after = {}) {
  ClientResponse made;
  made.status = status;
  made.content_type = "application/json";
  made.body = std::move(body);
  made.retry_after = std::move(retry_after);
  return made;
}

ClientResponse sign_in_page() {
  auto made = response(200, "<html>Please sign in</html>");
  made.content_type = "text/html";
  return made;
}

std::string text_of(const json::object& object, const char* name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string header(const ClientRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

std::int64_t time_taken(Random& random) {
  return random.chance(950) ? random.between(1 * kMs, 60 * kMs)
                            : random.between(100 * kMs, 3 * kSecond);
}

}  // namespace

Outside::Outside(World& world, Listeners listeners)
    : world_(world), listeners_(std::move(listeners)) {
  the_current = this;
}

Outside::~Outside() {
  the_current = nullptr;
}

Outside& Outside::current() {
  if (the_current == nullptr) throw std::logic_error("there is nobody outside");
  return *the_current;
}

// Some registrations are refused for good, always the same ones.
bool Outside::refuses(const std::string& id) const {
  return id.size() > 1 && id.ends_with("0") && id[id.size() - 2] < '4';
}

void Outside::take(const std::string& process, const ClientRequest& request, Answer answer) {
  world_.trace(process, request.method + " " + request.url.substr(request.url.find("//") + 2));
  world_.bytes(request.body);
  const bool is_sms = request.url.find("//sms.") != std::string::npos;
  world_.after(time_taken(world_.random()), [this, request, is_sms, answer = std::move(answer)] {
    if (is_sms) {
      sms(request, answer);
    } else {
      registration(request, answer);
    }
  });
}

void Outside::reply(std::int64_t delay_us, const Answer& answer, Result result) {
  world_.after(delay_us,
               [answer, given = std::move(result)]() mutable { answer(std::move(given)); });
}

void Outside::registration(const ClientRequest& request, const Answer& answer) {
  auto& random = world_.random();
  auto key = header(request, "Idempotency-Key");
  if (changes_keys_) key += "-" + std::to_string(++keys_changed_);
  const auto back = time_taken(random);
  const auto mood = random.chance(registry_trouble_) ? random.below(10) : 99;
  switch (mood) {
    case 0:
      return reply(0, answer, Error{Errc::unavailable, "refused", true});
    case 1:
      return reply(back, answer, Error{Errc::lost, "lost before it came", true});
    case 2:
      return;  // never comes, never answered
    case 3:
      return reply(back, answer, response(500, "{}"));
    case 4:
      return reply(back, answer, response(503, "{}", "1"));
    case 5:
      return reply(back, answer, response(429, "{}"));
    case 6:
      return reply(back, answer, sign_in_page());
    case 7:
      return reply(back, answer, response(401, "{}"));
    default:
      break;
  }
  if (refuses(key)) return reply(back, answer, response(422, R"({"error":"no"})"));
  const bool again = held_.contains(key);
  hold(key, request.body);
  if (mood == 8) return reply(back, answer, Error{Errc::lost, "lost after it came", true});
  if (mood == 9) {
    if (random.chance(500)) reply(back, answer, response(500, "{}"));  // it lies
    return;                                                            // or says nothing
  }
  const bool conflict = again && random.chance(500);
  reply(back, answer, response(conflict ? 409 : 201, "{}"));
}

void Outside::hold(const std::string& key, const std::string& body) {
  const auto known = held_.find(key);
  if (known != held_.end()) {
    ++known->second.times;
    if (known->second.body != body) world_.fail("two registrations with the key " + key);
    return;
  }
  const auto parsed = json::parse(body);
  const auto& object = parsed.as_object();
  Held one{text_of(object, "reference"), text_of(object, "msisdn"), text_of(object, "family_name"),
           body};
  world_.trace("registry", "holds " + one.reference + " of " + one.msisdn);
  const auto [other, is_new] = keys_by_reference_.emplace(one.reference, key);
  if (!is_new) {
    world_.fail("the registry holds " + one.reference + " twice, as " + other->second + " and " +
                key);
  }
  held_.emplace(key, one);
  listeners_.held(one);
}

void Outside::sms(const ClientRequest& request, const Answer& answer) {
  auto& random = world_.random();
  const auto back = time_taken(random);
  const auto mood = random.chance(sms_trouble_) ? random.below(7) : 99;
  if (mood == 0) return reply(0, answer, Error{Errc::unavailable, "refused", true});
  if (mood == 1) return reply(back, answer, Error{Errc::lost, "lost", true});
  if (mood == 2) return;
  if (mood == 3) return reply(back, answer, response(500, "{}"));
  if (mood == 4) return reply(back, answer, response(422, "{}"));
  const auto parsed = json::parse(request.body);
  const auto& object = parsed.as_object();
  const auto message_id = "m" + std::to_string(++sms_taken_);
  world_.trace("sms", "takes " + message_id + " to " + text_of(object, "to"));
  listeners_.sms(text_of(object, "to"), text_of(object, "text"));
  const auto receipts = random.below(3);
  for (std::uint64_t i = 0; i < receipts; ++i) {
    const std::string status = random.chance(800) ? "delivered" : "failed";
    world_.after(random.between(10 * kMs, 8 * kSecond),
                 [this, message_id, status] { listeners_.receipt(message_id, status); });
  }
  if (mood == 5) return reply(back, answer, Error{Errc::lost, "lost after it came", true});
  if (mood == 6) return;
  reply(back, answer, response(200, R"({"message_id":")" + message_id + "\"}"));
}

}  // namespace jisr::simulation
