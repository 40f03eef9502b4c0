// The look-ups that the gateway answers itself, out of what it keeps, without a service outside:
// what each takes and gives, so that `jisr check` holds dialogs against it. A dialog names one
// under `service:` as it names any other; gateway.yaml cannot describe one of the same name.
// Pure; any thread. builtin_services.hpp answers them.
#pragma once
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"

namespace jisr::gateway {

struct BuiltinShape {
  std::string_view name;
  std::vector<std::string_view> needs;  // names under `send`
  std::vector<std::string_view> takes;  // names that may be left out
  std::vector<std::string_view> gives;  // names that `keep` may ask for, as "/name"; "name/*": any
  // Answers of somebody whom the caller names: who tries one card after the other is stopped by
  // limits.rates.lookups_a_day, as with services outside.
  bool is_counted = false;
};

const std::vector<BuiltinShape>& builtin_shapes();
const BuiltinShape* builtin_shape(std::string_view name);  // or null

// Whether a look-up screen fits: E226 no such value is given, E241 sends what it has no use for,
// E242 leaves out what it needs.
void check_builtin(const dialogs::Screen& screen, const BuiltinShape& shape,
                   dialogs::Findings& findings);

}  // namespace jisr::gateway
