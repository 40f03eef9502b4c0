// Provider profiles out of config/providers/*.yaml, by the same strict reader as everything else.
#pragma once
#include <map>
#include <string>

#include "dialogs/diagnostic.hpp"
#include "gateway/config.hpp"
#include "providers/profile.hpp"

namespace jisr::gateway {

// Every *.yaml in `folder`, by the profile's name.
std::map<std::string, providers::Profile> read_profiles(const std::string& folder,
                                                        dialogs::Findings& findings,
                                                        Sources& sources);
providers::Profile read_profile(const std::string& text, const std::string& file,
                                dialogs::Findings& findings);

// A channel's `settings:` for its provider. `NAME_file` is read as the secret NAME;
// `inbound_secret`, `inbound_username`, `inbound_password`, `inbound_certificate` and
// `inbound_addresses` are what callers must show, `trusted_proxies` whose word about addresses is
// believed, and `public_url` what they call. A channel that lets everybody in is a warning.
void read_settings(const ChannelConfig& channel, const providers::Profile& profile,
                   providers::Settings& settings, providers::Secrets& secrets,
                   dialogs::Findings& findings);

}  // namespace jisr::gateway
