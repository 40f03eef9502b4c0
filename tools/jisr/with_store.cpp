// Opening the store for a command, and the record of what is done with it.
#include "tools/jisr/with_store.hpp"

#include <pwd.h>
#include <syslog.h>
#include <unistd.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <iostream>

#include "gateway/gateway.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;

constexpr std::size_t kTextBytesMax = 200;
constexpr std::size_t kDigitsMax = 5;  // in a row: more is somebody's number

// "amal", or "jisr (sudo by amal)".
std::string system_user() {
  std::array<char, 4096> space;
  passwd entry{};
  passwd* found = nullptr;
  const auto id = ::geteuid();
  ::getpwuid_r(id, &entry, space.data(), space.size(), &found);
  std::string user = found != nullptr ? found->pw_name : "user " + std::to_string(id);
  if (const char* before = std::getenv("SUDO_USER"))
    user += std::string(" (sudo by ") + before + ")";
  return user;
}

asio::awaitable<int> begin(StoreUse* use,
                           const std::function<asio::awaitable<int>(StoreUse*)>* act) {
  auto meta = co_await use->store.open_meta();
  if (!meta) co_return store_failed(meta.error());
  co_return co_await (*act)(use);
}

}  // namespace

int store_failed(const gateway::Error& error) {
  std::cerr << "jisr: " << error.context << '\n';
  return error.code == gateway::Errc::rejected ? kFindings : kCannot;
}

int with_store(const std::string& config_file,
               const std::function<asio::awaitable<int>(StoreUse*)>& act) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto config = gateway::read_config(config_file, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  return with_store(config, act);
}

int with_store(const gateway::Config& config,
               const std::function<asio::awaitable<int>(StoreUse*)>& act) {
  try {
    const auto vault = gateway::open_vault(config.keys);
    asio::io_context io(1);
    const auto topology = gateway::redis::make_topology(io.get_executor(), config.redis);
    gateway::Store store(*topology, *vault, gateway::Keys(config.redis.partitions),
                         gateway::redis::replication_of(config.redis));
    StoreUse use{config, *vault, *topology, store};
    int code = kCannot;
    asio::co_spawn(io, begin(&use, &act), [&](const std::exception_ptr& failed, int result) {
      if (!failed) code = result;
      topology->stop();
    });
    io.run();
    return code;
  } catch (const std::exception& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

const char* unfit(const std::string& text) {
  if (text.size() > kTextBytesMax) return "is longer than 200 bytes";
  std::size_t in_a_row = 0;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ') return "has a control character in it";
    in_a_row = c >= '0' && c <= '9' ? in_a_row + 1 : 0;
    if (in_a_row > kDigitsMax) return "is kept and shown: no numbers of persons in it";
  }
  return nullptr;
}

asio::awaitable<bool> on_record(StoreUse* use, gateway::Act act) {
  if (const char* why = unfit(act.by)) {
    std::cerr << "jisr: --by " << why << "; nothing is done\n";
    co_return false;
  }
  if (const char* why = unfit(act.reason)) {
    std::cerr << "jisr: the reason " << why << "; nothing is done\n";
    co_return false;
  }
  const auto user = system_user();
  act.by = act.by.empty() ? user : act.by + ", as " + user;
  const auto line = act.what + " " + act.target + " by " + act.by + ": " + act.reason;
  const std::chrono::milliseconds keep(use->config.audit.keep_ms);
  auto noted = co_await use->store.note_act(std::move(act), keep);
  if (!noted) {
    std::cerr << "jisr: it cannot be put on record, so nothing is done: " << noted.error().context
              << '\n';
    co_return false;
  }
  ::openlog("jisr", LOG_PID, LOG_AUTHPRIV);
  ::syslog(LOG_NOTICE, "audit: %s", line.c_str());
  co_return true;
}

}  // namespace jisr::tools
