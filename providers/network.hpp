// Address ranges, and whose address counts behind a proxy. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::providers {

// Whether `text` is an address or a range of them: "196.201.214.7", "196.201.214.0/24",
// "2001:db8::/32".
bool is_range(std::string_view text);

// Whether `address` (numeric) lies in one of the ranges. An address that cannot be read is in none.
bool is_in(std::string_view address, const std::vector<std::string>& ranges);

// The caller's address: the peer's, or, when the peer is one of `proxies`, the last one in
// `forwarded` (X-Forwarded-For, oldest first) that is not a proxy. What stands before that could
// have been written by anybody.
std::string caller_address(std::string_view peer, std::string_view forwarded,
                           const std::vector<std::string>& proxies);

}  // namespace jisr::providers
