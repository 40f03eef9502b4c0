// Refuses requests that two HTTP parsers could read differently (request smuggling), and oddities
// that no operator needs. Beast lets several of them through: a doubled or unknown
// Transfer-Encoding, a Content-Length list, no Host or two, folded fields. RFC 9112
// sections 3.2, 5.2, 6.1, 6.3. Pure functions, safe on any bytes. A fault is a fixed sentence that
// may be logged.
#pragma once
#include <string_view>

#include "providers/http.hpp"

namespace jisr::gateway {

// Looks at the bytes of a head as they came, up to and with its empty line: folded fields (which a
// parser would hide as a space), a CR or LF alone, a NUL. Empty when there is nothing to refuse.
std::string_view raw_head_fault(std::string_view head);

// Looks at the request target before it is split: origin-form or "*" only, visible ASCII, no
// fragment.
std::string_view target_fault(std::string_view method, std::string_view target);

// Looks at the parsed fields. `version` is 10 or 11.
std::string_view fields_fault(const providers::HttpRequest& request, int version);

}  // namespace jisr::gateway
