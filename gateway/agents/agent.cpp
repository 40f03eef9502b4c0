// Agents as JSON: few, long-lived, and read by people who mend things.
#include "gateway/agents/agent.hpp"

#include <sodium.h>

#include <algorithm>

#include "gateway/json_object.hpp"

namespace jisr::gateway {

namespace json = boost::json;

namespace {

constexpr std::size_t kCodeMin = 2;
constexpr std::size_t kCodeMax = 12;
constexpr std::size_t kPinMin = 4;
constexpr std::size_t kPinMax = 8;

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
  const auto in = parse_object(bytes);
  if (!in) return std::nullopt;
  Agent agent;
  agent.code = text_at(*in, "code").value_or("");
  agent.name = text_at(*in, "name").value_or("");
  agent.centre = text_at(*in, "centre").value_or("");
  agent.province = text_at(*in, "province").value_or("");
  agent.phone = text_at(*in, "phone").value_or("");
  agent.supervisor = true_at(*in, "supervisor");
  agent.disabled = true_at(*in, "disabled");
  agent.new_pin_due = true_at(*in, "new_pin_due");
  agent.epoch = whole_at(*in, "epoch").value_or(0);
  agent.pin_hash = text_at(*in, "pin").value_or("");
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
  const auto in = parse_object(bytes);
  if (!in) return std::nullopt;
  SignIn sign_in{text_at(*in, "code").value_or(""), whole_at(*in, "epoch").value_or(0),
                 whole_at(*in, "until").value_or(0), true_at(*in, "new_pin_due")};
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
