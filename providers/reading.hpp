// One request, read as far as a profile asks: query, form or JSON fields, looked up by Source.
// Pure; any thread.
#pragma once
#include <string>

#include "providers/form.hpp"
#include "providers/http.hpp"
#include "providers/json.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

class Reading {
 public:
  // Parses query and body as the sources need. Refusal 400 when they are not what they should be,
  // or hold bytes that are not UTF-8.
  static Result<Reading> of(const HttpRequest& request, bool form, bool json);

  // The value at a source; null when it is not there.
  [[nodiscard]] const std::string* at(const Source& source) const;
  [[nodiscard]] const Fields& query() const { return query_; }

 private:
  const HttpRequest* request_ = nullptr;
  Fields query_;
  Fields form_;
  FlatJson json_;
  mutable std::string header_;  // at() gives a pointer; headers are views
};

bool valid_utf8(std::string_view text);

}  // namespace jisr::providers
