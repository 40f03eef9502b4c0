// Agents as JSON: few, long-lived, and read by people who mend things.
#include "gateway/agents/agent.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/json.hpp>

namespace jisr::gateway {

namespace json = boost::json;

namespace {

constexpr std::size_t kCodeMin = 2;
constexpr std::size_t kCodeMax = 12;
constexpr std::size_t kPinMin = 4;
constexpr std::size_t kPinMax = 8;

std::optional<json::object> object_of(std::string_view bytes) {
  boost::system::error_code broken;
  auto value = json::parse(bytes, broken);
  if (broken || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

std::string text(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

bool truth(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string encode(const Agent& agent) {
  json::object out;
  out["code"] = agent.code;
  out["name"] = agent.name;
  out["centre"] = agent.centre;
  out["province"] = agent.province;
  out["phone"] = agent.phone;
  out["supervisor"] = agent.supervisor;
  out["disabled"] = agent.disabled;
  out["new_pin_due"] = agent.new_pin_due;
  out["epoch"] = agent.epoch;
  out["pin"] = agent.pin_hash;
  return json::serialize(out);
}

std::optional<Agent> decode_agent(std::string_view bytes) {
  const auto in = object_of(bytes);
  if (!in) return std::nullopt;
  Agent agent;
  agent.code = text(*in, "code");
  agent.name = text(*in, "name");
  agent.centre = text(*in, "centre");
  agent.province = text(*in, "province");
  agent.phone = text(*in, "phone");
  agent.supervisor = truth(*in, "supervisor");
  agent.disabled = truth(*in, "disabled");
  agent.new_pin_due = truth(*in, "new_pin_due");
  agent.epoch = number(*in, "epoch");
  agent.pin_hash = text(*in, "pin");
  if (agent.code.empty()) return std::nullopt;
  return agent;
}

std::string encode(const SignIn& sign_in) {
  json::object out;
  out["code"] = sign_in.code;
  out["epoch"] = sign_in.epoch;
  out["until"] = sign_in.until_ms;
  out["new_pin_due"] = sign_in.new_pin_due;
  return json::serialize(out);
}

std::optional<SignIn> decode_sign_in(std::string_view bytes) {
  const auto in = object_of(bytes);
  if (!in) return std::nullopt;
  SignIn sign_in{text(*in, "code"), number(*in, "epoch"), number(*in, "until"),
                 truth(*in, "new_pin_due")};
  if (sign_in.code.empty()) return std::nullopt;
  return sign_in;
}

std::string agent_code(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (is_digit(c) || (c >= 'A' && c <= 'Z')) {
      code += c;
    } else if (c >= 'a' && c <= 'z') {
      code += static_cast<char>(c - 'a' + 'A');
    } else if (c != ' ' && c != '-' && c != '.' && c != '/') {
      return {};
    }
  }
  return code.size() >= kCodeMin && code.size() <= kCodeMax ? code : std::string();
}

bool is_agent_pin(std::string_view pin) {
  return pin.size() >= kPinMin && pin.size() <= kPinMax &&
         std::all_of(pin.begin(), pin.end(), is_digit);
}

bool is_weak_pin(std::string_view pin) {
  for (const int step : {-1, 0, 1}) {
    bool in_a_row = true;
    for (std::size_t i = 1; i < pin.size(); ++i) {
      in_a_row = in_a_row && pin[i] - pin[i - 1] == step;
    }
    if (in_a_row) return true;
  }
  return false;
}

std::string draw_agent_pin() {
  constexpr std::uint32_t kAll = 1'000'000;
  while (true) {
    auto digits = std::to_string(randombytes_uniform(kAll));
    digits.insert(0, 6 - digits.size(), '0');
    if (!is_weak_pin(digits)) return digits;
  }
}

}  // namespace jisr::gateway
