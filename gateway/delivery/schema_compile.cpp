// Reads a schema: every keyword has its reader in one table, and what is not in the table is
// refused.
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "gateway/delivery/json_pointer.hpp"
#include "gateway/delivery/schema_node.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using Node = Schema::Node;
constexpr std::size_t kTextBytesMax = 256 * 1024;
constexpr std::size_t kNodesMax = 2'000;
constexpr std::size_t kPatternBytesMax = 1'024;
constexpr std::int64_t kPatternMemoryMax = 1 << 20;

class Compiler {
 public:
  Result<std::vector<Node>> compile(const json::value& root) {
    read(root, "");
    for (const auto& [from, place, target] : references_) {
      const auto found = definitions_.find(target);
      if (found == definitions_.end()) {
        refuse(place, "$ref leads nowhere: only \"#\" and \"#/$defs/NAME\" of this file");
      } else {
        nodes_[from].reference = found->second;
      }
    }
    if (!wrong_.empty()) return Error{Errc::misconfigured, wrong_, false};
    return std::move(nodes_);
  }

 private:
  using Reader = void (Compiler::*)(Node::Index, const json::value&, const std::string& place);
  struct Reference {
    Node::Index from;
    std::string place;
    std::string target;
  };

  void refuse(const std::string& place, const std::string& what) {  // the first is told
    if (wrong_.empty()) wrong_ = (place.empty() ? "the schema" : place) + ": " + what;
  }

  Node::Index read(const json::value& schema, const std::string& place) {
    const Node::Index index = nodes_.size();
    nodes_.emplace_back();
    if (place.empty()) definitions_["#"] = index;
    const auto* object = schema.if_object();
    if (object == nullptr) {
      refuse(place, "a schema is an object here");
    } else if (nodes_.size() > kNodesMax) {
      refuse(place, "too many subschemas");
    } else {
      for (const auto& [keyword, value] : *object) {
        const auto reader = readers().find(std::string(keyword));
        const auto inner = place + '/' + pointer_token(keyword);
        if (reader == readers().end()) {
          refuse(inner, "this keyword is not among those that Jisr checks");
        } else if (reader->second != nullptr) {
          (this->*reader->second)(index, value, inner);
        }
      }
    }
    return index;
  }

  void read_type(Node::Index index, const json::value& value, const std::string& place) {
    static const std::map<std::string_view, std::uint8_t> kTypes = {
        {"null", Node::kNull},     {"boolean", Node::kBoolean}, {"integer", Node::kInteger},
        {"number", Node::kNumber}, {"string", Node::kString},   {"array", Node::kArray},
        {"object", Node::kObject}};
    const auto add = [&](const json::value& name) {
      const auto found = name.is_string() ? kTypes.find(name.get_string()) : kTypes.end();
      if (found == kTypes.end()) return refuse(place, "not a type of JSON");
      nodes_[index].types |= found->second;
    };
    if (!value.is_array()) return add(value);
    for (const auto& name : value.get_array()) add(name);
    if (value.get_array().empty()) refuse(place, "names no type");
  }

  void read_properties(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_object()) return refuse(place, "an object is expected");
    for (const auto& [name, schema] : value.get_object()) {
      const auto property = read(schema, place + '/' + pointer_token(name));
      nodes_[index].properties.emplace_back(name, property);
    }
  }

  void read_definitions(Node::Index, const json::value& value, const std::string& place) {
    if (place != "/$defs") return refuse(place, "$defs stands at the top of the schema only");
    if (!value.is_object()) return refuse(place, "an object is expected");
    for (const auto& [name, schema] : value.get_object()) {
      const auto inner = place + '/' + pointer_token(name);
      definitions_['#' + inner] = read(schema, inner);
    }
  }

  void read_reference(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_string()) return refuse(place, "a text is expected");
    references_.push_back({index, place, std::string(value.get_string())});
  }

  void read_required(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_array()) return refuse(place, "a list of names is expected");
    for (const auto& name : value.get_array()) {
      if (!name.is_string()) return refuse(place, "a list of names is expected");
      nodes_[index].required.emplace_back(name.get_string());
    }
  }

  void read_additional(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_bool()) return refuse(place, "only true or false here");
    nodes_[index].additional_properties = value.get_bool();
  }

  void read_enum(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_array() || value.get_array().empty()) {
      return refuse(place, "a list of values is expected");
    }
    read_values(index, {value.get_array().begin(), value.get_array().end()}, "enum", place);
  }

  void read_const(Node::Index index, const json::value& value, const std::string& place) {
    read_values(index, {value}, "const", place);
  }

  void read_values(Node::Index index, std::vector<json::value> values, const char* keyword,
                   const std::string& place) {
    if (nodes_[index].one_of_these) return refuse(place, "enum and const together: one is enough");
    nodes_[index].one_of_these = std::move(values);
    nodes_[index].values_keyword = keyword;
  }

  void read_pattern(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_string() || value.get_string().size() > kPatternBytesMax) {
      return refuse(place, "a text of at most 1,024 bytes is expected");
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(kPatternMemoryMax);
    const std::string text(value.get_string());
    auto pattern = std::make_shared<const re2::RE2>(text, options);
    if (!pattern->ok()) return refuse(place, "not a pattern of RE2: " + pattern->error());
    nodes_[index].pattern = std::move(pattern);
  }

  void read_format(Node::Index index, const json::value& value, const std::string& place) {
    static const std::map<std::string_view, Node::Format> kFormats = {
        {"date", Node::Format::date},
        {"date-time", Node::Format::date_time},
        {"uuid", Node::Format::uuid}};
    const auto found = value.is_string() ? kFormats.find(value.get_string()) : kFormats.end();
    if (found == kFormats.end()) return refuse(place, "only date, date-time and uuid are checked");
    nodes_[index].format = found->second;
  }

  template <std::optional<std::uint64_t> Node::*kField>
  void read_count(Node::Index index, const json::value& value, const std::string& place) {
    boost::system::error_code failed;
    const auto count = value.to_number<std::uint64_t>(failed);
    if (failed) return refuse(place, "a count is expected");
    nodes_[index].*kField = count;
  }

  template <std::optional<double> Node::*kField>
  void read_bound(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_number()) return refuse(place, "a number is expected");
    nodes_[index].*kField = value.to_number<double>();
  }

  void read_items(Node::Index index, const json::value& value, const std::string& place) {
    const auto items = read(value, place);
    nodes_[index].items = items;
  }

  template <std::vector<Node::Index> Node::*kField>
  void read_group(Node::Index index, const json::value& value, const std::string& place) {
    if (!value.is_array() || value.get_array().empty()) {
      return refuse(place, "a list of schemas is expected");
    }
    std::size_t number = 0;
    for (const auto& schema : value.get_array()) {
      const auto inner = read(schema, place + '/' + std::to_string(number++));
      (nodes_[index].*kField).push_back(inner);
    }
  }

  static const std::map<std::string, Reader>& readers() {
    static const std::map<std::string, Reader> kReaders = {
        {"$schema", nullptr},
        {"$id", nullptr},
        {"$comment", nullptr},
        {"title", nullptr},
        {"description", nullptr},
        {"default", nullptr},
        {"examples", nullptr},
        {"type", &Compiler::read_type},
        {"properties", &Compiler::read_properties},
        {"required", &Compiler::read_required},
        {"additionalProperties", &Compiler::read_additional},
        {"enum", &Compiler::read_enum},
        {"const", &Compiler::read_const},
        {"pattern", &Compiler::read_pattern},
        {"format", &Compiler::read_format},
        {"minLength", &Compiler::read_count<&Node::length_min>},
        {"maxLength", &Compiler::read_count<&Node::length_max>},
        {"minItems", &Compiler::read_count<&Node::items_min>},
        {"maxItems", &Compiler::read_count<&Node::items_max>},
        {"minimum", &Compiler::read_bound<&Node::minimum>},
        {"maximum", &Compiler::read_bound<&Node::maximum>},
        {"items", &Compiler::read_items},
        {"anyOf", &Compiler::read_group<&Node::any_of>},
        {"oneOf", &Compiler::read_group<&Node::one_of>},
        {"allOf", &Compiler::read_group<&Node::all_of>},
        {"$defs", &Compiler::read_definitions},
        {"$ref", &Compiler::read_reference}};
    return kReaders;
  }

  std::vector<Node> nodes_;
  std::map<std::string, Node::Index> definitions_;  // "#" and "#/$defs/NAME"
  std::vector<Reference> references_;
  std::string wrong_;
};

}  // namespace

Result<Schema> Schema::compile(std::string_view text) {
  if (text.size() > kTextBytesMax)
    return Error{Errc::misconfigured, "a schema over 256 KiB", false};
  boost::system::error_code failed;
  const json::value root = json::parse(text, failed);  // 32 deep at most
  if (failed) return Error{Errc::misconfigured, "not JSON: " + failed.message(), false};
  auto nodes = Compiler().compile(root);
  if (!nodes) return nodes.error();
  Schema schema;
  schema.nodes_ = std::make_shared<const std::vector<Node>>(std::move(*nodes));
  return schema;
}

}  // namespace jisr::gateway
