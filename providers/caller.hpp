// Is the caller the provider? Compares what it shows with the channel's secrets, in constant time.
// docs/security.md lists which check refuses what.
#pragma once
#include <optional>
#include <vector>

#include "providers/http.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"
#include "providers/reading.hpp"

namespace jisr::providers {

// nullopt when the caller passes all checks, and the channel's own addresses if it lists any; else
// 401 (nothing shown) or 403 (something wrong, or too old). Neither checks nor addresses let
// everybody in: whoever loads the channel warns of that.
std::optional<Refusal> check_caller(const std::vector<CallerCheck>& checks, const Secrets& secrets,
                                    const Reading& reading);

}  // namespace jisr::providers
