// {"to":…,"lang":…,"sms":…,"plain":true,"check":…} and {"status":…,"at":…,"params":{…}}.
#include "gateway/file_record.hpp"

#include <boost/json.hpp>

namespace jisr::gateway {

namespace {

namespace json = boost::json;
constexpr std::size_t kYearBytes = 4;

std::string text_at(const json::object& from, std::string_view key) {
  const auto* found = from.if_contains(key);
  if (found == nullptr || !found->is_string()) return {};
  return {found->get_string().data(), found->get_string().size()};
}

std::optional<json::object> object_of(std::string_view bytes) {
  boost::system::error_code failed;
  auto value = json::parse(bytes, failed);
  if (failed || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

}  // namespace

std::string encode(const FileRecord& record) {
  json::object object;
  object["to"] = record.msisdn;
  object["lang"] = record.language;
  object["sms"] = record.channel;
  if (!record.discreet) object["plain"] = true;
  if (!record.check.empty()) object["check"] = record.check;
  return json::serialize(object);
}

std::optional<FileRecord> decode_file_record(std::string_view bytes) {
  const auto object = object_of(bytes);
  if (!object) return std::nullopt;
  FileRecord record;
  record.msisdn = text_at(*object, "to");
  record.language = text_at(*object, "lang");
  record.channel = text_at(*object, "sms");
  record.discreet = !object->contains("plain");
  record.check = text_at(*object, "check");
  return record;
}

std::string encode(const FileNews& news) {
  json::object params;
  for (const auto& [name, value] : news.params) params[name] = value;
  json::object object;
  object["status"] = news.status;
  object["at"] = news.at;
  object["params"] = std::move(params);
  return json::serialize(object);
}

std::optional<FileNews> decode_file_news(std::string_view bytes) {
  const auto object = object_of(bytes);
  if (!object) return std::nullopt;
  FileNews news;
  news.status = text_at(*object, "status");
  news.at = text_at(*object, "at");
  const auto* params = object->if_contains("params");
  if (params == nullptr || !params->is_object()) return news;
  for (const auto& one : params->get_object()) {
    news.params.emplace(std::string(one.key()), text_at(params->get_object(), one.key()));
  }
  return news;
}

bool checks(const FileRecord& record, std::string_view told) {
  if (record.check.empty() || told == record.check) return true;
  const bool year = record.check.size() > kYearBytes && record.check[kYearBytes] == '-';
  return year && told == std::string_view(record.check).substr(0, kYearBytes);
}

}  // namespace jisr::gateway
