// `jisr funnel`: what the gateways counted of each screen, straight from Redis.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <stdexcept>

#include "dialogs/graph.hpp"
#include "gateway/calendar.hpp"
#include "gateway/funnel.hpp"
#include "gateway/gateway.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/funnel_file.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
using dialogs::NamedCounts;
using dialogs::ScreenCount;

// The last `count` days up to today where the programme is, the oldest first.
std::vector<std::string> days(int count, const std::string& time_zone) {
  constexpr std::int64_t kDayMs = 86'400'000;
  std::vector<std::string> all;
  for (int back = count - 1; back >= 0; --back) {
    const auto then = gateway::local_time(gateway::now_ms() - back * kDayMs, time_zone);
    all.push_back(gateway::day_name(then.date));
  }
  return all;
}

void add(NamedCounts& sum, const NamedCounts& more) {
  for (const auto& [name, count] : more) {
    const auto same = [&name = name](const auto& one) { return one.first == name; };
    auto found = std::find_if(sum.begin(), sum.end(), same);
    if (found == sum.end()) found = sum.insert(sum.end(), {name, ScreenCount{}});
    found->second.add(count);
  }
}

// In the order of the file; then those that only other versions have.
NamedCounts in_order(const dialogs::Dialog& dialog, NamedCounts counts) {
  NamedCounts all;
  for (const auto& screen : dialog.screens) {
    const auto found = std::find_if(counts.begin(), counts.end(),
                                    [&](const auto& one) { return one.first == screen.name; });
    if (screen.invisible()) continue;
    all.emplace_back(screen.name, found == counts.end() ? ScreenCount{} : found->second);
    if (found != counts.end()) counts.erase(found);
  }
  std::sort(counts.begin(), counts.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  all.insert(all.end(), counts.begin(), counts.end());
  return all;
}

std::string percent(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : std::to_string((200 * part + whole) / (2 * whole)) + " %";
}

void print(const dialogs::Dialog& dialog, const NamedCounts& counts) {
  const auto start = std::find_if(counts.begin(), counts.end(), [&](const auto& one) {
    return one.first == dialog.screens[dialog.start].name;
  });
  const auto began = start == counts.end() ? 0 : start->second.reached;
  std::printf("%-24s %9s %9s %9s %9s %9s %9s\n", "screen", "reached", "went on", "ended", "left",
              "wrong", "of start");
  for (const auto& [name, count] : counts) {
    std::printf("%-24s %9llu %9llu %9llu %9llu %9llu %9s%s\n", name.c_str(),
                static_cast<unsigned long long>(count.reached),
                static_cast<unsigned long long>(count.went_on),
                static_cast<unsigned long long>(count.ended),
                static_cast<unsigned long long>(count.left()),
                static_cast<unsigned long long>(count.wrong), percent(count.reached, began).c_str(),
                dialog.screen(name) == dialogs::kNone ? "  (of another version)" : "");
  }
}

struct Wanted {
  std::vector<std::shared_ptr<const dialogs::Dialog>> dialogs;
  std::vector<std::string> days;
};

asio::awaitable<int> run(bool json, Wanted wanted, StoreUse* use) {
  Funnel funnel{wanted.days.front(), wanted.days.back(), {}};
  for (const auto& dialog : wanted.dialogs) {
    NamedCounts sum;
    for (const auto& day : wanted.days) {
      auto counts = co_await use->store.load_counts(dialog->name, day);
      if (!counts) co_return store_failed(counts.error());
      add(sum, *counts);
    }
    DialogFunnel one{dialog->name, in_order(*dialog, std::move(sum))};
    funnel.dialogs.push_back(std::move(one));
  }
  if (json) {
    std::cout << json_of(funnel) << '\n';
    co_return kWell;
  }
  for (std::size_t i = 0; i < funnel.dialogs.size(); ++i) {
    std::printf("%s%s, %s to %s\n", i == 0 ? "" : "\n", funnel.dialogs[i].dialog.c_str(),
                funnel.from.c_str(), funnel.to.c_str());
    print(*wanted.dialogs[i], funnel.dialogs[i].screens);
  }
  co_return kWell;
}

std::vector<std::shared_ptr<const dialogs::Dialog>> dialogs_of(
    const gateway::Deployment& deployment, const std::string& only) {
  std::vector<std::shared_ptr<const dialogs::Dialog>> all;
  std::vector<std::string> names;
  for (const auto& [hash, version] : deployment.versions()) {
    const auto& dialog = version->dialog;
    if (std::find(names.begin(), names.end(), dialog->name) != names.end()) continue;
    names.push_back(dialog->name);
    if (only.empty() || dialog->name == only) all.push_back(dialog);
  }
  if (!all.empty()) return all;
  std::string known;
  for (const auto& name : names) known += " " + name;
  throw std::runtime_error("there is no dialog \"" + only + "\" here, but:" + known);
}

}  // namespace

int funnel(const FunnelOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto deployment = gateway::Deployment::load_dialogs(options.config, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  Wanted wanted;
  try {
    wanted = {dialogs_of(*deployment, options.dialog),
              days(options.days, deployment->config().country.time_zone)};
  } catch (const std::exception& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
  return with_store(deployment->config(),
                    [&](StoreUse* use) { return run(options.json, std::move(wanted), use); });
}

}  // namespace jisr::tools
