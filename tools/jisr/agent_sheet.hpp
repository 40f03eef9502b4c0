// The sheet of `jisr agent import`: agents out of a CSV file, or what is wrong with it, by line and
// column. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/diagnostic.hpp"
#include "gateway/agents/agent.hpp"

namespace jisr::tools {

// A column is named in the header: code, name and centre must be there; province, phone and role
// (agent, supervisor) may. Findings: E220 as of any table; E660 a column is missing or unknown,
// E661 a cell is not what it must be, E662 a code stands twice.
std::vector<gateway::Agent> read_agent_sheet(std::string_view text, const std::string& file,
                                             dialogs::Findings& findings);

// Why it cannot be an agent, or empty: the same rules for one that is added by hand.
std::string agent_trouble(const gateway::Agent& agent, std::string_view* cell);

}  // namespace jisr::tools
