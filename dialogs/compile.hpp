// YAML to Dialog, or findings with file:line:col. Everything the engine takes for granted is
// checked here: targets exist, every text is there in every language, ends are reachable, pages
// fit, placeholders name fields. The same function serves check, serve, reload, dial and the tests.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "dialogs/charset.hpp"
#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

struct CompileOptions {
  // Reads a file that the dialog names (a CSV), relative to the dialog's own folder; nullopt when
  // it cannot be read. The compiler itself touches no disk.
  std::function<std::optional<std::string>(const std::string& path)> read_file;
  // Values for the dialog's `settings:`, from gateway.yaml; they take the place of the dialog's
  // defaults.
  std::map<std::string, std::string> settings;
  // Pages are checked against these, with the longest answers that the fields allow put in.
  Limit ussd{160, 70};
  Limit sms{160, 70};  // the same for words that only an SMS has
  // Answers that are read outside the dialog, such as by the registry's mapping: a field that
  // nobody reads is then a finding. Absent: not known, so no finding.
  std::optional<std::set<std::string>> read_outside;
  // Seconds that the operator leaves a session: a longer way is a warning. 0: not known.
  int session_limit_s = 180;
  // False leaves out all that is said of the whole, such as ways, pages and lists: for sources that
  // were proved before, and for tests of what the proofs are good for.
  bool prove = true;
};

// nullptr when there is any error among the findings; warnings do not stop it.
std::shared_ptr<const Dialog> compile(std::string_view yaml, const std::string& file,
                                      const CompileOptions& options, Findings& findings);

}  // namespace jisr::dialogs
