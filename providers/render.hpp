// A body of a reply, filled and written in its format. Pure; any thread.
#pragma once
#include <string>

#include "providers/fill.hpp"
#include "providers/http.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

// A header whose value would hold anything but visible ASCII and blanks is left out: what a
// stranger wrote may come in by a placeholder.
HttpResponse render(const ReplyBody& shape, const Values& values);

// The tree in its format; a text is written as it stands.
std::string write_body(Format format, const Tree& tree);

}  // namespace jisr::providers
