// Tells a gateway what became of a registration, as a registry would: signed, by plain HTTP on this
// machine.
#pragma once
#include <optional>
#include <string>

namespace jisr::simulator {

// Posts `body` to `url` (http://127.0.0.1:PORT/…), signed with `secret` now, and gives the status
// of the answer; nothing when there was none. Blocks: the simulator has one thread.
std::optional<int> send_update(const std::string& url, const std::string& secret,
                               const std::string& body);

}  // namespace jisr::simulator
