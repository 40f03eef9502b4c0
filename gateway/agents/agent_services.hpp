// The look-ups of a dialog for agents (docs/agents.md): signing in and out, a new PIN, who is
// signed in, today's count, whether a woman was registered already today, unlocking. Of one lane.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "gateway/agents/agent_config.hpp"
#include "gateway/agents/agent_store.hpp"
#include "gateway/agents/pin_hasher.hpp"
#include "gateway/builtin_services.hpp"

namespace jisr::gateway {

class AgentServices : public BuiltinService {
 public:
  // `vault` is lent.
  AgentServices(AgentStore store, const Vault& vault, AgentConfig config = AgentConfig())
      : store_(std::move(store)), vault_(vault), config_(config) {}

  boost::asio::awaitable<BuiltinAnswer> ask(BuiltinQuestion question) override;
  // From the next question on; who is signed in stays so until the time she was given.
  void limit_by(AgentConfig config) { config_ = config; }

 private:
  template <typename T>
  using awaitable = boost::asio::awaitable<T>;

  // Who is signed in on the caller's phone, as she is now.
  struct Present {
    SignIn sign_in;
    AgentFound found;
  };
  awaitable<Result<BuiltinAnswer>> answer(BuiltinQuestion question);
  awaitable<Result<BuiltinAnswer>> sign_in(BuiltinQuestion question);
  awaitable<Result<BuiltinAnswer>> admit(BuiltinCaller caller, AgentFound found);
  awaitable<Result<BuiltinAnswer>> signed_in(BuiltinCaller caller);
  awaitable<Result<BuiltinAnswer>> new_pin(BuiltinQuestion question);
  awaitable<Result<BuiltinAnswer>> today(BuiltinCaller caller);
  awaitable<Result<BuiltinAnswer>> once(BuiltinQuestion question);
  awaitable<Result<BuiltinAnswer>> unlock(BuiltinQuestion question);
  awaitable<Result<std::optional<Present>>> present(std::string msisdn);

  AgentStore store_;
  PinHasher hasher_;
  const Vault& vault_;
  AgentConfig config_;
};

// All of its names.
void add_agent_services(BuiltinServices& to, std::shared_ptr<AgentServices> services);

}  // namespace jisr::gateway
