// A text's name is its way through the file, with list items called by their key or name and not by
// their number, so that a choice added above changes no other name.
#include "dialogs/catalog.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "dialogs/catalog_room.hpp"
#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

// Where a node is: two nodes of one kind never begin at one place.
using At = std::tuple<Yaml::Kind, std::string, int, int>;

At at(const Yaml& node) {
  return {node.kind(), node.place().file, node.place().line, node.place().column};
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

std::string text_of(const Yaml& node) {
  const auto& text = node.text();
  return text.substr(0, text.find_last_not_of("\r\n") + 1);
}

// Every node of the files as they are written, before blocks are unfolded.
class Names {
 public:
  struct Named {
    std::string path;
    Yaml node;
  };

  Names(const Compilation& c, const Yaml& root) : c_(c) { name(root, ""); }

  [[nodiscard]] const Named* find(const Yaml& node) const {
    const auto found = all_.find(at(node));
    return found == all_.end() ? nullptr : &found->second;
  }

 private:
  void name(const Yaml& node, const std::string& path) {
    all_.emplace(at(node), Named{path, node});
    for (const auto& part : c_.parts) {  // a file of its own is named as if it stood here
      if (at(part.at) == at(node)) name(part.root, path);
    }
    for (const auto& [key, value] : node.entries()) {
      const bool top = path.empty() && key == "screens";
      name(value, top ? "" : joined(path, key));
    }
    std::map<std::string, int> seen;
    const auto items = node.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
      auto own = item_name(items[i], i);
      if (const auto times = ++seen[own]; times > 1) own += "#" + std::to_string(times);
      name(items[i], joined(path, own));
    }
  }

  const Compilation& c_;
  std::map<At, Named> all_;
};

class Collector {
 public:
  Collector(const Compilation& c, const Yaml& root) : c_(c), rooms_(c), names_(c, root) {}

  std::vector<CatalogEntry> collect() {
    for (const auto& written : c_.written) {
      add(written, written.node, "");
      for (const std::string medium : {"ussd", "sms"}) add(written, written.node[medium], medium);
    }
    std::stable_sort(entries_.begin(), entries_.end(), [](auto& a, auto& b) {
      return std::tuple(a.place.file, a.place.line, a.place.column) <
             std::tuple(b.place.file, b.place.line, b.place.column);
    });
    return std::move(entries_);
  }

 private:
  // The words of one medium. A text that all languages share is not there to be translated, and the
  // text of a block is one however often the block is used.
  void add(const WrittenText& written, const Yaml& map, const std::string& medium) {
    const auto* named = map.is_map() ? names_.find(map) : nullptr;
    if (named == nullptr || !seen_.insert(named->path).second) return;
    CatalogEntry entry;
    entry.id = named->path;
    entry.what = written.spot.what + (medium.empty() ? "" : " by " + medium);
    entry.map = named->node;
    for (const auto& language : c_.dialog.languages) {
      const auto node = entry.map[language.code];
      auto& own = entry.words.emplace_back();
      if (node.is_scalar()) own.nodes = {node};
      for (const auto* form : {"zero", "one", "two", "few", "many", "other"}) {
        if (node.is_map() && node[form].exists()) own.nodes.push_back(node[form]);
      }
      for (const auto& one : own.nodes) own.forms.push_back(text_of(one));
      entry.plural = entry.plural || node.is_map();
      const auto before = [](const Place& a, const Place& b) {
        return std::pair(a.line, a.column) < std::pair(b.line, b.column);
      };
      if (own.nodes.empty()) continue;
      const auto place = own.nodes.front().place();
      if (entry.place.line == 0 || before(place, entry.place)) entry.place = place;
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
  std::set<std::string> seen_;
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
    catalog.sources[c.file] = c.source;
    for (const auto& part : c.parts) catalog.sources[part.file] = part.text;
    catalog.entries = Collector(c, root).collect();
    catalog.reviews = read_reviews(root, catalog.languages, c.findings);
  });
  return catalog;
}

}  // namespace jisr::dialogs
