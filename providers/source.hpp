// Where one fact of a request or an answer stands, and what has to be done to it. A plain value;
// shared between threads as const.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "providers/pattern.hpp"
#include "providers/repair.hpp"
#include "providers/xml.hpp"

namespace jisr::providers {

struct Condition;

struct Source {
  enum class In : std::uint8_t {
    nowhere,
    query,
    form,
    json,  // `name` is an RFC 6901 pointer
    xml,   // `name` is an XPath, compiled in `xml`
    body,  // the whole body
    header,
    path,    // `name` is which part of the path behind the channel's name, from 1
    always,  // `name` itself
  };
  In in = In::nowhere;
  std::string name;
  std::shared_ptr<const XmlPath> xml;
  std::vector<Repair> repairs;           // in order
  std::shared_ptr<const Pattern> match;  // takes a part; without a match the fact is not there
  std::string as;                        // "*{value}#"; empty: as it is
  std::vector<Condition> when;           // all must hold, else the fact is not here
  std::vector<Source> otherwise;         // looked at in order when the fact is not here
};

// Something that a request must show.
struct Condition {
  enum class Is : std::uint8_t { present, absent, one_of, none_of, begins };
  Source at;
  Is is = Is::present;              // present: there, and not empty
  std::vector<std::string> values;  // of one_of, none_of, begins
};
using When = std::vector<Condition>;  // all of them

// Whether a body of this kind has to be read for `source` or one of its alternatives.
bool needs(const Source& source, Source::In body);

}  // namespace jisr::providers
