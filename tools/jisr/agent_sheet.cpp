// One row, one agent.
#include "tools/jisr/agent_sheet.hpp"

#include <algorithm>
#include <map>

#include "dialogs/csv.hpp"
#include "dialogs/text.hpp"

namespace jisr::tools {

namespace {

using dialogs::Findings;
using gateway::Agent;

const std::vector<std::string>& columns() {
  static const std::vector<std::string> kColumns = {"code",     "name",  "centre",
                                                    "province", "phone", "role"};
  return kColumns;
}

bool is_phone(std::string_view phone) {
  const auto digits = phone.substr(phone.starts_with('+') ? 1 : 0);
  return phone.starts_with('+') && digits.size() >= 8 && digits.size() <= 15 &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_province(std::string_view code) {
  return code.size() <= 16 && code.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool check_header(const dialogs::Table& table, const std::string& file, Findings& findings) {
  bool well = true;
  const auto refuse = [&](std::size_t column, const std::string& sentence, std::string hint) {
    findings.error("E660", {file, 1, static_cast<int>(column) + 1}, sentence, std::move(hint));
    well = false;
  };
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& name = table.columns[i];
    if (std::find(columns().begin(), columns().end(), name) != columns().end()) continue;
    refuse(i, "there is no column \"" + name + '"', dialogs::did_you_mean(name, columns()));
  }
  for (const auto* name : {"code", "name", "centre"}) {
    if (table.column(name)) continue;
    refuse(0, std::string("the column \"") + name + "\" is missing",
           "code, name, centre; and province, phone, role if they are known");
  }
  return well;
}

}  // namespace

std::string agent_trouble(const Agent& agent, std::string_view* cell) {
  const auto say = [cell](std::string_view which, std::string what) {
    *cell = which;
    return what;
  };
  const auto fits = [](const std::string& text) {
    return !text.empty() && dialogs::code_points(text) <= gateway::kAgentNameMax;
  };
  if (agent.code.empty()) return say("code", "a code is 2 to 12 letters (A to Z) and digits");
  if (!fits(agent.name)) return say("name", "a name is 1 to 60 characters");
  if (!fits(agent.centre)) return say("centre", "a centre is 1 to 60 characters");
  if (!is_province(agent.province)) return say("province", "a province is its code, as 10.261");
  if (!agent.phone.empty() && !is_phone(agent.phone)) {
    return say("phone", "a phone is + and its digits, as +212612345678");
  }
  return {};
}

std::vector<Agent> read_agent_sheet(std::string_view text, const std::string& file,
                                    Findings& findings) {
  const auto csv = dialogs::read_csv(text, file, findings);
  if (!csv || !check_header(csv->table, file, findings)) return {};
  std::vector<Agent> agents;
  std::map<std::string, int> seen;
  for (std::size_t i = 0; i < csv->table.rows.size(); ++i) {
    const auto& row = csv->table.rows[i];
    const auto line = csv->lines[i];
    const auto cell = [&](const char* name) {
      const auto at = csv->table.column(name);
      return at ? row[*at] : std::string();
    };
    const auto place = [&](std::string_view name) {
      const auto at = csv->table.column(name);
      return dialogs::Place{file, line, static_cast<int>(at.value_or(0)) + 1};
    };
    Agent agent;
    agent.code = gateway::agent_code(cell("code"));
    agent.name = cell("name");
    agent.centre = cell("centre");
    agent.province = cell("province");
    agent.phone = cell("phone");
    agent.supervisor = cell("role") == "supervisor";
    std::string_view which;
    auto trouble = agent_trouble(agent, &which);
    if (trouble.empty() && !cell("role").empty() && !agent.supervisor && cell("role") != "agent") {
      which = "role";
      trouble = "a role is agent or supervisor";
    }
    if (!trouble.empty()) {
      findings.error("E661", place(which), trouble);
      continue;
    }
    const auto [known, is_new] = seen.try_emplace(agent.code, line);
    if (!is_new) {
      findings.error("E662", place("code"),
                     "the code " + agent.code + " stands in line " + std::to_string(known->second) +
                         " already");
    }
    agents.push_back(std::move(agent));
  }
  return agents;
}

}  // namespace jisr::tools
