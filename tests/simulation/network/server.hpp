// The one simulated Redis that all gateways use (with a replica, if it is to have one): it takes
// bytes from connections, runs what is whole on the model, and sends the replies. It can crash,
// stop for a while, be full, lose connections, and have a clock of its own.
//
// What it promises is what the deployment asks of a real one. Without a replica: a reply leaves
// after the write is safe (appendfsync always), so a crash takes back only what was not replied to.
// With one: writes reach it a little later, WAIT tells when, and a crash is a failover that takes
// back what the replica does not have.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tests/simulation/network/pipe.hpp"
#include "tests/simulation/redis/model.hpp"
#include "tests/simulation/world/world.hpp"

namespace jisr::simulation {

// Sees what each process has the server do; see checks/witness.hpp.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void before(const Words& words, std::string_view script, Keyspace& keys) = 0;
  virtual void after(const std::string& process, const Words& words, std::string_view script,
                     const Value& reply, const Keyspace& keys) = 0;
  virtual void undone(std::uint64_t offset) = 0;
};

class Server {
 public:
  struct Settings {
    bool has_replica = false;
    bool replies_early = false;  // planted: replies leave before the write is safe
  };
  Server(World& world, Scripts& scripts, Watcher& watcher, Settings settings);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  static Server& current();

  // The clients' side.
  void connect(const std::shared_ptr<Pipe>& pipe);
  void send(const std::shared_ptr<Pipe>& pipe, std::string_view bytes);
  void closed(const std::shared_ptr<Pipe>& pipe);

  // Faults.
  void crash(std::int64_t down_us);
  void pause(std::int64_t us);
  void cut_connections(bool silently);  // each with a chance of one half
  void set_full(bool full) { model_.set_full(full); }
  void jump_clock(std::int64_t us) { ahead_us_ += us; }

  RedisModel& model() { return model_; }
  [[nodiscard]] std::int64_t clock_us() const;

 private:
  struct Client {
    std::shared_ptr<Pipe> pipe;
    std::string process;
    std::string in;
    std::string out;
    bool gone = false;
    std::uint64_t last_write = 0;
    std::uint64_t waits_for = 0;  // an offset that the replica is to have
    std::uint64_t wait_number = 0;
  };
  using One = std::shared_ptr<Client>;

  One find(const Pipe* pipe) const;
  void work(const One& client);
  void run(const One& client, const Words& words);
  void wait(const One& client, const Words& words);
  void end_wait(const One& client);
  void plan_flush();
  void flush();
  void give(const One& client);
  void replicate();
  void come_back();
  void reset(const One& client);

  World& world_;
  RedisModel model_;
  Watcher& watcher_;
  const Settings settings_;
  std::vector<One> clients_;
  std::int64_t ahead_us_ = 0;
  std::int64_t paused_until_us_ = 0;
  std::int64_t loading_until_us_ = 0;
  std::int64_t replicated_us_ = 0;  // when the replica has what was sent to it last
  std::uint64_t life_ = 0;
  std::uint64_t safe_ = 0;     // all up to this step of the journal stays
  std::uint64_t replica_ = 0;  // what the replica has
  bool down_ = false;
  bool replica_there_ = false;
  bool flush_planned_ = false;
};

}  // namespace jisr::simulation
