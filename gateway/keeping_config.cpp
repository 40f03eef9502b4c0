// Keys, audit, token, rates, agents.
#include "gateway/keeping_config.hpp"

#include <boost/asio/ip/address.hpp>

#include "gateway/config_reader.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;

void read_keys(const Yaml& yaml, const std::string& folder, KeyConfig& to, Findings& findings) {
  const ConfigReader in(yaml, "keys", {"sealing_file", "sealing_files", "pseudonym_file"},
                        findings);
  std::string one;
  in.text("sealing_file", one);
  in.texts("sealing_files", to.sealing_files);
  if (!one.empty() && !to.sealing_files.empty()) {
    findings.error("E611", in.at("sealing_file").key_place(),
                   "both `sealing_file` and `sealing_files` are written",
                   "leave out sealing_file; the first of sealing_files seals", 12);
  }
  if (to.sealing_files.empty()) to.sealing_files.push_back(one);
  for (auto& path : to.sealing_files) path = beside(folder, path);
  in.text("pseudonym_file", to.pseudonym_file);
  to.pseudonym_file = beside(folder, to.pseudonym_file);
}

void read_audit(const Yaml& yaml, AuditConfig& to, Findings& findings) {
  const ConfigReader in(yaml, "audit", {"keep"}, findings);
  in.duration("keep", to.keep_ms);
}

void read_rates(const Yaml& yaml, RateConfig& to, Findings& findings) {
  constexpr std::int64_t kMax = 1'000'000;
  const ConfigReader in(yaml, "rates",
                        {"turns_a_minute", "calls_an_hour", "lookups_a_day",
                         "channel_calls_a_second", "calls_a_second"},
                        findings);
  in.number("turns_a_minute", to.turns_a_minute, 0, kMax);
  in.number("calls_an_hour", to.calls_an_hour, 0, kMax);
  in.number("lookups_a_day", to.lookups_a_day, 0, kMax);
  in.number("channel_calls_a_second", to.channel_calls_a_second, 0, kMax);
  in.number("calls_a_second", to.calls_a_second, 0, kMax);
}

void read_agents(const Yaml& yaml, AgentConfig& to, Findings& findings) {
  // Shorter than a minute nobody could sign in and register; beyond these no guess meets a limit.
  constexpr std::int64_t kLeastMs = 60'000;
  constexpr std::int64_t kMostMs = 7LL * 86'400'000;
  constexpr std::int64_t kTriesMost = 100;
  const ConfigReader in(yaml, "agents", {"signed_in", "tries", "phone_tries", "phone_pause"},
                        findings);
  in.duration("signed_in", to.signed_in_ms, kLeastMs, kMostMs);
  in.number("tries", to.tries_max, 1, kTriesMost);
  in.number("phone_tries", to.phone_tries_max, 1, kTriesMost);
  in.duration("phone_pause", to.phone_pause_ms, kLeastMs, kMostMs);
}

bool is_loopback(const std::string& address) {
  if (address == "localhost") return true;
  boost::system::error_code failed;
  const auto parsed = boost::asio::ip::make_address(address, failed);
  return !failed && parsed.is_loopback();
}

void check_admin(const ListenConfig& admin, const Yaml& yaml, Findings& findings) {
  if (is_loopback(admin.address)) return;
  const auto address = yaml["address"];
  if (admin.token_file.empty()) {
    findings.error("E610", address.place(),
                   "the admin listener is open to other machines, and asks for no token",
                   "token_file: secrets/admin.token, or address: 127.0.0.1", address.width());
  } else if (!admin.tls) {
    findings.warning("W610", address.place(),
                     "the admin listener's token can be read on its way to it",
                     "give it `tls`, or keep it on 127.0.0.1", address.width());
  }
}

}  // namespace jisr::gateway
