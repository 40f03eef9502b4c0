// One line a record: {"key":"…","record":{…}}. A last line cut short by a kill is passed over.
#include "tools/registry-simulator/store.hpp"

#include <boost/json.hpp>
#include <stdexcept>

namespace jisr::simulator {

namespace json = boost::json;

Store::Store(const std::string& file) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    boost::system::error_code failed;
    const json::value stored = json::parse(line, failed);
    const auto* object = failed ? nullptr : stored.if_object();
    if (object == nullptr || !object->contains("key") || !object->contains("record")) continue;
    remember(std::string(object->at("key").as_string()), object->at("record"));
  }
  out_.open(file, std::ios::app);
  if (!out_) throw std::runtime_error("cannot write " + file);
}

void Store::remember(const std::string& key, const json::value& record) {
  by_key_.emplace(key, records_.size());
  records_.push_back(record);
}

Store::Taken Store::take(const std::string& key, const json::value& record) {
  if (const auto found = by_key_.find(key); found != by_key_.end()) {
    return records_[found->second] == record ? Taken::replayed : Taken::other_body;
  }
  out_ << json::object{{"key", key}, {"record", record}} << '\n' << std::flush;
  remember(key, record);
  return Taken::created;
}

}  // namespace jisr::simulator
