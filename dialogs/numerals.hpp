// Numbers written in words, which a slow reader takes longer to read than digits, and which take
// more room. Pure; any thread.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace jisr::dialogs {

struct Compilation;

struct NumberWord {
  std::size_t offset = 0;  // bytes
  std::size_t size = 0;    // bytes, as written, without what Arabic joins to its front
  int number = 0;
};
// Two and above, in Arabic and French; other languages have none here. "un" is an article, and
// "neuf" may be new: they are left out.
std::vector<NumberWord> number_words(std::string_view text, std::string_view language);

void check_numerals(Compilation& c);  // W651

}  // namespace jisr::dialogs
