// The services that gateways send to: the registry, which takes each idempotency key once, and the
// provider that takes SMS. Both answer late, wrongly or not at all, as much as `trouble` says.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gateway/http/client.hpp"
#include "tests/simulation/world/world.hpp"

namespace jisr::simulation {

// A registration in effect, by its idempotency key.
struct Held {
  std::string reference;
  std::string msisdn;
  std::string family_name;
  std::string body;
  int times = 1;  // that it came
};

class Outside {
 public:
  using Result = gateway::Result<gateway::ClientResponse>;
  using Answer = std::function<void(Result)>;
  // What the people outside come to know.
  struct Listeners {
    std::function<void(const Held&)> held;
    std::function<void(const std::string& msisdn, const std::string& text)> sms;
    std::function<void(const std::string& message_id, const std::string& status)> receipt;
  };

  Outside(World& world, Listeners listeners);
  ~Outside();
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;
  static Outside& current();

  void take(const std::string& process, const gateway::ClientRequest& request, Answer answer);

  // In a thousand requests, how many go wrong.
  void set_trouble(unsigned registry, unsigned sms) {
    registry_trouble_ = registry;
    sms_trouble_ = sms;
  }
  void change_keys() { changes_keys_ = true; }  // planted: each attempt has a key of its own

  [[nodiscard]] const std::map<std::string, Held>& held() const { return held_; }
  [[nodiscard]] bool refuses(const std::string& id) const;
  [[nodiscard]] std::uint64_t sms_taken() const { return sms_taken_; }

 private:
  void registration(const gateway::ClientRequest& request, const Answer& answer);
  void sms(const gateway::ClientRequest& request, const Answer& answer);
  void hold(const std::string& key, const std::string& body);
  void reply(std::int64_t delay_us, const Answer& answer, Result result);

  World& world_;
  Listeners listeners_;
  std::map<std::string, Held> held_;
  std::map<std::string, std::string> keys_by_reference_;
  unsigned registry_trouble_ = 0;
  unsigned sms_trouble_ = 0;
  bool changes_keys_ = false;
  std::uint64_t sms_taken_ = 0;
  std::uint64_t keys_changed_ = 0;
};

}  // namespace jisr::simulation
