// The readers behind the table of types, one for each, and the few words that they share. Private
// to dialogs/field.cpp and dialogs/answer_*.cpp. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include "dialogs/field.hpp"

namespace jisr::dialogs {

inline Verdict refused(Wrong why) {
  return {why, {}, false};
}
inline Verdict taken(std::string value) {
  return {Wrong::none, std::move(value), false};
}

bool digits_only(std::string_view text);    // and at least one
int small_number(std::string_view digits);  // 0 when it is none, or too large

Verdict read_name(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_text(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_email(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_national_id(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_phone(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_year(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_date(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_age(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_number(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_yes_no(const FieldRule& rule, std::string_view input, const Given& given);
Verdict read_pin(const FieldRule& rule, std::string_view input, const Given& given);

}  // namespace jisr::dialogs
