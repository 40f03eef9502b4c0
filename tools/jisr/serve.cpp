// `jisr serve`: start, then wait for signals.
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "gateway/gateway.hpp"
#include "gateway/log.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

// The signals are blocked in all threads (they inherit this) and taken here, one by one, by
// sigwait.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGHUP, SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

gateway::log::Level level_named(const std::string& name) {
  using gateway::log::Level;
  if (name == "debug") return Level::debug;
  if (name == "warn") return Level::warn;
  if (name == "error") return Level::error;
  return Level::info;
}

void wait_and_serve(gateway::Gateway& gateway, const sigset_t& signals) {
  siginfo_t sent{};
  for (;;) {
    const int signal = sigwaitinfo(&signals, &sent);
    if (signal < 0) continue;  // interrupted
    if (signal != SIGHUP) {
      gateway::log::info("stopping", {{"signal", signal}});
      return;
    }
    gateway::Sources sources;
    dialogs::Findings findings;
    const auto by = "signal of user " + std::to_string(sent.si_uid);
    if (gateway.reload(findings, sources, by)) {
      gateway::log::info("reloaded");
    } else {
      print_findings(findings, sources, std::cerr);
      gateway::log::error("reload_refused", {{"errors", findings.errors()}});
    }
  }
}

// In which the log's own thread writes what is queued. It cannot be joined: log::stop() is for when
// nobody logs any more, and the lane that hangs may.
constexpr std::chrono::milliseconds kLogWritesFor{500};

// A lane still runs, so nothing may be taken apart. What it held is due again for whoever comes
// next.
[[noreturn]] void leave_at_once() {
  std::this_thread::sleep_for(kLogWritesFor);
  std::_Exit(kCannot);
}

}  // namespace

int serve(const ServeOptions& options) {
  const auto signals = block_signals();
  gateway::Sources sources;
  dialogs::Findings findings;
  auto deployment = gateway::Deployment::load(options.config, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  const auto& config = deployment->config();
  gateway::log::start(level_named(config.log_level), config.log_format == "text"
                                                         ? gateway::log::Format::text
                                                         : gateway::log::Format::json);
  int code = kWell;
  try {
    gateway::Gateway gateway(std::move(deployment));
    gateway.start();
    std::cout << R"({"listening": {"callbacks": )" << gateway.callbacks_port() << R"(, "admin": )"
              << gateway.admin_port() << "}}" << std::endl;
    gateway::log::info("serving", {{"port", gateway.callbacks_port()}});
    wait_and_serve(gateway, signals);
    if (!gateway.stop()) leave_at_once();
  } catch (const std::exception& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    code = kCannot;
  }
  gateway::log::stop();
  return code;
}

}  // namespace jisr::tools
