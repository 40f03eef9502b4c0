// `jisr check`: the same reading as serve and reload, printed.
#include <iostream>
#include <set>

#include "dialogs/figures.hpp"
#include "gateway/deployment.hpp"
#include "tools/jisr/check_codes.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/sarif.hpp"

namespace jisr::tools {

namespace {

void print_way(const char* name, const dialogs::WayFigures& way, std::ostream& out) {
  out << "  " << name << ": " << way.screens.size() << " screens, " << way.pages << " pages, "
      << way.presses << " keys, " << static_cast<int>(way.reading_s) << " s of reading, "
      << static_cast<int>(way.seconds) << " s in all\n";
}

void print_figures_of(const dialogs::Dialog& dialog, const dialogs::Limit& page,
                      std::ostream& out) {
  for (std::size_t i = 0; i < dialog.languages.size(); ++i) {
    if (!dialog.languages[i].enabled) continue;
    const auto found = dialogs::figures(dialog, static_cast<std::uint8_t>(i), page);
    if (!found) continue;
    out << dialog.name << " in " << dialog.languages[i].code << "\n";
    print_way("shortest", found->shortest, out);
    print_way("longest ", found->longest, out);
  }
}

// Of the dialogs that the channels show, each once, in each language.
void print_figures(const std::string& config, std::ostream& out) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto deployment = gateway::Deployment::load_dialogs(config, findings, sources);
  std::set<const dialogs::Dialog*> shown;
  for (const auto& channel : deployment->channels()) {
    auto begun = channel->begun;
    begun.push_back(channel->dialog);
    for (const auto& dialog : begun) {
      if (!dialog || !shown.insert(dialog.get()).second) continue;
      print_figures_of(*dialog, channel->config.page, out);
    }
  }
  if (shown.empty()) out << "no figures: give a gateway.yaml with a channel for the dialog\n";
}

int explain(const std::string& code) {
  const auto* known = find_check_code(code);
  if (known == nullptr) {
    std::vector<std::string> codes;
    for (const auto& one : check_codes()) codes.emplace_back(one.code);
    std::cerr << "there is no finding " << code << ' ' << dialogs::did_you_mean(code, codes)
              << '\n';
    return kWrongUse;
  }
  std::cout << known->code << ": " << known->what << '\n';
  if (!known->why.empty()) std::cout << "Why: " << known->why << '\n';
  if (!known->remedy.empty()) std::cout << "What to do: " << known->remedy << '\n';
  return kWell;
}

}  // namespace

int check(const CheckOptions& options) {
  if (!options.explain.empty()) return explain(options.explain);
  gateway::Sources sources;
  dialogs::Findings findings;
  gateway::Deployment::check(options.config, findings, sources);
  findings.sort();
  if (options.json) {
    std::cout << findings_json(findings) << '\n';
  } else if (options.sarif) {
    std::cout << findings_sarif(findings) << '\n';
  } else {
    print_findings(findings, sources, std::cout);
    if (options.figures && !findings.has_errors()) print_figures(options.config, std::cout);
    if (!findings.has_errors()) std::cout << "next: jisr dial '*555#'\n";
  }
  return findings.has_errors() ? kFindings : kWell;
}

}  // namespace jisr::tools
