// The JSON body that a registry or a service wants, made by a template of a configuration file.
// Values keep their types, so nothing is escaped by hand. Pure; a compiled template is immutable;
// any thread.
//
//   {answers.sector}          the answer with its type; a missing one leaves its key out
//   {answers.sector?null}     … or gives null
//   "MA-{reference}"          several parts are one text; a missing part is empty
//   {value: "{…}", map: {a: 1, b: 2}, else: 3}   by a table; without `else` an unknown value is an
//   error
//   {value: "{…}", table: NAME, else: 3}   the same, by a table that the file has by name
//   {when: {answers.sector: crafts}, value: …}   leaves its key out unless all of `when` holds;
//   with `else` that one stands in its place. A list is any of several; null is a missing answer
//   {{ and }}                 stand for { and }
// Names of a registration: id kind tags reference dialog dialog_version channel language msisdn
// completed_at consent_version due due_until answers.NAME. `kind` is "registration" where the
// dialog names none. Names of a service's template: what the dialog's look-up sends.
#pragma once
#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
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
  enum class Kind : std::uint8_t { constant, field, text, table, chosen, object, list };
  Kind kind = Kind::constant;
  boost::json::value constant;                                            // constant
  Placeholder field;                                                      // field, table
  std::vector<std::pair<std::string, std::optional<Placeholder>>> parts;  // text: words, then field
  using Table = std::vector<std::pair<std::string, boost::json::value>>;
  Table table;                                  // by the value as text
  std::optional<boost::json::value> otherwise;  // table: `else`
  struct Test {
    std::string name;
    std::vector<boost::json::value> any_of;  // null: there is no value
  };
  std::vector<Test> tests;  // chosen: all must hold
  struct Member;
  std::vector<Member> members;  // object; list: no names; chosen: the value, then `else` if any
};
struct PayloadTemplate::Member {
  std::string name;
  PayloadTemplate value;
};

// Which names a template may use.
using PayloadNames = bool (*)(std::string_view name);
bool is_registration_name(std::string_view name);
bool is_plain_name(std::string_view name);  // letters, digits and _

// A scalar of the file: a constant text, one {…} alone, or a text with several. Errors
// (misconfigured) say which name is not known.
Result<PayloadTemplate> parse_payload_text(std::string_view text,
                                           PayloadNames names = is_registration_name);

// Every name that the template uses.
std::set<std::string> names_in(const PayloadTemplate& source);

// What a name stands for; nothing when it is missing.
using PayloadValues = std::function<std::optional<boost::json::value>(const std::string& name)>;

// The body. An error (rejected, not retryable) names the field that is not in its table, never a
// value.
Result<boost::json::value> build_payload(const PayloadTemplate& source,
                                         const PayloadValues& values);
Result<boost::json::value> build_payload(const PayloadTemplate& source,
                                         const Registration& registration);

// A scalar in words: a text as it is, other values as JSON writes them, a list's with commas.
std::string words_of(const boost::json::value& value);

}  // namespace jisr::gateway
