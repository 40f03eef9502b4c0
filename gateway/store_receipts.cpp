// What becomes of SMS after they have left: receipts, and what they cost.
#include <algorithm>
#include <utility>

#include "gateway/entry_names.hpp"
#include "gateway/store.hpp"
#include "gateway/store_scripts.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
using redis::Addressed;
using redis::Command;
using redis::Reply;
using redis::ScriptCall;

// A receipt that came before we noted its SMS, or of one that is not ours, is kept for so long.
constexpr std::chrono::milliseconds kStrayKept = std::chrono::minutes(10);

const redis::Script kNoteSentScript(scripts::kNoteSent);
const redis::Script kTakeReceiptScript(scripts::kTakeReceipt);
const redis::Script kCountGatewaysScript(scripts::kCountGateways);

// Adds "channel|parts" = 3 to the tally of that channel and day.
void add_to(std::vector<Tally>& tallies, const std::string& day, std::string_view field,
            std::int64_t value) {
  const auto bar = field.find('|');
  if (bar == std::string_view::npos) return;
  const auto channel = field.substr(0, bar);
  auto what = field.substr(bar + 1);
  auto found = std::find_if(tallies.begin(), tallies.end(), [&](const Tally& one) {
    return one.day == day && one.channel == channel;
  });
  if (found == tallies.end()) {
    Tally one;
    one.day = day;
    one.channel = channel;
    one.messages = 0;
    found = tallies.insert(tallies.end(), std::move(one));
  }
  if (what == "messages") {
    found->messages += value;
  } else if (what == "parts") {
    found->parts += value;
  } else if (what.starts_with("cost|")) {
    found->cost_micro += value;
    if (const auto currency = what.substr(5); !currency.empty()) found->currency = currency;
  }
}

}  // namespace

SentKey Store::sent_key(std::string_view channel, std::string_view message_id) const {
  std::string name(channel);
  name += '\n';
  name += message_id;
  return keys_.sent(vault_.pseudonym(name));
}

asio::awaitable<Result<std::string>> Store::note_sent(SentKey key, std::string record,
                                                      milliseconds ttl) {
  ScriptCall call(kNoteSentScript);
  call.key(key.key).arg(vault_.seal(record, key.key)).arg(ttl.count());
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return std::string(reply->text());
}

asio::awaitable<Result<std::optional<std::string>>> Store::sent_record(SentKey key) {
  Command command("HGET", key.key, "p");
  auto reply = co_await topology_.execute(key.partition, std::move(command));
  if (!reply) co_return reply.error();
  std::optional<std::string> record;
  if (reply->is_nil()) co_return record;
  auto opened = vault_.open(reply->text(), key.key);
  if (!opened) co_return opened.error();
  record = std::move(*opened);
  co_return record;
}

asio::awaitable<Result<std::string>> Store::take_receipt(SentKey key, std::string state,
                                                         std::optional<OutboxEntry> in_its_place) {
  ScriptCall call(kTakeReceiptScript);
  call.key(key.key).key(Keys::due(key.partition));
  if (in_its_place) call.key(Keys::entry(key.partition, in_its_place->id));
  call.arg(state).arg(kStrayKept.count());
  if (in_its_place) add_entry(call, key.partition, *in_its_place);
  auto reply = co_await run_surely(key.partition, std::move(call));
  if (!reply) co_return reply.error();
  co_return std::string(reply->text());
}

asio::awaitable<Result<std::vector<Tally>>> Store::tallies(std::vector<std::string> days) {
  std::vector<Tally> sums;
  for (const auto& day : days) {
    std::vector<Addressed<Command>> questions;
    for (const std::uint16_t partition : all_partitions()) {
      questions.push_back({partition, Command("HGETALL", Keys::tally(partition, day))});
    }
    auto replies = co_await topology_.execute_each(std::move(questions));
    if (!replies) co_return replies.error();
    for (const Reply& fields : *replies) {
      if (auto refused = redis::refusal(fields)) co_return std::move(*refused);
      for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        add_to(sums, day, fields[i].text(), fields[i + 1].integer().value_or(0));
      }
    }
  }
  co_return sums;
}

asio::awaitable<Result<std::int64_t>> Store::count_gateways(std::string who,
                                                            milliseconds gone_after) {
  ScriptCall call(kCountGatewaysScript);
  call.key(Keys::kGateways).arg(who + "|" + vault_.key_ids()).arg(gone_after.count());
  const redis::Replication none;
  auto reply = co_await topology_.run(keys_.versions_home(), std::move(call), none);
  if (!reply) co_return reply.error();
  co_return reply->integer().value_or(1);
}

// Those that have not said so for a while are taken out when the next one does.
asio::awaitable<Result<std::vector<std::string>>> Store::running() {
  Command question("ZRANGE", Keys::kGateways, 0, -1);
  auto reply = co_await topology_.execute(keys_.versions_home(), std::move(question));
  if (!reply) co_return reply.error();
  std::vector<std::string> all;
  for (std::size_t i = 0; i < reply->size(); ++i) all.emplace_back((*reply)[i].text());
  co_return all;
}

}  // namespace jisr::gateway
