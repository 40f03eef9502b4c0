// Small rewritings that bring spellings of one thing to one form: what country files and custom
// types name under `normalise`. Pure; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::dialogs {

enum class Rewrite : std::uint8_t {
  upper,             // letters to capitals, in every script that has them
  lower,             // letters to small ones
  digits,            // everything but 0-9 is dropped
  alphanumeric,      // ASCII signs and spaces are dropped; letters of any script stay
  no_spaces,         // spaces are dropped
  no_leading_zeros,  // 007 is 7; the last digit stays
};

// The words of `normalise`, as Rewrite numbers them.
const std::vector<std::string>& rewrite_words();

// All of them, in order, on one normalise()d input.
std::string rewrite(const std::vector<Rewrite>& all, std::string_view input);

}  // namespace jisr::dialogs
