// Look-ups that we answer ourselves, from what is kept of registrations: `service: own_status` and
// `service: own_person`. One question to Redis each. Any thread.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <string_view>
#include <vector>

#include "dialogs/step.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

// own_status: send reference, and check where the registry's file names one; keep from
//   {"status": "invited", "at": …, "params": {"place": …}}. "received" before the registry said
//   anything. Not found: no such number, or the check is wrong; five wrong checks close the file to
//   all who ask.
// own_person: send id; keep from {"reference": …}. Not found: nobody with this id is registered.
constexpr std::string_view kOwnStatus = "own_status";
constexpr std::string_view kOwnPerson = "own_person";
constexpr bool is_own_service(std::string_view name) {
  return name == kOwnStatus || name == kOwnPerson;
}
// What each of them may be sent.
std::vector<std::string_view> own_service_takes(std::string_view name);

// What went wrong with Redis is `failed`.
boost::asio::awaitable<dialogs::LookupOutcome> ask_own(
    Store& store, dialogs::Lookup lookup, std::vector<dialogs::LookupSource::Kept> kept);

}  // namespace jisr::gateway
