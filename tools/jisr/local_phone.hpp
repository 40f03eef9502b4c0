// A phone with the dialog inside this process: no gateway, no Redis, no registry.
#pragma once
#include <memory>
#include <string>

#include "gateway/deployment.hpp"
#include "tools/jisr/phone.hpp"

namespace jisr::tools {

// `code` is a short code of one of the deployment's channels, or a dialog's name; throws
// std::runtime_error naming the codes that there are when it is neither.
std::unique_ptr<Phone> local_phone(std::shared_ptr<const gateway::Deployment> deployment,
                                   const std::string& code, std::string language);

}  // namespace jisr::tools
