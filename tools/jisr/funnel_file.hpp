// What `jisr funnel --json` writes and `jisr graph --funnel` reads.
#pragma once
#include <string>
#include <vector>

#include "dialogs/screen_count.hpp"

namespace jisr::tools {

struct DialogFunnel {
  std::string dialog;  // as its `dialog:` says
  dialogs::NamedCounts screens;
};

struct Funnel {
  std::string from;  // days, both included: "2026-11-18"
  std::string to;
  std::vector<DialogFunnel> dialogs;
};

std::string json_of(const Funnel& funnel);
// Throws std::runtime_error, which says what is wrong with the text.
Funnel funnel_of(const std::string& json);

}  // namespace jisr::tools
