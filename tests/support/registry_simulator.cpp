// fork, exec, and one line of JSON to wait for.
#include "tests/support/registry_simulator.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace jisr::test {

namespace {
constexpr int kReadyMsMax = 15'000;
}

RegistrySimulator::RegistrySimulator(std::vector<std::string> options)
    : options_(std::move(options)) {
  char form[] = "/tmp/jisr-registry-XXXXXX";
  if (mkdtemp(form) == nullptr) throw std::runtime_error("no directory");
  directory_ = form;
  start();
}

RegistrySimulator::~RegistrySimulator() {
  stop();
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

void RegistrySimulator::start() {
  std::vector<std::string> arguments = {JISR_REGISTRY_SIMULATOR, "--port", "0", "--dir",
                                        directory_};
  arguments.insert(arguments.end(), options_.begin(), options_.end());
  std::vector<char*> words;
  for (auto& argument : arguments) words.push_back(argument.data());
  words.push_back(nullptr);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // a test that aborts leaves no server behind
    dup2(ends[1], STDOUT_FILENO);
    execv(words[0], words.data());
    _exit(127);
  }
  close(ends[1]);
  out_ = ends[0];
  if (pid_ < 0) throw std::runtime_error("no process");
  port_ = static_cast<int>(boost::json::parse(announcement()).at("port").as_int64());
}

std::string RegistrySimulator::announcement() {
  std::string line;
  char c = 0;
  pollfd ready{out_, POLLIN, 0};
  while (poll(&ready, 1, kReadyMsMax) == 1 && read(out_, &c, 1) == 1) {
    if (c == '\n') return line;
    line += c;
  }
  stop();
  throw std::runtime_error("the registry simulator did not start");
}

std::string RegistrySimulator::url(const std::string& path) const {
  return "https://127.0.0.1:" + std::to_string(port_) + path;
}

int RegistrySimulator::stop() {
  if (pid_ <= 0) return -1;
  int status = 0;
  kill(pid_, SIGTERM);
  waitpid(pid_, &status, 0);
  close(out_);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace jisr::test
