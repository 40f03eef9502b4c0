// RFC 6901 pointers into a JSON value, with one word more: a token `*` stands for every element of
// a list. Pure; any thread.
#pragma once
#include <boost/json/value.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/result.hpp"

namespace jisr::gateway {

class JsonPointer {
 public:
  JsonPointer() = default;  // the whole value
  // "/issue/0/code", "/errors/*/code", or "" for the whole. Errors: not a pointer; more than 16
  // tokens.
  static Result<JsonPointer> parse(std::string_view text);

  // True if `holds` does of any value that this points to.
  [[nodiscard]] bool any(const boost::json::value& root,
                         const std::function<bool(const boost::json::value&)>& holds) const;

 private:
  std::vector<std::string> tokens_;
};

// A name as one token of a pointer: ~ and / escaped.
std::string pointer_token(std::string_view name);

}  // namespace jisr::gateway
