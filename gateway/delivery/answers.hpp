// An answer of a dialog as a registry wants it. Pure; any thread.
#pragma once
#include <string>

#include "dialogs/dialog.hpp"
#include "gateway/delivery/registration.hpp"

namespace jisr::gateway {

// Adds the answer under the field's name, with its type: numbers as numbers, a birth as NAME_year
// and, when there is one, NAME_date, yes and no as truth values (of a field that choices set, as
// NAME_is_yes beside the word).
void add_answer(Registration& registration, const dialogs::Field& field, const std::string& value);

}  // namespace jisr::gateway
