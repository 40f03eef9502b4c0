// Argon2id for the PINs of agents. It takes tens of milliseconds and 19 MiB by design, so it runs
// on a thread of its own, and no woman's answer waits for it. One for each lane; used on its
// io_context.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <string>

#include "gateway/result.hpp"

namespace jisr::gateway {

class PinHasher {
 public:
  static constexpr std::size_t kThreads = 1;      // so 19 MiB
  static constexpr std::size_t kWaitingMax = 16;  // then `unavailable`: she tries again

  PinHasher() : pool_(kThreads) {}
  ~PinHasher();  // after whoever waits has ended
  PinHasher(const PinHasher&) = delete;
  PinHasher& operator=(const PinHasher&) = delete;

  // crypto_pwhash_str: two passes over 19 MiB.
  boost::asio::awaitable<Result<std::string>> hash(std::string pin);
  // Whether `pin` is what `hash` was made of. An empty hash takes the same time, and is nobody's.
  boost::asio::awaitable<Result<bool>> verify(std::string hash, std::string pin);

 private:
  template <typename T>
  boost::asio::awaitable<Result<T>> work(T (*what)(const std::string&, const std::string&),
                                         std::string hash, std::string pin);

  boost::asio::thread_pool pool_;
  std::atomic<std::size_t> waiting_{0};
};

// The same on this thread, for the command line. Throws std::bad_alloc without memory for it.
std::string hash_pin(const std::string& pin);

}  // namespace jisr::gateway
