// The event loop of one simulated gateway process: it runs only when the world lets it, its wall
// clock may be wrong, it can be stopped for a while (SIGSTOP) and it can die between any two steps.
#pragma once
#include <boost/asio/completion_condition.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/simulation/world/world.hpp"

namespace jisr::simulation {

// Something outside that waits for an answer in the name of a process: gone when that dies.
class Pending {
 public:
  virtual ~Pending() = default;
  virtual void abandon() = 0;
};

class Process : public boost::asio::io_context, public std::enable_shared_from_this<Process> {
 public:
  Process(World& world, std::string name);
  ~Process();

  static Process& of(boost::asio::execution_context& context) {
    return static_cast<Process&>(context);
  }

  // There is something to do: at this moment of the world, or when it is not stopped any more.
  void wake();
  void pause(std::int64_t us);
  void set_wall_ahead(std::int64_t us) { wall_ahead_us_ = us; }

  // SIGKILL: no coroutine goes on, and each is destroyed while what it refers to is still there.
  void kill();
  [[nodiscard]] bool is_dead() const { return dead_; }
  void add(std::weak_ptr<Pending> pending) { pending_.push_back(std::move(pending)); }

  World& world() { return world_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  void turn();
  void plan_timer();

  World& world_;
  std::string name_;
  std::int64_t wall_ahead_us_ = 0;
  std::int64_t paused_until_us_ = 0;
  std::int64_t timer_planned_us_ = -1;
  bool wake_planned_ = false;
  bool dead_ = false;
  std::vector<std::weak_ptr<Pending>> pending_;
};

}  // namespace jisr::simulation
