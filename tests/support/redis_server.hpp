// A private redis-server for one test: its own folder, Unix socket and free TCP port, on 127.0.0.1
// only. Started by the constructor, which waits until it answers; stopped, by its pid, and cleared
// away by the destructor. It also dies with the test program.
#pragma once
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace jisr::tests {

struct RedisServerOptions {
  std::string password;               // requirepass
  bool tls = false;                   // a second port, with a certificate for "redis.test"
  bool append_only = false;           // appendonly yes, appendfsync always
  std::vector<std::string> settings;  // further command line words: {"--maxmemory", "20mb"}
  std::string sentinel;               // not a Redis but a Sentinel: the lines of its file
};

class RedisServer {
 public:
  explicit RedisServer(RedisServerOptions options = {});
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;
  ~RedisServer();

  std::uint16_t port() const { return port_; }
  std::uint16_t tls_port() const { return tls_port_; }
  pid_t pid() const { return pid_; }
  const std::string& folder() const { return folder_; }
  std::string unix_path() const { return folder_ + "/redis.sock"; }
  std::string certificate_file() const { return folder_ + "/certificate.pem"; }

  void pause();    // SIGSTOP: connections are accepted, nothing is answered
  void resume();   // SIGCONT
  void kill();     // SIGKILL, as a crash; what append_only wrote stays
  void restart();  // on the same ports and folder; kills it first when it runs

 private:
  using Words = std::vector<std::string>;

  void start();
  Words server_words() const;
  Words sentinel_words() const;

  RedisServerOptions options_;
  std::string folder_;
  std::uint16_t port_ = 0;
  std::uint16_t tls_port_ = 0;
  pid_t pid_ = -1;
};

// A TCP port on 127.0.0.1 that nobody had a moment ago, below those of connections that go out: no
// client that looks for a server which is away can be given that server's own port.
std::uint16_t free_port();

}  // namespace jisr::tests
