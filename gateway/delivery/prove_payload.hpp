// Does every registration that a dialog can make yield a body that the registry's schema accepts?
// Asked before the dialog is served, with the same template and the same schema that will be used:
// each answer with each value that it may have, and each answer that she may not give left out.
#pragma once
#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"
#include "gateway/delivery/registry_config.hpp"

namespace jisr::gateway {

// E420: an answer that the registry needs is missing on some way, which is shown. E421: a value
// that the registry refuses. One answer is varied at a time: a schema whose rules tie two answers
// to each other (anyOf over both) is not proved so. A kind is proved against its own body and
// schema; E243: the registry's file does not know it. W246: tags that its body does not name.
void prove_payloads(const dialogs::Dialog& dialog, const RegistryConfig& registry,
                    dialogs::Findings& findings);

}  // namespace jisr::gateway
