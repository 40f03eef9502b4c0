// Boost.JSON's event parser, with a handler that keeps a pointer to where it is.
#include "providers/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <cmath>
#include <unordered_set>

namespace jisr::providers {

namespace {

namespace json = boost::json;
using boost::system::error_code;

class Flattener {
 public:
  static constexpr std::size_t max_object_size = kJsonScalarsMax;
  static constexpr std::size_t max_array_size = kJsonScalarsMax;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = 64 * 1024;

  FlatJson flat;

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& failed) { return open(failed, false); }
  bool on_object_end(std::size_t, error_code&) { return close(); }
  bool on_array_begin(error_code& failed) { return open(failed, true); }
  bool on_array_end(std::size_t, error_code&) { return close(); }
  bool on_key_part(json::string_view part, std::size_t, error_code&) {
    key_.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, error_code& failed) {
    key_.append(part.data(), part.size());
    if (key_.find('\0') != std::string::npos) return refuse(failed);
    token(key_);
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_string(json::string_view part, std::size_t, error_code& failed) {
    text_.append(part.data(), part.size());
    const bool clean = text_.find('\0') == std::string::npos;
    const bool kept = clean && value(text_, failed);
    text_.clear();
    return kept || refuse(failed);
  }
  bool on_number_part(json::string_view part, error_code&) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool on_int64(std::int64_t, json::string_view part, error_code& failed) {
    return number(part, failed);
  }
  bool on_uint64(std::uint64_t, json::string_view part, error_code& failed) {
    return number(part, failed);
  }
  bool on_double(double value, json::string_view part, error_code& failed) {
    return std::isfinite(value) ? number(part, failed) : refuse(failed);
  }
  bool on_bool(bool truth, error_code& failed) { return value(truth ? "true" : "false", failed); }
  bool on_null(error_code& failed) {
    place();
    return note(failed);
  }
  bool on_comment_part(json::string_view, error_code&) { return true; }
  bool on_comment(json::string_view, error_code&) { return true; }

 private:
  struct Level {
    std::size_t length;  // of the pointer to this object or array
    bool array;
    std::size_t next;  // index of an array's next element
  };

  static bool refuse(error_code& failed) {
    if (!failed) failed = json::make_error_code(json::error::syntax);
    return false;
  }
  // The pointer to the value that comes now: in an array its index.
  void place() {
    if (levels_.empty() || !levels_.back().array) return;
    pointer_.resize(levels_.back().length);
    pointer_ += '/';
    pointer_ += std::to_string(levels_.back().next++);
  }
  void token(std::string_view key) {
    pointer_.resize(levels_.back().length);
    pointer_ += '/';
    for (const char c : key) {
      if (c == '~')
        pointer_ += "~0";
      else if (c == '/')
        pointer_ += "~1";
      else
        pointer_ += c;
    }
  }
  bool open(error_code& failed, bool array) {
    place();
    if (!note(failed)) return false;
    if (levels_.size() == kJsonDepthMax) return refuse(failed);
    levels_.push_back({pointer_.size(), array, 0});
    return true;
  }
  bool close() {
    pointer_.resize(levels_.back().length);
    levels_.pop_back();
    return true;
  }
  bool note(error_code& failed) {
    if (seen_.size() == kJsonScalarsMax) return refuse(failed);
    return seen_.insert(pointer_).second || refuse(failed);
  }
  bool value(std::string_view text, error_code& failed) {
    place();
    if (!note(failed)) return false;
    flat.emplace_back(pointer_, std::string(text));
    return true;
  }
  bool number(json::string_view part, error_code& failed) {
    text_.append(part.data(), part.size());
    const bool kept = value(text_, failed);
    text_.clear();
    return kept;
  }

  std::string pointer_;
  std::string key_;
  std::string text_;
  std::vector<Level> levels_;
  std::unordered_set<std::string> seen_;  // every pointer, also of objects: a key twice is refused
};

}  // namespace

std::optional<FlatJson> parse_json(std::string_view text) {
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  json::basic_parser<Flattener> parser(options);
  error_code failed;
  const auto used = parser.write_some(false, text.data(), text.size(), failed);
  if (failed || !parser.done()) return std::nullopt;
  const auto rest = text.substr(used);
  if (rest.find_first_not_of(" \t\r\n") != std::string_view::npos) return std::nullopt;
  return std::move(parser.handler().flat);
}

std::string write_json(const Tree& tree) {
  switch (tree.kind) {
    case Tree::Kind::text:
      return json::serialize(json::string_view(tree.text));
    case Tree::Kind::literal:
      // A placeholder may have brought in what is no value of JSON.
      return is_json_literal(tree.text) ? tree.text : json::serialize(json::string_view(tree.text));
    case Tree::Kind::map:
    case Tree::Kind::list:
      break;
  }
  const bool map = tree.kind == Tree::Kind::map;
  std::string out(1, map ? '{' : '[');
  for (const auto& [name, member] : tree.members) {
    if (out.size() > 1) out += ',';
    if (map) out += json::serialize(json::string_view(name)) + ":";
    out += write_json(member);
  }
  out += map ? '}' : ']';
  return out;
}

bool is_json_literal(std::string_view text) {
  if (text == "true" || text == "false" || text == "null") return true;
  constexpr std::size_t kLongest = 32;
  if (text.empty() || text.size() > kLongest) return false;
  error_code failed;
  const auto value = json::parse(json::string_view(text.data(), text.size()), failed);
  // 1e999 has the grammar of a number and is none that anybody could read.
  if (failed || !value.is_number()) return false;
  return !value.is_double() || std::isfinite(value.get_double());
}

std::string element_pointer(std::string_view list, std::size_t index) {
  return std::string(list) + "/" + std::to_string(index);
}

}  // namespace jisr::providers
