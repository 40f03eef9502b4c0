// Connections, the order of commands, and what is safe when.
#include "tests/simulation/network/server.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace jisr::simulation {

namespace {

Server* the_current = nullptr;
constexpr std::int64_t kSyncUs = kSecond;  // planted: the time between two syncs of a log

}  // namespace

Server::Server(World& world, Scripts& scripts, Watcher& watcher, Settings settings)
    : world_(world),
      model_(scripts),
      watcher_(watcher),
      settings_(settings),
      replica_there_(settings.has_replica) {
  the_current = this;
}

Server::~Server() {
  the_current = nullptr;
}

Server& Server::current() {
  if (the_current == nullptr) throw std::logic_error("there is no simulated Redis");
  return *the_current;
}

std::int64_t Server::clock_us() const {
  world_.set_wall_ahead(0);
  return world_.wall_us() + ahead_us_;
}

Server::One Server::find(const Pipe* pipe) const {
  for (const auto& client : clients_) {
    if (client->pipe.get() == pipe) return client;
  }
  return nullptr;
}

void Server::connect(const std::shared_ptr<Pipe>& pipe) {
  world_.after(pipe->delay_there(), [this, pipe] {
    if (pipe->is_cut()) return;
    const bool refused = down_;
    if (!refused) {
      auto client = std::make_shared<Client>();
      client->pipe = pipe;
      client->process = pipe->name();
      clients_.push_back(client);
    }
    world_.after(pipe->delay_here(), [pipe, refused] { pipe->connected(refused); });
  });
}

void Server::send(const std::shared_ptr<Pipe>& pipe, std::string_view bytes) {
  const auto client = find(pipe.get());
  if (!client) return;
  const auto arrives = [this, client](std::string part) {
    return [this, client, arrived = std::move(part)] {
      if (client->gone || client->pipe->is_cut()) return;
      world_.bytes(arrived);
      client->in += arrived;
      work(client);
    };
  };
  const auto cut = world_.random().chance(30) ? world_.random().below(bytes.size()) : 0;
  if (cut > 0) {
    world_.after(pipe->delay_there(), arrives(std::string(bytes.substr(0, cut))));
  }
  world_.after(pipe->delay_there(), arrives(std::string(bytes.substr(cut))));
}

// Comes after what was sent before it.
void Server::closed(const std::shared_ptr<Pipe>& pipe) {
  const auto client = find(pipe.get());
  if (!client) return;
  world_.after(pipe->delay_there(), [this, client] {
    client->gone = true;
    std::erase(clients_, client);
  });
}

// All that is whole; replies leave together, after the write is safe.
void Server::work(const One& client) {
  if (down_ || client->gone) return;
  if (paused_until_us_ > world_.now_us()) {
    world_.after(paused_until_us_ - world_.now_us(), [this, client] { work(client); });
    return;
  }
  Words words;
  std::size_t used = 0;
  const std::string_view all = client->in;
  while (client->waits_for == 0) {
    const auto taken = take_command(all.substr(used), words);
    if (taken == 0) break;
    used += taken;
    run(client, words);
  }
  client->in.erase(0, used);
  plan_flush();
}

void Server::run(const One& client, const Words& words) {
  ++world_.executed;
  if (words.front() == "WAIT") return wait(client, words);
  Value reply;
  if (loading_until_us_ > world_.now_us()) {
    reply = Value::error("LOADING Redis is loading the dataset in memory");
  } else {
    const std::string script(model_.script_of(words));
    const auto before = model_.keys().offset();
    watcher_.before(words, script, model_.keys());
    reply = model_.execute(words, clock_us());
    watcher_.after(client->process, words, script, reply, model_.keys());
    if (model_.keys().offset() != before) {
      client->last_write = model_.keys().offset();
      replicate();
    }
  }
  append_resp(client->out, reply);
}

// WAIT replicas ms: nothing further of this connection is run until it is answered.
void Server::wait(const One& client, const Words& words) {
  if (!replica_there_ || replica_ >= client->last_write) {
    append_resp(client->out, Value::integer(replica_there_ ? 1 : 0));
    return;
  }
  std::int64_t ms = 0;
  std::from_chars(words[2].data(), words[2].data() + words[2].size(), ms);
  client->waits_for = client->last_write;
  const auto number = ++client->wait_number;
  world_.after(ms * kMs, [this, client, number] {
    if (client->wait_number == number && client->waits_for != 0) end_wait(client);
  });
}

void Server::end_wait(const One& client) {
  if (down_ || client->gone) return;
  const bool there = replica_there_ && replica_ >= client->waits_for;
  client->waits_for = 0;
  append_resp(client->out, Value::integer(there ? 1 : 0));
  work(client);
}

void Server::plan_flush() {
  if (flush_planned_) return;
  flush_planned_ = true;
  world_.after(world_.random().between(5, 400), [this, life = life_] {
    if (life == life_) flush();
  });
}

void Server::flush() {
  flush_planned_ = false;
  const auto until = model_.keys().offset();
  if (settings_.has_replica) {
    safe_ = replica_there_ ? replica_ : until;
  } else if (!settings_.replies_early) {
    safe_ = until;
  } else {
    world_.after(kSyncUs, [this, life = life_, until] {
      if (life == life_) safe_ = std::max(safe_, until);
    });
  }
  model_.keys().forget_until(safe_);
  const auto all = clients_;
  for (const auto& client : all) give(client);
}

void Server::give(const One& client) {
  if (client->out.empty() || client->gone) return;
  auto bytes = std::exchange(client->out, {});
  const auto& pipe = client->pipe;
  if (!pipe->is_open()) return;
  world_.bytes(bytes);
  world_.after(pipe->delay_here(), [pipe, arrived = std::move(bytes)] { pipe->arrive(arrived); });
}

// The replica has it a little later, now and then much later.
void Server::replicate() {
  if (!replica_there_) return;
  auto& random = world_.random();
  const auto late =
      random.chance(10) ? random.between(50 * kMs, 3 * kSecond) : random.between(100, 3 * kMs);
  replicated_us_ = std::max(replicated_us_, world_.now_us() + late);
  world_.after(replicated_us_ - world_.now_us(),
               [this, life = life_, until = model_.keys().offset()] {
                 if (life != life_ || !replica_there_) return;
                 replica_ = std::max(replica_, until);
                 const auto all = clients_;
                 for (const auto& client : all) {
                   if (client->waits_for != 0 && client->waits_for <= replica_) end_wait(client);
                 }
               });
}

void Server::reset(const One& client) {
  client->gone = true;
  std::erase(clients_, client);
  const auto& pipe = client->pipe;
  if (!pipe->is_open() || pipe->is_cut()) return;
  world_.after(pipe->delay_here(), [pipe] { pipe->reset(); });
}

void Server::crash(std::int64_t down_us) {
  if (down_) return;
  down_ = true;
  ++life_;
  flush_planned_ = false;
  auto& keys = model_.keys();
  // What was replied to is safe; of the rest, some may have come to the disk.
  const auto keeps =
      settings_.has_replica
          ? (replica_there_ ? replica_ : keys.offset())
          : safe_ +
                (settings_.replies_early ? 0 : world_.random().below(keys.offset() - safe_ + 1));
  world_.trace("redis", "crashes; steps taken back: " + std::to_string(keys.offset() - keeps));
  watcher_.undone(keeps);
  keys.undo_to(keeps);
  keys.forget_until(keeps);
  safe_ = keeps;
  replica_ = keeps;
  replica_there_ = false;
  model_.forget_scripts();
  const auto all = clients_;
  for (const auto& client : all) reset(client);
  world_.after(down_us, [this] { come_back(); });
}

void Server::come_back() {
  down_ = false;
  paused_until_us_ = 0;
  auto& random = world_.random();
  if (random.chance(400)) loading_until_us_ = world_.now_us() + random.between(0, 300 * kMs);
  world_.trace("redis", "is back");
  if (!settings_.has_replica) return;
  world_.after(random.between(200 * kMs, 6 * kSecond), [this, life = life_] {
    if (life != life_ || down_) return;
    replica_there_ = true;
    replica_ = model_.keys().offset();
    world_.trace("redis", "has a replica again");
  });
}

void Server::pause(std::int64_t us) {
  paused_until_us_ = std::max(paused_until_us_, world_.now_us() + us);
}

void Server::cut_connections(bool silently) {
  const auto all = clients_;
  for (const auto& client : all) {
    if (!world_.random().chance(500)) continue;
    if (silently) {
      client->pipe->cut();
    } else {
      reset(client);
    }
  }
}

}  // namespace jisr::simulation
