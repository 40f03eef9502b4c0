// A compiled subschema: one field for each keyword, unset where the schema has none. Private to
// schema*.cpp.
#pragma once
#include <re2/re2.h>

#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/delivery/schema.hpp"

namespace jisr::gateway {

struct Schema::Node {
  enum Type : std::uint8_t {  // bits
    kNull = 1,
    kBoolean = 2,
    kInteger = 4,
    kNumber = 8,
    kString = 16,
    kArray = 32,
    kObject = 64
  };
  enum class Format : std::uint8_t { none, date, date_time, uuid };
  using Index = std::size_t;  // of a node

  std::uint8_t types = 0;  // 0: any
  std::vector<std::pair<std::string, Index>> properties;
  std::vector<std::string> required;
  bool additional_properties = true;
  std::optional<std::vector<boost::json::value>> one_of_these;  // enum, or const as its only one
  std::string values_keyword;                                   // "enum" or "const"
  std::shared_ptr<const re2::RE2> pattern;
  std::optional<std::uint64_t> length_min, length_max, items_min, items_max;
  std::optional<double> minimum, maximum;
  std::optional<Index> items, reference;
  Format format = Format::none;
  std::vector<Index> any_of, one_of, all_of;
};

}  // namespace jisr::gateway
