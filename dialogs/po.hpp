// Gettext's PO files, read and written: what translators' programs (Poedit, Weblate, Virtaal)
// speak. Bounded, since a file comes from outside. Pure; any thread. Source: GNU gettext manual,
// "The Format of PO Files".
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/diagnostic.hpp"

namespace jisr::dialogs {

struct PoEntry {
  std::vector<std::string> comments;  // "#." lines, for the translator
  std::string reference;              // "#:", FILE:LINE
  bool fuzzy = false;                 // a guess that nobody has confirmed
  std::string context;                // msgctxt
  std::string id;                     // msgid, UTF-8
  std::string id_plural;              // msgid_plural; empty: the entry has no plural forms
  std::vector<std::string> texts;     // msgstr, or msgstr[0] and on; "" is not translated
  int line = 0;                       // of msgid, from 1; only when read
};

struct Po {
  std::vector<std::pair<std::string, std::string>> header;  // "Language" → "fr", in order
  std::vector<PoEntry> entries;

  [[nodiscard]] std::string field(std::string_view name) const;  // of the header; "" when missing
};

constexpr std::size_t kPoBytesMax = 4 << 20;
constexpr std::size_t kPoEntriesMax = 20'000;
constexpr std::size_t kPoTextBytesMax = 16 << 10;

std::string write_po(const Po& po);

// UTF-8, with or without a byte order mark, LF or CRLF. Obsolete entries (#~) are passed over. A
// file that breaks the format is E261 with its line; nullopt then.
std::optional<Po> read_po(std::string_view text, const std::string& file, Findings& findings);

}  // namespace jisr::dialogs
