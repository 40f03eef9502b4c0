// The records that the simulated registry has taken, one JSON line each in records.jsonl, and the
// answer that each idempotency key got. Read again at a restart, so that a registry may be killed.
// One thread.
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <fstream>
#include <map>
#include <string>

namespace jisr::simulator {

class Store {
 public:
  enum class Taken { created, replayed, other_body };

  // `file` is made when it is not there. Throws when it cannot be written or read.
  explicit Store(const std::string& file);

  // The same key with the same body is a replay; with another body it is a mistake of the sender.
  Taken take(const std::string& key, const boost::json::value& record);

  [[nodiscard]] const boost::json::array& records() const { return records_; }  // oldest first

 private:
  void remember(const std::string& key, const boost::json::value& record);

  boost::json::array records_;
  std::map<std::string, std::size_t> by_key_;  // → index in records_
  std::ofstream out_;
};

}  // namespace jisr::simulator
