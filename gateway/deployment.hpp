// Everything that the configuration says, compiled and checked: dialogs, providers, channels, the
// registry. Immutable once made; threads share it through one shared_ptr, and a reload swaps that
// pointer.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"
#include "gateway/config.hpp"
#include "gateway/delivery/registry_config.hpp"
#include "gateway/version.hpp"
#include "providers/codec.hpp"
#include "providers/msisdn.hpp"
#include "providers/profile.hpp"

namespace jisr::gateway {

struct Channel {
  ChannelConfig config;
  providers::Profile profile;
  providers::Secrets secrets;                     // what callers must show
  providers::Settings settings;                   // url, credentials and sender of outgoing SMS
  std::shared_ptr<const dialogs::Dialog> dialog;  // begun where no entrance fits
  std::vector<std::shared_ptr<const dialogs::Dialog>> begun;  // by each of config.entrances
  std::int64_t session_ms = 0;         // how long an unfinished conversation is kept
  providers::NumberingPlan numbering;  // of the channel's country
  std::string time_zone;               // of the same
};

class Deployment {
 public:
  // Reads and compiles all of it. Never throws; with errors among the findings what it gives must
  // not be served. Among them E151: a file changed while it was read, as when it is being copied.
  static std::shared_ptr<const Deployment> load(const std::string& file,
                                                dialogs::Findings& findings, Sources& sources);
  // Only dialogs and channels, for `jisr dial`: no secrets, keys or registry are needed.
  static std::shared_ptr<const Deployment> load_dialogs(const std::string& file,
                                                        dialogs::Findings& findings,
                                                        Sources& sources);
  // For `jisr check`: `file` is a gateway.yaml, the file of one dialog, or a folder: the
  // gateway.yaml in it, without the secrets that only the gateway's own machine has, and every
  // dialog below it.
  static void check(const std::string& file, dialogs::Findings& findings, Sources& sources);

  [[nodiscard]] const Config& config() const { return config_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Channel>>& channels() const { return channels_; }
  [[nodiscard]] const Channel* channel(std::string_view name) const;  // or null
  // The dialogs as versions, by content hash. version() is one of them, or null: older ones are
  // found by gateway/versions.hpp.
  using VersionMap = std::map<std::uint64_t, std::shared_ptr<const Version>>;
  [[nodiscard]] const VersionMap& versions() const { return versions_; }
  [[nodiscard]] std::shared_ptr<const Version> version(std::uint64_t hash) const;
  // The dialog that says `dialog: <name>`, or null.
  [[nodiscard]] std::shared_ptr<const dialogs::Dialog> dialog_called(std::string_view name) const;
  [[nodiscard]] const RegistryConfig* registry() const { return registry_.get(); }

 private:
  struct Parts {
    bool registry;
    bool secrets;  // that only the gateway's own machine has
  };
  static std::shared_ptr<Deployment> read(const std::string& file, Parts parts,
                                          dialogs::Findings& findings, Sources& sources);
  void prove_registrations(dialogs::Findings& findings) const;
  static void check_folder(const std::string& folder, dialogs::Findings& findings,
                           Sources& sources);
  Config config_;
  std::map<std::string, std::shared_ptr<const dialogs::Dialog>> dialogs_;
  VersionMap versions_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::unique_ptr<RegistryConfig> registry_;

  using Profiles = std::map<std::string, providers::Profile>;  // by name

  void read_dialogs(const Profiles& profiles, dialogs::Findings& findings, Sources& sources);
  void read_dialog(const DialogConfig& config, int session_limit_s, dialogs::Findings& findings,
                   Sources& sources);
  void read_channels(const Profiles& profiles, bool with_secrets, dialogs::Findings& findings);
};

// E151 for each file that does not say any more what was read from it.
void check_unchanged(const Sources& sources, dialogs::Findings& findings);

// The deployment that one thread serves now. A reload posts the next one to each thread, so no turn
// takes a lock for it; a turn that has begun keeps the one it loaded.
class CurrentDeployment {
 public:
  explicit CurrentDeployment(std::shared_ptr<const Deployment> first) : now_(std::move(first)) {}
  [[nodiscard]] std::shared_ptr<const Deployment> load() const { return now_; }
  void store(std::shared_ptr<const Deployment> next) { now_ = std::move(next); }

 private:
  std::shared_ptr<const Deployment> now_;
};

}  // namespace jisr::gateway
