// A text's name is its way through the file, with list items called by their key or name and not by
// their number, so that a choice added above changes no other name.
#include "dialogs/catalog.hpp"

#include <algorithm>
#include <map>

#include "dialogs/catalog_room.hpp"
#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

// Where a node is: two nodes of one kind never begin at one place.
using At = std::tuple<Yaml::Kind, int, int>;
using Names = std::map<At, std::string>;

At at(const Yaml& node) {
  return {node.kind(), node.place().line, node.place().column};
}

std::string joined(const std::string& path, const std::string& step) {
  return path.empty() ? step : path + "." + step;
}

std::string item_name(const Yaml& item, std::size_t index) {
  for (const auto* key : {"key", "name", "from", "value"}) {
    if (item[key].is_scalar()) return item[key].text();
  }
  return std::to_string(index + 1);
}

void name_all(const Yaml& node, const std::string& path, Names& names) {
  names.emplace(at(node), path);
  for (const auto& [key, value] : node.entries()) {
    const bool top = path.empty() && key == "screens";
    name_all(value, top ? "" : joined(path, key), names);
  }
  std::map<std::string, int> seen;
  const auto items = node.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto name = item_name(items[i], i);
    if (const auto times = ++seen[name]; times > 1) name += "#" + std::to_string(times);
    name_all(items[i], joined(path, name), names);
  }
}

std::string text_of(const Yaml& node) {
  const auto& text = node.text();
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

class Collector {
 public:
  Collector(const Compilation& c, const Yaml& root) : c_(c), rooms_(c) {
    name_all(root, "", names_);
  }

  std::vector<CatalogEntry> collect() {
    for (const auto& written : c_.written) {
      for (const std::string medium : {"", "ussd", "sms"}) add(written, medium);
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](auto& a, auto& b) {
      return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
    });
    return std::move(entries_);
  }

 private:
  // The words of one medium. A text that all languages share is not there to be translated.
  void add(const WrittenText& written, const std::string& medium) {
    CatalogEntry entry;
    entry.map = medium.empty() ? written.node : written.node[medium];
    if (!entry.map.is_map()) return;
    const auto found = names_.find(at(entry.map));
    if (found == names_.end()) return;
    entry.id = found->second;
    entry.what = written.spot.what + (medium.empty() ? "" : " by " + medium);
    entry.screen = written.screen;
    entry.words.resize(c_.dialog.languages.size());
    for (const auto& words : written.words) {
      if (words.medium != medium || words.language == kEveryLanguage) continue;
      auto& own = entry.words[words.language];
      own.forms.push_back(text_of(words.node));
      own.nodes.push_back(words.node);
      entry.plural = entry.plural || !words.form.empty();
      if (entry.place.line == 0) entry.place = words.node.place();
    }
    if (entry.place.line == 0) return;
    for (std::size_t i = 0; i < entry.words.size(); ++i) {
      entry.words[i].room = rooms_.room(written, i);
    }
    entries_.push_back(std::move(entry));
  }

  const Compilation& c_;
  Rooms rooms_;
  Names names_;
  std::vector<CatalogEntry> entries_;
};

}  // namespace

std::size_t Catalog::language(std::string_view code) const {
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (languages[i].code == code) return i;
  }
  return SIZE_MAX;
}

const CatalogEntry* Catalog::entry(std::string_view id) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const CatalogEntry& one) { return one.id == id; });
  return found == entries.end() ? nullptr : &*found;
}

Catalog read_catalog(std::string_view yaml, const std::string& file, const CompileOptions& options,
                     Findings& findings) {
  Catalog catalog;
  compile_and(yaml, file, options, findings, [&](const Compilation& c, const Yaml& root) {
    if (c.findings.has_errors()) return;
    catalog.dialog = c.dialog.name;
    catalog.version = c.dialog.version;
    catalog.languages = c.dialog.languages;
    catalog.default_language = c.dialog.default_language;
    catalog.entries = Collector(c, root).collect();
  });
  return catalog;
}

}  // namespace jisr::dialogs
