// From files to a Deployment: dialogs first, then providers, then the channels that name both.
#include "gateway/deployment.hpp"

#include <algorithm>
#include <filesystem>

#include "dialogs/compile.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/prove_payload.hpp"
#include "gateway/profile_file.hpp"

namespace jisr::gateway {

using dialogs::Findings;

namespace {

std::shared_ptr<const dialogs::Dialog> compile_file(const DialogConfig& config,
                                                    const dialogs::Limit& page,
                                                    const RegistryConfig* registry,
                                                    Findings& findings, Sources& sources) {
  auto text = read_text(config.file);
  if (!text) {
    findings.error("E109", {config.file, 0, 0}, "cannot read " + config.file);
    return nullptr;
  }
  auto& kept = sources[config.file];
  kept = std::move(*text);
  const auto folder = std::filesystem::path(config.file).parent_path().string();
  dialogs::CompileOptions options;
  options.read_file = [&](const std::string& path) { return read_text(beside(folder, path)); };
  options.settings = config.settings;
  options.ussd = page;
  if (registry != nullptr) options.read_outside = fields_read(registry->body);
  auto dialog = dialogs::compile(kept, config.file, options, findings);
  if (dialog && registry != nullptr) {
    prove_payload(*dialog, registry->body, registry->schema, today(now_ms()), findings);
  }
  return dialog;
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

}  // namespace

void Deployment::read_dialogs(Findings& findings, Sources& sources) {
  for (const auto& config : config_.dialogs) {
    auto dialog = compile_file(config, smallest_page(config_, config.name), registry_.get(),
                               findings, sources);
    if (!dialog) continue;
    versions_[dialog->hash] = dialog;
    dialogs_[config.name] = std::move(dialog);
  }
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
    if (with_secrets) {
      read_settings(config, channel->profile, channel->settings, channel->secrets, findings);
    }
    channels_.push_back(std::move(channel));
  }
}

std::shared_ptr<const Deployment> Deployment::load(const std::string& file, Findings& findings,
                                                   Sources& sources, const Deployment* previous) {
  auto deployment = std::make_shared<Deployment>();
  if (previous != nullptr) deployment->versions_ = previous->versions_;
  deployment->config_ = read_config(file, findings, sources);
  const auto& country = deployment->config_.country;
  deployment->numbering_.country_code = country.country_code;
  deployment->numbering_.trunk_prefix = country.trunk_prefix;
  deployment->numbering_.national_length = country.national_length;
  deployment->numbering_.mobile_prefixes = country.mobile_prefixes;
  if (!deployment->config_.registry.empty()) {  // first: dialogs are proved against it
    deployment->registry_ = read_registry(deployment->config_.registry, findings, sources);
  }
  deployment->read_dialogs(findings, sources);
  deployment->read_channels(true, findings, sources);
  findings.sort();
  return deployment;
}

std::shared_ptr<const Deployment> Deployment::load_dialogs(const std::string& file,
                                                           Findings& findings, Sources& sources) {
  auto deployment = std::make_shared<Deployment>();
  deployment->config_ = read_config(file, findings, sources);
  deployment->read_dialogs(findings, sources);
  deployment->read_channels(false, findings, sources);
  findings.sort();
  return deployment;
}

void Deployment::check(const std::string& file, Findings& findings, Sources& sources) {
  // A dialog's file says `dialog:` at its top level; gateway.yaml does not.
  const auto text = read_text(file);
  const bool one_dialog =
      text && (text->starts_with("dialog:") || text->find("\ndialog:") != std::string::npos);
  if (one_dialog) {
    const DialogConfig config{"", file, {}};
    compile_file(config, dialogs::Limit{}, nullptr, findings, sources);
  } else {
    load(file, findings, sources);
  }
}

const Channel* Deployment::channel(std::string_view name) const {
  for (const auto& channel : channels_) {
    if (channel->config.name == name) return channel.get();
  }
  return nullptr;
}

std::shared_ptr<const dialogs::Dialog> Deployment::version(std::uint64_t hash) const {
  const auto found = versions_.find(hash);
  return found == versions_.end() ? nullptr : found->second;
}

}  // namespace jisr::gateway
