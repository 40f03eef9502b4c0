// A page that a choice shows in passing, and that leaves no trace: what may stand on it, and where.
#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

void read_traceless(Compilation& c, const Yaml& node, const Screen& screen, Choice& choice) {
  const auto page = node["traceless"];
  if (!page.exists()) return;
  const TextSpot spot{TextUse::traceless,
                      "the traceless page of choice " + choice.key + " of " + screen.name, "",
                      false};
  choice.traceless = read_texts(c, page, spot);
  for (const auto* key : {"value", "set", "next"}) {
    const auto trace = node[key];
    if (!trace.exists()) continue;
    c.findings.error("E294", trace.key_place(),
                     "a choice with `traceless` keeps nothing and leads nowhere",
                     "take `" + std::string(key) + "` out: any key leads back to the menu",
                     std::string_view(key).size());
  }
}

// A plain menu has at most one: which page she sees is then told by the menu alone. On other
// screens she would stand before an answer that she cannot give by SMS, where it is not offered.
void check_traceless(Compilation& c) {
  for (std::size_t i = 0; i < c.dialog.screens.size(); ++i) {
    const auto& screen = c.dialog.screens[i];
    const bool plain = screen.kind == Screen::Kind::menu && !screen.several();
    bool first = true;
    for (const auto& item : c.screen_nodes[i]["choices"].items()) {
      const auto page = item["traceless"];
      if (!page.exists()) continue;
      if (!plain || !first) {
        c.findings.error("E295", page.key_place(),
                         plain ? "a menu has at most one traceless page"
                               : "only a menu of single choices has a traceless page",
                         plain ? "put all on one page" : "put it on a menu before or behind", 9);
      }
      first = false;
    }
  }
}

}  // namespace jisr::dialogs
