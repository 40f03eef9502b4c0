// {"to":…,"lang":…,"sms":…,"plain":true,"check":…} and {"status":…,"at":…,"params":{…}}.
#include "gateway/file_record.hpp"

#include "gateway/json_object.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
constexpr std::size_t kYearBytes = 4;

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
  const auto object = parse_object(bytes);
  if (!object) return std::nullopt;
  FileRecord record;
  record.msisdn = text_at(*object, "to").value_or("");
  record.language = text_at(*object, "lang").value_or("");
  record.channel = text_at(*object, "sms").value_or("");
  record.discreet = !object->contains("plain");
  record.check = text_at(*object, "check").value_or("");
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
  const auto object = parse_object(bytes);
  if (!object) return std::nullopt;
  FileNews news;
  news.status = text_at(*object, "status").value_or("");
  news.at = text_at(*object, "at").value_or("");
  const auto* params = object->if_contains("params");
  if (params == nullptr || !params->is_object()) return news;
  for (const auto& one : params->get_object()) {
    news.params.emplace(std::string(one.key()),
                        text_at(params->get_object(), one.key()).value_or(""));
  }
  return news;
}

bool checks(const FileRecord& record, std::string_view told) {
  if (record.check.empty() || told == record.check) return true;
  const bool year = record.check.size() > kYearBytes && record.check[kYearBytes] == '-';
  return year && told == std::string_view(record.check).substr(0, kYearBytes);
}

}  // namespace jisr::gateway
