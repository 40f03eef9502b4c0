// One rule for what is sent and for what is proved of it.
#include "gateway/delivery/answers.hpp"

#include <boost/json/array.hpp>
#include <cstdlib>

#include "dialogs/several.hpp"

namespace jisr::gateway {

void add_answer(Registration& registration, const dialogs::Field& field, const std::string& value) {
  const auto number = [](const std::string& digits) {
    return std::strtoll(digits.c_str(), nullptr, 10);
  };
  switch (field.type) {
    case dialogs::FieldType::number:
    case dialogs::FieldType::year:
    case dialogs::FieldType::age:
      registration.answers.emplace_back(field.name, number(value));
      return;
    case dialogs::FieldType::birth:
      registration.answers.emplace_back(field.name + "_year", number(value.substr(0, 4)));
      if (value.size() == 10) registration.answers.emplace_back(field.name + "_date", value);
      return;
    case dialogs::FieldType::yes_no:
      registration.answers.emplace_back(field.name, value == "yes");
      return;
    case dialogs::FieldType::choices: {
      boost::json::array all;
      for (const auto& one : dialogs::picked_values(value)) all.emplace_back(one);
      registration.answers.emplace_back(field.name, std::move(all));
      return;
    }
    default:
      // A field that is only ever set to yes or no, by choices, is a truth value as well.
      if (value == "yes" || value == "no") {
        registration.answers.emplace_back(field.name + "_is_yes", value == "yes");
      }
      registration.answers.emplace_back(field.name, value);
  }
}

std::uint16_t field_of_answer(const dialogs::Dialog& dialog, std::string_view name) {
  if (const auto field = dialog.field(name); field != dialogs::kNone) return field;
  for (const auto ending : kAnswerEndings) {
    if (!name.ends_with(ending)) continue;
    return dialog.field(name.substr(0, name.size() - ending.size()));
  }
  return dialogs::kNone;
}

}  // namespace jisr::gateway
