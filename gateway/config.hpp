// gateway.yaml and what it names, as plain values. Every default stands here, once. Reading is
// strict: an unknown key, a wrong unit or a missing file is a Finding with its place, and nothing
// is started.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dialogs/charset.hpp"
#include "dialogs/diagnostic.hpp"
#include "gateway/agents/agent_config.hpp"
#include "gateway/delivery/sending_config.hpp"
#include "gateway/entrances.hpp"
#include "gateway/http/tls_files.hpp"
#include "gateway/service_config.hpp"
#include "gateway/sms_words.hpp"

namespace jisr::gateway {

struct ListenConfig {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0 takes a free one, which `serve` prints
  std::optional<TlsFiles> tls;
  std::string token_file;  // of the admin listener: who has no token sees /livez and /readyz only
  bool operator==(const ListenConfig&) const = default;
};

// How often is too often. Each process counts for itself; those of a channel and of all are shared
// out among the gateways that run. 0: no limit.
struct RateConfig {
  int turns_a_minute = 120;            // answers of one subscriber
  int calls_an_hour = 120;             // calls and conversations that she begins
  int lookups_a_day = 100;             // questions to services in her name
  int channel_calls_a_second = 5'000;  // begun, by all callers of one channel
  int calls_a_second = 10'000;         // and of all
  bool operator==(const RateConfig&) const = default;
};

struct LimitConfig {
  std::size_t body_bytes_max = 64 * 1024;
  std::size_t connections_max = 4096;  // of each thread
  std::int64_t idle_ms = 60'000;       // kept connection, between two requests
  std::int64_t header_ms = 5'000;
  std::int64_t body_ms = 5'000;
  std::int64_t write_ms = 10'000;
  std::int64_t answer_ms = 3'000;  // within which an operator gets an answer, if only "busy"
  std::int64_t stop_ms = 10'000;   // for what is in hand when told to stop
  std::size_t turns_max = 1'000;   // in hand at once, of each thread; then no new calls
  std::int64_t slow_ms = 0;        // Redis's usual time at which no new calls are taken; 0: 4/5 of
                                   // redis.command
  RateConfig rates;
  bool operator==(const LimitConfig&) const = default;
};

struct RedisConfig {
  enum class Kind { standalone, sentinel, cluster };
  Kind kind = Kind::standalone;
  std::vector<std::string> nodes;   // "host:port" of Sentinels, or of some servers of a Cluster
  std::string master = "mymaster";  // as the Sentinels call it
  int replicas = 0;                 // that must have a commit before she is told of it
  std::int64_t replica_wait_ms = 200;
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
  std::string unix_path;  // takes the place of host and port
  std::string user;
  std::string password_file;
  int database = 0;
  bool tls = false;
  std::string ca_file;
  std::string certificate;
  std::string key;
  std::int64_t connect_ms = 1'000;
  std::int64_t command_ms = 500;  // a commit may take four of them: keep within limits.answer
  std::uint16_t partitions = 64;  // fixed for a deployment
  bool operator==(const RedisConfig&) const = default;
};

struct KeyConfig {
  // Each 32 bytes as 64 hex digits, behind the key's id and a colon ("2:0f1e…"; without one it is
  // 1). The first seals answers at rest, the others open what was sealed before a rotation.
  std::vector<std::string> sealing_files;
  std::string pseudonym_file;  // without id: makes pseudonyms of numbers in keys and logs
  bool operator==(const KeyConfig&) const = default;
};

struct SessionConfig {
  std::int64_t open_ms =
      3'600'000;  // an unfinished registration is kept so long after its last answer
  std::int64_t ended_ms =
      600'000;  // a finished one, so that a repeated callback gets its reply again
  std::int64_t returning_ms = 400LL * 86'400'000;  // that she registered is known so long; 0: not
};

// What people did by hand.
struct AuditConfig {
  std::int64_t keep_ms = 1'830LL * 86'400'000;  // five years
};

// Counts of where women leave a dialog.
struct FunnelConfig {
  std::int64_t keep_ms = 90LL * 86'400'000;  // a day's are kept so long; 0: none are made
};

struct DialogConfig {
  std::string name;
  std::string file;
  std::map<std::string, std::string> settings;
};

// The country of a line: how its phone numbers are written, and its clock.
struct CountryConfig {
  std::string country_code = "212";
  std::string trunk_prefix = "0";
  std::size_t national_length = 9;
  std::vector<std::string> mobile_prefixes = {"6", "7"};
  std::string time_zone = "Africa/Casablanca";  // of the IANA list: what day and hour it is there
};

// One deployed line: a provider's wire + a number + credentials.
struct ChannelConfig {
  std::string name;
  std::string provider;               // a profile in providers/
  bool ussd = true;                   // else SMS
  std::vector<std::string> codes;     // "*555#" or the number that SMS come to
  std::string dialog;                 // begun where no entrance fits; that of the first if not told
  std::vector<std::string> keywords;  // SMS: the word that begins the dialog; compared without case
  std::vector<Entrance> entrances;    // codes, dialog and keywords, then `services`
  std::string sms_channel;            // that sends her SMS; none: by `sms.routes`
  SendingConfig sending;              // SMS: how this channel sends
  dialogs::Limit page{160, 70};
  std::int64_t session_ms = 0;           // 0: SessionConfig::open_ms
  std::optional<CountryConfig> country;  // whose numbers this line carries; none: the gateway's
  std::map<std::string, std::string>
      settings;  // url, username, password_file, sender … of the profile
  dialogs::Place place;
};

struct OutboxConfig {
  std::int64_t poll_ms = 200;
  std::int64_t lease_ms = 60'000;    // longer than any delivery may take
  std::size_t concurrency_max = 32;  // deliveries in hand, of each thread
  std::int64_t sms_backoff_ms = 2'000;
  int sms_attempts_max = 20;
  std::int64_t sweep_ms = 2'000;                // between two steps of the sweep; 0: none
  std::int64_t dropped_ms = 90LL * 86'400'000;  // why an entry was dropped is kept so long
  std::int64_t refused_ms = 0;  // what the registry refused is dropped after that; 0: by a person
  std::int64_t parked_ms = 0;   // the same of what was parked
  bool operator==(const OutboxConfig&) const = default;
};

struct Config {
  std::string file;    // gateway.yaml, as given
  std::string folder;  // that the paths in it are relative to
  ListenConfig callbacks;
  ListenConfig admin{"127.0.0.1", 8081, {}, {}};
  int threads = 0;  // 0: one for each core
  LimitConfig limits;
  RedisConfig redis;
  KeyConfig keys;
  AuditConfig audit;
  AgentConfig agents;
  SessionConfig session;
  OutboxConfig outbox;
  FunnelConfig funnel;
  SmsConfig sms;
  CountryConfig country;
  SmsWords words = SmsWords::usual();
  std::string log_level = "info";
  std::string log_format = "json";
  std::string registry;                 // file with address, payload and outcomes; empty: none
  std::string providers = "providers";  // folder of profiles
  std::vector<DialogConfig> dialogs;
  std::vector<ChannelConfig> channels;
  std::vector<ServiceConfig> services;  // without secrets unless read with them
};

// What a look-up may take of limits.answer: the commit after it needs its time.
inline std::int64_t lookup_ms_max(const Config& config) {
  return config.limits.answer_ms - config.redis.command_ms;
}

// Reads `file` and the channel files that it names. The sources of all files read are kept in
// `sources` (by file name) so that findings can be shown with their lines.
using Sources = std::map<std::string, std::string>;
Config read_config(const std::string& file, dialogs::Findings& findings, Sources& sources,
                   bool with_secrets = false);

// The text of a file of at most 4 MiB, or nullopt.
std::optional<std::string> read_text(const std::string& path);
// A path of the configuration, relative to the folder of the file that names it.
std::string beside(const std::string& folder, const std::string& path);
// A secret out of a file, without the line end that editors add.
std::optional<std::string> read_secret(const std::string& path);

}  // namespace jisr::gateway
