// Reads what is kept, changes it, and puts it back.
#include "gateway/delivery/file_change.hpp"

#include <utility>

#include "gateway/file_record.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

std::optional<FileChange> file_change(const FileRule& rule, const Registration& registration) {
  FileChange change;
  change.reference = registration.text_of(rule.number);
  if (!rule.forget) change.msisdn = registration.text_of(rule.phone);
  if (change.reference.empty() || (change.msisdn.empty() && !rule.forget)) return std::nullopt;
  return change;
}

asio::awaitable<Result<void>> change_file(Store& store, FileChange change) {
  if (change.msisdn.empty()) {
    FileNews news;
    news.status = kWithdrawn;
    co_return co_await store.forget_file(std::move(change.reference), encode(news));
  }
  auto file = co_await store.load_file(change.reference);
  if (!file) co_return file.error();
  auto record = *file ? decode_file_record((*file)->record) : std::nullopt;
  if (!record) co_return Result<void>();
  record->msisdn = std::move(change.msisdn);
  record->discreet = true;
  co_return co_await store.rewrite_file(std::move(change.reference), encode(*record));
}

}  // namespace jisr::gateway
