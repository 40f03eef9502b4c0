// Names of channels in `sms.routes` and `sending`, senders and receipts.
#include "gateway/delivery/check_sending.hpp"

#include <algorithm>
#include <string>

namespace jisr::gateway {

using dialogs::Findings;
using Channels = std::vector<std::unique_ptr<Channel>>;

namespace {

const Channel* channel_named(const Channels& channels, const std::string& name) {
  const auto found = std::find_if(channels.begin(), channels.end(),
                                  [&](const auto& one) { return one->config.name == name; });
  return found == channels.end() ? nullptr : found->get();
}

// `whose` ends with a blank.
void check_sender_channel(const std::string& whose, const std::string& name,
                          const dialogs::Place& place, const Channels& channels,
                          Findings& findings) {
  if (name.empty()) return;
  const auto* channel = channel_named(channels, name);
  if (channel == nullptr) {
    std::vector<std::string> known;
    for (const auto& one : channels) known.push_back(one->config.name);
    findings.error("E202", place, whose + "there is no channel \"" + name + "\"",
                   dialogs::did_you_mean(name, known));
  } else if (!channel->profile.send.can) {
    findings.error("E280", place, whose + "channel \"" + name + "\" cannot send SMS",
                   "a channel whose provider's page has `send`");
  }
}

void check_channel(const Channel& channel, const Channels& channels, Findings& findings) {
  const auto& sending = channel.config.sending;
  const auto whose = "channel " + channel.config.name + ": ";
  const auto place = sending.place.line > 0 ? sending.place : channel.config.place;
  check_sender_channel(whose, sending.fallback, place, channels, findings);
  if (sending.fallback == channel.config.name) {
    findings.error("E286", place, whose + "it is its own fallback", "another channel, or none");
  }
  if (sending.place.line > 0 && !channel.profile.send.can) {
    findings.error("E280", place, whose + "it cannot send SMS, so `sending` does nothing",
                   "put it into the file of the channel that sends");
  } else if (sending.resend && !channel.profile.receipts.can) {
    findings.warning("W280", place,
                     whose +
                         "its provider's page reads no receipts, so nothing is "
                         "ever sent again",
                     "describe `receipts` there, or take `resend` out");
  }
  const auto sender = channel.config.settings.find("sender");
  const bool sends = channel.profile.send.can && sender != channel.config.settings.end();
  if (sends && !sender->second.empty() && !is_sender(sender->second)) {
    findings.error("E284", channel.config.place,
                   whose + "no phone shows \"" + sender->second + "\" as a sender",
                   "at most 11 letters, digits, blanks, dots and dashes, or 15 digits");
  }
}

}  // namespace

void check_sending(const SmsConfig& sms, const Channels& channels, Findings& findings) {
  for (const auto& route : sms.routes) {
    check_sender_channel("a route: ", route.channel, route.place, channels, findings);
    check_sender_channel("a route: ", route.fallback, route.place, channels, findings);
    if (!route.channel.empty() && route.fallback == route.channel) {
      findings.error("E286", route.place, "a route is its own fallback",
                     "another channel, or none");
    }
  }
  for (const auto& channel : channels) check_channel(*channel, channels, findings);
}

}  // namespace jisr::gateway
