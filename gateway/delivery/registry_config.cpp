// Reads the mapping file, strictly: every key is known.
#include "gateway/delivery/registry_config.hpp"

#include <boost/json.hpp>
#include <filesystem>
#include <optional>

#include "dialogs/yaml.hpp"
#include "gateway/config.hpp"
#include "gateway/delivery/payload_yaml.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using dialogs::Findings;
using dialogs::Yaml;

class RegistryReader {
 public:
  RegistryReader(std::string folder, const AccessReader& access, Findings& findings,
                 Sources& sources)
      : folder_(std::move(folder)), access_(access), findings_(findings), sources_(sources) {}

  void read(const Yaml& in, RegistryConfig& to) {
    in.only_keys(findings_, "registry",
                 {"url",      "method",     "connect",      "total",  "answer_bytes", "tls",
                  "auth",     "headers",    "idempotency",  "body",   "schema",       "kinds",
                  "conflict", "outcome",    "attempts_max", "pause",  "backoff",      "concurrency",
                  "failures", "left_alone", "updates",      "person", "due",          "tables"});
    read_updates(in, folder_, to.updates, findings_);
    read_address(in, to);
    access_.read(in, to.connect_ms, to.total_ms, to);
    tables_ = payload_tables(in["tables"], findings_);
    to.due = read_due(in["due"], findings_);
    has_due_ = to.due.written;
    read_body(in, to.body, to.schema);
    map_of_names(in["kinds"], "kinds");
    for (const auto& [name, kind] : in["kinds"].entries()) read_kind(name, kind, to);
    read_conflict(in["conflict"], to.outcome);
    if (const auto list = in["outcome"]; list.exists() && !list.is_list()) {
      findings_.error("E102", list.place(), "outcome is a list of rules");
    }
    for (const auto& rule : in["outcome"].items()) read_rule(rule, to.outcome);
    number(in["attempts_max"], to.attempts_max, 1, 10'000);
    duration(in["pause"], to.pause_ms);
    number(in["concurrency"], to.destination.concurrency_max, 1, 10'000);
    number(in["failures"], to.destination.failures_max, 1, 10'000);
    duration(in["left_alone"], to.destination.pause_ms);
    const auto backoff = in["backoff"];
    keys(backoff, "backoff", {"base", "cap", "retry_after_max"});
    duration(backoff["base"], to.backoff.base_ms);
    duration(backoff["cap"], to.backoff.cap_ms);
    duration(backoff["retry_after_max"], to.backoff.retry_after_ms_max);
  }

 private:
  void keys(const Yaml& map, const char* what, const std::vector<std::string>& known) {
    if (map.exists()) map.only_keys(findings_, what, known);
  }
  void map_of_names(const Yaml& map, const char* what) {
    if (map.exists() && !map.is_map()) map.only_keys(findings_, what, {});
  }
  void text(const Yaml& in, std::string& to) {
    if (const auto value = in.as_string(findings_)) to = *value;
  }
  void path(const Yaml& in, std::string& to) {
    if (const auto value = in.as_string(findings_)) to = beside(folder_, *value);
  }
  void duration(const Yaml& in, std::int64_t& to) {
    if (const auto value = in.as_duration_ms(findings_)) to = *value;
  }
  template <typename T>
  void number(const Yaml& in, T& to, std::int64_t min, std::int64_t max) {
    if (const auto value = in.as_integer(findings_, min, max)) to = static_cast<T>(*value);
  }

  void method(const Yaml& in, std::string& to) {
    text(in, to);
    if (to != "POST" && to != "PUT" && to != "PATCH") {
      findings_.error("E102", in.place(), "method is POST, PUT or PATCH");
    }
  }

  void read_address(const Yaml& in, RegistryConfig& to) {
    access_.url(in["url"], in, to.url);
    method(in["method"], to.method);
    duration(in["connect"], to.connect_ms);
    duration(in["total"], to.total_ms);
    number(in["answer_bytes"], to.body_bytes_max, 1024, 16 << 20);
    map_of_names(in["headers"], "headers");
    for (const auto& [name, value] : in["headers"].entries()) {
      std::string words;
      text(value, words);
      to.headers.emplace_back(name, payload_text(words, value.place(), findings_));
    }
    const auto idempotency = in["idempotency"];
    keys(idempotency, "idempotency", {"header", "quoted"});
    text(idempotency["header"], to.idempotency_header);
    if (const auto quoted = idempotency["quoted"].as_boolean(findings_)) {
      to.idempotency_quoted = *quoted;
    }
  }

  void read_kind(const std::string& name, const Yaml& in, RegistryConfig& to) {
    keys(in, "kind", {"url", "method", "body", "schema", "file"});
    RegistryKind kind{to.url, to.method, {}, {}, {}};
    if (in["url"].exists()) access_.url(in["url"], in, kind.url);
    if (in["method"].exists()) method(in["method"], kind.method);
    read_body(in, kind.body, kind.schema);
    if (in["file"].exists()) read_file_rule(in["file"], kind.file);
    to.kinds.emplace(name, std::move(kind));
  }

  void read_file_rule(const Yaml& in, FileRule& to) {
    keys(in, "file", {"number", "phone", "forget"});
    text(in["number"], to.number);
    text(in["phone"], to.phone);
    if (const auto forget = in["forget"].as_boolean(findings_)) to.forget = *forget;
    if (in.is_map() && (to.number.empty() || to.phone.empty() != to.forget)) {
      findings_.error("E110", in.place(), "`file` needs `number`, and either `phone` or `forget`",
                      "{number: file, forget: true}: `file` is the answer with her number");
    }
  }

  void read_body(const Yaml& in, PayloadTemplate& body, Schema& to) {
    if (!in["body"].is_map()) {
      findings_.error("E110", in.place(), "a registry needs `body`, a map");
    } else {
      body = payload_of(in["body"], findings_, is_registration_name, &tables_);
      check_due(in["body"], body);
    }
    const auto named = in["schema"];
    if (!named.exists()) return;
    std::string file;
    path(named, file);
    auto content = read_text(file);
    if (!content) {
      findings_.error("E109", named.place(), "cannot read " + file);
      return;
    }
    auto schema = Schema::compile(*content);
    sources_[file] = std::move(*content);
    if (schema) {
      to = std::move(*schema);
    } else {
      findings_.error("E404", named.place(), file + ": " + schema.error().context);
    }
  }

  void check_due(const Yaml& in, const PayloadTemplate& body) {
    const auto names = names_in(body);
    if (has_due_ || (!names.contains("due") && !names.contains("due_until"))) return;
    findings_.error("E406", in.key_place(), "{due} is in it, and the centres have no hours",
                    "say at the head of the file when they are there: `due`", 4);
  }

  JsonPointer pointer(const std::string& written, const Yaml& at) {
    auto parsed = JsonPointer::parse(written);
    if (parsed) return std::move(*parsed);
    findings_.error("E405", at.place(), parsed.error().context);
    return {};
  }

  void read_conflict(const Yaml& in, OutcomeRules& to) {
    keys(in, "conflict", {"code", "in_progress", "duplicate_person"});
    if (const auto code = in["code"].as_string(findings_)) to.code = pointer(*code, in["code"]);
    text(in["in_progress"], to.in_progress);
    text(in["duplicate_person"], to.duplicate_person);
  }

  // 409, or "500-599".
  void read_status(const Yaml& in, OutcomeRule& rule) {
    const std::string& written = in.text();
    int bounds[2] = {0, 0};
    std::size_t at = 0;
    bool good = written.size() == 3 || (written.size() == 7 && written[3] == '-');
    for (std::size_t i = 0; good && i < written.size(); ++i) {
      if (i == 3) {
        ++at;
      } else {
        good = written[i] >= '0' && written[i] <= '9';
        bounds[at] = bounds[at] * 10 + (written[i] - '0');
      }
    }
    if (written.size() == 3) bounds[1] = bounds[0];
    if (!good || bounds[0] < 100 || bounds[1] < bounds[0] || bounds[1] > 599) {
      findings_.error("E405", in.place(), "a status is 409, or a range such as 500-599");
      return;
    }
    rule.statuses.push_back({bounds[0], bounds[1]});
  }

  void read_rule(const Yaml& in, OutcomeRules& to) {
    OutcomeRule rule;
    keys(in, "outcome rule", {"status", "json", "as"});
    const auto status = in["status"];
    if (status.is_scalar() || status.is_map()) read_status(status, rule);
    for (const auto& one : status.items()) read_status(one, rule);
    map_of_names(in["json"], "json");
    const auto tests = in["json"].entries();
    if (tests.size() > 1) {
      findings_.error("E405", in["json"].place(), "one pointer a rule", "write two rules");
    }
    for (const auto& [written, value] : tests) {
      rule.pointer = pointer(written, value);
      if (!value.is_list()) rule.equals.push_back(json_constant(value, findings_));
      for (const auto& one : value.items()) rule.equals.push_back(json_constant(one, findings_));
    }
    std::string as;
    text(in["as"], as);
    const auto verdict = verdict_named(as);
    if (!verdict) {
      findings_.error("E405", in["as"].exists() ? in["as"].place() : in.place(),
                      "`as` says what the answer means",
                      "delivered, already_there, duplicate_person, retry, refused, parked, pause "
                      "or reauthenticate");
      return;
    }
    rule.as = *verdict;
    to.rules.push_back(std::move(rule));
  }

  std::string folder_;
  const AccessReader& access_;
  Findings& findings_;
  Sources& sources_;
  PayloadTables tables_;
  bool has_due_ = false;
};

}  // namespace

const RegistryKind* kind_named(const RegistryConfig& config, const std::string& kind) {
  const auto found = config.kinds.find(kind);
  return found == config.kinds.end() ? nullptr : &found->second;
}

bool takes_kind(const RegistryConfig& config, const std::string& kind) {
  return kind.empty() || config.kinds.contains(kind) || names_in(config.body).contains("kind");
}

std::unique_ptr<RegistryConfig> read_registry(const std::string& file, Findings& findings,
                                              Sources& sources) {
  auto config = std::make_unique<RegistryConfig>();
  auto content = read_text(file);
  if (!content) {
    findings.error("E109", {file, 0, 0}, "cannot read " + file);
    return config;
  }
  auto& kept = sources[file];
  kept = std::move(*content);
  const auto folder = std::filesystem::path(file).parent_path().string();
  AccessReader access(folder, findings);
  RegistryReader reader(folder, access, findings, sources);
  const auto yaml = Yaml::parse(kept, file, findings, [&access](const std::string& name) {
    return access.environment(name);
  });
  if (yaml.exists()) reader.read(yaml, *config);
  return config;
}

}  // namespace jisr::gateway
