// Agents, their sign-ins and what they did today, in Redis. An agent is one hash in a partition
// that her code decides; what belongs to a phone is in that number's partition, so that it may be
// written with the commit of a turn. Values are sealed; codes and numbers stand there as keyed
// digests. One for each thread, lent a Topology of the same thread.
//
// Errors are those of the Store.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/agents/agent.hpp"
#include "gateway/commit_note.hpp"
#include "gateway/keys.hpp"
#include "gateway/redis/topology.hpp"
#include "gateway/result.hpp"
#include "gateway/vault.hpp"

namespace jisr::gateway {

struct AgentFound {
  Agent agent;
  std::string stamp;       // names this very version for replace()
  std::int64_t wrong = 0;  // wrong PINs since the last right one
  bool locked = false;
};

class AgentStore {
 public:
  template <typename T>
  using awaitable = boost::asio::awaitable<T>;
  using milliseconds = std::chrono::milliseconds;
  static constexpr milliseconds kDayKept = std::chrono::hours(48);

  AgentStore(redis::Topology& topology, const Vault& vault, Keys keys)
      : topology_(topology), vault_(vault), keys_(keys) {}

  awaitable<Result<std::optional<AgentFound>>> find(std::string code);
  awaitable<Result<std::vector<AgentFound>>> list();  // by centre, then code
  // False: there is one of this code already.
  awaitable<Result<bool>> add(Agent agent);
  // False: it is not the version of `stamp` any more. Locks and counts stay.
  awaitable<Result<bool>> replace(Agent agent, std::string stamp);

  // Counts a PIN as wrong before it is looked at, so that guesses at once count each; right() takes
  // it back. `callback`: the same callback, brought again, counts once. Gives how many those are
  // now. try_agent() locks her with the one after `most`, which is not to be looked at.
  awaitable<Result<std::int64_t>> try_agent(std::string code, std::string callback,
                                            std::int64_t most);
  awaitable<Result<std::int64_t>> try_phone(std::string msisdn, std::string callback,
                                            milliseconds pause);
  awaitable<Result<void>> right(std::string code, std::string msisdn);
  awaitable<Result<void>> unlock(std::string code);

  // sign_in() also notes the phone with the agent, for today().
  awaitable<Result<void>> sign_in(std::string msisdn, SignIn sign_in, milliseconds lasts);
  awaitable<Result<std::optional<SignIn>>> signed_in(std::string msisdn);
  awaitable<Result<void>> sign_out(std::string msisdn);

  // The women of one agent and day. once(): whether `person` is one of them, on any phone
  // that the agent signed in on; note_of() is what makes her known, with a commit.
  awaitable<Result<std::int64_t>> today(std::string code, std::string day);
  awaitable<Result<bool>> once(std::string code, std::string day, std::string person);
  CommitNote note_of(const std::string& msisdn, const std::string& code, const std::string& day,
                     const std::string& person) const;

 private:
  [[nodiscard]] std::string digest(std::string_view what) const;
  [[nodiscard]] PlacedKey agent_key(std::string_view code) const;
  [[nodiscard]] PlacedKey phones_key(std::string_view code) const;
  [[nodiscard]] PlacedKey phone_key(char kind, std::string_view pseudonym) const;
  [[nodiscard]] PlacedKey day_key(std::string_view pseudonym, std::string_view code,
                                  std::string_view day) const;
  awaitable<Result<std::vector<PlacedKey>>> days(std::string code, std::string day);
  Result<AgentFound> opened(const redis::ReplyView& fields, const std::string& key) const;

  redis::Topology& topology_;
  const Vault& vault_;
  Keys keys_;
};

}  // namespace jisr::gateway
