// Starting and stopping a private redis-server.
#include "tests/support/redis_server.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

namespace jisr::tests {
namespace {

using Words = std::vector<std::string>;
constexpr std::chrono::seconds kStartMax{20};
constexpr int kLookAgainMs = 2;
constexpr int kServerPortsMin = 12'000;
constexpr int kServerPortsMax = 31'999;

// Starts a program with its output in `log`; the child dies with us.
pid_t spawn(const Words& words, const std::string& log) {
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child > 0) return child;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, 1);
  dup2(out, 2);
  execvp(argv[0], argv.data());
  _exit(127);
}

void run(const Words& words, const std::string& log) {
  int status = 0;
  waitpid(spawn(words, log), &status, 0);
  if (status != 0) throw std::runtime_error(words[0] + " failed, see " + log);
}

// Whether a redis-server answers on a Unix socket, with whatever: an error is an answer too.
bool answers(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  char said[256] = {};
  ssize_t size = 0;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      write(fd, "PING\r\n", 6) == 6) {
    size = read(fd, said, sizeof said - 1);
  }
  close(fd);
  return size > 0 && std::strstr(said, "LOADING") == nullptr;
}

}  // namespace

std::uint16_t free_port() {
  static std::mt19937 random{std::random_device{}()};
  std::uniform_int_distribution<int> ports(kServerPortsMin, kServerPortsMax);
  for (int tries = 0; tries < 100; ++tries) {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(ports(random)));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool free = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    if (free) return ntohs(address.sin_port);
  }
  throw std::runtime_error("no free port");
}

RedisServer::RedisServer(RedisServerOptions options) : options_(std::move(options)) {
  std::string folder = std::filesystem::temp_directory_path() / "jisr-redis-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = folder;
  port_ = free_port();
  if (options_.tls) {
    tls_port_ = free_port();
    run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=redis.test", "-addext",
         "subjectAltName=DNS:redis.test", "-keyout", folder_ + "/key.pem", "-out",
         certificate_file()},
        folder_ + "/openssl.log");
  }
  start();
}

RedisServer::~RedisServer() {
  kill();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

// A Sentinel takes few settings, and rewrites the file that they are in.
RedisServer::Words RedisServer::sentinel_words() const {
  const auto file = folder_ + "/sentinel.conf";
  std::ofstream(file) << "bind 127.0.0.1\nport " << port_ << "\nunixsocket " << unix_path()
                      << "\ndir " << folder_ << "\n"
                      << options_.sentinel;
  return {"redis-server", file, "--sentinel"};
}

RedisServer::Words RedisServer::server_words() const {
  Words words = {"redis-server",
                 "--bind",
                 "127.0.0.1",
                 "--port",
                 std::to_string(port_),
                 "--unixsocket",
                 unix_path(),
                 "--dir",
                 folder_,
                 "--save",
                 "",
                 "--daemonize",
                 "no",
                 "--appendonly",
                 options_.append_only ? "yes" : "no",
                 "--appendfsync",
                 "always"};
  const auto add = [&](std::initializer_list<std::string> more) {
    words.insert(words.end(), more);
  };
  if (!options_.password.empty()) add({"--requirepass", options_.password});
  if (options_.tls) {
    add({"--tls-port", std::to_string(tls_port_), "--tls-cert-file", certificate_file(),
         "--tls-key-file", folder_ + "/key.pem", "--tls-auth-clients", "no"});
  }
  words.insert(words.end(), options_.settings.begin(), options_.settings.end());
  return words;
}

void RedisServer::start() {
  pid_ =
      spawn(options_.sentinel.empty() ? server_words() : sentinel_words(), folder_ + "/redis.log");
  const auto until = std::chrono::steady_clock::now() + kStartMax;
  while (!answers(unix_path())) {
    if (std::chrono::steady_clock::now() > until || waitpid(pid_, nullptr, WNOHANG) == pid_) {
      throw std::runtime_error("redis-server does not start, see " + folder_ + "/redis.log");
    }
    poll(nullptr, 0, kLookAgainMs);
  }
}

void RedisServer::pause() {
  ::kill(pid_, SIGSTOP);
}
void RedisServer::resume() {
  ::kill(pid_, SIGCONT);
}

void RedisServer::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void RedisServer::restart() {
  kill();
  std::filesystem::remove(unix_path());
  start();
}

}  // namespace jisr::tests
