// Filling the service's templates, and walking its answer.
#include "gateway/service_request.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <optional>

#include "dialogs/text.hpp"
#include "gateway/delivery/json_pointer.hpp"
#include "providers/form.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using dialogs::LookupOutcome;
constexpr std::size_t kDepthMax = 32;

const std::string* value_of(const SentValues& sent, const std::string& name) {
  const auto found =
      std::find_if(sent.begin(), sent.end(), [&](const auto& one) { return one.first == name; });
  return found == sent.end() ? nullptr : &found->second;
}

Error rejected(std::string what) {
  return {Errc::rejected, std::move(what), false};
}

// The address with each value encoded, so that it stays one part of it.
Result<std::string> address_of(const PayloadTemplate& source, const SentValues& sent) {
  for (const auto& name : names_in(source)) {
    const auto* value = value_of(sent, name);
    if (value == nullptr || value->empty()) return rejected("the address needs " + name);
    if (value->find_first_not_of('.') == value->npos) return rejected(name + " is only dots");
  }
  const auto built = build_payload(source, [&](const std::string& name) {
    return std::optional<json::value>(
        json::string(providers::percent_encode(*value_of(sent, name))));
  });
  if (!built || !built->is_string()) return rejected("no address");
  return std::string(built->get_string());
}

std::optional<std::string> kept_text(const json::value& value) {
  if (value.is_null() || value.is_object() || value.is_array()) return std::nullopt;
  if (value.is_string()) return cut_kept(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (const auto* number = value.if_double()) {  // "3" and "2.5", however they were written
    std::array<char, 32> digits{};
    const auto [end, failed] = std::to_chars(digits.begin(), digits.end(), *number);
    if (failed == std::errc()) return std::string(digits.begin(), end);
  }
  return cut_kept(json::serialize(value));
}

std::optional<std::string> kept_of(const json::value& root, const std::string& written) {
  const auto pointer = JsonPointer::parse(written);
  if (!pointer) return std::nullopt;
  std::optional<std::string> kept;
  const bool found = pointer->any(root, [&kept](const json::value& value) {
    kept = kept_text(value);
    return kept.has_value();
  });
  return found ? kept : std::nullopt;
}

bool among(const std::vector<int>& statuses, int status) {
  return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
}

ServiceReading failed(std::string reason, bool well) {
  ServiceReading reading;
  reading.well = well;
  reading.reason = std::move(reason);
  return reading;
}

}  // namespace

std::string cut_kept(std::string_view text) {
  std::size_t characters = 0;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    if (dialogs::begins_character(text[end]) && characters++ == kKeptCharactersMax) break;
  }
  return std::string(text.substr(0, end));
}

Result<ClientRequest> service_request(const ServiceConfig& service, const SentValues& sent) {
  auto address = address_of(service.url, sent);
  if (!address) return address.error();
  const PayloadValues values = [&](const std::string& name) -> std::optional<json::value> {
    const auto* value = value_of(sent, name);
    if (value == nullptr) return std::nullopt;
    return json::value(json::string(*value));
  };
  ClientRequest request;
  request.url = std::move(*address);
  request.method = service.method;
  request.connect_ms = service.connect_ms;
  request.total_ms = service.total_ms;
  request.body_bytes_max = service.answer_bytes_max;
  request.tls = service.tls;
  request.allow_http = service.loopback_http;
  request.resend_safe = service.method == "GET";
  request.headers.emplace_back("Accept", "application/json");
  for (const auto& [name, text] : service.headers) {
    const auto value = build_payload(text, values);
    if (!value) return value.error();
    if (value->is_string()) request.headers.emplace_back(name, value->get_string());
  }
  if (service.method == "GET") return request;
  const auto body = build_payload(service.body, values);
  if (!body) return body.error();
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = json::serialize(*body);
  return request;
}

ServiceReading read_service(const ServiceConfig& service, const ClientResponse& response,
                            const std::vector<dialogs::LookupSource::Kept>& kept) {
  ServiceReading reading;
  if (among(service.not_found, response.status)) {
    reading.outcome.kind = LookupOutcome::Kind::not_found;
    return reading;
  }
  const auto status = std::to_string(response.status);
  if (!among(service.found, response.status)) {
    // Another 4xx is about this question: the next one may be answered.
    return failed(status, response.status < 500 && response.status != 429);
  }
  json::parse_options strict;
  strict.max_depth = kDepthMax;
  boost::system::error_code broken;
  const auto root = json::parse(response.body, broken, {}, strict);
  if (broken) return failed(status + ", not JSON", false);
  reading.outcome.kind = LookupOutcome::Kind::found;
  for (const auto& one : kept) reading.outcome.kept.push_back(kept_of(root, one.pointer));
  return reading;
}

}  // namespace jisr::gateway
