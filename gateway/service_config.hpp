// A service that look-ups ask, as gateway.yaml describes it under `services`: where it is, what is
// sent, which answers mean "found". Plain values, read strictly; immutable; shared between threads.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/dialog.hpp"
#include "gateway/delivery/access_config.hpp"
#include "gateway/delivery/payload.hpp"

namespace jisr::gateway {

struct ServiceConfig : Access {
  std::string name;
  PayloadTemplate url;  // a text; values are percent-encoded, and all that it names must be sent
  bool loopback_http = false;
  std::string method = "GET";
  std::vector<std::pair<std::string, PayloadTemplate>> headers;
  PayloadTemplate body;  // of a POST
  std::vector<int> found = {200};
  std::vector<int> not_found = {404};
  std::int64_t connect_ms = 1'000;
  std::int64_t total_ms = 5'000;  // the request goes on so long, also when she waits no more
  std::size_t answer_bytes_max = 64 * 1024;
  std::int64_t fresh_ms = 30'000;  // an answer serves the same caller's same question so long
  int failures_max = 5;            // in a row; then nothing is asked for `pause_ms`
  std::int64_t pause_ms = 10'000;

  [[nodiscard]] std::set<std::string> names() const;  // that its templates use
};

// `yaml` is the map under `services`. Findings: E225, E402 to E405 and those of any file.
std::vector<ServiceConfig> read_services(const dialogs::Yaml& yaml, const AccessReader& access,
                                         dialogs::Findings& findings);

const ServiceConfig* service_named(const std::vector<ServiceConfig>& services,
                                   std::string_view name);  // or null

// Whether look-ups and services fit: E226, E240, E241, E242; and W245 when a look-up
// may take longer than `answer_ms` leaves.
void check_lookups(const dialogs::Dialog& dialog, const std::vector<ServiceConfig>& services,
                   std::int64_t answer_ms, dialogs::Findings& findings);

}  // namespace jisr::gateway
