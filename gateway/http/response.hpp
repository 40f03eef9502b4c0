// Writes the bytes of an HTTP/1 answer. Pure; used by the connection, one buffer a connection.
#pragma once
#include <string>
#include <string_view>

#include "gateway/http/message.hpp"

namespace jisr::gateway {

// How the request shapes the bytes of its answer.
struct ResponseFraming {
  bool keep_alive = true;
  bool http10 = false;        // an HTTP/1.0 client has to be told that the connection stays
  bool without_body = false;  // HEAD: the length of the body, and no body
};

// Appends `response` to `out`. Gives false and appends nothing when the response cannot be said in
// HTTP: a status outside 200-599, a field name that is no token, a field value with a control
// character (a handler that echoed a stranger's line break). That is a bug of the handler: answer
// 500.
bool append_response(std::string& out, const HttpResponse& response, ResponseFraming framing);

// A short answer of the server itself, in plain text, with the reason phrase as its body.
HttpResponse plain_response(int status);

}  // namespace jisr::gateway
