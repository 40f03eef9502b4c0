// An entry's content into a person's editor and back; drop with a reason; sweep now.
#include "tools/jisr/outbox_mend.hpp"

#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <iostream>

#include "gateway/calendar.hpp"
#include "gateway/config.hpp"
#include "gateway/delivery/edit.hpp"
#include "tools/jisr/private_file.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using gateway::EntryRecord;
using gateway::Store;

int refuse(const std::string& what) {
  std::cerr << "jisr: " << what << '\n';
  return kFindings;
}

// A folder for its owner's eyes only: in memory where there is such a place, so that personal data
// does not stay on a disk. Empty: none can be made.
std::string private_folder() {
  for (std::string folder : {"/dev/shm/jisr-XXXXXX", "/tmp/jisr-XXXXXX"}) {
    if (::mkdtemp(folder.data()) != nullptr) return folder;
  }
  return {};
}

// The text as a person left it in her editor; nothing when the editor failed.
std::optional<std::string> in_editor(const std::string& text) {
  const char* visual = std::getenv("VISUAL");
  const char* editor = visual != nullptr ? visual : std::getenv("EDITOR");
  const auto folder = private_folder();
  if (folder.empty()) return std::nullopt;
  const auto path = folder + "/entry.json";
  std::optional<std::string> changed;
  if (write_privately(path, text)) {
    const auto command = std::string(editor != nullptr ? editor : "vi") + " " + path;
    if (std::system(command.c_str()) == 0) changed = gateway::read_text(path);
  }
  ::unlink(path.c_str());
  ::rmdir(folder.c_str());
  return changed;
}

}  // namespace

int outbox_failed(const gateway::Error& error) {
  std::cerr << "jisr: " << error.context << '\n';
  return error.code == gateway::Errc::rejected ? kFindings : kCannot;
}

asio::awaitable<int> edit_entry(OutboxOptions options, const gateway::RegistryConfig* registry,
                                Store& store) {
  auto shown = co_await store.show(options.id);
  if (!shown) co_return outbox_failed(shown.error());
  if (shown->record.state == EntryRecord::State::due) {
    co_return refuse("the entry is not set aside: it is on its way");
  }
  const auto text = gateway::editable(shown->payload);
  if (!options.out.empty()) {
    if (write_privately(options.out, text)) co_return kWell;
    co_return refuse("cannot write " + options.out);
  }
  const auto changed = options.in.empty() ? in_editor(text) : gateway::read_text(options.in);
  if (!changed) co_return refuse("nothing was read, nothing is changed");
  auto payload = gateway::edited(shown->record.kind, shown->payload, *changed, registry);
  if (!payload) co_return refuse(payload.error().context + "; nothing is changed");
  auto done = co_await store.retry(options.id, std::move(*payload));
  if (!done) co_return outbox_failed(done.error());
  std::cout << options.id << " is due now, as edited\n";
  co_return kWell;
}

asio::awaitable<int> drop_entry(OutboxOptions options, std::int64_t kept_ms, Store& store) {
  if (options.reason.empty()) co_return refuse("a reason is needed");
  const std::chrono::milliseconds kept(kept_ms);
  auto done = co_await store.drop(options.id, options.reason, kept);
  if (!done) co_return outbox_failed(done.error());
  std::cout << options.id << " is dropped\n";
  co_return kWell;
}

asio::awaitable<int> list_dropped(OutboxOptions options, Store& store) {
  auto records = co_await store.dropped(options.limit);
  if (!records) co_return outbox_failed(records.error());
  boost::json::array rows;
  for (const auto& record : *records) {
    boost::system::error_code failed;
    auto row = boost::json::parse(record.json, failed);
    if (failed || !row.is_object()) continue;
    row.as_object()["at"] = gateway::rfc3339(record.dropped_ms);
    if (!options.json) {
      std::cout << gateway::rfc3339(record.dropped_ms) << "  " << record.json << '\n';
    }
    rows.push_back(std::move(row));
  }
  if (options.json) {
    boost::json::object out;
    out["dropped"] = std::move(rows);
    std::cout << boost::json::serialize(out) << '\n';
  }
  co_return kWell;
}

asio::awaitable<int> sweep_outbox(Store& store) {
  gateway::SweepPlace place;
  while (!place.done) {
    auto next = co_await store.sweep(place);
    if (!next) co_return outbox_failed(next.error());
    place = *next;
  }
  std::cout << place.mended << " entries were mended\n";
  co_return kWell;
}

}  // namespace jisr::tools
