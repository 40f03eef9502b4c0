// Walks the dialog once and keeps each page as the operator would get it.
#include "tools/bench-load/script.hpp"

#include <algorithm>
#include <stdexcept>

#include "dialogs/step.hpp"
#include "gateway/calendar.hpp"
#include "gateway/deployment.hpp"

namespace jisr::tools {

namespace {

constexpr std::string_view kReference = "12345678";

ExpectedPage expect(const dialogs::Shown& shown) {
  std::string body = (shown.ends ? "END " : "CON ") + shown.text;
  const auto at = body.find(kReference);
  if (at == std::string::npos) return {body, {}, false};
  return {body.substr(0, at), body.substr(at + kReference.size()), true};
}

std::shared_ptr<const dialogs::Dialog> find_dialog(const gateway::Deployment& deployment,
                                                   const std::string& code, dialogs::Limit& limit) {
  for (const auto& channel : deployment.channels()) {
    const auto& entrances = channel->config.entrances;
    for (std::size_t i = 0; i < entrances.size(); ++i) {
      if (entrances[i].code != code) continue;
      limit = channel->config.page;
      return channel->begun[i];
    }
  }
  throw std::runtime_error("no channel has the code " + code);
}

}  // namespace

bool ExpectedPage::matches(std::string_view body) const {
  if (!has_reference) return before.empty() || body == before;
  return body.size() == before.size() + kReference.size() + after.size() &&
         body.starts_with(before) && body.ends_with(after) &&
         std::all_of(body.begin() + static_cast<long>(before.size()),
                     body.end() - static_cast<long>(after.size()),
                     [](char c) { return c >= '0' && c <= '9'; });
}

LoadScript make_script(const std::string& config, const std::string& code,
                       const std::vector<std::string>& answers) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto deployment = gateway::Deployment::load_dialogs(config, findings, sources);
  if (findings.has_errors()) throw std::runtime_error("the configuration has errors: jisr check");
  dialogs::Limit limit;
  const auto dialog = find_dialog(*deployment, code, limit);
  const dialogs::Surroundings around{limit, gateway::today(gateway::now_ms()), kReference};
  LoadScript script{answers, {}};
  auto session = dialogs::begin(*dialog, std::nullopt, around).session;
  script.pages.push_back(expect(dialogs::show(*dialog, session, around)));
  for (const auto& answer : answers) {
    session = dialogs::answer(*dialog, std::move(session), answer, around).session;
    script.pages.push_back(expect(dialogs::show(*dialog, session, around)));
  }
  if (session.state != dialogs::Session::State::ended) {
    throw std::runtime_error("the answers of the load do not lead to an end of the dialog");
  }
  return script;
}

LoadScript any_page_script(const std::vector<std::string>& answers) {
  LoadScript script{answers, {}};
  script.pages.resize(answers.size() + 1);
  return script;
}

}  // namespace jisr::tools
