// `jisr audit`: what people did by hand.
#include <boost/json.hpp>
#include <iostream>

#include "gateway/calendar.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::size_t kAtOnce = 1'000;

boost::json::object json_of(const gateway::ActNoted& one) {
  boost::json::object out;
  out["at"] = gateway::rfc3339(one.at_ms);
  out["what"] = one.act.what;
  out["by"] = one.act.by;
  out["target"] = one.act.target;
  out["reason"] = one.act.reason;
  return out;
}

void print(const gateway::ActNoted& one) {
  std::cout << gateway::rfc3339(one.at_ms) << "  " << one.act.what << "  by " << one.act.by;
  if (!one.act.target.empty()) std::cout << "  " << one.act.target;
  if (!one.act.reason.empty()) std::cout << "  " << one.act.reason;
  std::cout << '\n';
}

asio::awaitable<int> list(AuditOptions options, StoreUse* use) {
  auto since_ms = gateway::now_ms() - options.days * kDayMs;
  boost::json::array rows;
  for (bool more = true; more;) {
    auto acts = co_await use->store.acts(since_ms, kAtOnce);
    if (!acts) co_return store_failed(acts.error());
    for (const auto& one : *acts) {
      if (options.json) rows.push_back(json_of(one));
      if (!options.json) print(one);
    }
    more = acts->size() == kAtOnce;
    if (more) since_ms = acts->back().at_ms + 1;
  }
  if (options.json) {
    boost::json::object out;
    out["acts"] = std::move(rows);
    std::cout << boost::json::serialize(out) << '\n';
  }
  co_return kWell;
}

}  // namespace

int audit(const AuditOptions& options) {
  return with_store(options.config, [&](StoreUse* use) { return list(options, use); });
}

}  // namespace jisr::tools
