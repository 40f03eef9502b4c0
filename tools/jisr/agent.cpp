// `jisr agent`: straight in Redis, as the gateway finds them. A first PIN is printed, and nowhere
// else to be found afterwards.
#include <boost/json.hpp>
#include <iostream>

#include "gateway/agents/agent_store.hpp"
#include "gateway/agents/pin_hasher.hpp"
#include "tools/jisr/agent_command.hpp"
#include "tools/jisr/agent_sheet.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using gateway::Agent;
using gateway::AgentFound;
using gateway::AgentStore;
using What = AgentOptions::What;

int refused(const std::string& what) {
  std::cerr << "jisr: " << what << '\n';
  return kFindings;
}

// A PIN that she will change, and its hash.
std::string hand_out(Agent& agent) {
  auto pin = gateway::draw_agent_pin();
  agent.pin_hash = gateway::hash_pin(pin);
  agent.new_pin_due = true;
  ++agent.epoch;
  return pin;
}

const char* state_of(const AgentFound& found) {
  if (found.agent.disabled) return "disabled";
  if (found.locked) return "locked";
  return found.agent.new_pin_due ? "new" : "active";
}

asio::awaitable<int> list(bool as_json, AgentStore& store) {
  auto all = co_await store.list();
  if (!all) co_return store_failed(all.error());
  boost::json::array rows;
  for (const auto& found : *all) {
    const auto& agent = found.agent;
    const auto* role = agent.supervisor ? "supervisor" : "agent";
    if (!as_json) {
      std::cout << agent.code << "  " << role << "  " << state_of(found) << "  " << agent.centre
                << "  " << agent.name << '\n';
      continue;
    }
    boost::json::object row;
    row["code"] = agent.code;
    row["name"] = agent.name;
    row["centre"] = agent.centre;
    row["province"] = agent.province;
    row["phone"] = agent.phone;
    row["role"] = role;
    row["state"] = state_of(found);
    row["wrong_pins"] = found.wrong;
    rows.push_back(std::move(row));
  }
  if (as_json) {
    boost::json::object out;
    out["agents"] = std::move(rows);
    std::cout << boost::json::serialize(out) << '\n';
  } else if (all->empty()) {
    std::cout << "there are no agents\n";
  }
  co_return kWell;
}

asio::awaitable<int> add(Agent agent, AgentStore& store) {
  const auto pin = hand_out(agent);
  const auto code = agent.code;
  auto added = co_await store.add(std::move(agent));
  if (!added) co_return store_failed(added.error());
  if (!*added) co_return refused("there is an agent " + code + " already");
  std::cout << code << "  first PIN " << pin << '\n';
  co_return kWell;
}

// All or, where a line is wrong, nothing; who is there already is left as she is.
asio::awaitable<int> add_all(std::vector<Agent> agents, bool dry_run, AgentStore& store) {
  std::size_t added = 0;
  std::size_t known = 0;
  for (auto& agent : agents) {
    auto found = co_await store.find(agent.code);
    if (!found) co_return store_failed(found.error());
    if (*found) {
      ++known;
      std::cout << agent.code << "  is there already\n";
      continue;
    }
    ++added;
    if (dry_run) continue;
    const auto code = co_await add(std::move(agent), store);
    if (code != kWell) co_return code;
  }
  std::cout << added << (dry_run ? " would be added, " : " added, ") << known
            << " were there already\n";
  co_return kWell;
}

// What is changed of one who is there; tried again when the gateway was faster.
asio::awaitable<int> change(AgentOptions options, AgentStore& store) {
  constexpr int kTriesMax = 5;
  const auto code = gateway::agent_code(options.code);
  for (int tries = 0; tries < kTriesMax; ++tries) {
    auto found = co_await store.find(code);
    if (!found) co_return store_failed(found.error());
    if (!*found) co_return refused("there is no agent " + options.code);
    auto agent = (*found)->agent;
    std::string told;
    if (options.what == What::reset) told = "  first PIN " + hand_out(agent);
    if (options.what == What::disable) {
      agent.disabled = true;
      ++agent.epoch;
      told = "  is disabled";
    }
    if (options.what == What::enable) {
      agent.disabled = false;
      told = "  is enabled";
    }
    if (options.what == What::unlock) told = "  is unlocked";
    if (options.what != What::unlock) {
      auto replaced = co_await store.replace(std::move(agent), (*found)->stamp);
      if (!replaced) co_return store_failed(replaced.error());
      if (!*replaced) continue;
    }
    if (options.what == What::unlock || options.what == What::reset) {
      auto unlocked = co_await store.unlock(code);
      if (!unlocked) co_return store_failed(unlocked.error());
    }
    std::cout << code << told << '\n';
    co_return kWell;
  }
  co_return refused("the agent is being changed all the time: try again");
}

asio::awaitable<int> run(AgentOptions options, std::vector<Agent> agents, StoreUse* use) {
  AgentStore store(use->topology, use->vault, gateway::Keys(use->config.redis.partitions));
  switch (options.what) {
    case What::list:
      co_return co_await list(options.json, store);
    case What::add:
      co_return co_await add(std::move(agents.front()), store);
    case What::import_file:
      co_return co_await add_all(std::move(agents), options.dry_run, store);
    default:
      co_return co_await change(std::move(options), store);
  }
}

Agent agent_of(const AgentOptions& options) {
  Agent agent;
  agent.code = gateway::agent_code(options.code);
  agent.name = options.name;
  agent.centre = options.centre;
  agent.province = options.province;
  agent.phone = options.phone;
  agent.supervisor = options.role == "supervisor";
  return agent;
}

// The agents that are to be added; a code that is not kWell says what was in the way.
int gather(const AgentOptions& options, std::vector<Agent>& agents) {
  if (options.what == What::add) {
    agents.push_back(agent_of(options));
    std::string_view cell;
    const auto trouble = agent_trouble(agents.front(), &cell);
    return trouble.empty() ? kWell : refused(trouble);
  }
  if (options.what != What::import_file) return kWell;
  const auto text = gateway::read_text(options.file);
  if (!text) {
    std::cerr << "jisr: cannot read " << options.file << '\n';
    return kCannot;
  }
  dialogs::Findings findings;
  gateway::Sources sources;
  sources[options.file] = *text;
  agents = read_agent_sheet(*text, options.file, findings);
  if (!findings.has_errors()) return kWell;
  findings.sort();
  print_findings(findings, sources, std::cerr);
  return kFindings;
}

}  // namespace

int agent(const AgentOptions& options) {
  std::vector<Agent> agents;
  if (const int code = gather(options, agents); code != kWell) return code;
  return with_store(options.config,
                    [&](StoreUse* use) { return run(options, std::move(agents), use); });
}

}  // namespace jisr::tools
