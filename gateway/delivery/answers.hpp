// Answers with the types that a registry wants: numbers as numbers, a birth as year and date, yes
// and no as a truth value too. The names of docs and mapping files: `birth` gives
// answers.birth_year and answers.birth_date. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "dialogs/dialog.hpp"
#include "gateway/delivery/registration.hpp"

namespace jisr::gateway {

// Adds one answer, which is canonical and not empty, under its names.
void add_answer(Registration& registration, const dialogs::Field& field, const std::string& value);

// What add_answer() puts behind a field's name where one answer has several.
constexpr std::string_view kAnswerEndings[] = {"_year", "_date", "_is_yes"};

// The field that gives answers.NAME, or dialogs::kNone.
std::uint16_t field_of_answer(const dialogs::Dialog& dialog, std::string_view name);

}  // namespace jisr::gateway
