// Reads a channel's `services`, and finds what is wrong with the entrances of all channels.
#pragma once
#include <string>
#include <vector>

#include "dialogs/yaml.hpp"
#include "gateway/config.hpp"

namespace jisr::gateway {

// `services` of a channel, behind what its short form (`codes`, `dialog`, `keywords`) says.
void read_entrances(const dialogs::Yaml& channel, ChannelConfig& to, dialogs::Findings& findings);

// E202 no such dialog, E270 no code, E271 two alike, E272 a word of STOP, E273 no keyword.
void check_entrances(const Config& config, dialogs::Findings& findings);

}  // namespace jisr::gateway
