// A subset of JSON Schema 2020-12, checked before anything is sent. Keywords: type, properties,
// required, additionalProperties (true or false), enum, const, pattern (RE2, not anchored),
// minLength, maxLength (code points), minimum, maximum, items, minItems, maxItems, format (date,
// date-time, uuid), $defs, $ref
// ("#/$defs/NAME" or "#"), anyOf, oneOf, allOf; and the annotations $schema, $id, $comment, title,
// description, default, examples. Any other keyword is refused when the schema is read, so that
// none is silently not checked. Immutable; any thread.
#pragma once
#include <boost/json/value.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/result.hpp"

namespace jisr::gateway {

// What is wrong, and where; never the value itself. A property that is not expected is named by the
// pointer of the object that holds it: its name came from outside.
struct Violation {
  std::string instance;  // JSON pointer into the document; "" is the whole
  std::string
      keyword;  // the keyword that failed, "required"; or "limit": too deep or too much work
};
std::string to_string(const Violation& violation);  // "/birth_year minimum"

class Schema {
 public:
  Schema() = default;  // accepts everything
  // Errors (misconfigured) name the place in the schema by a JSON pointer. Limits: 256 KiB, 32
  // deep, 2,000 subschemas, patterns of 1,024 bytes.
  static Result<Schema> compile(std::string_view text);

  // All violations, in the schema's order, at most 100. Of anyOf and oneOf only the fact. Nested
  // deeper than 64 (a $ref may lead in circles), or 100,000 steps of work, is a violation itself.
  // Numbers are compared as doubles: exact up to 2^53.
  [[nodiscard]] std::vector<Violation> validate(const boost::json::value& document) const;

  struct Node;

 private:
  std::shared_ptr<const std::vector<Node>> nodes_;  // the first is the root
};

}  // namespace jisr::gateway
