// What reminders and leads have in common: both are queued while she answers, and look at her
// session once they are due.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "dialogs/session.hpp"
#include "dialogs/surroundings.hpp"
#include "gateway/deployment.hpp"
#include "gateway/entry.hpp"

namespace jisr::gateway {

// After this Redis is asked again, when it does not tell.
constexpr std::chrono::milliseconds kAskAgain(2'000);
// To fetch and compile a version of the dialog from before a reload.
constexpr std::chrono::milliseconds kVersionMax(5'000);
// For decode_kept(): Redis forgets the whole when it is too old.
constexpr std::int64_t kAnyAge = 365LL * 86'400'000;

// Puts the entry off when she was heard less than `after_ms` ago. Nothing: she is silent. Unix time
// in milliseconds.
std::optional<Settlement> put_off_while_answering(const dialogs::Session& session,
                                                  std::int64_t after_ms, std::int64_t now_ms,
                                                  const Claimed& entry);

// Day and hour there, by the clock of the channel; UTC when it is gone from the configuration.
dialogs::Surroundings surroundings_at(const Deployment& deployment, const std::string& channel,
                                      std::int64_t now_ms);

}  // namespace jisr::gateway
