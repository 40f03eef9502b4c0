// The versions of dialogs that one lane knows besides those of its deployment: what calls in
// progress still need after a reload or a restart. Fetched from Redis when a session names one that
// is not here, held as long as there is room (the least used goes first), and kept alive in Redis
// as long as they are used. Belongs to the thread of its lane.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>

#include "gateway/deployment.hpp"
#include "gateway/store.hpp"
#include "gateway/task_group.hpp"
#include "gateway/version.hpp"
#include "gateway/version_compiler.hpp"

namespace jisr::gateway {

class Versions {
 public:
  template <typename T>
  using awaitable = boost::asio::awaitable<T>;

  static constexpr std::size_t kHeldMax = 16;

  Versions(boost::asio::io_context& io, const CurrentDeployment& current, Store& store,
           VersionCompiler& compiler)
      : io_(io), current_(current), store_(store), compiler_(compiler), loads_(io), pause_(io) {}

  // The version with this hash: of the deployment, held here, or from Redis within `limit` (those
  // who ask for the same one wait for one load). Null: neither its sources nor its names are
  // anywhere. An error says that it is not known yet: she should dial again.
  awaitable<Result<std::shared_ptr<const Version>>> find(std::uint64_t hash,
                                                         std::chrono::milliseconds limit);

  // After a reload: what the deployment before had.
  void hold(std::shared_ptr<const Version> version);

  // Writes the versions of a deployment to Redis. False when one could not be written.
  awaitable<bool> keep(std::shared_ptr<const Deployment> deployment);

  // Keeps what is served and what is used in Redis, until stop().
  awaitable<void> run();
  void stop();
  awaitable<bool> drain(std::chrono::milliseconds limit) { return loads_.drain(limit); }

 private:
  using Found = Result<std::shared_ptr<const Version>>;
  struct Held {
    std::shared_ptr<const Version> version;
    std::int64_t used_ms;
  };
  // One load, and those who wait for it.
  struct Load {
    explicit Load(boost::asio::io_context& io) : arrived(io), compiled(io) {
      arrived.expires_at(boost::asio::steady_timer::time_point::max());
      compiled.expires_at(boost::asio::steady_timer::time_point::max());
    }
    boost::asio::steady_timer arrived;   // cancelled when `found` is there
    boost::asio::steady_timer compiled;  // cancelled when the compiler has answered
    bool done = false;
    Found found = Error{Errc::unavailable, "a version of the dialog: not loaded", true};
  };

  awaitable<void> load(std::uint64_t hash, std::shared_ptr<Load> one);
  static awaitable<Found> arrival(std::shared_ptr<Load> one);
  void take(const Load& one);
  awaitable<bool> keep_if_due(std::shared_ptr<const Version> version,
                              std::chrono::milliseconds ttl);
  awaitable<bool> keep_used();

  boost::asio::io_context& io_;
  const CurrentDeployment& current_;
  Store& store_;
  VersionCompiler& compiler_;
  std::list<Held> held_;  // the last used first
  std::map<std::uint64_t, std::shared_ptr<Load>> loading_;
  TaskGroup loads_;
  boost::asio::steady_timer pause_;
  bool stopping_ = false;
};

// How long a version stays in Redis after it was last used: longer than any session of it.
std::chrono::milliseconds version_ttl(const Deployment& deployment);

}  // namespace jisr::gateway
