// What a person may make of an entry that was set aside: its content as JSON, changed, and checked
// by what will read it. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "gateway/delivery/registry_config.hpp"
#include "gateway/entry.hpp"
#include "gateway/result.hpp"

namespace jisr::gateway {

// The content with a line for each value, for an editor.
std::string editable(std::string_view payload);

// The content to store in place of `payload`. Errors are `rejected`, with what is wrong: it cannot
// be read, the registration is another one (its id is the idempotency key: a change would register
// her twice), or the registry's schema would refuse it. `registry` may be null: then there is no
// schema to ask.
Result<std::string> edited(EntryKind kind, std::string_view payload, std::string_view changed,
                           const RegistryConfig* registry);

}  // namespace jisr::gateway
