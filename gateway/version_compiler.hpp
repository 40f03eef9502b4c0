// The thread that compiles stored versions of dialogs, one for the whole gateway: it takes
// milliseconds, which no woman on another version should wait for. Made before the lanes start and
// stopped after they have ended.
#pragma once
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "gateway/version.hpp"

namespace jisr::gateway {

class VersionCompiler {
 public:
  using Done = std::function<void(std::shared_ptr<const Version>)>;

  VersionCompiler();
  ~VersionCompiler();  // stop()s
  VersionCompiler(const VersionCompiler&) = delete;
  VersionCompiler& operator=(const VersionCompiler&) = delete;

  // From any thread. `done` is called on this one's thread, with what open_version() gives; a
  // version that another lane still holds is not compiled a second time. After stop() never.
  void open(StoredVersion stored, Done done);
  void stop();  // finishes what it is at, and no more

 private:
  std::shared_ptr<const Version> find_or_open(StoredVersion stored);

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::map<std::uint64_t, std::weak_ptr<const Version>> held_;  // by lanes; of its own thread
  std::thread thread_;
};

}  // namespace jisr::gateway
