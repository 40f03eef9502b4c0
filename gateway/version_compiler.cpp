// One request after the other.
#include "gateway/version_compiler.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace jisr::gateway {

namespace asio = boost::asio;

VersionCompiler::VersionCompiler()
    : work_(asio::make_work_guard(io_)), thread_([this] { io_.run(); }) {}

VersionCompiler::~VersionCompiler() {
  stop();
}

void VersionCompiler::open(StoredVersion stored, Done done) {
  asio::post(io_, [this, stored = std::move(stored), done = std::move(done)]() mutable {
    done(find_or_open(std::move(stored)));
  });
}

std::shared_ptr<const Version> VersionCompiler::find_or_open(StoredVersion stored) {
  std::erase_if(held_, [](const auto& one) { return one.second.expired(); });
  const auto hash = stored.hash;
  if (const auto found = held_.find(hash); found != held_.end()) {
    if (auto version = found->second.lock()) return version;
  }
  auto version = open_version(std::move(stored));
  if (version) held_[hash] = version;
  return version;
}

void VersionCompiler::stop() {
  io_.stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace jisr::gateway
