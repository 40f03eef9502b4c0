// Whether what is said about sending SMS fits the channels that are there: each name leads to one
// that can send, and nothing waits for receipts that never come. Pure; at the start and a reload.
#pragma once
#include <memory>
#include <vector>

#include "gateway/deployment.hpp"

namespace jisr::gateway {

// Findings: E202, E280, E284, E286, W280.
void check_sending(const SmsConfig& sms, const std::vector<std::unique_ptr<Channel>>& channels,
                   dialogs::Findings& findings);

}  // namespace jisr::gateway
