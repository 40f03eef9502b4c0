// Query and body to fields, strictly.
#include "providers/reading.hpp"

#include <unicode/utf8.h>

#include <algorithm>

namespace jisr::providers {

namespace {

bool clean(std::string_view value) {
  return valid_utf8(value) && value.find('\0') == std::string_view::npos;
}

bool clean(const Fields& fields) {
  return std::all_of(fields.begin(), fields.end(),
                     [](const auto& field) { return clean(field.second); });
}

bool has_type(const HttpRequest& request, std::string_view type) {
  auto shown = request.header("Content-Type").value_or(std::string_view{});
  shown = shown.substr(0, shown.find(';'));
  while (!shown.empty() && shown.back() == ' ') shown.remove_suffix(1);
  return same_header_name(shown, type);
}

}  // namespace

bool valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c < 0) return false;
  }
  return true;
}

Result<Reading> Reading::of(const HttpRequest& request) {
  Reading reading;
  reading.request_ = &request;
  auto query = parse_form(request.query);
  if (!query || !clean(*query)) return Refusal{400, "the query cannot be read"};
  reading.query_ = std::move(*query);
  return reading;
}

std::optional<Refusal> Reading::read_body(bool form, bool json) {
  if (form) {
    if (!has_type(*request_, "application/x-www-form-urlencoded")) {
      return Refusal{415, "the body must be application/x-www-form-urlencoded"};
    }
    auto fields = parse_form(request_->body);
    if (!fields || !clean(*fields)) return Refusal{400, "the form cannot be read"};
    form_ = std::move(*fields);
  }
  if (json) {
    if (!has_type(*request_, "application/json")) {
      return Refusal{415, "the body must be application/json"};
    }
    auto flat = parse_json(request_->body);
    if (!flat) return Refusal{400, "the body is not JSON as we take it"};
    json_ = std::move(*flat);
  }
  return std::nullopt;
}

const std::string* Reading::at(const Source& source) const {
  switch (source.in) {
    case Source::In::nowhere:
      return nullptr;
    case Source::In::query:
      return find(query_, source.name);
    case Source::In::form:
      return find(form_, source.name);
    case Source::In::json:
      for (const auto& [pointer, value] : json_) {
        if (pointer == source.name) return &value;
      }
      return nullptr;
    case Source::In::header:
      if (request_->header_count(source.name) != 1) return nullptr;
      header_ = *request_->header(source.name);
      if (!clean(header_)) return nullptr;
      return &header_;
  }
  return nullptr;
}

}  // namespace jisr::providers
