// The list, its short form, and what two entrances may not share.
#include "gateway/entrance_config.hpp"

#include <algorithm>

#include "dialogs/text.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;

namespace {

std::vector<std::string> texts(const Yaml& node, Findings& findings) {
  std::vector<std::string> all;
  if (node.is_scalar()) all.push_back(node.text());
  for (const auto& item : node.items()) {
    if (auto text = item.as_string(findings)) all.push_back(std::move(*text));
  }
  return all;
}

void read_one(const Yaml& item, ChannelConfig& to, Findings& findings) {
  item.only_keys(findings, "a service", {"code", "keyword", "dialog"});
  if (!item.is_map()) return;
  Entrance entrance;
  entrance.place = item.place();
  entrance.code = item["code"].as_string(findings).value_or("");
  entrance.keywords = texts(item["keyword"], findings);
  entrance.dialog = item["dialog"].as_string(findings).value_or("");
  const bool told = !entrance.code.empty() || !entrance.keywords.empty();
  if (!told || entrance.dialog.empty()) {
    findings.error(
        "E110", item.place(), "a service needs `code` or `keyword`, and `dialog`",
        to.ussd ? "{code: \"*555*7#\", dialog: status}" : "{keyword: [COOP], dialog: cooperative}");
    return;
  }
  to.entrances.push_back(std::move(entrance));
}

std::string words(const Entrance& entrance) {
  std::string all = entrance.code;
  for (const auto& keyword : entrance.keywords) all += (all.empty() ? "" : " ") + keyword;
  return all;
}

bool share_keyword(const Entrance& a, const Entrance& b) {
  if (a.keywords.empty() && b.keywords.empty()) return true;
  return std::any_of(a.keywords.begin(), a.keywords.end(), [&](const std::string& one) {
    const auto key = dialogs::search_key(one);
    return std::any_of(b.keywords.begin(), b.keywords.end(),
                       [&](const std::string& other) { return dialogs::search_key(other) == key; });
  });
}

bool alike(const Entrance& a, const Entrance& b) {
  return code_parts(a.code) == code_parts(b.code) && share_keyword(a, b);
}

// One with a letter, which no answer of a menu is.
bool is_keyword(const std::string& text) {
  const auto key = dialogs::search_key(text);
  return dialogs::code_points(key) >= 2 && key.find_first_not_of("0123456789") != std::string::npos;
}

void check_one(const Config& config, const ChannelConfig& channel, const Entrance& entrance,
               Findings& findings) {
  const auto whose = "channel " + channel.name + ": ";
  const bool code = entrance.code.empty() ||
                    (channel.ussd ? is_ussd_code(entrance.code) : is_sms_number(entrance.code));
  if (!code) {
    findings.error("E270", entrance.place,
                   whose + '"' + entrance.code + "\" is no " + (channel.ussd ? "code" : "number"),
                   channel.ussd ? "such as \"*555#\" or \"*555*7#\"" : "such as \"5550\"");
  }
  for (const auto& keyword : entrance.keywords) {
    if (channel.ussd || !is_keyword(keyword)) {
      findings.error("E273", entrance.place, whose + '"' + keyword + "\" is no keyword here",
                     channel.ussd ? "keywords are of SMS; a USSD service has a `code`"
                                  : "two characters or more, one of them a letter");
    } else if (config.words.find(keyword) != nullptr) {
      findings.error("E272", entrance.place,
                     whose + "the keyword \"" + keyword + "\" means STOP, START or HELP",
                     "another keyword, or other `words` in gateway.yaml");
    }
  }
}

// Without the codes in the short form of an SMS channel, which are only said.
void check_said_codes(const ChannelConfig& channel, Findings& findings) {
  if (channel.ussd) return;
  for (const auto& code : channel.codes) {
    if (is_sms_number(code)) continue;
    findings.error("E270", channel.place,
                   "channel " + channel.name + ": \"" + code + "\" is no number",
                   "such as \"5550\"");
  }
}

}  // namespace

void read_entrances(const Yaml& channel, ChannelConfig& to, Findings& findings) {
  if (to.ussd) {
    for (const auto& code : to.codes) to.entrances.push_back({code, {}, to.dialog, to.place});
  } else if (!to.keywords.empty()) {
    to.entrances.push_back({{}, to.keywords, to.dialog, to.place});
  }
  const auto list = channel["services"];
  if (list.exists() && !list.is_list()) {
    findings.error("E102", list.place(), "services must be a list");
  }
  for (const auto& item : list.items()) read_one(item, to, findings);
  if (to.dialog.empty() && !to.entrances.empty()) to.dialog = to.entrances.front().dialog;
}

void check_entrances(const Config& config, Findings& findings) {
  std::vector<std::string> known;
  for (const auto& dialog : config.dialogs) known.push_back(dialog.name);
  for (const auto& channel : config.channels) {
    check_said_codes(channel, findings);
    for (std::size_t i = 0; i < channel.entrances.size(); ++i) {
      const auto& entrance = channel.entrances[i];
      check_one(config, channel, entrance, findings);
      const bool own = entrance.dialog == channel.dialog;  // named by the channel: said already
      if (!own && std::find(known.begin(), known.end(), entrance.dialog) == known.end()) {
        findings.error(
            "E202", entrance.place,
            "channel " + channel.name + ": there is no dialog \"" + entrance.dialog + '"',
            dialogs::did_you_mean(entrance.dialog, known));
      }
      const auto before = channel.entrances.begin() + static_cast<long>(i);
      const auto other = std::find_if(channel.entrances.begin(), before,
                                      [&](const Entrance& one) { return alike(one, entrance); });
      if (other == before) continue;
      findings.error("E271", entrance.place,
                     "channel " + channel.name + ": " + words(entrance) + " and " + words(*other) +
                         " are the same service",
                     "one of them would never be reached");
    }
  }
}

}  // namespace jisr::gateway
