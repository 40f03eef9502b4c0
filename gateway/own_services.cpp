// The answers take the way of any service's: JSON, and the dialog's pointers into it.
#include "gateway/own_services.hpp"

#include <boost/json.hpp>

#include "gateway/file_record.hpp"
#include "gateway/log.hpp"
#include "gateway/service_request.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using dialogs::LookupOutcome;

constexpr std::int64_t kWrongTriesMax = 5;

std::string sent(const dialogs::Lookup& lookup, std::string_view name) {
  for (const auto& [key, value] : lookup.sent) {
    if (key == name) return value;
  }
  return {};
}

LookupOutcome read(const std::string& body, const std::vector<dialogs::LookupSource::Kept>& kept) {
  ClientResponse response;
  response.status = 200;
  response.body = body;
  return read_service(ServiceConfig{}, response, kept).outcome;
}

LookupOutcome not_found() {
  LookupOutcome outcome;
  outcome.kind = LookupOutcome::Kind::not_found;
  return outcome;
}

asio::awaitable<Result<std::string>> status_of(Store* store, const dialogs::Lookup* lookup) {
  const auto reference = sent(*lookup, "reference");
  auto file = co_await store->load_file(reference);
  if (!file) co_return file.error();
  if (!*file || (*file)->wrong_tries >= kWrongTriesMax) co_return std::string();
  const auto record = decode_file_record((*file)->record);
  if (record && !checks(*record, sent(*lookup, "check"))) {
    auto noted = co_await store->note_wrong_try(reference);
    if (!noted) co_return noted.error();
    co_return std::string();
  }
  if (!(*file)->news.empty()) co_return (*file)->news;
  co_return std::string(R"({"status":"received"})");
}

asio::awaitable<Result<std::string>> person_of(Store* store, const dialogs::Lookup* lookup) {
  auto found = co_await store->find_person(sent(*lookup, "id"));
  if (!found) co_return found.error();
  if (found->empty()) co_return std::string();
  json::object body;
  body["reference"] = *found;
  co_return json::serialize(body);
}

}  // namespace

std::vector<std::string_view> own_service_takes(std::string_view name) {
  if (name == kOwnStatus) return {"reference", "check"};
  return {"id"};
}

asio::awaitable<LookupOutcome> ask_own(Store& store, dialogs::Lookup lookup,
                                       std::vector<dialogs::LookupSource::Kept> kept) {
  Result<std::string> body = std::string();
  if (lookup.service == kOwnStatus) {
    body = co_await status_of(&store, &lookup);
  } else {
    body = co_await person_of(&store, &lookup);
  }
  if (!body) {
    log::warn("lookup_failed", {{"service", lookup.service}, {"reason", body.error().context}});
    co_return LookupOutcome{};
  }
  if (body->empty()) co_return not_found();
  co_return read(*body, kept);
}

}  // namespace jisr::gateway
