// The whole: lanes, the admin listener, reload and stop. Lives in main(); its functions are called
// there.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "gateway/admin.hpp"
#include "gateway/deployment.hpp"
#include "gateway/lane.hpp"
#include "gateway/rates.hpp"
#include "gateway/vault.hpp"

namespace jisr::gateway {

// Reads the keys that the configuration names. Throws std::runtime_error that says which file, and
// how to make one.
std::unique_ptr<Vault> open_vault(const KeyConfig& keys);

class Gateway {
 public:
  // Reads keys and takes the ports. Throws std::runtime_error with a sentence for a person.
  explicit Gateway(std::shared_ptr<const Deployment> deployment);
  ~Gateway();

  // Starts the lanes and waits until Redis has been looked at once: with a Redis that answers but
  // must not be used (another deployment's partitions or keys, an evicting memory policy) it
  // throws. A Redis that is away does not stop the start: /readyz says 503 until it is there.
  void start();

  // SIGHUP. Reads the files again; with an error nothing changes, and the findings say why.
  // Listeners, threads, Redis and the pseudonym key stay as they were until a restart, and a
  // difference there is logged. Sealing keys are read anew. The new versions of dialogs are in
  // Redis before the first call begins on them, if Redis is there.
  // `by`: who asked for it, for the record of acts.
  bool reload(dialogs::Findings& findings, Sources& sources, const std::string& by);

  // SIGTERM: stop taking, finish what is in hand, leave. False: something still holds a lane long
  // after `limits.stop`; the log says what, and the process can only be left by std::_Exit.
  [[nodiscard]] bool stop();

  [[nodiscard]] std::uint16_t callbacks_port() const { return lanes_.front()->port(); }
  [[nodiscard]] std::uint16_t admin_port() const { return admin_->port(); }

 private:
  boost::asio::awaitable<std::string> status();
  void look_at_redis();
  bool take_keys(const Config& config, dialogs::Findings& findings);

  std::shared_ptr<const Deployment> deployment_;
  std::unique_ptr<Vault> vault_;
  Config started_;                             // what lasts until a restart
  std::unique_ptr<VersionCompiler> compiler_;  // lanes ask it; gone before they are
  KeptAnswers service_answers_;                // of all lanes
  Destinations destinations_;                  // of all lanes
  Rates rates_;                                // of all lanes
  std::vector<std::unique_ptr<Lane>> lanes_;
  AdminSources sources_;
  std::unique_ptr<HttpServer> admin_;
};

}  // namespace jisr::gateway
