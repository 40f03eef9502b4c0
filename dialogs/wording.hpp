// Texts with their placeholders filled in, in her language. Pure; any thread.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

// What a placeholder may need beside the session.
struct Filling {
  std::string_view reference;
  std::size_t page = 0;  // from 0
  std::size_t pages = 1;
  Medium medium = Medium::ussd;
  std::vector<std::pair<std::string_view, std::string>> given = {};  // by name: Segment::given
  bool in_answer = false;  // the words of an answer: an answer named in them is as it is kept,
                           // since a label may name its own field
};

// What stands for an answer that is withheld: it costs the same in every alphabet, and never more
// than the shortest answer, so that no page grows by it.
constexpr std::string_view kWithheld = "*";

// The text in the session's language (the default one where a disabled language has none).
std::string fill(const Dialog& dialog, const Session& session, const Texts& texts,
                 const Filling& filling);
// The same of one language's template alone.
std::string fill(const Dialog& dialog, const Session& session, const Template& text,
                 const Filling& filling);

// Words that stand in no text (a row's label, what she typed), spelt as the language's texts are:
// in the letters of the GSM alphabet where the dialog asks for that.
std::string spelt(const Dialog& dialog, std::uint8_t language, std::string words);

}  // namespace jisr::dialogs
