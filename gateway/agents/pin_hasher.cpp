// A pool of one thread, and a count of those who wait for it.
#include "gateway/agents/pin_hasher.hpp"

#include <sodium.h>

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <new>
#include <utility>

namespace jisr::gateway {

namespace asio = boost::asio;

namespace {

std::string make(const std::string& /*unused*/, const std::string& pin) {
  return hash_pin(pin);
}

bool check(const std::string& hash, const std::string& pin) {
  if (hash.empty()) {  // nobody's: whoever guesses codes learns nothing from the time it takes
    hash_pin(pin);
    return false;
  }
  return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

template <typename T>
asio::awaitable<T> job(T (*what)(const std::string&, const std::string&), std::string hash,
                       std::string pin) {
  auto made = what(hash, pin);
  sodium_memzero(pin.data(), pin.size());
  co_return made;
}

// Takes a place in the queue as long as it lives.
class Place {
 public:
  explicit Place(std::atomic<std::size_t>& count) : count_(count), nth_(count.fetch_add(1)) {}
  ~Place() { --count_; }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  [[nodiscard]] std::size_t nth() const { return nth_; }

 private:
  std::atomic<std::size_t>& count_;
  std::size_t nth_;
};

// OWASP's Password Storage Cheat Sheet for Argon2id: 19 MiB, two passes, one lane.
constexpr unsigned long long kPasses = 2;
constexpr std::size_t kMemoryBytes = 19 << 20;

}  // namespace

std::string hash_pin(const std::string& pin) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str(text.data(), pin.data(), pin.size(), kPasses, kMemoryBytes) != 0) {
    throw std::bad_alloc();
  }
  return text.data();
}

PinHasher::~PinHasher() {
  pool_.stop();
  pool_.join();
}

template <typename T>
asio::awaitable<Result<T>> PinHasher::work(T (*what)(const std::string&, const std::string&),
                                           std::string hash, std::string pin) {
  const Place place(waiting_);
  if (place.nth() >= kThreads + kWaitingMax) {
    co_return Error{Errc::unavailable, "too many PINs at once", true};
  }
  auto running = job(what, std::move(hash), std::move(pin));
  auto made = co_await asio::co_spawn(pool_, std::move(running), asio::use_awaitable);
  co_return Result<T>(std::move(made));
}

asio::awaitable<Result<std::string>> PinHasher::hash(std::string pin) {
  return work<std::string>(&make, {}, std::move(pin));
}

asio::awaitable<Result<bool>> PinHasher::verify(std::string hash, std::string pin) {
  return work<bool>(&check, std::move(hash), std::move(pin));
}

}  // namespace jisr::gateway
