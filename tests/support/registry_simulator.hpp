// The real registry simulator as a process of its own, with a new directory and a free port. It ends, and
// the directory goes, with the object.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace jisr::test {

class RegistrySimulator {
 public:
  // `options` as on its command line. Throws when it is not ready within 15 s.
  explicit RegistrySimulator(std::vector<std::string> options = {});
  ~RegistrySimulator();
  RegistrySimulator(const RegistrySimulator&) = delete;
  RegistrySimulator& operator=(const RegistrySimulator&) = delete;

  [[nodiscard]] std::string url(const std::string& path) const;
  [[nodiscard]] std::string file(const std::string& name) const { return directory_ + '/' + name; }
  // SIGTERM; gives the exit code.
  int stop();
  // Again in the same directory, with the same options, on another port.
  void start();

 private:
  std::string announcement();

  std::vector<std::string> options_;
  std::string directory_;
  pid_t pid_ = -1;
  int out_ = -1;
  int port_ = 0;
};

}  // namespace jisr::test
