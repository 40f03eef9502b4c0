// Start, reload, stop.
#include "gateway/gateway.hpp"

#include <sodium.h>

#include <algorithm>
#include <boost/asio/use_future.hpp>
#include <boost/json.hpp>
#include <future>
#include <stdexcept>

#include "gateway/calendar.hpp"
#include "gateway/key_ring.hpp"
#include "gateway/log.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;

namespace {

// Beyond `limits.stop`: for what is cut then to end.
constexpr std::chrono::seconds kStopGrace{12};

SecretKey key_from(const std::string& file, const char* what) {
  auto key = SecretKey::from_file(file);
  if (!key) {
    throw std::runtime_error(std::string(what) + ": " + key.error().context +
                             " (make one: openssl rand -hex 32 > " + file + ")");
  }
  return std::move(*key);
}

// Empty: nobody is asked for one.
std::string admin_token(const ListenConfig& admin) {
  constexpr std::size_t kBytesMin = 16;
  if (admin.token_file.empty()) return {};
  auto token = read_secret(admin.token_file);
  if (token && token->size() >= kBytesMin) return std::move(*token);
  throw std::runtime_error("listen.admin.token_file: " + admin.token_file +
                           (token ? " is shorter than 16 characters" : " cannot be read") +
                           " (make one: openssl rand -hex 32 > " + admin.token_file + ")");
}

HttpListen listen_of(const ListenConfig& config, const LimitConfig& limits, const ServerTls& tls) {
  HttpListen listen;
  listen.address = config.address;
  listen.port = config.port;
  listen.tls = tls;
  listen.limits = limits_of(limits);
  return listen;
}

ServerTls tls_of(const ListenConfig& config) {
  if (!config.tls) return nullptr;
  auto tls = load_server_tls(*config.tls);
  if (!tls) throw std::runtime_error(tls.error().context);
  return *tls;
}

// By channel, since this process was started.
boost::json::object sms_status(const SmsLines& lines) {
  boost::json::object out;
  for (const auto& sum : lines.sums(std::chrono::steady_clock::now())) {
    boost::json::object line;
    line["messages"] = sum.messages;
    line["parts"] = sum.parts;
    line["cost"] = amount_of(sum.cost_micro);
    line["currency"] = sum.currency;
    line["open"] = sum.open;
    out[sum.channel] = std::move(line);
  }
  return out;
}

// What waits, of all gateways on this Redis; null while Redis does not say.
asio::awaitable<boost::json::value> outbox_status(Store& store) {
  auto backlog = co_await store.backlog();
  if (!backlog) co_return boost::json::value();
  const auto age_s = [now = now_ms()](std::int64_t since_ms) {
    return since_ms == 0 ? 0 : std::max<std::int64_t>(now - since_ms, 0) / 1'000;
  };
  boost::json::object out;
  out["due"] = backlog->due;
  out["dead"] = backlog->dead;
  out["oldest_due_s"] = age_s(backlog->oldest_due_ms);
  out["oldest_dead_s"] = age_s(backlog->oldest_dead_ms);
  co_return out;
}

// What a reload cannot change, and differs: "listen, redis".
std::string needs_restart(const Config& started, const Config& next) {
  struct Part {
    const char* name;
    bool same;
  };
  const Part parts[] = {
      {"listen", started.callbacks == next.callbacks && started.admin == next.admin},
      {"threads", started.threads == next.threads},
      {"limits", started.limits == next.limits},
      {"redis", started.redis == next.redis},
      {"keys.pseudonym_file", started.keys.pseudonym_file == next.keys.pseudonym_file},
      {"outbox", started.outbox == next.outbox},
      {"session.ended", started.session.ended_ms == next.session.ended_ms},
      {"log", started.log_level == next.log_level && started.log_format == next.log_format}};
  std::string names;
  for (const auto& part : parts) {
    if (!part.same) names += (names.empty() ? "" : ", ") + std::string(part.name);
  }
  return names;
}

// Everything that must hold before the first caller: see Gateway::start(). The text is empty when
// it does.
asio::awaitable<std::string> inspect(Store& store) {
  auto meta = co_await store.open_meta();
  if (!meta) {
    if (meta.error().code == Errc::misconfigured) co_return meta.error().context;
    log::warn("redis_not_there", {{"reason", meta.error().context}});
    co_return std::string();
  }
  auto findings = co_await store.inspect();
  if (!findings) co_return std::string();
  for (const auto& finding : *findings) {
    if (finding.fatal) co_return finding.text;
    log::warn("redis_finding", {{"reason", finding.text}});
  }
  co_return std::string();
}

}  // namespace

std::unique_ptr<Vault> open_vault(const KeyConfig& keys) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  auto sealing = read_sealing_keys(keys);
  if (!sealing) throw std::runtime_error(sealing.error().context);
  return std::make_unique<Vault>(std::move(*sealing),
                                 key_from(keys.pseudonym_file, "keys.pseudonym_file"));
}

Gateway::Gateway(std::shared_ptr<const Deployment> deployment)
    : deployment_(std::move(deployment)),
      vault_(open_vault(deployment_->config().keys)),
      started_(deployment_->config()),
      compiler_(std::make_unique<VersionCompiler>()),
      rates_(started_.limits.rates) {
  const auto& config = deployment_->config();
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const unsigned lanes = config.threads > 0 ? static_cast<unsigned>(config.threads) : cores;
  auto listen = listen_of(config.callbacks, config.limits, tls_of(config.callbacks));
  listen.shared_port = lanes > 1;
  for (unsigned i = 0; i < lanes; ++i) {
    lanes_.push_back(std::make_unique<Lane>(deployment_, *vault_, *compiler_, service_answers_,
                                            destinations_, rates_, listen));
    listen.port = lanes_.front()->port();  // with port 0 the first lane's choice is for all
  }
  Lane& first = *lanes_.front();
  sources_.ready = [this] {
    return std::all_of(lanes_.begin(), lanes_.end(),
                       [](const auto& lane) { return lane->topology().ready(); });
  };
  sources_.status = [this] { return status(); };
  sources_.token = admin_token(config.admin);
  auto admin = listen_of(config.admin, config.limits, tls_of(config.admin));
  admin_ = std::make_unique<HttpServer>(first.io(), std::move(admin), [this](HttpRequest request) {
    return answer_admin(sources_, std::move(request));
  });
}

Gateway::~Gateway() {
  if (stop()) return;
  for (auto& lane : lanes_) lane->join();
}

void Gateway::start() {
  admin_->start();
  for (auto& lane : lanes_) lane->start();
  look_at_redis();
}

void Gateway::look_at_redis() {
  Lane& first = *lanes_.front();
  auto looked = asio::co_spawn(first.io(), inspect(first.store()), asio::use_future);
  const auto trouble = looked.get();
  if (!trouble.empty()) throw std::runtime_error(trouble);
}

bool Gateway::reload(dialogs::Findings& findings, Sources& sources, const std::string& by) {
  auto next = Deployment::load(deployment_->config().file, findings, sources);
  if (findings.has_errors()) return false;
  if (!take_keys(next->config(), findings)) return false;
  const auto later = needs_restart(started_, next->config());
  if (!later.empty()) log::warn("reload_needs_restart", {{"settings", later}});
  Lane& first = *lanes_.front();
  auto kept = asio::co_spawn(first.io(), first.versions().keep(next), asio::use_future);
  kept.get();  // within redis.command; what could not be written is tried again by the lanes
  Act act;
  act.what = "reload";
  act.by = by;
  const std::chrono::milliseconds keep(next->config().audit.keep_ms);
  auto noted =
      asio::co_spawn(first.io(), first.store().note_act(std::move(act), keep), asio::use_future);
  log::info("audit", {{"what", "reload"}, {"by", by}, {"kept", noted.get().has_value()}});
  deployment_ = std::move(next);
  for (auto& lane : lanes_) lane->replace(deployment_);
  return true;
}

// The sealing keys, as their files are now.
bool Gateway::take_keys(const Config& config, dialogs::Findings& findings) {
  auto keys = read_sealing_keys(config.keys);
  auto taken = keys ? vault_->replace(std::move(*keys)) : Result<void>(keys.error());
  if (taken) return true;
  findings.error("E612", {config.file, 1, 1}, taken.error().context,
                 "the keys stay as they were; docs/operations.md, \"New keys\"");
  return false;
}

bool Gateway::stop() {
  if (lanes_.empty()) return true;
  Lane& first = *lanes_.front();
  asio::post(first.io(), [this] { admin_->stop_accepting(); });
  for (auto& lane : lanes_) lane->stop();
  const auto limit = std::chrono::milliseconds(deployment_->config().limits.stop_ms) + kStopGrace;
  const auto until = std::chrono::steady_clock::now() + limit;
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    if (lanes_[i]->ends_by(until)) continue;
    log::error("stop_hangs", {{"lane", i}});
    return false;
  }
  for (auto& lane : lanes_) lane->join();
  compiler_.reset();
  admin_.reset();
  lanes_.clear();
  return true;
}

asio::awaitable<std::string> Gateway::status() {
  struct Item {
    const char* name;
    Counters::Count Counters::*count;
  };
  static constexpr Item kItems[] = {{"answers", &Counters::answers},
                                    {"refused", &Counters::refused},
                                    {"repeated", &Counters::repeated},
                                    {"conflicts", &Counters::conflicts},
                                    {"busy", &Counters::busy},
                                    {"limited", &Counters::limited},
                                    {"lookups_limited", &Counters::lookups_limited},
                                    {"sms_limited", &Counters::sms_limited},
                                    {"begun", &Counters::begun},
                                    {"moved", &Counters::moved},
                                    {"registered", &Counters::registered},
                                    {"lookups", &Counters::lookups},
                                    {"lookups_failed", &Counters::lookups_failed},
                                    {"delivered", &Counters::delivered},
                                    {"already_there", &Counters::already_there},
                                    {"retried", &Counters::retried},
                                    {"dead", &Counters::dead},
                                    {"sms_sent", &Counters::sms_sent},
                                    {"sms_withheld", &Counters::sms_withheld},
                                    {"sms_joined", &Counters::sms_joined},
                                    {"sms_incomplete", &Counters::sms_incomplete},
                                    {"pages_sent", &Counters::pages_sent},
                                    {"pages_retried", &Counters::pages_retried},
                                    {"pages_lost", &Counters::pages_lost},
                                    {"receipts", &Counters::receipts},
                                    {"fallen_back", &Counters::fallen_back},
                                    {"shed", &Counters::shed},
                                    {"mended", &Counters::mended},
                                    {"receipts_delivered", &Counters::receipts_delivered},
                                    {"receipts_failed", &Counters::receipts_failed}};
  boost::json::object out;
  for (const auto& item : kItems) {
    std::uint64_t sum = 0;
    for (const auto& lane : lanes_) sum += (lane->counters().*item.count).load();
    out[item.name] = sum;
  }
  out["gateways"] = destinations_.sms.gateways();
  out["sms"] = sms_status(destinations_.sms);
  // Of this listener's lane only: the connection's own count is not for other threads.
  out["redis_round_trips"] = lanes_.front()->topology().for_partition(0).counters().round_trips;
  out["log_lines_lost"] = log::lost();
  out["outbox"] = co_await outbox_status(lanes_.front()->store());
  co_return boost::json::serialize(out);
}

}  // namespace jisr::gateway
