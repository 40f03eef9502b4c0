// config/rehearsal.yaml: what a rehearsal supposes, as a file. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dialogs/diagnostic.hpp"
#include "dialogs/rehearse_model.hpp"

namespace jisr::dialogs {

// What the file does not say stays as RehearsalModel has it; of maps by name (reading, wrong,
// languages, answers) only the names that it has are replaced. E650: no share. E651: no spread.
RehearsalModel read_rehearsal(std::string_view yaml, const std::string& file, Findings& findings);

// "5%", "4.2 %" or "0.05"; nothing when it is no share from 0 to 1.
std::optional<double> share_of(std::string_view text);

}  // namespace jisr::dialogs
