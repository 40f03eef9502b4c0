// What each look-up does. A wrong PIN, a locked agent and an unknown code are answers ("found",
// with a `state`), so that the dialog can say which; not_found is "nobody is signed in here".
#include "gateway/agents/agent_services.hpp"

#include <algorithm>
#include <utility>

#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using Kind = dialogs::LookupOutcome::Kind;
using std::chrono::milliseconds;

namespace {

constexpr std::int64_t kNewPinMs = 600'000;  // within which a PIN is chosen after the first sign-in

Result<BuiltinAnswer> missing() {
  BuiltinAnswer answer;
  answer.kind = Kind::not_found;
  return answer;
}

Result<BuiltinAnswer> state(std::string which) {
  BuiltinAnswer answer;
  answer.kind = Kind::found;
  answer.values["state"] = std::move(which);
  return answer;
}

void describe(const Agent& agent, BuiltinAnswer& answer) {
  answer.values["code"] = agent.code;
  answer.values["name"] = agent.name;
  answer.values["centre"] = agent.centre;
  answer.values["province"] = agent.province;
  answer.values["role"] = agent.supervisor ? "supervisor" : "agent";
}

}  // namespace

asio::awaitable<BuiltinAnswer> AgentServices::ask(BuiltinQuestion question) {
  const auto name = question.service;
  auto answered = co_await answer(std::move(question));
  if (answered) co_return std::move(*answered);
  log::warn("lookup_failed", {{"service", name}, {"reason", answered.error().context}});
  co_return BuiltinAnswer();
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::answer(BuiltinQuestion question) {
  const auto& name = question.service;
  if (name == "agent_sign_in") co_return co_await sign_in(std::move(question));
  if (name == "agent_signed_in") co_return co_await signed_in(std::move(question.caller));
  if (name == "agent_new_pin") co_return co_await new_pin(std::move(question));
  if (name == "agent_today") co_return co_await today(std::move(question.caller));
  if (name == "agent_known" || name == "agent_once") co_return co_await once(std::move(question));
  if (name == "agent_unlock") co_return co_await unlock(std::move(question));
  auto gone = co_await store_.sign_out(question.caller.msisdn);
  if (!gone) co_return gone.error();
  BuiltinAnswer answer;
  answer.kind = Kind::found;
  co_return answer;
}

// Counted as wrong first; what is right takes it back. A locked phone or agent is told so before
// the PIN is looked at.
asio::awaitable<Result<BuiltinAnswer>> AgentServices::sign_in(BuiltinQuestion question) {
  const auto& config = config_;
  const auto& caller = question.caller;
  const auto code = agent_code(question.value("code"));
  const auto pin = question.value("pin");
  const milliseconds pause(config.phone_pause_ms);
  auto tried = co_await store_.try_phone(caller.msisdn, caller.callback, pause);
  if (!tried) co_return tried.error();
  if (*tried > config.phone_tries_max) co_return state("locked");
  auto found = co_await store_.find(code);
  if (!found) co_return found.error();
  const bool known = found->has_value();
  std::int64_t wrong = 0;
  if (known) {
    auto counted = co_await store_.try_agent(code, caller.callback, config.tries_max);
    if (!counted) co_return counted.error();
    wrong = *counted;
    if ((*found)->locked || wrong > config.tries_max) {
      log::warn("agent_locked", {{"agent", vault_.log_name(code)}});
      co_return state("locked");
    }
  }
  auto hash = known ? (*found)->agent.pin_hash : std::string();
  auto right = co_await hasher_.verify(std::move(hash), pin);
  if (!right) co_return right.error();
  if (!*right) {
    log::info("agent_pin_wrong", {{"agent", vault_.log_name(code)}, {"wrong", wrong}});
    co_return state(known && wrong >= config.tries_max ? "locked" : "wrong");
  }
  if ((*found)->agent.disabled) co_return state("disabled");
  auto admitted = co_await admit(std::move(question.caller), std::move(**found));
  co_return admitted;
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::admit(BuiltinCaller caller,
                                                            AgentFound found) {
  const auto& agent = found.agent;
  const auto lasts_ms = agent.new_pin_due ? kNewPinMs : config_.signed_in_ms;
  const SignIn sign_in{agent.code, agent.epoch, caller.now_ms + lasts_ms, agent.new_pin_due};
  auto stored = co_await store_.sign_in(caller.msisdn, sign_in, milliseconds(lasts_ms));
  if (!stored) co_return stored.error();
  auto cleared = co_await store_.right(agent.code, caller.msisdn);
  if (!cleared) co_return cleared.error();
  log::info("agent_signed_in", {{"agent", vault_.log_name(agent.code)}});
  auto answer = state(agent.new_pin_due ? "new_pin" : "ok");
  describe(agent, *answer);
  co_return answer;
}

// Whoever was disabled, or got another PIN, is signed in nowhere any more.
asio::awaitable<Result<std::optional<AgentServices::Present>>> AgentServices::present(
    std::string msisdn) {
  std::optional<Present> nobody;
  auto sign_in = co_await store_.signed_in(std::move(msisdn));
  if (!sign_in) co_return sign_in.error();
  if (!*sign_in) co_return nobody;
  auto found = co_await store_.find((*sign_in)->code);
  if (!found) co_return found.error();
  if (!*found || (*found)->agent.disabled || (*found)->agent.epoch != (*sign_in)->epoch) {
    co_return nobody;
  }
  Present present{std::move(**sign_in), std::move(**found)};
  co_return std::optional<Present>(std::move(present));
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::signed_in(BuiltinCaller caller) {
  auto here = co_await present(std::move(caller.msisdn));
  if (!here) co_return here.error();
  if (!*here || (*here)->sign_in.new_pin_due) co_return missing();
  BuiltinAnswer answer;
  answer.kind = Kind::found;
  describe((*here)->found.agent, answer);
  co_return answer;
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::new_pin(BuiltinQuestion question) {
  const auto pin = question.value("pin");
  auto here = co_await present(question.caller.msisdn);
  if (!here) co_return here.error();
  if (!*here) co_return missing();
  const auto again = question.value("again");
  if (!again.empty() && again != pin) co_return state("differs");
  if (!is_agent_pin(pin) || is_weak_pin(pin)) co_return state("weak");
  auto agent = (*here)->found.agent;
  auto same = co_await hasher_.verify(agent.pin_hash, pin);
  if (!same) co_return same.error();
  if (*same) co_return state("same");
  auto hash = co_await hasher_.hash(pin);
  if (!hash) co_return hash.error();
  agent.pin_hash = std::move(*hash);
  agent.new_pin_due = false;
  ++agent.epoch;
  auto replaced = co_await store_.replace(agent, (*here)->found.stamp);
  if (!replaced) co_return replaced.error();
  if (!*replaced) co_return Error{Errc::version_conflict, "the agent was changed meanwhile", true};
  AgentFound found;
  found.agent = std::move(agent);
  auto admitted = co_await admit(std::move(question.caller), std::move(found));
  co_return admitted;
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::today(BuiltinCaller caller) {
  auto here = co_await present(std::move(caller.msisdn));
  if (!here) co_return here.error();
  if (!*here) co_return missing();
  auto count = co_await store_.today((*here)->found.agent.code, std::move(caller.day));
  if (!count) co_return count.error();
  BuiltinAnswer answer;
  answer.kind = Kind::found;
  answer.values["count"] = std::to_string(*count);
  co_return answer;
}

// Found: she was registered already. Not found: she is new, and where it was asked for
// a registration, will be known when the turn that asked is committed.
asio::awaitable<Result<BuiltinAnswer>> AgentServices::once(BuiltinQuestion question) {
  const auto& caller = question.caller;
  auto here = co_await present(caller.msisdn);
  if (!here) co_return here.error();
  BuiltinAnswer answer;
  answer.kind = Kind::not_found;
  if (!*here) co_return answer;
  const auto code = (*here)->found.agent.code;
  auto person = question.value("person");
  auto known = co_await store_.once(code, caller.day, person);
  if (!known) co_return known.error();
  if (*known) {
    answer.kind = Kind::found;
    co_return answer;
  }
  if (question.service != "agent_once") co_return answer;
  answer.notes.push_back(store_.note_of(caller.msisdn, code, caller.day, person));
  co_return answer;
}

asio::awaitable<Result<BuiltinAnswer>> AgentServices::unlock(BuiltinQuestion question) {
  auto here = co_await present(question.caller.msisdn);
  if (!here) co_return here.error();
  if (!*here) co_return missing();
  const auto& supervisor = (*here)->found.agent;
  if (!supervisor.supervisor) co_return state("not_allowed");
  const auto code = agent_code(question.value("code"));
  auto found = co_await store_.find(code);
  if (!found) co_return found.error();
  // An agent of another centre is as unknown as one that there is not.
  if (!*found || (*found)->agent.centre != supervisor.centre) co_return state("unknown");
  auto done = co_await store_.unlock(code);
  if (!done) co_return done.error();
  log::info("agent_unlocked",
            {{"agent", vault_.log_name(code)}, {"by", vault_.log_name(supervisor.code)}});
  auto answer = state("ok");
  answer->values["name"] = (*found)->agent.name;
  co_return answer;
}

void add_agent_services(BuiltinServices& to, std::shared_ptr<AgentServices> services) {
  for (const auto* name : {"agent_sign_in", "agent_signed_in", "agent_sign_out", "agent_new_pin",
                           "agent_today", "agent_known", "agent_once", "agent_unlock"}) {
    to.add(name, services);
  }
}

}  // namespace jisr::gateway
