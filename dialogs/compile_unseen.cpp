// What she never sees: branches, look-ups, and the checks behind a question.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kChecksMax = 9;
constexpr std::size_t kWaysMax = 50;

void expect_list(Compilation& c, const Yaml& node, const char* what) {
  if (!node.exists() || node.is_list()) return;
  c.findings.error("E102", node.place(), std::string(what) + " must be a list");
}

std::vector<LookupSource::Sent> read_sent(Compilation& c, const Yaml& node) {
  std::vector<LookupSource::Sent> all;
  if (node.exists() && !node.is_map()) node.only_keys(c.findings, "send", {});
  for (const auto& [name, value] : node.entries()) all.push_back({name, read_value(c, value)});
  return all;
}

std::vector<LookupSource::Kept> read_kept(Compilation& c, const Yaml& node) {
  std::vector<LookupSource::Kept> all;
  if (node.exists() && !node.is_map()) node.only_keys(c.findings, "keep", {});
  for (const auto& [name, value] : node.entries()) {
    const auto pointer = value.as_string(c.findings);
    const auto field = c.dialog.field(name);  // declared by this very entry
    if (!pointer || field == kNone) continue;
    if (!pointer->starts_with('/')) {
      c.findings.error("E205", value.place(), "a JSON pointer begins with /", "such as /status",
                       value.width());
    }
    c.notes[field].typed = true;  // whatever the service says
    all.push_back({field, *pointer});
  }
  return all;
}

}  // namespace

void read_branch(Compilation& c, const Yaml& node, Screen& screen) {
  const auto ways = c.require(node, "ways", "a branch");
  expect_list(c, ways, "ways");
  for (const auto& item : ways.items()) {
    item.only_keys(c.findings, "a way", {"when", "next"});
    if (!item.is_map()) continue;
    Way way;
    way.when = read_condition(c, c.require(item, "when", "a way"));
    way.next = c.screen_named(c.require(item, "next", "a way"));
    if (way.next == kNone) c.broken.insert(c.current);
    screen.ways.push_back(std::move(way));
  }
  if (screen.ways.size() > kWaysMax) {
    c.findings.error("E116", ways.key_place(), "a branch has at most 50 ways",
                     "use a table: {table: …, where: …, column: …}", 4);
  }
}

void read_lookup(Compilation& c, const Yaml& node, Screen& screen) {
  auto& lookup = screen.lookup;
  const auto service = c.require(node, "service", "a lookup");
  lookup.service = service.as_string(c.findings).value_or("");
  lookup.sent = read_sent(c, node["send"]);
  lookup.kept = read_kept(c, node["keep"]);
  const auto limit = node["limit"];
  if (const auto limit_ms = limit.as_duration_ms(c.findings)) {
    constexpr std::int64_t kLeastMs = 100;
    constexpr std::int64_t kMostMs = 10'000;
    lookup.limit_ms = *limit_ms;
    if (*limit_ms < kLeastMs || *limit_ms > kMostMs) {
      c.findings.error("E123", limit.place(), "a look-up takes from 100ms to 10s",
                       "an operator waits for a few seconds at most", limit.width());
    }
  }
  lookup.failed = c.screen_named(c.require(node, "failed", "a lookup"));
  lookup.not_found = c.screen_named(node["not_found"]);
  if (lookup.failed == kNone) c.broken.insert(c.current);
}

std::vector<Check> read_checks(Compilation& c, const Yaml& node, const Screen& screen) {
  std::vector<Check> all;
  const auto checks = node["checks"];
  expect_list(c, checks, "checks");
  for (const auto& item : checks.items()) {
    item.only_keys(c.findings, "a check", {"refuse_when", "text"});
    if (!item.is_map()) continue;
    Check check;
    const auto before = c.readings.size();
    check.when = read_condition(c, c.require(item, "refuse_when", "a check"));
    const auto first = c.readings.begin() + static_cast<long>(before);
    c.readings.erase(std::remove_if(first, c.readings.end(),  // its own answer is known by then
                                    [&](auto& one) { return one.field == screen.field; }),
                     c.readings.end());
    const TextSpot spot{TextUse::error, "a check of " + screen.name, "", false};
    check.text = read_texts(c, c.require(item, "text", "a check"), spot);
    all.push_back(std::move(check));
  }
  if (all.size() > kChecksMax) {
    c.findings.error("E116", checks.key_place(), "a screen has at most 9 checks", "", 6);
  }
  return all;
}

}  // namespace jisr::dialogs
