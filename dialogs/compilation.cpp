// Names and places: what every part of the compiler asks for again and again.
#include "dialogs/compilation.hpp"

#include <algorithm>
#include <filesystem>

#include "dialogs/text.hpp"
#include "dialogs/yaml_watch.hpp"

namespace jisr::dialogs {

namespace {

std::string_view line_of(std::string_view source, int line) {
  for (int at = 1; at < line; ++at) {
    const auto end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  return source.substr(0, source.find('\n'));
}

// The byte at which a line's column (in code points, from 1) begins.
std::size_t byte_of_column(std::string_view line, int column) {
  std::size_t at = 0;
  for (int seen = 1; seen < column && at < line.size(); ++seen) {
    ++at;
    while (at < line.size() && !begins_character(line[at])) ++at;
  }
  return at;
}

template <typename Named>
std::vector<std::string> names_of(const std::vector<Named>& all) {
  std::vector<std::string> names;
  for (const auto& one : all) names.push_back(one.name);
  return names;
}

template <typename Named>
Named* named(std::vector<Named>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Place Compilation::within(const Yaml& node, std::size_t offset) const {
  auto place = node.place();
  const std::string_view text = node.text();
  if (place.line < 1 || offset >= text.size() || place.file != file) return place;
  const auto first = line_of(source, place.line);
  auto start = byte_of_column(first, place.column);
  const char opening = start < first.size() ? first[start] : ' ';
  const auto same = [&](std::string_view line, std::size_t at) {
    return at < line.size() && line[at] == text[offset];
  };
  if (node.quoted() && (opening == '|' || opening == '>')) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<long>(offset), '\n');
    const auto begin = text.rfind('\n', offset == 0 ? 0 : offset - 1);
    const auto from = begin == std::string_view::npos || offset == 0 ? 0 : begin + 1;
    const auto top = line_of(source, place.line + 1);
    const auto indent = std::min(top.find_first_not_of(' '), top.size());
    const int number = place.line + 1 + static_cast<int>(lines);
    if (!same(line_of(source, number), indent + offset - from)) return place;
    place.line = number;
    place.column = static_cast<int>(indent + code_points(text.substr(from, offset - from))) + 1;
    return place;
  }
  if (node.quoted()) ++start;
  if (!same(first, start + offset)) return place;
  place.column += static_cast<int>(code_points(text.substr(0, offset))) + (node.quoted() ? 1 : 0);
  return place;
}

Yaml Compilation::map_or_file(const Yaml& node) {
  if (!node.is_scalar()) return node;
  const auto& path = node.text();
  const auto text = options.read_file ? options.read_file(path) : std::nullopt;
  if (!text) {
    findings.error("E109", node.place(), "cannot read " + path,
                   "paths are relative to the folder of the dialog", node.width());
    return {};
  }
  read_files.push_back(*text);
  const auto folder = std::filesystem::path(file).parent_path();
  auto name = (folder / path).lexically_normal().string();
  auto root = Yaml::parse(*text, name, findings);
  parts.push_back({node, root, std::move(name), *text});
  return root;
}

void Compilation::expect_text(const Yaml& node) {
  [[maybe_unused]] const auto text = node.as_string(findings);
}

Yaml Compilation::require(const Yaml& map, std::string_view wanted, const std::string& what) {
  auto node = map[wanted];
  if (!node.exists() && map.is_map()) {
    findings.error("E110", map.key_place(), what + " needs `" + std::string(wanted) + "`");
  }
  return node;
}

std::optional<std::size_t> Compilation::word(const Yaml& node, const std::string& what,
                                             const std::vector<std::string>& words) {
  const auto text = node.as_string(findings);
  if (!text) return std::nullopt;
  YamlWatch::words(node.place(), what, words);
  const auto found = std::find(words.begin(), words.end(), *text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  auto hint = did_you_mean(*text, words);
  if (hint.empty()) {
    hint = "one of:";
    for (const auto& known : words) hint += " " + known;
  }
  findings.error("E111", node.place(), "\"" + *text + "\" is not " + what, hint, node.width());
  return std::nullopt;
}

std::optional<std::string> Compilation::key(const Yaml& node) {
  const auto text = node.as_string(findings);
  if (!text) return std::nullopt;
  constexpr std::size_t kDigitsMax = 3;
  const bool digits = text->find_first_not_of("0123456789") == std::string::npos;
  if (!digits || text->empty() || text->size() > kDigitsMax) {
    findings.error("E113", node.place(), "a key is one to three digits", "", node.width());
    return std::nullopt;
  }
  if (!node.quoted() && text->size() > 1 && text->front() == '0') {
    findings.error("E113", node.place(), "a key with a leading zero can be read as another number",
                   "quote it: \"" + *text + "\"", node.width());
    return std::nullopt;
  }
  return text;
}

std::uint16_t Compilation::screen_named(const Yaml& node) {
  const auto name = node.as_string(findings);
  if (!name) {
    if (node.exists()) broken.insert(current);
    return kNone;
  }
  const auto found = screen_meant(*name);
  if (found != kNone) return found;
  if (spoilt.contains(*name)) {  // a use of a block that is not there, which was said
    broken.insert(current);
    return kNone;
  }
  const auto names = names_of(dialog.screens);
  findings.error("E210", node.place(), "there is no screen \"" + *name + "\"",
                 did_you_mean(*name, names), node.width());
  broken.insert(current);
  const auto likely = dialog.screen(nearest(*name, names));
  if (likely == kNone) lost = true;
  likely_ways.emplace(current, likely);
  return kNone;
}

std::uint16_t Compilation::screen_meant(const std::string& name) const {
  auto scope = current < scopes.size() ? scopes[current] : std::string();
  auto wanted = name;
  for (std::size_t steps = 0; steps < kScreensMax; ++steps) {
    if (wanted == "return") {
      const auto out = returns.find(scope);
      if (out == returns.end()) return kNone;
      wanted = out->second.text();
      scope.resize(scope.size() - 1);  // the use stands in the scope around it
      scope.resize(scope.rfind('.') == std::string::npos ? 0 : scope.rfind('.') + 1);
      continue;
    }
    for (auto around = scope;;) {
      const auto found = dialog.screen(around + wanted);
      if (found != kNone) return found;
      auto entrance = entrances.find(around + wanted);
      if (entrance != entrances.end()) {
        auto inside = entrance;  // a block may start with another block
        while (inside != entrances.end()) {
          entrance = inside;
          inside = entrances.find(entrance->second);
        }
        return dialog.screen(entrance->second);
      }
      if (around.empty()) return kNone;
      around.resize(around.size() - 1);
      around.resize(around.rfind('.') == std::string::npos ? 0 : around.rfind('.') + 1);
    }
  }
  return kNone;
}

std::uint16_t Compilation::field_at(std::string_view name, const Place& place, std::size_t width) {
  const auto found = dialog.field(name);
  if (found == kNone) {
    findings.error("E211", place, "no screen asks or sets \"" + std::string(name) + "\"",
                   did_you_mean(name, names_of(dialog.fields)), width);
  }
  return found;
}

std::uint16_t Compilation::field_named(const Yaml& node) {
  const auto name = node.as_string(findings);
  return name ? field_at(*name, node.place(), node.width()) : kNone;
}

Setting* Compilation::setting_named(std::string_view name, const Place& place, std::size_t width) {
  if (auto* found = named(settings, name)) {
    found->used = true;
    return found;
  }
  findings.error("E212", place, "there is no setting \"" + std::string(name) + "\"",
                 did_you_mean(name, names_of(settings)), width);
  return nullptr;
}

Source* Compilation::source_named(const Yaml& node) {
  const auto name = node.as_string(findings);
  if (!name) return nullptr;
  if (auto* found = named(sources, *name)) {
    found->used = true;
    return found;
  }
  findings.error("E214", node.place(), "there is no table \"" + *name + "\" under `data`",
                 did_you_mean(*name, names_of(sources)), node.width());
  return nullptr;
}

std::optional<std::size_t> Compilation::column(const Source& from, const std::string& name,
                                               const Place& place, std::size_t width) {
  if (!from.table) return std::nullopt;
  const auto found = from.table->column(name);
  if (!found) {
    findings.error("E215", place, from.name + " has no column \"" + name + "\"",
                   did_you_mean(name, from.table->columns), width);
  }
  return found;
}

std::string Compilation::setting_reference(const Yaml& node) {
  constexpr std::string_view kOpening = "{setting.";
  const std::string_view text = node.text();
  if (!node.is_scalar() || !text.starts_with(kOpening) || !text.ends_with('}')) return {};
  return std::string(text.substr(kOpening.size(), text.size() - kOpening.size() - 1));
}

std::string without_language(const std::string& name, const std::string& code) {
  if (!name.ends_with("_" + code)) return name;
  return name.substr(0, name.size() - code.size()) + "*";
}

bool good_name(std::string_view name) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= 40 && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(), good);
}

}  // namespace jisr::dialogs
