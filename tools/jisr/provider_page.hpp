// Reading one provider's page for the commands that work on it.
#pragma once
#include <stdexcept>
#include <string>

#include "gateway/profile_file.hpp"

namespace jisr::tools {

// Throws when there is no such file; what is wrong in it is a finding.
inline providers::Profile read_page(const std::string& path, dialogs::Findings& findings,
                                    gateway::Sources& sources) {
  auto text = gateway::read_text(path);
  if (!text) throw std::runtime_error("cannot read " + path);
  auto& kept = sources[path];
  kept = std::move(*text);
  return gateway::read_profile(kept, path, findings);
}

}  // namespace jisr::tools
