// Checks a document against a compiled schema. A keyword speaks only of values of its own type, as
// 2020-12 has it: minLength says nothing about a number.
#include "gateway/delivery/schema.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <cmath>
#include <utility>

#include "dialogs/text.hpp"
#include "gateway/delivery/json_pointer.hpp"
#include "gateway/delivery/schema_node.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using Node = Schema::Node;
constexpr std::size_t kViolationsMax = 100;
constexpr int kDepthMax = 64;
constexpr int kStepsMax = 100'000;

bool is_whole(const json::value& value) {
  if (!value.is_double()) return value.is_number();
  const double number = value.get_double();
  return std::isfinite(number) && std::trunc(number) == number;
}

std::uint8_t types_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return Node::kNull;
    case json::kind::bool_:
      return Node::kBoolean;
    case json::kind::string:
      return Node::kString;
    case json::kind::array:
      return Node::kArray;
    case json::kind::object:
      return Node::kObject;
    default:
      return is_whole(value) ? Node::kInteger | Node::kNumber : Node::kNumber;
  }
}

// 1 and 1.0 are one number in JSON Schema; inside lists and objects the plain comparison does.
bool same(const json::value& a, const json::value& b) {
  if (a.is_number() && b.is_number()) return a.to_number<double>() == b.to_number<double>();
  return a == b;
}

// "9" in `form` is a digit, "f" a hexadecimal one; anything else stands for itself.
bool has_form(std::string_view text, std::string_view form) {
  return text.size() == form.size() &&
         std::equal(text.begin(), text.end(), form.begin(), [](char c, char expected) {
           const bool digit = c >= '0' && c <= '9';
           if (expected == '9') return digit;
           if (expected == 'f') return digit || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
           return c == expected;
         });
}

int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int number = 0;
  for (const char c : text.substr(at, digits)) number = number * 10 + (c - '0');
  return number;
}

bool is_date(std::string_view text) {
  if (!has_form(text, "9999-99-99")) return false;
  return std::chrono::year_month_day(
             std::chrono::year(number_at(text, 0, 4)),
             std::chrono::month(static_cast<unsigned>(number_at(text, 5, 2))),
             std::chrono::day(static_cast<unsigned>(number_at(text, 8, 2))))
      .ok();
}

// RFC 3339: date, T, time with an optional fraction, and Z or an offset.
bool is_date_time(std::string_view text) {
  if (text.size() < 20 || !is_date(text.substr(0, 10)) || (text[10] | 0x20) != 't') return false;
  const auto time = text.substr(11, 8);
  if (!has_form(time, "99:99:99") || number_at(time, 0, 2) > 23 || number_at(time, 3, 2) > 59 ||
      number_at(time, 6, 2) > 60) {
    return false;
  }
  auto rest = text.substr(19);
  if (rest.front() == '.') {
    const auto digits = rest.find_first_not_of("0123456789", 1);
    if (digits == std::string_view::npos || digits == 1) return false;
    rest = rest.substr(digits);
  }
  if (rest == "Z" || rest == "z") return true;
  if (rest.empty() || (rest[0] != '+' && rest[0] != '-')) return false;
  return has_form(rest.substr(1), "99:99") && number_at(rest, 1, 2) <= 23 &&
         number_at(rest, 4, 2) <= 59;
}

bool has_format(Node::Format format, std::string_view text) {
  switch (format) {
    case Node::Format::date:
      return is_date(text);
    case Node::Format::date_time:
      return is_date_time(text);
    case Node::Format::uuid:
      return has_form(text, "ffffffff-ffff-ffff-ffff-ffffffffffff");
    case Node::Format::none:
      break;
  }
  return true;
}

class Validation {
 public:
  explicit Validation(const std::vector<Node>& nodes) : nodes_(nodes) {}

  void check(Node::Index index, const json::value& value, const std::string& place) {
    if (++depth_ > kDepthMax || ++steps_ > kStepsMax) {
      limited_ = true;
      violate(place, "limit");
    } else if (!limited_) {
      const auto& node = nodes_[index];
      check_value(node, value, place);
      if (const auto* text = value.if_string()) check_text(node, *text, place);
      if (value.is_number()) check_number(node, value.to_number<double>(), place);
      if (const auto* list = value.if_array()) check_list(node, *list, place);
      if (const auto* object = value.if_object()) check_object(node, *object, place);
      check_groups(node, value, place);
    }
    --depth_;
  }

  std::vector<Violation> take() { return std::move(found_); }

 private:
  void violate(const std::string& place, std::string_view keyword) {
    if (found_.size() < kViolationsMax) found_.push_back({place, std::string(keyword)});
  }

  void check_value(const Node& node, const json::value& value, const std::string& place) {
    if (node.types != 0 && (node.types & types_of(value)) == 0) violate(place, "type");
    if (!node.one_of_these) return;
    const auto& wanted = *node.one_of_these;
    if (std::none_of(wanted.begin(), wanted.end(),
                     [&value](const json::value& one) { return same(one, value); })) {
      violate(place, node.values_keyword);
    }
  }

  void check_text(const Node& node, std::string_view text, const std::string& place) {
    if (node.length_min || node.length_max) {
      const auto length = dialogs::code_points(text);
      if (node.length_min && length < *node.length_min) violate(place, "minLength");
      if (node.length_max && length > *node.length_max) violate(place, "maxLength");
    }
    if (node.pattern && !re2::RE2::PartialMatch({text.data(), text.size()}, *node.pattern)) {
      violate(place, "pattern");
    }
    if (!has_format(node.format, text)) violate(place, "format");
  }

  void check_number(const Node& node, double number, const std::string& place) {
    // Written so that what is not a number fails.
    if (node.minimum && !(number >= *node.minimum)) violate(place, "minimum");
    if (node.maximum && !(number <= *node.maximum)) violate(place, "maximum");
  }

  void check_list(const Node& node, const json::array& list, const std::string& place) {
    if (node.items_min && list.size() < *node.items_min) violate(place, "minItems");
    if (node.items_max && list.size() > *node.items_max) violate(place, "maxItems");
    if (!node.items) return;
    std::size_t number = 0;
    for (const auto& item : list) check(*node.items, item, place + '/' + std::to_string(number++));
  }

  void check_object(const Node& node, const json::object& object, const std::string& place) {
    for (const auto& name : node.required) {
      if (!object.contains(name)) violate(place + '/' + pointer_token(name), "required");
    }
    std::size_t known = 0;
    for (const auto& [name, index] : node.properties) {
      const auto* member = object.if_contains(name);
      if (member == nullptr) continue;
      ++known;
      check(index, *member, place + '/' + pointer_token(name));
    }
    if (!node.additional_properties && known < object.size()) {
      violate(place, "additionalProperties");
    }
  }

  void check_groups(const Node& node, const json::value& value, const std::string& place) {
    if (node.reference) check(*node.reference, value, place);
    for (const auto index : node.all_of) check(index, value, place);
    if (!node.any_of.empty() && fits(node.any_of, value, place) == 0) violate(place, "anyOf");
    if (!node.one_of.empty() && fits(node.one_of, value, place) != 1) violate(place, "oneOf");
  }

  // How many of the schemas the value fits; what they find is not told, except that a limit was
  // met.
  int fits(const std::vector<Node::Index>& schemas, const json::value& value,
           const std::string& place) {
    int count = 0;
    for (const auto index : schemas) {
      auto outer = std::exchange(found_, {});
      check(index, value, place);
      count += found_.empty() ? 1 : 0;
      found_ = std::move(outer);
    }
    if (limited_) violate(place, "limit");
    return count;
  }

  const std::vector<Node>& nodes_;
  std::vector<Violation> found_;
  int depth_ = 0;
  int steps_ = 0;
  bool limited_ = false;  // from here on nothing more is checked: it is refused already
};

}  // namespace

std::string to_string(const Violation& violation) {
  return (violation.instance.empty() ? "(all)" : violation.instance) + ' ' + violation.keyword;
}

std::vector<Violation> Schema::validate(const json::value& document) const {
  if (!nodes_) return {};
  Validation validation(*nodes_);
  validation.check(0, document, "");
  return validation.take();
}

}  // namespace jisr::gateway
