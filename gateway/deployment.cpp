// From files to a Deployment: providers and dialogs, then the channels that name both.
#include "gateway/deployment.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "dialogs/compile.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/check_sending.hpp"
#include "gateway/delivery/prove_payload.hpp"
#include "gateway/line_by_sms.hpp"
#include "gateway/profile_file.hpp"
#include "gateway/sms_pattern.hpp"

namespace jisr::gateway {

using dialogs::Findings;

namespace {

std::shared_ptr<const dialogs::Dialog> compile_file(VersionSources& version,
                                                    const RegistryConfig* registry,
                                                    int session_limit_s, Findings& findings,
                                                    Sources& sources) {
  auto text = read_text(version.file);
  if (!text) {
    findings.error("E109", {version.file, 0, 0}, "cannot read " + version.file);
    return nullptr;
  }
  version.yaml = *text;
  sources[version.file] = std::move(*text);
  const auto folder = std::filesystem::path(version.file).parent_path().string();
  dialogs::CompileOptions options;
  options.read_file = [&](const std::string& path) { return read_text(beside(folder, path)); };
  if (registry != nullptr) options.read_outside = fields_read(*registry);
  if (session_limit_s > 0) options.session_limit_s = session_limit_s;
  return compile_noting(version, std::move(options), findings);
}

// A dialog by itself: with its own settings, on the usual page.
void check_dialog(const std::string& file, Findings& findings, Sources& sources) {
  VersionSources version;
  version.file = file;
  compile_file(version, nullptr, 0, findings, sources);
}

bool shows_by_ussd(const ChannelConfig& channel, const std::string& dialog) {
  const auto begins = [&](const Entrance& entrance) { return entrance.dialog == dialog; };
  return channel.ussd && (channel.dialog == dialog ||
                          std::any_of(channel.entrances.begin(), channel.entrances.end(), begins));
}

// The smallest page of the USSD channels that show a dialog: what fits it fits all. Where there is
// none, of the SMS channels that begin it.
dialogs::Limit smallest_page(const Config& config, const std::string& dialog) {
  dialogs::Limit page{SIZE_MAX, SIZE_MAX};
  for (const auto& channel : config.channels) {
    if (!shows_by_ussd(channel, dialog)) continue;
    page.gsm7 = std::min(page.gsm7, channel.page.gsm7);
    page.ucs2 = std::min(page.ucs2, channel.page.ucs2);
  }
  if (page.gsm7 != SIZE_MAX) return page;
  for (const auto& channel : config.channels) {  // by SMS only
    const auto begins = [&](const Entrance& entrance) { return entrance.dialog == dialog; };
    const auto& entrances = channel.entrances;
    if (channel.ussd || std::none_of(entrances.begin(), entrances.end(), begins)) continue;
    page.gsm7 = std::min(page.gsm7, channel.page.gsm7);
    page.ucs2 = std::min(page.ucs2, channel.page.ucs2);
  }
  return page.gsm7 == SIZE_MAX ? dialogs::Limit{} : page;
}

// The shortest time that an operator of these channels leaves a call; 0 when none says.
int shortest_session_s(const Config& config, const std::string& dialog,
                       const std::map<std::string, providers::Profile>& profiles) {
  int shortest_s = 0;
  for (const auto& channel : config.channels) {
    const auto profile = profiles.find(channel.provider);
    if (!shows_by_ussd(channel, dialog) || profile == profiles.end()) continue;
    const auto its_s = profile->second.limits.session_s;
    if (its_s > 0 && (shortest_s == 0 || its_s < shortest_s)) shortest_s = its_s;
  }
  return shortest_s;
}

// A dialog's file says `dialog:` at its top level; so does a channel's, but that says `channel:`
// too.
bool is_dialog(const std::optional<std::string>& text) {
  const auto says = [&](const std::string& key) {
    return text && (text->starts_with(key) || text->find("\n" + key) != std::string::npos);
  };
  return says("dialog:") && !says("channel:");
}

// One name for one file.
std::string plain(const std::string& path) {
  return std::filesystem::weakly_canonical(path).string();
}

providers::NumberingPlan numbering_of(const CountryConfig& country) {
  providers::NumberingPlan plan;
  plan.country_code = country.country_code;
  plan.trunk_prefix = country.trunk_prefix;
  plan.national_length = country.national_length;
  plan.mobile_prefixes = country.mobile_prefixes;
  return plan;
}

// What the provider's own page says that it carries and how long it waits.
void check_limits(const Channel& channel, std::int64_t answer_ms, Findings& findings) {
  const auto& limits = channel.profile.limits;
  const auto& page = channel.config.page;
  const auto whose = "channel " + channel.config.name + ": ";
  if (channel.config.ussd && ((limits.gsm7 > 0 && page.gsm7 > limits.gsm7) ||
                              (limits.ucs2 > 0 && page.ucs2 > limits.ucs2))) {
    findings.warning("W601", channel.config.place,
                     whose + "its pages are longer than its provider carries",
                     "page: {gsm7: " + std::to_string(limits.gsm7) +
                         ", ucs2: " + std::to_string(limits.ucs2) + "} at most");
  }
  if (limits.answer_ms > 0 && answer_ms > limits.answer_ms) {
    findings.warning("W602", channel.config.place,
                     whose + "its provider waits " + std::to_string(limits.answer_ms) +
                         " ms for an answer, and limits.answer allows " +
                         std::to_string(answer_ms));
  }
}

// A certificate that the listener does not ask for is never shown: nobody would get in.
void check_certificates(const Channel& channel, const ListenConfig& listen, Findings& findings) {
  using Check = providers::CallerCheck;
  const auto& profile = channel.profile;
  const auto asks = [](const std::vector<Check>& checks) {
    return std::any_of(checks.begin(), checks.end(),
                       [](const Check& check) { return check.kind == Check::Kind::certificate; });
  };
  const bool asked = listen.tls && !listen.tls->client_ca_file.empty();
  if (asked || !(asks(profile.request.checks) || asks(profile.receipts.checks))) return;
  findings.error("E640", channel.config.place,
                 "channel " + channel.config.name +
                     ": its provider shows a certificate, and the listener asks for none",
                 "listen: callbacks: tls: client_ca, the authority of the provider's certificates");
}

}  // namespace

void Deployment::read_dialog(const DialogConfig& config, int session_limit_s, Findings& findings,
                             Sources& sources) {
  VersionSources read;
  read.file = config.file;
  read.settings = config.settings;
  read.page = smallest_page(config_, config.name);
  auto dialog = compile_file(read, registry_.get(), session_limit_s, findings, sources);
  if (!dialog) return;
  check_lookups(*dialog, config_.services, lookup_ms_max(config_), findings);
  const auto folder = std::filesystem::path(config.file).parent_path().string();
  Sources beside_it;
  for (const auto& [path, text] : read.files) beside_it[beside(folder, path)] = text;
  check_unchanged(beside_it, findings);
  auto version = make_version(dialog, read, findings);
  if (!version) return;
  versions_[version->hash] = std::move(version);
  dialogs_[config.name] = std::move(dialog);
}

void Deployment::read_dialogs(const Profiles& profiles, Findings& findings, Sources& sources) {
  for (const auto& config : config_.dialogs) {
    const auto limit_s = shortest_session_s(config_, config.name, profiles);
    read_dialog(config, limit_s, findings, sources);
  }
}

void Deployment::read_channels(const Profiles& profiles, bool with_secrets, Findings& findings) {
  for (const auto& config : config_.channels) {
    auto channel = std::make_unique<Channel>();
    channel->config = config;
    channel->session_ms = config.session_ms > 0 ? config.session_ms : config_.session.open_ms;
    const auto dialog_in = [this](const std::string& name) {
      const auto found = dialogs_.find(name);
      return found == dialogs_.end() ? nullptr : found->second;
    };
    channel->dialog = dialog_in(config.dialog);
    for (const auto& entrance : config.entrances) {
      channel->begun.push_back(dialog_in(entrance.dialog));
    }
    const auto profile = profiles.find(config.provider);
    if (profile == profiles.end()) {
      std::vector<std::string> known;
      for (const auto& [name, unused] : profiles) known.push_back(name);
      findings.error("E204", config.place, "there is no provider \"" + config.provider + "\"",
                     dialogs::did_you_mean(config.provider, known));
      continue;
    }
    channel->profile = profile->second;
    const auto& country = config.country ? *config.country : config_.country;
    channel->numbering = numbering_of(country);
    channel->time_zone = country.time_zone;
    check_patterns(*channel, findings);
    check_limits(*channel, config_.limits.answer_ms, findings);
    check_certificates(*channel, config_.callbacks, findings);
    if (with_secrets) {
      read_settings(config, channel->profile, channel->settings, channel->secrets, findings);
    }
    channels_.push_back(std::move(channel));
  }
}

// Only when nothing else is wrong: a mistake in the mapping would show in every dialog.
void Deployment::prove_registrations(Findings& findings) const {
  if (!registry_ || findings.has_errors()) return;
  const auto day = today(now_ms());
  for (const auto& [name, dialog] : dialogs_) prove_payloads(*dialog, *registry_, day, findings);
}

std::shared_ptr<Deployment> Deployment::read(const std::string& file, Parts parts,
                                             Findings& findings, Sources& sources) {
  auto deployment = std::make_shared<Deployment>();
  const auto& config = deployment->config_ = read_config(file, findings, sources, parts.secrets);
  if (parts.registry && !config.registry.empty()) {  // first: dialogs are proved against it
    deployment->registry_ = read_registry(config.registry, findings, sources);
  }
  const auto profiles = read_profiles(config.providers, findings, sources);
  deployment->read_dialogs(profiles, findings, sources);
  deployment->read_channels(profiles, parts.secrets, findings);
  check_lines_by_sms(*deployment, findings);
  check_leads(*deployment, findings);
  check_sending(config.sms, deployment->channels_, findings);
  deployment->prove_registrations(findings);
  check_unchanged(sources, findings);
  findings.sort();
  return deployment;
}

std::shared_ptr<const Deployment> Deployment::load(const std::string& file, Findings& findings,
                                                   Sources& sources) {
  return read(file, {.registry = true, .secrets = true}, findings, sources);
}

std::shared_ptr<const Deployment> Deployment::load_dialogs(const std::string& file,
                                                           Findings& findings, Sources& sources) {
  return read(file, {.registry = false, .secrets = false}, findings, sources);
}

void Deployment::check(const std::string& file, Findings& findings, Sources& sources) {
  if (std::filesystem::is_directory(file)) {
    check_folder(file, findings, sources);
  } else if (is_dialog(read_text(file))) {
    check_dialog(file, findings, sources);
  } else {
    load(file, findings, sources);
  }
}

// gateway.yaml and all that it names, then the dialogs that it does not name.
void Deployment::check_folder(const std::string& folder, Findings& findings, Sources& sources) {
  std::set<std::string> seen;
  const auto main = beside(folder, "gateway.yaml");
  if (std::filesystem::exists(main)) {
    const auto deployment = read(main, {.registry = true, .secrets = false}, findings, sources);
    for (const auto& config : deployment->config_.dialogs) seen.insert(plain(config.file));
  }
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  bool found = !seen.empty();
  for (const auto& one : files) {
    if (seen.contains(plain(one)) || !is_dialog(read_text(one))) continue;
    check_dialog(one, findings, sources);
    found = true;
  }
  if (!found) {
    findings.error("E109", {folder, 0, 0}, "there is no gateway.yaml and no dialog in " + folder);
  }
}

const Channel* Deployment::channel(std::string_view name) const {
  for (const auto& channel : channels_) {
    if (channel->config.name == name) return channel.get();
  }
  return nullptr;
}

std::shared_ptr<const Version> Deployment::version(std::uint64_t hash) const {
  const auto found = versions_.find(hash);
  return found == versions_.end() ? nullptr : found->second;
}

std::shared_ptr<const dialogs::Dialog> Deployment::dialog_called(std::string_view name) const {
  for (const auto& [unused, dialog] : dialogs_) {
    if (dialog->name == name) return dialog;
  }
  return nullptr;
}

void check_unchanged(const Sources& sources, Findings& findings) {
  for (const auto& [file, text] : sources) {
    if (read_text(file) == text) continue;
    findings.error("E151", {file, 0, 0}, file + " changed while it was read",
                   "put the new file in its place with mv, which is one step; then reload");
  }
}

}  // namespace jisr::gateway
