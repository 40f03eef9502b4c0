// Reads gateway.yaml and the channel files, strictly.
#include "gateway/config.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dialogs/yaml.hpp"
#include "gateway/calendar.hpp"
#include "gateway/config_reader.hpp"
#include "gateway/entrance_config.hpp"
#include "gateway/keeping_config.hpp"

namespace jisr::gateway {

namespace {

using dialogs::Findings;
using dialogs::Yaml;
using Reader = ConfigReader;
constexpr std::uintmax_t kFileBytesMax = 4 << 20;

Yaml read_yaml(const std::string& file, const dialogs::Place& named_at, Findings& findings,
               Sources& sources, AccessReader& access) {
  auto text = read_text(file);
  if (!text) {
    const dialogs::Place whole{file, 0, 0};
    findings.error("E109", named_at.line > 0 ? named_at : whole, "cannot read " + file,
                   "paths are relative to the folder of gateway.yaml");
    return {};
  }
  auto& kept = sources[file];
  kept = std::move(*text);
  const auto environment = [&access](const std::string& name) { return access.environment(name); };
  return Yaml::parse(kept, file, findings, environment);
}

void read_listen(const Yaml& yaml, const char* what, const std::string& folder, ListenConfig& to,
                 Findings& findings) {
  std::vector<std::string> known = {"address", "port", "tls"};
  const bool admin = std::string_view(what) == "admin";
  if (admin) known.emplace_back("token_file");
  const Reader in(yaml, what, known, findings);
  if (admin) in.text("token_file", to.token_file);
  to.token_file = beside(folder, to.token_file);
  in.text("address", to.address);
  in.number("port", to.port, 0, 65535);
  if (!in.at("tls").exists()) return;
  const Reader tls(in.at("tls"), "tls", {"certificate", "key", "client_ca"}, findings);
  TlsFiles files;
  tls.text("certificate", files.certificate_file);
  tls.text("key", files.key_file);
  tls.text("client_ca", files.client_ca_file);
  for (auto* path : {&files.certificate_file, &files.key_file, &files.client_ca_file}) {
    *path = beside(folder, *path);
  }
  to.tls = files;
}

void read_limits(const Yaml& yaml, LimitConfig& to, Findings& findings) {
  const Reader in(yaml, "limits",
                  {"body_bytes", "connections", "idle", "header", "body", "write", "answer", "stop",
                   "turns", "slow", "rates"},
                  findings);
  read_rates(in.at("rates"), to.rates, findings);
  in.number("body_bytes", to.body_bytes_max, 1024, 16 << 20);
  in.number("connections", to.connections_max, 1, 1'000'000);
  in.duration("idle", to.idle_ms);
  in.duration("header", to.header_ms);
  in.duration("body", to.body_ms);
  in.duration("write", to.write_ms);
  in.duration("answer", to.answer_ms);
  in.duration("stop", to.stop_ms);
  in.number("turns", to.turns_max, 1, 1'000'000);
  in.duration("slow", to.slow_ms);
}

bool is_node(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || text.size() - colon > 6) return false;
  const auto port = text.substr(colon + 1);
  return !port.empty() && port.find_first_not_of("0123456789") == std::string::npos &&
         std::stoi(port) >= 1 && std::stoi(port) <= 65535;
}

void read_topology(const Reader& in, const Yaml& yaml, RedisConfig& to, Findings& findings) {
  std::string kind;
  in.word("topology", "a topology", {"standalone", "sentinel", "cluster"}, kind);
  if (kind == "sentinel") to.kind = RedisConfig::Kind::sentinel;
  if (kind == "cluster") to.kind = RedisConfig::Kind::cluster;
  in.texts("nodes", to.nodes);
  in.text("master", to.master);
  in.number("replicas", to.replicas, 0, 9);
  in.duration("replica_wait", to.replica_wait_ms);
  const bool several = to.kind != RedisConfig::Kind::standalone;
  if (several && to.nodes.empty()) {
    findings.error("E110", yaml.key_place(), "redis needs `nodes`: where its servers are",
                   "nodes: [\"10.0.0.1:26379\", …]", 5);
  }
  for (const auto& item : yaml["nodes"].items()) {
    if (is_node(item.text())) continue;
    findings.error("E131", item.place(), "not a host and a port", "such as \"10.0.0.1:26379\"",
                   item.width());
  }
}

void read_redis(const Yaml& yaml, const std::string& folder, RedisConfig& to, Findings& findings) {
  const Reader in(yaml, "redis",
                  {"host", "port", "unix", "user", "password_file", "database", "tls", "ca_file",
                   "certificate", "key", "connect", "command", "partitions", "topology", "nodes",
                   "master", "replicas", "replica_wait"},
                  findings);
  read_topology(in, yaml, to, findings);
  in.text("host", to.host);
  in.number("port", to.port, 0, 65535);
  in.text("unix", to.unix_path);
  in.text("user", to.user);
  in.text("password_file", to.password_file);
  in.number("database", to.database, 0, 1023);
  in.boolean("tls", to.tls);
  in.text("ca_file", to.ca_file);
  in.text("certificate", to.certificate);
  in.text("key", to.key);
  in.duration("connect", to.connect_ms);
  in.duration("command", to.command_ms);
  in.number("partitions", to.partitions, 1, 4096);
  for (auto* path : {&to.unix_path, &to.password_file, &to.ca_file, &to.certificate, &to.key}) {
    *path = beside(folder, *path);
  }
}

void read_country(const Yaml& yaml, CountryConfig& to, Findings& findings) {
  const Reader in(
      yaml, "country",
      {"country_code", "trunk_prefix", "national_length", "mobile_prefixes", "time_zone"},
      findings);
  in.text("country_code", to.country_code);
  in.text("trunk_prefix", to.trunk_prefix);
  in.number("national_length", to.national_length, 4, 14);
  in.texts("mobile_prefixes", to.mobile_prefixes);
  in.text("time_zone", to.time_zone);
  if (is_time_zone(to.time_zone)) return;
  findings.error("E244", in.at("time_zone").place(),
                 "there is no time zone \"" + to.time_zone + '"',
                 "a name of the IANA list, such as Africa/Casablanca", to.time_zone.size());
}

void read_outbox(const Yaml& yaml, OutboxConfig& to, Findings& findings) {
  const Reader in(yaml, "outbox",
                  {"poll", "lease", "concurrency", "sms_backoff", "sms_attempts", "sweep",
                   "dropped", "refused", "parked"},
                  findings);
  in.duration("poll", to.poll_ms);
  in.duration("lease", to.lease_ms);
  in.number("concurrency", to.concurrency_max, 1, 10'000);
  in.duration("sms_backoff", to.sms_backoff_ms);
  in.number("sms_attempts", to.sms_attempts_max, 1, 1000);
  in.duration("sweep", to.sweep_ms);
  in.duration("dropped", to.dropped_ms);
  in.duration("refused", to.refused_ms);
  in.duration("parked", to.parked_ms);
}

void read_dialogs(const Yaml& yaml, Config& config, Findings& findings) {
  expect_map(yaml, "dialogs", findings);
  for (const auto& [name, value] : yaml.entries()) {
    const Reader in(value, "dialog " + name, {"file", "settings"}, findings);
    DialogConfig dialog;
    dialog.name = name;
    in.text("file", dialog.file);
    dialog.file = beside(config.folder, dialog.file);
    in.settings("settings", dialog.settings);
    config.dialogs.push_back(std::move(dialog));
  }
}

void read_channel(const Yaml& yaml, const std::string& folder, Config& config, Findings& findings) {
  ChannelConfig channel;
  channel.place = yaml.place();
  const Reader in(yaml, "channel",
                  {"channel", "provider", "kind", "codes", "dialog", "keywords", "sms_channel",
                   "page", "session", "country", "settings", "services", "sending"},
                  findings);
  in.text("channel", channel.name);
  in.text("provider", channel.provider);
  std::string kind;
  in.text("kind", kind);
  if (kind != "ussd" && kind != "sms") {
    findings.error("E201", in.at("kind").place(), "kind must be ussd or sms");
  }
  channel.ussd = kind != "sms";
  in.texts("codes", channel.codes);
  in.text("dialog", channel.dialog);
  in.texts("keywords", channel.keywords);
  read_entrances(yaml, channel, findings);
  in.text("sms_channel", channel.sms_channel);
  channel.sending = read_sending(in.at("sending"), findings);
  const Reader page(in.at("page"), "page", {"gsm7", "ucs2"}, findings);
  if (!channel.ussd) channel.page = {306, 134};  // two parts of a concatenated SMS
  page.number("gsm7", channel.page.gsm7, 60, 1530);
  page.number("ucs2", channel.page.ucs2, 40, 670);
  in.duration("session", channel.session_ms);
  if (in.at("country").exists()) {
    channel.country = CountryConfig{};
    read_country(in.at("country"), *channel.country, findings);
  }
  in.settings("settings", channel.settings);
  for (auto& [name, value] : channel.settings) {
    if (name.ends_with("_file")) value = beside(folder, value);
  }
  if (channel.name.empty() || channel.provider.empty()) {
    findings.error("E110", yaml.place(), "a channel needs `channel` (its name) and `provider`");
  }
  config.channels.push_back(std::move(channel));
}

// An operator waits limits.answer. A turn may take one command to load and three tries to commit,
// with 400 ms of pauses between them, before it says "busy".
void check_times(Config& config, const Yaml& redis, const Yaml& limits, Findings& findings) {
  if (config.limits.slow_ms == 0) config.limits.slow_ms = config.redis.command_ms * 4 / 5;
  if (config.limits.slow_ms >= config.redis.command_ms) {
    findings.error("E132", limits["slow"].place(),
                   "no command of Redis takes longer than redis.command, which is " +
                       std::to_string(config.redis.command_ms) + " ms",
                   "make limits.slow shorter, or leave it out", limits["slow"].width());
  }
  constexpr std::int64_t kCommands = 4;
  constexpr std::int64_t kPausesMs = 400;
  const auto longest_ms = kCommands * config.redis.command_ms + kPausesMs;
  if (longest_ms <= config.limits.answer_ms) return;
  findings.error("E130", redis.exists() ? redis.place() : dialogs::Place{config.file, 1, 1},
                 "with redis.command an answer may take " + std::to_string(longest_ms) +
                     " ms, and limits.answer allows " + std::to_string(config.limits.answer_ms),
                 "shorten redis.command");
}

// What names another part must name one that is there.
void check_names(const Config& config, Findings& findings) {
  std::vector<std::string> dialogs;
  for (const auto& dialog : config.dialogs) dialogs.push_back(dialog.name);
  std::vector<std::string> channels;
  for (const auto& channel : config.channels) channels.push_back(channel.name);
  const auto known = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const auto& channel : config.channels) {
    if (!channel.dialog.empty() && !known(dialogs, channel.dialog)) {
      findings.error("E202", channel.place,
                     "channel " + channel.name + ": there is no dialog \"" + channel.dialog + "\"",
                     dialogs::did_you_mean(channel.dialog, dialogs));
    }
    if (!channel.sms_channel.empty() && !known(channels, channel.sms_channel)) {
      findings.error(
          "E202", channel.place,
          "channel " + channel.name + ": there is no channel \"" + channel.sms_channel + "\"",
          dialogs::did_you_mean(channel.sms_channel, channels));
    }
    if (std::count(channels.begin(), channels.end(), channel.name) > 1) {
      findings.error("E203", channel.place, "two channels are called \"" + channel.name + "\"");
    }
  }
}

}  // namespace

std::optional<std::string> read_text(const std::string& path) {
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed || size > kFileBytesMax) return std::nullopt;
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

std::string beside(const std::string& folder, const std::string& path) {
  if (path.empty() || path.front() == '/' || folder.empty()) return path;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

std::optional<std::string> read_secret(const std::string& path) {
  auto text = read_text(path);
  while (text && !text->empty() && (text->back() == '\n' || text->back() == '\r')) text->pop_back();
  return text;
}

Config read_config(const std::string& file, Findings& findings, Sources& sources,
                   bool with_secrets) {
  Config config;
  config.file = file;
  config.folder = std::filesystem::path(file).parent_path().string();
  AccessReader access(config.folder, findings, with_secrets);
  const auto yaml = read_yaml(file, {}, findings, sources, access);
  if (!yaml.exists()) return config;
  const Reader in(yaml, "gateway.yaml",
                  {"listen", "threads", "limits", "redis", "keys", "audit", "agents", "session",
                   "outbox", "sms", "funnel", "country", "log", "registry", "providers", "dialogs",
                   "channels", "services", "words"},
                  findings);
  const Reader listen(in.at("listen"), "listen", {"callbacks", "admin"}, findings);
  read_listen(listen.at("callbacks"), "callbacks", config.folder, config.callbacks, findings);
  read_listen(listen.at("admin"), "admin", config.folder, config.admin, findings);
  in.number("threads", config.threads, 0, 256);
  read_limits(in.at("limits"), config.limits, findings);
  read_redis(in.at("redis"), config.folder, config.redis, findings);
  read_keys(in.at("keys"), config.folder, config.keys, findings);
  read_audit(in.at("audit"), config.audit, findings);
  read_agents(in.at("agents"), config.agents, findings);
  check_admin(config.admin, in.at("listen")["admin"], findings);
  const Reader session(in.at("session"), "session", {"open", "ended", "returning"}, findings);
  session.duration("open", config.session.open_ms);
  session.duration("ended", config.session.ended_ms);
  session.duration("returning", config.session.returning_ms);
  read_outbox(in.at("outbox"), config.outbox, findings);
  read_sms_words(in.at("words"), config.words, findings);
  const Reader funnel(in.at("funnel"), "funnel", {"keep"}, findings);
  funnel.duration("keep", config.funnel.keep_ms);
  config.sms = read_sms(in.at("sms"), findings);
  read_country(in.at("country"), config.country, findings);
  const Reader log(in.at("log"), "log", {"level", "format"}, findings);
  log.word("level", "a level of the log", {"debug", "info", "warn", "error"}, config.log_level);
  log.word("format", "a form of the log", {"json", "text"}, config.log_format);
  in.text("registry", config.registry);
  config.registry = beside(config.folder, config.registry);
  in.text("providers", config.providers);
  config.providers = beside(config.folder, config.providers);
  read_dialogs(in.at("dialogs"), config, findings);
  config.services = read_services(in.at("services"), access, findings);
  std::vector<std::string> channels;
  in.texts("channels", channels);
  for (const auto& path : channels) {
    const auto full = beside(config.folder, path);
    const auto channel = read_yaml(full, in.at("channels").place(), findings, sources, access);
    if (channel.exists()) {
      read_channel(channel, std::filesystem::path(full).parent_path().string(), config, findings);
    }
  }
  check_times(config, in.at("redis"), in.at("limits"), findings);
  check_names(config, findings);
  check_entrances(config, findings);
  return config;
}

}  // namespace jisr::gateway
