// Query and body to facts, strictly.
#include "providers/reading.hpp"

#include <algorithm>
#include <charconv>

#include "providers/fill.hpp"

namespace jisr::providers {

namespace {

using In = Source::In;

struct Kind {
  In in;
  std::string_view what;
  std::vector<std::string_view> types;  // "+json": a type that ends so
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all{
      {In::form, "a form", {"application/x-www-form-urlencoded"}},
      {In::json, "JSON as we take it", {"application/json", "+json"}},
      {In::xml, "XML as we take it", {"text/xml", "application/xml", "+xml"}},
      {In::body, "text", {"text/plain"}}};
  return all;
}

std::string_view content_type(const HttpRequest& request) {
  auto shown = request.header("Content-Type").value_or(std::string_view{});
  shown = shown.substr(0, shown.find(';'));
  while (!shown.empty() && shown.back() == ' ') shown.remove_suffix(1);
  return shown;
}

bool is_type(std::string_view shown, std::string_view known) {
  if (!known.starts_with('+')) return same_header_name(shown, known);
  return shown.size() > known.size() &&
         same_header_name(shown.substr(shown.size() - known.size()), known);
}

bool is_one_of(std::string_view shown, const std::vector<std::string_view>& types) {
  return std::any_of(types.begin(), types.end(),
                     [&](std::string_view type) { return is_type(shown, type); });
}

bool is_also(std::string_view shown, const std::vector<std::string>& types) {
  return std::any_of(types.begin(), types.end(), [&](const std::string& type) {
    return type == "any" || same_header_name(shown, type);
  });
}

// One of two equal fields cannot be chosen.
Fact one_field(const Fields& fields, const std::string& name) {
  if (count(fields, name) > 1) return Refusal{400, "the field " + name + " comes twice"};
  const auto* found = find(fields, name);
  if (found == nullptr) return std::optional<std::string>();
  return std::optional<std::string>(*found);
}

// The `number`th part of a path, from 1, percent-decoded.
Fact path_part(std::string_view path, const std::string& number) {
  std::size_t wanted = 0;
  std::from_chars(number.data(), number.data() + number.size(), wanted);
  while (wanted > 0 && path.starts_with('/')) {
    path.remove_prefix(1);
    const auto part = path.substr(0, path.find('/'));
    if (--wanted == 0) {
      auto decoded = percent_decode(part, false);
      if (!decoded) return Refusal{400, "the path cannot be read"};
      return std::optional<std::string>(std::move(*decoded));
    }
    path.remove_prefix(part.size());
  }
  return std::optional<std::string>();
}

// Repairs, takes the part that counts, and checks that what is left is text.
Fact made_good(const Source& source, std::string value) {
  for (const auto what : source.repairs) {
    auto mended = repair(value, what);
    if (!mended) return Refusal{400, source.name + " is not in the encoding of this channel"};
    value = std::move(*mended);
  }
  if (!valid_utf8(value)) return Refusal{400, source.name + " is not UTF-8"};
  if (value.find('\0') != std::string::npos) return Refusal{400, source.name + " holds a NUL"};
  if (source.match) {
    auto part = source.match->take(value);
    if (!part) return std::optional<std::string>();
    value = std::move(*part);
  }
  if (!source.as.empty()) value = fill(source.as, {{"value", value}}).text;
  return std::optional<std::string>(std::move(value));
}

}  // namespace

bool needs(const Source& source, Source::In body) {
  return source.in == body ||
         std::any_of(source.when.begin(), source.when.end(),
                     [body](const Condition& condition) { return needs(condition.at, body); }) ||
         std::any_of(source.otherwise.begin(), source.otherwise.end(),
                     [body](const Source& other) { return needs(other, body); });
}

Result<Reading> Reading::of(const HttpRequest& request) {
  Reading reading;
  reading.request_ = &request;
  auto query = parse_form(request.query);
  if (!query) return Refusal{400, "the query cannot be read"};
  reading.query_ = std::move(*query);
  return reading;
}

Reading Reading::of_answer(const HttpRequest& answer, const std::vector<const Source*>& sources) {
  Reading reading;
  reading.request_ = &answer;
  for (const auto& kind : kinds()) {
    const bool needed = std::any_of(sources.begin(), sources.end(),
                                    [&](const Source* source) { return needs(*source, kind.in); });
    if (needed) reading.parse_as(kind.in);
  }
  return reading;
}

bool Reading::parse_as(Source::In kind) {
  if (kind == In::form) {
    auto fields = parse_form(request_->body);
    if (fields) form_ = std::move(*fields);
    return fields.has_value();
  }
  if (kind == In::json) {
    auto flat = parse_json(request_->body);
    if (flat) json_ = std::move(*flat);
    return flat.has_value();
  }
  if (kind == In::xml) {
    xml_ = XmlDocument::parse(request_->body);
    return xml_.has_value();
  }
  return true;
}

std::optional<Refusal> Reading::read_body(const std::vector<const Source*>& sources,
                                          const std::vector<std::string>& types) {
  if (request_->method == "GET") return std::nullopt;
  std::vector<const Kind*> wanted;
  for (const auto& kind : kinds()) {
    if (std::any_of(sources.begin(), sources.end(),
                    [&](const Source* source) { return needs(*source, kind.in); })) {
      wanted.push_back(&kind);
    }
  }
  if (wanted.empty()) return std::nullopt;
  const auto shown = content_type(*request_);
  const Kind* read = nullptr;
  for (const auto* kind : wanted) {
    if (is_one_of(shown, kind->types)) read = kind;
  }
  if (read == nullptr && wanted.size() == 1 && is_also(shown, types)) read = wanted.front();
  if (read == nullptr) {
    return Refusal{415, "the body must be " + std::string(wanted.front()->types.front())};
  }
  if (parse_as(read->in)) return std::nullopt;
  return Refusal{400, "the body is not " + std::string(read->what)};
}

Fact Reading::raw(const Source& source) const {
  switch (source.in) {
    case In::query:
      return one_field(query_, source.name);
    case In::form:
      return one_field(form_, source.name);
    case In::json: {
      const auto pointer = json_base_ + source.name;
      for (const auto& [where, value] : json_) {
        if (where == pointer) return std::optional<std::string>(value);
      }
      return std::optional<std::string>();
    }
    case In::xml:
      if (!xml_ || !source.xml) return std::optional<std::string>();
      return xml_each_ == nullptr ? xml_->at(*source.xml)
                                  : xml_->at(*xml_each_, index_, *source.xml);
    case In::body:
      return std::optional<std::string>(request_->body);
    case In::header:
      if (request_->header_count(source.name) != 1) return std::optional<std::string>();
      return std::optional<std::string>(*request_->header(source.name));
    case In::path:
      return path_part(request_->rest, source.name);
    case In::always:
      return std::optional<std::string>(source.name);
    case In::nowhere:
      break;
  }
  return std::optional<std::string>();
}

Fact Reading::at(const Source& source) const {
  auto found = holds(source.when, *this) ? raw(source) : std::optional<std::string>();
  if (found && *found) found = made_good(source, std::move(**found));
  if (!found || *found) return found;
  for (const auto& other : source.otherwise) {
    auto instead = at(other);
    if (!instead || *instead) return instead;
  }
  return found;
}

std::size_t Reading::elements(const Source& each) const {
  if (each.in == In::xml) return xml_ && each.xml ? xml_->count(*each.xml) : 0;
  if (each.in != In::json) return 1;
  // The elements of a list stand in order, each with at least one value in it or below it.
  std::size_t known = 0;
  for (const auto& [where, value] : json_) {
    const auto next = element_pointer(each.name, known);
    if (where == next || where.starts_with(next + "/")) ++known;
  }
  return known;
}

void Reading::look_at(const Source& each, std::size_t index) {
  index_ = index;
  if (each.in == In::json) json_base_ = element_pointer(each.name, index);
  if (each.in == In::xml) xml_each_ = each.xml.get();
}

bool holds(const When& when, const Reading& reading) {
  using Is = Condition::Is;
  return std::all_of(when.begin(), when.end(), [&](const Condition& condition) {
    const auto fact = reading.at(condition.at);
    const bool there = fact && *fact;
    const auto& values = condition.values;
    const auto is_value = [&] {
      return std::find(values.begin(), values.end(), **fact) != values.end();
    };
    switch (condition.is) {
      case Is::present:
        return there && !(*fact)->empty();
      case Is::absent:
        return !there || (*fact)->empty();
      case Is::one_of:
        return there && is_value();
      case Is::none_of:
        return there && !is_value();
      case Is::begins:
        return there && std::any_of(values.begin(), values.end(), [&](const std::string& start) {
                 return (*fact)->starts_with(start);
               });
    }
    return false;
  });
}

}  // namespace jisr::providers
