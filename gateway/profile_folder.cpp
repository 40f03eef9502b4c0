// Which profiles there are, and what a channel gives to its own: settings and secrets. How one page
// reads is in gateway/profile_file.cpp.
#include <algorithm>
#include <filesystem>

#include "gateway/profile_file.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using providers::CallerCheck;
using providers::Profile;

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
    else
      settings[name] = kept;
  }
  using Kind = CallerCheck::Kind;
  for (const auto kind : {profile.request.check.kind, profile.receipts.check.kind}) {
    const auto& given = kind == Kind::basic ? secrets.password : secrets.secret;
    if (kind == Kind::none || !given.empty()) continue;
    findings.error("E209", channel.place,
                   "channel " + channel.name + ": its provider shows a credential, and none is set",
                   "settings: inbound_secret_file, or inbound_username and inbound_password_file");
    break;
  }
}

}  // namespace jisr::gateway
