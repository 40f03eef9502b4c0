// A phone with the dialog inside this process: no gateway, no Redis, no registry.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dialogs/calls.hpp"
#include "gateway/deployment.hpp"
#include "tools/jisr/phone.hpp"

namespace jisr::tools {

// What a code leads to.
struct Line {
  std::shared_ptr<const dialogs::Dialog> dialog;
  std::string file;  // the dialog's
  std::map<std::string, std::string> settings;
  dialogs::CallWorld world;          // its limit, channel and how long a session is kept
  std::vector<std::string> answers;  // to the first screens, dialled behind the code
};

// `code` is a code, number or keyword of one of the deployment's channels, with answers behind it
// or without: `*555*2*1#`. Throws std::runtime_error naming
// those that there are when it is not.
Line line_of(const gateway::Deployment& deployment, const std::string& code);

// `language` is the one asked for, or empty. Pages throw std::runtime_error when the dialog does
// not offer it.
std::unique_ptr<Phone> local_phone(const Line& line, std::string language, dialogs::AskService ask);

}  // namespace jisr::tools
