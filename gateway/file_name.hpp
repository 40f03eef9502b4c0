// What the key of a file of a registration is a pseudonym of. Stored by it; do not change. Pure.
#pragma once
#include <string>
#include <string_view>

namespace jisr::gateway {

// `reference`: the number that she was told.
inline std::string file_name(std::string_view reference) {
  return "reference:" + std::string(reference);
}

}  // namespace jisr::gateway
