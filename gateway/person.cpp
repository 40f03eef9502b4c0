// Looking through all that is kept for what is one subscriber's.
#include "gateway/person.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <utility>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/file_name.hpp"
#include "gateway/file_record.hpp"
#include "gateway/json_object.hpp"

namespace jisr::gateway {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;

// A text that is the number, in whatever form the registration has it.
bool holds(const json::value& value, std::string_view msisdn) {
  constexpr std::size_t kNationalDigits = 9;
  const auto national = msisdn.substr(msisdn.size() - std::min(msisdn.size(), kNationalDigits));
  if (const auto* text = value.if_string()) {
    return std::string_view(text->data(), text->size()).ends_with(national);
  }
  if (const auto* list = value.if_array()) {
    for (const auto& item : *list) {
      if (holds(item, msisdn)) return true;
    }
  }
  return false;
}

using Values = std::vector<KeptValue>;

// All values of a kind that `wanted` takes.
template <typename Wanted>
asio::awaitable<Result<Values>> collect(Store* store, std::string sign, Wanted wanted,
                                        std::uint64_t* broken) {
  Values values;
  KeptPlace place;
  while (!place.done) {
    auto step = co_await store->look_into(sign, place);
    if (!step) co_return step.error();
    place = step->place;
    *broken += step->broken;
    for (auto& one : step->values) {
      // SCAN may give a key twice.
      const bool known = std::any_of(values.begin(), values.end(),
                                     [&](const KeptValue& other) { return other.key == one.key; });
      if (!known && wanted(one)) values.push_back(std::move(one));
    }
  }
  co_return values;
}

struct IsEntryOf {
  std::string msisdn;
  bool operator()(const KeptValue& one) const {
    return concern_of_entry(one.plain(), msisdn) != Concern::none;
  }
};
struct IsSentTo {
  std::string msisdn;
  bool operator()(const KeptValue& one) const {
    return concern_of_sent(one.plain(), msisdn) != Concern::none;
  }
};
struct IsOwnedBy {
  std::string pseudonym;
  bool operator()(const KeptValue& one) const { return one.owner == pseudonym; }
};

// A file that tells her, or one of those that are known to be hers.
struct IsFileOf {
  std::string msisdn;
  const std::set<std::string>* names;  // pseudonyms
  bool operator()(const KeptValue& one) const {
    if (names->contains(one.rest)) return true;
    return std::any_of(one.opened.begin(), one.opened.end(), [&](const std::string& part) {
      const auto record = decode_file_record(part);
      return record && record->msisdn == msisdn;
    });
  }
};
struct IsNumberOf {
  Store* store;
  const std::set<std::string>* names;
  bool operator()(const KeptValue& one) const {
    return names->contains(store->pseudonym(file_name(one.plain())));
  }
};

// What became of her registrations, and where a card leads to them.
asio::awaitable<Result<void>> find_files(Store* store, std::vector<std::string> known,
                                         PersonFile* file) {
  std::set<std::string> names;
  for (const auto& one : known) {
    auto reference = co_await store->find_person(one);
    if (!reference) co_return reference.error();
    if (!reference->empty()) names.insert(store->pseudonym(file_name(*reference)));
    names.insert(store->pseudonym(file_name(one)));
  }
  for (const auto& entry : file->entries) {
    if (entry.concern != Concern::hers) continue;
    const auto registration = decode_registration(entry.shown.payload);
    if (registration) names.insert(store->pseudonym(file_name(registration->reference)));
  }
  IsFileOf is_hers{file->msisdn, &names};
  auto files = co_await collect(store, "d", std::move(is_hers), &file->broken);
  if (!files) co_return files.error();
  for (const auto& one : *files) names.insert(one.rest);
  file->files = std::move(*files);
  IsNumberOf leads_to_one{store, &names};
  auto cards = co_await collect(store, "i", leads_to_one, &file->broken);
  if (!cards) co_return cards.error();
  file->cards = std::move(*cards);
  co_return Result<void>();
}

// How many of them were there.
asio::awaitable<Result<int>> erase_all(Store* store, const std::vector<KeptValue>* values) {
  int erased = 0;
  const std::vector<std::string> none;
  for (const auto& one : *values) {
    auto was = co_await store->erase(one.partition, one.key, none, one.key);
    if (!was) co_return was.error();
    erased += *was ? 1 : 0;
  }
  co_return erased;
}

asio::awaitable<Result<bool>> erase_entry(Store* store, EntryRecord record) {
  std::vector<std::string> sets;
  sets.push_back(Keys::due(record.partition));
  sets.push_back(Keys::dead(record.partition));
  co_return co_await store->erase(record.partition, Keys::entry(record.partition, record.id),
                                  std::move(sets), record.id);
}

}  // namespace

Concern concern_of_entry(std::string_view payload, std::string_view msisdn) {
  if (const auto registration = decode_registration(payload)) {
    const auto& sms = registration->confirmation;
    if (registration->msisdn == msisdn || (sms && sms->msisdn == msisdn)) return Concern::hers;
    for (const auto& [name, value] : registration->answers) {
      if (holds(value, msisdn)) return Concern::names_her;
    }
    return Concern::none;
  }
  const auto sms = decode_sms(payload);
  return sms && sms->msisdn == msisdn ? Concern::hers : Concern::none;
}

Concern concern_of_sent(std::string_view record, std::string_view msisdn) {
  const auto object = parse_object(record);
  const auto sms = object ? text_at(*object, "sms") : std::nullopt;
  return sms ? concern_of_entry(*sms, msisdn) : Concern::none;
}

asio::awaitable<Result<PersonFile>> find_person(Store* store, std::string msisdn,
                                                std::string log_name,
                                                std::vector<std::string> known) {
  PersonFile file;
  file.msisdn = std::move(msisdn);
  file.log_name = std::move(log_name);
  auto at = co_await store->whereabouts(file.msisdn);
  if (!at) co_return at.error();
  file.at = std::move(*at);
  IsEntryOf is_hers{file.msisdn};
  auto entries = co_await collect(store, "e", std::move(is_hers), &file.broken);
  if (!entries) co_return entries.error();
  for (auto& one : *entries) {
    auto shown = co_await store->show(one.rest);
    if (!shown) continue;  // it has left meanwhile
    const auto concern = concern_of_entry(one.plain(), file.msisdn);
    file.entries.push_back({std::move(*shown), concern});
  }
  IsSentTo is_to_her{file.msisdn};
  auto sent = co_await collect(store, "x", std::move(is_to_her), &file.broken);
  if (!sent) co_return sent.error();
  file.sent = std::move(*sent);
  IsOwnedBy is_her_own{store->pseudonym(file.msisdn)};
  auto parts = co_await collect(store, "p", std::move(is_her_own), &file.broken);
  if (!parts) co_return parts.error();
  file.parts = std::move(*parts);
  auto found = co_await find_files(store, std::move(known), &file);
  if (!found) co_return found.error();
  co_return file;
}

asio::awaitable<Result<PersonErased>> erase_person(Store* store, const PersonFile* file,
                                                   bool also_outbox) {
  PersonErased erased;
  auto own = co_await store->erase_own(file->msisdn);
  if (!own) co_return own.error();
  erased.own = *own;
  for (const auto& entry : file->entries) {
    const auto& record = entry.shown.record;
    const bool registration = record.kind == EntryKind::registry;
    if (entry.concern == Concern::names_her) {
      ++erased.named_in;
      continue;
    }
    const auto opened = registration ? decode_registration(entry.shown.payload)
                                     : Result<Registration>(Registration());
    const bool waits_for_her = opened && opened->silent;  // nobody was told that it is recorded
    if (registration && !also_outbox && !waits_for_her) {
      erased.kept.push_back(record.id);
      continue;
    }
    auto was = co_await erase_entry(store, record);
    if (!was) co_return was.error();
    if (!*was) continue;
    ++(registration ? erased.registrations : erased.sms);
    const bool refused = record.state == EntryRecord::State::refused;
    if (registration && record.attempts > 0 && !refused) erased.attempted.push_back(record.id);
  }
  auto receipts = co_await erase_all(store, &file->sent);
  if (!receipts) co_return receipts.error();
  erased.receipts = *receipts;
  // The card first: while the file is there, it is found again if this breaks off.
  auto cards = co_await erase_all(store, &file->cards);
  if (!cards) co_return cards.error();
  erased.cards = *cards;
  auto files = co_await erase_all(store, &file->files);
  if (!files) co_return files.error();
  erased.files = *files;
  for (const auto& one : file->parts) {
    std::vector<std::string> waiting;
    waiting.push_back(Keys::parts_waiting(one.partition));
    auto was = co_await store->erase(one.partition, one.key, std::move(waiting), one.key);
    if (!was) co_return was.error();
    erased.parts += *was ? 1 : 0;
  }
  co_return erased;
}

}  // namespace jisr::gateway
