// The queue and the background thread of the log. See log.hpp.
#include "gateway/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <cstdio>
#include <memory>

namespace jisr::gateway::log {
namespace {

constexpr std::size_t kQueuedLinesMax = 8192;
constexpr Level kLevelBeforeStart = Level::warn;

struct Running {
  explicit Running(Format f)
      : format(f),
        pool(std::make_shared<spdlog::details::thread_pool>(kQueuedLinesMax, 1)),
        logger(std::make_shared<spdlog::async_logger>(
            "jisr", std::make_shared<spdlog::sinks::stderr_sink_mt>(), pool,
            spdlog::async_overflow_policy::overrun_oldest)) {
    logger->set_pattern("%v");
    logger->set_level(spdlog::level::trace);
  }

  Format format;
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;
};

std::atomic<Level> level_now{kLevelBeforeStart};
std::atomic<Running*> running{nullptr};

}  // namespace

void start(Level level, Format format) {
  stop();
  set_level(level);
  running.store(std::make_unique<Running>(format).release(), std::memory_order_release);
}

void stop() {
  const std::unique_ptr<Running> ending(running.exchange(nullptr));
  if (!ending) return;
  set_level(kLevelBeforeStart);
  // Lets the pool's thread write all that is queued, and joins it. The logger goes after it, so
  // never on that thread.
  ending->pool.reset();
}

bool is_on(Level level) {
  return level >= level_now.load(std::memory_order_relaxed);
}

void set_level(Level level) {
  level_now.store(level, std::memory_order_relaxed);
}

std::uint64_t lost() {
  const Running* const now = running.load(std::memory_order_acquire);
  return now ? now->pool->overrun_counter() : 0;
}

void write(Level level, Event event, Fields fields) {
  if (!is_on(level) || level == Level::off) return;
  const Running* const now = running.load(std::memory_order_acquire);
  const auto format = now ? now->format : Format::text;
  const std::string line =
      format_line(format, level, std::chrono::system_clock::now(), event, fields);
  if (now)
    now->logger->log(spdlog::level::info, spdlog::string_view_t(line));
  else
    std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace jisr::gateway::log
