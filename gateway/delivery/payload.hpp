// The JSON body that a registry wants, made of a registration by a template of its mapping file.
// Values keep their types, so nothing is escaped by hand. Pure; a compiled template is immutable;
// any thread.
//
//   {answers.sector}          the answer with its type; a missing one leaves its key out
//   {answers.sector?null}     … or gives null
//   "MA-{reference}"          several parts are one text; a missing part is empty
//   {value: "{…}", map: {a: 1, b: 2}, else: 3}   by a table; without `else` an unknown value is an
//   error
//   {{ and }}                 stand for { and }
// Names: id reference dialog dialog_version channel language msisdn completed_at consent_version
// answers.NAME
#pragma once
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/delivery/registration.hpp"

namespace jisr::gateway {

// One {…}.
struct Placeholder {
  std::string name;  // "reference", "answers.sector"
  bool null_when_missing = false;
};

struct PayloadTemplate {
  enum class Kind : std::uint8_t { constant, field, text, table, object, list };
  Kind kind = Kind::constant;
  boost::json::value constant;                                            // constant
  Placeholder field;                                                      // field, table
  std::vector<std::pair<std::string, std::optional<Placeholder>>> parts;  // text: words, then field
  std::vector<std::pair<std::string, boost::json::value>> table;          // by the value as text
  std::optional<boost::json::value> otherwise;                            // table: `else`
  struct Member;
  std::vector<Member> members;  // object; list: no names
};
struct PayloadTemplate::Member {
  std::string name;
  PayloadTemplate value;
};

// A scalar of the mapping file: a constant text, one {…} alone, or a text with several. Errors
// (misconfigured) say which name is not known.
Result<PayloadTemplate> parse_payload_text(std::string_view text);

// The body. An error (rejected, not retryable) names the field that is not in its table, never a
// value.
Result<boost::json::value> build_payload(const PayloadTemplate& source,
                                         const Registration& registration);

}  // namespace jisr::gateway
