// Reads `services`, and holds the dialogs' look-ups against them.
#include "gateway/service_config.hpp"

#include <algorithm>

#include "gateway/builtin_shape.hpp"
#include "gateway/config_reader.hpp"
#include "gateway/delivery/payload_yaml.hpp"

namespace jisr::gateway {

namespace {

using dialogs::Findings;
using dialogs::Yaml;

class ServiceReader {
 public:
  ServiceReader(const AccessReader& access, Findings& findings)
      : access_(access), findings_(findings) {}

  void read(const Yaml& in, ServiceConfig& to) {
    in.only_keys(findings_, "service",
                 {"url", "method", "headers", "body", "tls", "auth", "found", "not_found",
                  "connect", "total", "answer_bytes", "fresh", "failures", "pause"});
    read_duration(in["connect"], to.connect_ms, 1, 30'000, findings_);
    read_duration(in["total"], to.total_ms, 1, 60'000, findings_);
    read_duration(in["fresh"], to.fresh_ms, 0, 300'000, findings_);
    read_duration(in["pause"], to.pause_ms, 0, 600'000, findings_);
    number(in["answer_bytes"], to.answer_bytes_max, 256, 1 << 20);
    number(in["failures"], to.failures_max, 1, 1'000);
    statuses(in["found"], to.found);
    statuses(in["not_found"], to.not_found);
    read_address(in, to);
    access_.read(in, to.connect_ms, to.total_ms, to);
    const auto headers = in["headers"];
    if (headers.exists() && !headers.is_map()) headers.only_keys(findings_, "headers", {});
    for (const auto& [name, value] : headers.entries()) {
      to.headers.emplace_back(name, text_template(value));
    }
    if (to.method == "GET" && in["body"].exists()) {
      findings_.error("E112", in["body"].key_place(), "a GET sends no body", "method: POST");
    } else if (in["body"].exists()) {
      if (!in["body"].is_map()) in["body"].only_keys(findings_, "body", {});
      to.body = payload_of(in["body"], findings_, is_plain_name);
    }
  }

 private:
  void read_address(const Yaml& in, ServiceConfig& to) {
    if (const auto method = in["method"].as_string(findings_)) to.method = *method;
    if (to.method != "GET" && to.method != "POST") {
      findings_.error("E102", in["method"].place(), "method is GET or POST");
    }
    std::string written;
    access_.url(in["url"], in, written, true);
    to.loopback_http = is_loopback_http(written);
    to.url = text_template(in["url"]);
    const auto host_end = written.find_first_of("/?#", written.find("://") + 3);
    if (written.substr(0, host_end).find('{') != std::string::npos) {
      findings_.error("E402", in["url"].place(), "an answer must not choose the server",
                      "placeholders stand behind the host");
    }
  }

  PayloadTemplate text_template(const Yaml& in) {
    const auto text = in.as_string(findings_);
    return payload_text(text.value_or(""), in.place(), findings_, is_plain_name);
  }

  template <typename T>
  void number(const Yaml& in, T& to, std::int64_t min, std::int64_t max) {
    if (const auto value = in.as_integer(findings_, min, max)) to = static_cast<T>(*value);
  }
  void statuses(const Yaml& in, std::vector<int>& to) {
    if (!in.exists()) return;
    if (!in.is_list()) findings_.error("E102", in.place(), "a list of statuses: [200]");
    to.clear();
    for (const auto& one : in.items()) {
      if (const auto status = one.as_integer(findings_, 100, 599)) {
        to.push_back(static_cast<int>(*status));
      }
    }
  }

  const AccessReader& access_;
  Findings& findings_;
};

std::string listed(const std::set<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

void check_sent(const dialogs::Screen& screen, const ServiceConfig& service, Findings& findings) {
  std::set<std::string> sent;
  const auto known = service.names();
  for (const auto& one : screen.lookup.sent) {
    sent.insert(one.name);
    if (known.contains(one.name)) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    auto hint = dialogs::did_you_mean(one.name, names);
    if (hint.empty()) hint = "it knows: " + listed(known);
    findings.error("E241", screen.place,
                   "screen " + screen.name + ": the service \"" + service.name +
                       "\" has no use for \"" + one.name + '"',
                   hint);
  }
  for (const auto& name : names_in(service.url)) {
    if (sent.contains(name)) continue;
    findings.error(
        "E242", screen.place,
        "screen " + screen.name + ": the address of \"" + service.name + "\" needs \"" + name + '"',
        "add it under `send`");
  }
}

}  // namespace

std::set<std::string> ServiceConfig::names() const {
  auto used = names_in(url);
  used.merge(names_in(body));
  for (const auto& [header, text] : headers) used.merge(names_in(text));
  return used;
}

std::vector<ServiceConfig> read_services(const Yaml& yaml, const AccessReader& access,
                                         Findings& findings) {
  std::vector<ServiceConfig> services;
  if (yaml.exists() && !yaml.is_map()) yaml.only_keys(findings, "services", {});
  for (const auto& [name, value] : yaml.entries()) {
    if (builtin_shape(name) != nullptr) {
      findings.error("E225", value.key_place(),
                     "\"" + name + "\" is a look-up that the gateway answers itself",
                     "another name");
    }
    ServiceConfig service;
    service.name = name;
    ServiceReader(access, findings).read(value, service);
    services.push_back(std::move(service));
  }
  return services;
}

const ServiceConfig* service_named(const std::vector<ServiceConfig>& services,
                                   std::string_view name) {
  const auto found = std::find_if(services.begin(), services.end(),
                                  [name](const auto& service) { return service.name == name; });
  return found == services.end() ? nullptr : &*found;
}

void check_lookups(const dialogs::Dialog& dialog, const std::vector<ServiceConfig>& services,
                   std::int64_t answer_ms, Findings& findings) {
  for (const auto& screen : dialog.screens) {
    if (screen.kind != dialogs::Screen::Kind::lookup) continue;
    if (const auto* shape = builtin_shape(screen.lookup.service)) {
      check_builtin(screen, *shape, findings);
    } else if (const auto* service = service_named(services, screen.lookup.service)) {
      check_sent(screen, *service, findings);
    } else {
      std::vector<std::string> names;
      for (const auto& known : services) names.push_back(known.name);
      for (const auto& own : builtin_shapes()) names.emplace_back(own.name);
      auto hint = dialogs::did_you_mean(screen.lookup.service, names);
      if (hint.empty()) hint = "describe it in gateway.yaml under `services`";
      findings.error(
          "E240", screen.place,
          "screen " + screen.name + ": there is no service \"" + screen.lookup.service + '"', hint);
    }
    if (screen.lookup.limit_ms > answer_ms) {
      findings.warning(
          "W245", screen.place,
          "screen " + screen.name + ": its limit of " + std::to_string(screen.lookup.limit_ms) +
              "ms is longer than limits.answer leaves for it, " + std::to_string(answer_ms) + "ms",
          "a shorter `limit`, or a longer limits.answer where the operator waits");
    }
  }
}

}  // namespace jisr::gateway
