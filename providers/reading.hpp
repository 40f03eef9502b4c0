// One request, read as far as a profile asks: query, form or JSON fields, looked up by Source.
// Pure; any thread.
#pragma once
#include <optional>
#include <string>

#include "providers/form.hpp"
#include "providers/http.hpp"
#include "providers/json.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

class Reading {
 public:
  // Parses the query only: what a credential may stand in. Refusal 400 when it cannot be read.
  // The request must outlive the reading.
  static Result<Reading> of(const HttpRequest& request);

  // Parses the body as the sources need it. Refusal 415 for another content type, 400 when it is
  // not what it should be. Left for after the credential, so that a stranger costs us no parsing.
  std::optional<Refusal> read_body(bool form, bool json);

  // The value at a source; null when it is not there. Always UTF-8 without NUL.
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
