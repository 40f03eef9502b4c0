// A message that answers several questions at once, in whatever order: "JB123456 12/05/1990",
// "12051990 jb123456". Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

constexpr std::size_t kRecognisedWordsMax = 12;  // of a message; a longer one is something else
constexpr std::size_t kRecognisedFieldsMax = 4;

// The words for each of `fields`, in their order, if the whole text answers each of them once and
// nothing else. Blanks, line ends and , ; + | * # part them, and an answer may be several words
// ("JB 123456", "12 05 1990"). Words have the form of an answer also where it would be refused for
// what it says (too young): the dialog tells her so. Where a text can be read in two ways, the
// order of `fields` decides.
std::optional<std::vector<std::string>> recognise(const Dialog& dialog,
                                                  const std::vector<std::uint16_t>& fields,
                                                  std::string_view text, const Date& today);

}  // namespace jisr::dialogs
