// A dialog as large as a national programme's may become: sections of menus, questions, lists and
// branches, in several languages. The same arguments, the same text.
#pragma once
#include <cstddef>
#include <map>
#include <string>

namespace jisr::dialogs {

struct LargeDialog {
  std::string yaml;
  std::map<std::string, std::string> files;
};

// Ten screens a section, and six around them. Up to five languages.
LargeDialog large_dialog(std::size_t sections, std::size_t languages);

}  // namespace jisr::dialogs
