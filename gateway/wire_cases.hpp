// Recorded traffic of a provider against its profile: each row of a YAML file is a request with
// what it means, a reply with its bytes, an SMS with its request, an answer with its meaning, or a
// receipt. One runner for the tests and for `jisr provider test`, and no code for any provider.
// docs/providers.md has the words. Pure but for the file that its caller read.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "dialogs/yaml.hpp"
#include "providers/codec.hpp"

namespace jisr::gateway {

struct WireRow {
  std::string title;
  dialogs::Yaml yaml;
  providers::HttpRequest request;  // of rows that have one
};

class WireFile {
 public:
  // Rows that cannot be read, and keys that nobody knows, are findings.
  WireFile(providers::Profile profile, const std::string& text, const std::string& file,
           dialogs::Findings& findings);

  [[nodiscard]] const std::vector<WireRow>& rows() const { return rows_; }
  [[nodiscard]] const providers::Profile& profile() const { return profile_; }
  [[nodiscard]] const providers::Secrets& secrets() const { return secrets_; }

  // What is not as the row says, a sentence each; empty when all is. A row that expects nothing is
  // a complaint itself.
  [[nodiscard]] std::vector<std::string> check(const WireRow& row) const;

 private:
  providers::Profile profile_;
  providers::Secrets secrets_;
  providers::Settings settings_;
  std::vector<WireRow> rows_;
};

// "kind", "msisdn", … of a message as people read it, in order; "kept.NAME" for what replies need.
std::vector<std::pair<std::string, std::string>> facts(const providers::Inbound& in);
std::vector<std::pair<std::string, std::string>> facts(const providers::Receipt& receipt);

}  // namespace jisr::gateway
