// All that can be said of a screen or of a dialog's head, in words and by name, so that two
// versions can be laid side by side. Private to dialogs/; for compare.cpp.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "dialogs/compare.hpp"

namespace jisr::dialogs {

struct Aspect {
  Difference::Kind kind = Difference::Kind::rule;
  std::string what;
  std::string value;
};
struct TextAspect {
  std::string what;
  std::map<std::string, std::string> words;  // by language
};
struct Portrait {
  std::vector<Aspect> aspects;    // each `what` of a kind once
  std::vector<TextAspect> texts;  // each `what` once
};

// How a screen is called that a way leads to: its name, or the new one of a renamed screen.
using Called = std::function<std::string(std::uint16_t screen)>;

Portrait portrait_of(const Dialog& dialog, const Screen& screen, const Called& called);
Portrait portrait_of_head(const Dialog& dialog, const Called& called);
// The phrases, by language.
std::vector<TextAspect> phrases_of(const Dialog& dialog);

}  // namespace jisr::dialogs
