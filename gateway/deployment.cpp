// From files to a Deployment: dialogs first, then providers, then the channels that name both.
#include "gateway/deployment.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "dialogs/compile.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/prove_payload.hpp"
#include "gateway/profile_file.hpp"

namespace jisr::gateway {

using dialogs::Findings;

namespace {

std::shared_ptr<const dialogs::Dialog> compile_file(VersionSources& version,
                                                    const RegistryConfig* registry,
                                                    Findings& findings, Sources& sources) {
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
  return compile_noting(version, std::move(options), findings);
}

// A dialog by itself: with its own settings, on the usual page.
void check_dialog(const std::string& file, Findings& findings, Sources& sources) {
  VersionSources version;
  version.file = file;
  compile_file(version, nullptr, findings, sources);
}

// The smallest page of the USSD channels that show a dialog: what fits it fits all.
dialogs::Limit smallest_page(const Config& config, const std::string& dialog) {
  dialogs::Limit page{SIZE_MAX, SIZE_MAX};
  for (const auto& channel : config.channels) {
    if (channel.dialog != dialog || !channel.ussd) continue;
    page.gsm7 = std::min(page.gsm7, channel.page.gsm7);
    page.ucs2 = std::min(page.ucs2, channel.page.ucs2);
  }
  return page.gsm7 == SIZE_MAX ? dialogs::Limit{} : page;
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

}  // namespace

void Deployment::read_dialog(const DialogConfig& config, Findings& findings, Sources& sources) {
  VersionSources read;
  read.file = config.file;
  read.settings = config.settings;
  read.page = smallest_page(config_, config.name);
  auto dialog = compile_file(read, registry_.get(), findings, sources);
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

void Deployment::read_dialogs(Findings& findings, Sources& sources) {
  for (const auto& config : config_.dialogs) read_dialog(config, findings, sources);
}

void Deployment::read_channels(bool with_secrets, Findings& findings, Sources& sources) {
  const auto profiles = read_profiles(config_.providers, findings, sources);
  for (const auto& config : config_.channels) {
    auto channel = std::make_unique<Channel>();
    channel->config = config;
    channel->session_ms = config.session_ms > 0 ? config.session_ms : config_.session.open_ms;
    if (const auto found = dialogs_.find(config.dialog); found != dialogs_.end()) {
      channel->dialog = found->second;
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
    check_limits(*channel, config_.limits.answer_ms, findings);
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
  deployment->read_dialogs(findings, sources);
  deployment->read_channels(parts.secrets, findings, sources);
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
