// Runs seeds and says what was found. Exit 0: all held; 1: something did not; 2: wrong use.
#include <time.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "gateway/log.hpp"
#include "tests/simulation/checks/run.hpp"
#include "tests/support/place/place.hpp"

namespace {

namespace simulation = jisr::simulation;
namespace gateway = jisr::gateway;

struct Options {
  std::uint64_t seed = 1;
  std::uint64_t seeds = 20;
  double seconds = 0;  // 0: as many as `seeds`
  bool trace = false;
  bool hashes = false;
  std::string plant;
};

// The machine's clock: std::chrono's is simulated in this program.
double real_s(clockid_t clock = CLOCK_MONOTONIC) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

void add(simulation::Report& sum, const simulation::Report& one) {
  sum.steps += one.steps;
  sum.choices += one.choices;
  sum.commands += one.commands;
  sum.simulated_s += one.simulated_s;
  sum.pages += one.pages;
  sum.repeated_pages += one.repeated_pages;
  sum.busy += one.busy;
  sum.told += one.told;
  sum.held += one.held;
  sum.sms += one.sms;
  sum.conflicts += one.conflicts;
  sum.taken_references += one.taken_references;
  sum.stale_settles += one.stale_settles;
  sum.repeated_commits += one.repeated_commits;
  sum.faults += one.faults;
}

void print(const char* name, std::uint64_t value) {
  std::printf("%-18s %12llu\n", name, static_cast<unsigned long long>(value));
}

void print(const simulation::Report& sum, std::uint64_t seeds, double took_s) {
  print("seeds", seeds);
  print("steps", sum.steps);
  print("interleavings", sum.choices);
  print("redis_commands", sum.commands);
  print("simulated_s", sum.simulated_s);
  print("faults", sum.faults);
  print("pages", sum.pages);
  print("pages_repeated", sum.repeated_pages);
  print("busy", sum.busy);
  print("conflicts", sum.conflicts);
  print("references_taken", sum.taken_references);
  print("commits_repeated", sum.repeated_commits);
  print("settles_stale", sum.stale_settles);
  print("told", sum.told);
  print("held", sum.held);
  print("sms", sum.sms);
  const auto used_s = real_s(CLOCK_PROCESS_CPUTIME_ID);  // a busy machine lends less than a core
  const auto a_minute = [&](std::uint64_t count) {
    const auto rate = static_cast<double>(count) / used_s * 60;
    return static_cast<unsigned long long>(rate);
  };
  std::printf(
      "in %.1f s, %.1f s of a core; a core's minute: %llu steps, %llu interleavings, %llu seeds\n",
      took_s, used_s, a_minute(sum.steps), a_minute(sum.choices), a_minute(seeds));
}

int run_all(const Options& options, const simulation::House& house, simulation::Bug bug) {
  simulation::Report sum;
  const auto begun_s = real_s();
  std::uint64_t done = 0;
  const auto more = [&] {
    return options.seconds > 0 ? real_s() - begun_s < options.seconds : done < options.seeds;
  };
  for (auto seed = options.seed; more(); ++seed) {
    const auto report = simulation::run(house, seed, bug, options.trace);
    ++done;
    add(sum, report);
    if (options.hashes || options.trace) {
      std::printf("seed %llu trace %016llx\n", static_cast<unsigned long long>(seed),
                  static_cast<unsigned long long>(report.trace_hash));
    }
    if (report.failure.empty()) continue;
    if (!options.trace) {
      for (const auto& line : report.lines) std::printf("  %s\n", line.c_str());
    }
    std::printf("seed %llu: %s\nagain: simulate --seed %llu --seeds 1 --trace%s%s\n",
                static_cast<unsigned long long>(seed), report.failure.c_str(),
                static_cast<unsigned long long>(seed), options.plant.empty() ? "" : " --plant ",
                options.plant.c_str());
    return 1;
  }
  print(sum, done, real_s() - begun_s);
  std::puts("all held");
  return 0;
}

std::shared_ptr<const gateway::Deployment> load() {
  jisr::dialogs::Findings findings;
  gateway::Sources sources;
  const auto file = std::string(jisr::test::kSourceDir) + "/tests/simulation/deployment/";
  auto deployment = gateway::Deployment::load(file + "gateway.yaml", findings, sources);
  if (findings.has_errors()) return nullptr;
  return deployment;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Runs the gateway's own code in a simulated world, seed by seed", "simulate");
  app.add_option("--seed", options.seed, "The first seed");
  app.add_option("--seeds", options.seeds, "How many");
  app.add_option("--seconds", options.seconds, "In place of a number: for so long");
  app.add_flag("--trace", options.trace, "Print what happens");
  app.add_flag("--hashes", options.hashes, "Print the hash of each seed's trace");
  app.add_option("--plant", options.plant, "Plant a bug, which is to be found");
  CLI11_PARSE(app, argc, argv);
  auto bug = simulation::Bug::none;
  for (const auto& known : simulation::bug_names()) {
    if (options.plant == known.name) bug = known.bug;
  }
  if (!options.plant.empty() && bug == simulation::Bug::none) {
    for (const auto& known : simulation::bug_names()) std::puts(known.name);
    return 2;
  }
  gateway::log::set_level(gateway::log::Level::off);
  const auto deployment = load();
  if (!deployment) {
    std::puts("the deployment of the simulation has errors: jisr check says which");
    return 2;
  }
  simulation::Scripts scripts;
  std::vector<gateway::SealingKey> keys;
  const auto hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
  keys.push_back({1, gateway::SecretKey::parse(hex).value()});
  const gateway::Vault vault(std::move(keys), gateway::SecretKey::parse(hex).value());
  return run_all(options, {deployment, vault, scripts}, bug);
}
