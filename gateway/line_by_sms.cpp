// What the configuration says of a line; whether she has said STOP is asked elsewhere.
#include "gateway/line_by_sms.hpp"

#include <algorithm>
#include <set>

namespace jisr::gateway {

namespace {

bool goes_on_by_sms(const dialogs::Dialog& dialog) {
  return std::any_of(dialog.screens.begin(), dialog.screens.end(),
                     [](const dialogs::Screen& screen) { return screen.effects.by_sms; });
}

}  // namespace

const Channel* line_by_sms(const Deployment& deployment, const Channel& channel) {
  if (!channel.config.ussd || channel.config.sms_channel.empty()) return nullptr;
  const auto* line = deployment.channel(channel.config.sms_channel);
  const bool can = line != nullptr && !line->config.ussd && line->profile.send.can &&
                   !line->config.entrances.empty();
  return can ? line : nullptr;
}

void check_lines_by_sms(const Deployment& deployment, dialogs::Findings& findings) {
  std::set<const dialogs::Dialog*> able;
  std::vector<std::pair<const dialogs::Dialog*, const Channel*>> not_able;
  for (const auto& channel : deployment.channels()) {
    if (!channel->config.ussd) continue;
    auto all = channel->begun;
    all.push_back(channel->dialog);
    for (const auto& dialog : all) {
      if (!dialog || !goes_on_by_sms(*dialog)) continue;
      if (line_by_sms(deployment, *channel) != nullptr) {
        able.insert(dialog.get());
      } else {
        not_able.emplace_back(dialog.get(), channel.get());
      }
    }
  }
  std::set<const dialogs::Dialog*> told;
  for (const auto& [dialog, channel] : not_able) {
    if (able.contains(dialog) || !told.insert(dialog).second) continue;
    findings.error("E276", channel->config.place,
                   "the dialog " + dialog->name + " goes on by SMS, and no channel of it can",
                   "an `sms_channel` that sends, and has `services` or `keywords`");
  }
}

void check_leads(const Deployment& deployment, dialogs::Findings& findings) {
  std::set<std::pair<const dialogs::Dialog*, const Channel*>> told;
  const auto check = [&](const dialogs::Dialog& dialog, const Channel& line) {
    const bool forgotten = !dialog.lead.kind.empty() && dialog.lead.after_ms >= line.session_ms;
    if (!forgotten || !told.emplace(&dialog, &line).second) return;
    findings.error("E293", line.config.place,
                   "the dialog " + dialog.name + " makes a lead when " + line.config.name +
                       " has forgotten her",
                   "a longer `session` than the `after` of its `lead`: a gateway that stands still "
                   "for a day loses none",
                   line.config.name.size());
  };
  for (const auto& channel : deployment.channels()) {
    const auto* line = channel->config.ussd ? line_by_sms(deployment, *channel) : channel.get();
    if (line == nullptr) continue;
    auto all = channel->begun;
    all.push_back(channel->dialog);
    for (const auto& dialog : all) {
      if (dialog && (!channel->config.ussd || goes_on_by_sms(*dialog))) check(*dialog, *line);
    }
  }
}

}  // namespace jisr::gateway
