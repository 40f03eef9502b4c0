// Which profiles there are, and what a channel gives to its own: settings and secrets. How one page
// reads is in gateway/profile_file.cpp.
#include <algorithm>
#include <cctype>
#include <filesystem>

#include "gateway/profile_file.hpp"
#include "providers/network.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using providers::CallerCheck;
using providers::Profile;

namespace {

// "196.201.214.0/24, 2001:db8::/32"
std::vector<std::string> read_ranges(const ChannelConfig& channel, const std::string& text,
                                     Findings& findings) {
  std::vector<std::string> ranges;
  std::size_t at = 0;
  while ((at = text.find_first_not_of(", ", at)) != std::string::npos) {
    const auto end = std::min(text.find_first_of(", ", at), text.size());
    ranges.push_back(text.substr(at, end - at));
    at = end;
    if (providers::is_range(ranges.back())) continue;
    findings.error("E607", channel.place,
                   "channel " + channel.name + ": \"" + ranges.back() + "\" is no address or range",
                   "such as 196.201.214.0/24");
  }
  return ranges;
}

// A fingerprint as openssl writes it, AA:BB:…, as the server tells it; a subject stays as it is.
std::string read_certificate(const std::string& text) {
  constexpr std::size_t kDigits = 64;  // of SHA-256
  std::string digits;
  for (const char c : text) {
    if (c == ':') continue;
    if (!std::isxdigit(static_cast<unsigned char>(c))) return text;
    digits += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return digits.size() == kDigits ? digits : text;
}

// What a check of this kind compares with; null when it needs nothing of the channel.
const char* missing_for(const CallerCheck& check, const providers::Secrets& secrets) {
  using Kind = CallerCheck::Kind;
  switch (check.kind) {
    case Kind::none:
      break;
    case Kind::basic:
      return secrets.password.empty() ? "inbound_username and inbound_password_file" : nullptr;
    case Kind::address:
      return secrets.addresses.empty() ? "inbound_addresses" : nullptr;
    case Kind::certificate:
      return secrets.certificate.empty() ? "inbound_certificate" : nullptr;
    case Kind::hmac:
      if (check.over.find("{url}") != std::string::npos && secrets.public_url.empty()) {
        return "public_url, this channel's address as the provider calls it";
      }
      [[fallthrough]];
    case Kind::secret:
    case Kind::bearer:
    case Kind::jwt:
      return secrets.secret.empty() ? "inbound_secret_file" : nullptr;
  }
  return nullptr;
}

bool is_open(const std::vector<CallerCheck>& checks, const providers::Secrets& secrets) {
  return secrets.addresses.empty() &&
         std::all_of(checks.begin(), checks.end(),
                     [](const auto& check) { return check.kind == CallerCheck::Kind::none; });
}

void check_secrets(const ChannelConfig& channel, const Profile& profile,
                   const providers::Secrets& secrets, Findings& findings) {
  const auto whose = "channel " + channel.name + ": ";
  auto checks = profile.request.checks;
  checks.insert(checks.end(), profile.receipts.checks.begin(), profile.receipts.checks.end());
  for (const auto& check : checks) {
    const char* missing = missing_for(check, secrets);
    if (missing == nullptr) continue;
    findings.error("E209", channel.place,
                   whose + "its provider shows a credential, and none is set",
                   std::string("settings: ") + missing);
    return;
  }
  const bool receives = !profile.request.methods.empty();
  if ((receives && is_open(profile.request.checks, secrets)) ||
      (profile.receipts.can && is_open(profile.receipts.checks, secrets))) {
    findings.warning("W600", channel.place,
                     whose + "anybody who reaches this address can call in a subscriber's name",
                     "settings: inbound_addresses, the provider's addresses; or a `check` in its "
                     "profile");
  }
}

}  // namespace

std::map<std::string, Profile> read_profiles(const std::string& folder, Findings& findings,
                                             Sources& sources) {
  std::map<std::string, Profile> profiles;
  std::vector<std::string> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  if (failed)
    findings.error("E109", {folder, 0, 0}, "cannot read the folder of providers " + folder);
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    auto text = read_text(file);
    if (!text) {
      findings.error("E109", {file, 0, 0}, "cannot read " + file);
      continue;
    }
    auto& kept = sources[file];
    kept = std::move(*text);
    auto profile = read_profile(kept, file, findings);
    const auto name = profile.name;
    if (!profiles.emplace(name, std::move(profile)).second) {
      findings.error("E203", {file, 1, 1}, "two providers are called \"" + name + "\"");
    }
  }
  return profiles;
}

void read_settings(const ChannelConfig& channel, const Profile& profile,
                   providers::Settings& settings, providers::Secrets& secrets, Findings& findings) {
  for (const auto& [key, value] : channel.settings) {
    std::string name = key;
    std::string kept = value;
    if (key.ends_with("_file")) {
      name.resize(name.size() - 5);
      auto secret = read_secret(value);
      if (!secret) {
        findings.error("E109", channel.place,
                       "channel " + channel.name + ": cannot read " + key + " " + value,
                       "write the secret into that file, readable by the gateway only");
        continue;
      }
      kept = std::move(*secret);
    }
    if (name == "inbound_secret")
      secrets.secret = kept;
    else if (name == "inbound_username")
      secrets.username = kept;
    else if (name == "inbound_password")
      secrets.password = kept;
    else if (name == "inbound_certificate")
      secrets.certificate = read_certificate(kept);
    else if (name == "inbound_addresses")
      secrets.addresses = read_ranges(channel, kept, findings);
    else if (name == "trusted_proxies")
      secrets.proxies = read_ranges(channel, kept, findings);
    else if (name == "public_url")
      secrets.public_url = kept;
    else
      settings[name] = kept;
  }
  check_secrets(channel, profile, secrets, findings);
}

}  // namespace jisr::gateway
