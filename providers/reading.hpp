// One request, or a provider's answer, read as far as a profile asks: query, form, JSON, XML, plain
// text, header and path, looked up by Source. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "providers/form.hpp"
#include "providers/http.hpp"
#include "providers/json.hpp"
#include "providers/message.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

// A fact: nullopt when it is not there; a Refusal when it cannot be read.
using Fact = Result<std::optional<std::string>>;

class Reading {
 public:
  // Parses the query only: what a credential may stand in. Refusal 400 when it cannot be read.
  // The request must outlive the reading.
  static Result<Reading> of(const HttpRequest& request);
  // A provider's answer: its body is taken for what `sources` expect if it can be.
  static Reading of_answer(const HttpRequest& answer, const std::vector<const Source*>& sources);

  // Parses the body as the sources need it: of several kinds, the one that the content type names.
  // `types` are taken besides the usual ones. Refusal 415 for another content type, 400 when it is
  // not what it should be. Left for after the credential, so that a stranger costs us no parsing.
  // A GET has no body.
  std::optional<Refusal> read_body(const std::vector<const Source*>& sources,
                                   const std::vector<std::string>& types);

  // The value at a source or its first alternative that is there; repaired, UTF-8, without NUL.
  [[nodiscard]] Fact at(const Source& source) const;

  // How many elements the list at `each` has; 1 when `each` is nowhere. Then look_at() chooses the
  // element that JSON pointers and XPaths start from.
  [[nodiscard]] std::size_t elements(const Source& each) const;
  void look_at(const Source& each, std::size_t index);

  [[nodiscard]] const HttpRequest& request() const { return *request_; }
  [[nodiscard]] const Fields& query() const { return query_; }

 private:
  bool parse_as(Source::In kind);
  [[nodiscard]] Fact raw(const Source& source) const;

  const HttpRequest* request_ = nullptr;
  Fields query_;
  Fields form_;
  FlatJson json_;
  std::optional<XmlDocument> xml_;
  std::string json_base_;
  const XmlPath* xml_each_ = nullptr;
  std::size_t index_ = 0;
};

// Whether all conditions hold. A fact that cannot be read is not there.
bool holds(const When& when, const Reading& reading);

}  // namespace jisr::providers
