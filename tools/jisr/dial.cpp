// `jisr dial`: the pages as she sees them, with what each costs.
#include <iostream>
#include <memory>
#include <stdexcept>

#include "gateway/deployment.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/local_phone.hpp"
#include "tools/jisr/phone.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

void print(const PhonePage& page) {
  const auto cost = dialogs::cost(page.text);
  const auto limit = cost.encoding == dialogs::Encoding::gsm7 ? page.limit.gsm7 : page.limit.ucs2;
  std::cout << "── " << (page.screen.empty() ? "page" : page.screen) << " · "
            << dialogs::name(cost.encoding) << ' ' << cost.units << '/' << limit
            << (cost.units > limit ? " TOO LONG" : "") << (page.ends ? " · end" : "") << " ──\n"
            << page.text << "\n";
}

// The next answer: the language asked for, the script, then the terminal.
bool next_answer(const DialOptions& options, const PhonePage& page, std::size_t& played,
                 std::string& answer) {
  if (!options.language.empty() && !page.language_key.empty()) {
    answer = page.language_key;
  } else if (played < options.answers.size()) {
    answer = options.answers[played++];
  } else if (options.scripted) {
    return false;
  } else {
    std::cout << "> " << std::flush;
    return static_cast<bool>(std::getline(std::cin, answer)) && answer != ":q";
  }
  std::cout << "> " << answer << "\n\n";
  return true;
}

int converse(const DialOptions& options, Phone& phone) {
  std::size_t played = 0;
  auto page = phone.dial();
  print(page);
  while (!page.ends) {
    std::string answer;
    if (!next_answer(options, page, played, answer)) {
      std::cerr << "jisr: the call stopped before an end"
                << (page.screen.empty() ? "" : ", at \"" + page.screen + "\"") << '\n';
      return kFindings;
    }
    page = phone.send(answer);
    print(page);
  }
  if (const auto outcome = phone.outcome(); !outcome.empty()) std::cout << '\n' << outcome;
  return kWell;
}

}  // namespace

int dial(const DialOptions& options) {
  try {
    if (!options.url.empty()) {
      const auto phone = gateway_phone(options.url, options.code, options.phone);
      return converse(options, *phone);
    }
    gateway::Sources sources;
    dialogs::Findings findings;
    const auto deployment = gateway::Deployment::load_dialogs(options.config, findings, sources);
    if (findings.has_errors()) {
      print_findings(findings, sources, std::cerr);
      return kFindings;
    }
    const auto phone = local_phone(deployment, options.code, options.language);
    return converse(options, *phone);
  } catch (const std::runtime_error& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

}  // namespace jisr::tools
