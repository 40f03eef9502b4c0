// `jisr rehearse`: its options, and how they stand on the command line.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/jisr/commands.hpp"

namespace CLI {
class App;
}

namespace jisr::tools {

struct RehearseOptions {
  std::string dialog;  // its YAML file, or with `config` its name
  std::string model;   // what is supposed; empty: what is built in
  std::string config;  // gateway.yaml, for settings and pages as they are served
  std::string drop;    // "0.05", "5%"; empty: the model's
  std::string limit;   // "180s"; empty: the model's
  std::string answer;  // "60s"; empty: the model's
  std::size_t women = 20'000;
  std::uint64_t seed = 1;
  std::string language;               // only women of this one
  std::string today;                  // "2026-11-24"; empty: the real day
  std::vector<std::string> settings;  // "national_id=true"
  std::string compare;                // another dialog, "drop=10%", "model:FILE", "setting=value"
  bool resume = true;                 // false: tell of those who begin anew at each call
  bool json = false;
};
int rehearse(const RehearseOptions& options);

// Adds the command to `app`. `options` and `code`, where the exit code goes, outlive it.
void add_rehearse_command(CLI::App& app, RehearseOptions& options, int& code);

}  // namespace jisr::tools
