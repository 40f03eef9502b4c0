// What is kept of a registration, as the answer to a look-up.
#include "gateway/own_services.hpp"

#include <utility>

#include "gateway/delivery/file_change.hpp"
#include "gateway/file_record.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using Kind = dialogs::LookupOutcome::Kind;

namespace {

constexpr std::int64_t kWrongTriesMax = 5;
constexpr const char* kStatus = "own_status";
constexpr const char* kPerson = "own_person";

BuiltinAnswer not_found() {
  BuiltinAnswer answer;
  answer.kind = Kind::not_found;
  return answer;
}

BuiltinAnswer found(std::string name, std::string value) {
  BuiltinAnswer answer;
  answer.kind = Kind::found;
  answer.values[std::move(name)] = std::move(value);
  return answer;
}

BuiltinAnswer told(FileNews news) {
  auto answer = found("status", std::move(news.status));
  if (!news.at.empty()) answer.values["at"] = std::move(news.at);
  for (auto& [name, value] : news.params) answer.values["params/" + name] = std::move(value);
  return answer;
}

}  // namespace

asio::awaitable<BuiltinAnswer> OwnServices::ask(BuiltinQuestion question) {
  Result<BuiltinAnswer> answered = BuiltinAnswer();
  if (question.service == kStatus) {
    answered = co_await status_of(question.value("reference"), question.value("check"));
  } else {
    answered = co_await person_of(question.value("id"));
  }
  if (answered) co_return std::move(*answered);
  log::warn("lookup_failed", {{"service", question.service}, {"reason", answered.error().context}});
  co_return BuiltinAnswer();
}

asio::awaitable<Result<BuiltinAnswer>> OwnServices::status_of(std::string reference,
                                                              std::string check) {
  auto file = co_await store_.load_file(reference);
  if (!file) co_return file.error();
  if (!*file || (*file)->wrong_tries >= kWrongTriesMax) co_return not_found();
  const auto record = decode_file_record((*file)->record);
  if (record && !checks(*record, check)) {
    auto noted = co_await store_.note_wrong_try(reference);
    if (!noted) co_return noted.error();
    co_return not_found();
  }
  if ((*file)->news.empty()) co_return found("status", "received");
  auto news = decode_file_news((*file)->news);
  if (!news) co_return Error{Errc::malformed_input, "the stored news cannot be read", false};
  co_return told(std::move(*news));
}

asio::awaitable<Result<BuiltinAnswer>> OwnServices::person_of(std::string id) {
  auto reference = co_await store_.find_person(std::move(id));
  if (!reference) co_return reference.error();
  if (reference->empty()) co_return not_found();
  auto file = co_await store_.load_file(*reference);
  if (!file) co_return file.error();
  const auto news = *file ? decode_file_news((*file)->news) : std::nullopt;
  if (news && news->status == kWithdrawn) co_return not_found();  // she may register again
  co_return found("reference", std::move(*reference));
}

void add_own_services(BuiltinServices& to, Store& store) {
  const auto services = std::make_shared<OwnServices>(store);
  for (const auto* name : {kStatus, kPerson}) to.add(name, services);
}

}  // namespace jisr::gateway
