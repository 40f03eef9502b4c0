// The mapping file of a registry (config/registry/*.yaml): where it is, who we are there, what body
// it wants and what its answers mean. Read once, at start and reload; immutable; shared between
// threads.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "gateway/delivery/access_config.hpp"
#include "gateway/delivery/destination.hpp"
#include "gateway/delivery/due.hpp"
#include "gateway/delivery/outcome.hpp"
#include "gateway/delivery/payload.hpp"
#include "gateway/delivery/retry.hpp"
#include "gateway/delivery/schema.hpp"
#include "gateway/delivery/updates_config.hpp"

namespace jisr::gateway {

// What a registration of one kind means for what is kept of the first one (file_change.hpp).
struct FileRule {
  std::string number;   // the answer that holds the number of the first one; empty: no rule
  std::string phone;    // the answer with her other phone, E.164
  bool forget = false;  // she has withdrawn
};

// What is sent in place of the main body for one kind of registration.
struct RegistryKind {
  std::string url;
  std::string method;
  PayloadTemplate body;
  Schema schema;
  FileRule file;
};

struct RegistryConfig : Access {
  std::string url;
  std::string method = "POST";
  std::int64_t connect_ms = 5'000;
  std::int64_t total_ms = 20'000;
  std::size_t body_bytes_max = 256 * 1024;  // of an answer
  std::vector<std::pair<std::string, PayloadTemplate>>
      headers;  // texts, filled for each registration
  std::string idempotency_header = "Idempotency-Key";
  bool idempotency_quoted = false;  // a text of structured fields: "0b6c…" with its quotes
  PayloadTemplate body;
  Schema schema;
  std::map<std::string, RegistryKind> kinds;  // by Registration::kind; others take the main body
  DueRule due;
  OutcomeRules outcome;
  int attempts_max = 20;           // of answers that fail on one entry, before it is parked
  std::int64_t pause_ms = 60'000;  // between tries while a person is needed
  Backoff backoff;
  DestinationLimits destination{16, 10, 5'000};
  UpdatesConfig updates;
};

// What its kind sends, or null for the main body.
const RegistryKind* kind_named(const RegistryConfig& config, const std::string& kind);

// Whether a registration of this kind gets a body that knows it: one of `kinds`, or the main one
// when that names {kind}.
bool takes_kind(const RegistryConfig& config, const std::string& kind);

// Reads the file, its schema and its secrets (*_file, relative to the file's folder, or ${NAME} of
// the environment; a secret written into the YAML is refused). What is wrong is a finding with its
// place; with errors among the findings the result must not be used. Sources of files read go to
// `sources`.
std::unique_ptr<RegistryConfig> read_registry(const std::string& file, dialogs::Findings& findings,
                                              std::map<std::string, std::string>& sources);

}  // namespace jisr::gateway
