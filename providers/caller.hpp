// Is the caller the provider? Compares what it shows with the channel's secret, in constant time.
#pragma once
#include "providers/form.hpp"
#include "providers/http.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

// nullopt when it is; else 401 (nothing shown) or 403 (something wrong).
std::optional<Refusal> check_caller(const CallerCheck& check, const Secrets& secrets,
                                    const HttpRequest& request, const Fields& query);

}  // namespace jisr::providers
