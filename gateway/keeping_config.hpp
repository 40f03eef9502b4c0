// The parts of gateway.yaml about who may see what, for how long, and how often: `keys`, `audit`,
// the admin listener's token, `limits: rates`, `agents`. Read strictly.
#pragma once
#include <string>

#include "dialogs/yaml.hpp"
#include "gateway/config.hpp"

namespace jisr::gateway {

void read_keys(const dialogs::Yaml& yaml, const std::string& folder, KeyConfig& to,
               dialogs::Findings& findings);
void read_audit(const dialogs::Yaml& yaml, AuditConfig& to, dialogs::Findings& findings);
void read_rates(const dialogs::Yaml& yaml, RateConfig& to, dialogs::Findings& findings);
void read_agents(const dialogs::Yaml& yaml, AgentConfig& to, dialogs::Findings& findings);

// E610: others than this machine's users may reach it, and nobody is asked for a token. W610: the
// token would be read on its way.
void check_admin(const ListenConfig& admin, const dialogs::Yaml& yaml, dialogs::Findings& findings);

// Whether nobody but this machine reaches a listener on that address.
bool is_loopback(const std::string& address);

}  // namespace jisr::gateway
