// What a later registration of hers means for what is kept of the first one, by its number: another
// phone for its news, or that she has withdrawn. Only once the registry has taken it: until then
// nothing is changed, and nothing is lost.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/registry_config.hpp"
#include "gateway/result.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

struct FileChange {
  std::string reference;
  std::string msisdn;  // empty: she has withdrawn
};

// What is kept of her then, beside this word: nothing.
constexpr std::string_view kWithdrawn = "withdrawn";

// None: no rule, or she has not answered what it needs. Pure.
std::optional<FileChange> file_change(const FileRule& rule, const Registration& registration);

// May be repeated. Nothing to do where no file is kept. SMS to another phone are discreet from then
// on: nobody asked whose it is.
boost::asio::awaitable<Result<void>> change_file(Store& store, FileChange change);

}  // namespace jisr::gateway
