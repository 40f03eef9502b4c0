// Texts with their placeholders filled in, in her language. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

// What a placeholder may need beside the session.
struct Filling {
  std::string_view reference;
  std::size_t page = 0;  // from 0
  std::size_t pages = 1;
};

// The text in the session's language (the default one where a disabled language has none).
std::string fill(const Dialog& dialog, const Session& session, const Texts& texts,
                 const Filling& filling);

}  // namespace jisr::dialogs
