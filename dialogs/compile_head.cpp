// The top of a dialog file: its name and version, languages, keys, settings, tables, and the
// screens that the dialog as a whole leads to.
#include <algorithm>
#include <filesystem>

#include "dialogs/compilation.hpp"
#include "dialogs/csv.hpp"
#include "dialogs/locale.hpp"

namespace jisr::dialogs {

namespace {

Setting::Kind kind_of(const Yaml& node) {
  const auto& text = node.text();
  if (node.quoted()) return Setting::Kind::text;
  static const std::vector<std::string> kWords = {"true", "false", "yes", "no", "on", "off"};
  if (std::find(kWords.begin(), kWords.end(), text) != kWords.end()) return Setting::Kind::boolean;
  const auto digits = text.substr(text.starts_with('-') ? 1 : 0);
  const bool number =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string::npos;
  return number ? Setting::Kind::number : Setting::Kind::text;
}

bool suits(Setting::Kind kind, const std::string& value) {
  if (kind == Setting::Kind::boolean) return value == "true" || value == "false";
  if (kind == Setting::Kind::text) return true;
  const auto digits = value.substr(value.starts_with('-') ? 1 : 0);
  return !digits.empty() && digits.size() <= 15 &&
         digits.find_first_not_of("0123456789") == std::string::npos;
}

std::string_view spelt(Setting::Kind kind) {
  switch (kind) {
    case Setting::Kind::boolean:
      return "true or false";
    case Setting::Kind::number:
      return "a whole number";
    case Setting::Kind::text:
      break;
  }
  return "a text";
}

void override_settings(Compilation& c, const Place& place) {
  for (const auto& [name, value] : c.options.settings) {
    auto* setting = c.setting_named(name, place, 1);
    if (setting == nullptr) continue;
    setting->used = false;  // to be given a value is not to be used
    if (suits(setting->kind, value)) {
      setting->value = value;
    } else {
      c.findings.error("E213", setting->node.key_place(),
                       "the setting \"" + name + "\" must be " + std::string(spelt(setting->kind)),
                       "its value in gateway.yaml is of another kind", name.size());
    }
  }
}

void read_table(Compilation& c, Source& source) {
  const auto path = source.node.as_string(c.findings);
  if (!path) return;
  const std::filesystem::path folder = std::filesystem::path(c.file).parent_path();
  source.file = (folder / *path).lexically_normal().string();
  const auto text = c.options.read_file ? c.options.read_file(*path) : std::nullopt;
  if (!text) {
    c.findings.error("E109", source.node.place(), "cannot read " + *path,
                     "paths are relative to the folder of the dialog", source.node.width());
    return;
  }
  auto csv = read_csv(*text, source.file, c.findings);
  if (!csv) return;
  csv->table.name = source.name;
  source.lines = std::move(csv->lines);
  source.table = std::make_shared<const Table>(std::move(csv->table));
}

void read_keys(Compilation& c, const Yaml& keys) {
  if (!keys.exists()) return;
  if (!keys.only_keys(c.findings, "keys", {"back", "home", "next", "previous"})) return;
  std::vector<std::string> taken;
  const std::pair<const char*, std::string*> all[] = {{"back", &c.dialog.keys.back},
                                                      {"home", &c.dialog.keys.home},
                                                      {"next", &c.dialog.keys.next},
                                                      {"previous", &c.dialog.keys.previous}};
  for (const auto& [name, to] : all) {
    if (const auto key = c.key(keys[name])) *to = *key;
    if (std::find(taken.begin(), taken.end(), *to) != taken.end()) {
      const auto node = keys[name];
      c.findings.error("E114", node.place(), "the key " + *to + " already means something else",
                       "back, home, next and previous each need their own", node.width());
    }
    taken.push_back(*to);
  }
}

// How the language is written: which country's dates and numbers, and in which letters.
void read_customs(Compilation& c, const Yaml& node, Language& language) {
  const auto letters = c.word(node["gsm7"], "a way to keep to the GSM alphabet", {"transliterate"});
  language.transliterate = letters.has_value();
  const auto tag = node["locale"].as_string(c.findings);
  language.locale = Locale::of(tag.value_or(language.code));
  if (tag && !language.locale) {
    c.findings.error("E250", node["locale"].place(), "\"" + *tag + "\" is no locale that is known",
                     "a language and a country, as ar-MA or fr-TN", node["locale"].width());
  }
}

}  // namespace

void read_settings(Compilation& c, const Yaml& root) {
  const auto settings = root["settings"];
  if (settings.exists() && !settings.is_map()) settings.only_keys(c.findings, "settings", {});
  for (const auto& [name, node] : settings.entries()) {
    if (!good_name(name)) {
      c.findings.error("E121", node.key_place(), "\"" + name + "\" cannot be a setting's name",
                       "small letters, digits and _, beginning with a letter", name.size());
    }
    Setting setting{name, kind_of(node), node.text(), node, false};
    if (setting.kind == Setting::Kind::boolean && !node.as_boolean(c.findings)) {
      setting.value = "false";
    }
    if (setting.kind == Setting::Kind::number &&
        !node.as_integer(c.findings, INT32_MIN, INT32_MAX)) {
      setting.value = "0";
    }
    if (setting.kind == Setting::Kind::text) c.expect_text(node);
    c.settings.push_back(std::move(setting));
  }
  override_settings(c, settings.key_place());
}

void read_languages(Compilation& c, const Yaml& root) {
  const auto languages = c.require(root, "languages", "a dialog");
  if (!languages.exists()) return;
  if (!languages.is_map()) languages.only_keys(c.findings, "languages", {});
  std::vector<std::string> codes;
  for (const auto& [code, node] : languages.entries()) {
    if (codes.size() == kLanguagesMax) {
      c.findings.error("E116", node.key_place(), "a dialog has at most 16 languages");
      break;
    }
    Language language;
    language.code = language.name = code;
    if (node.only_keys(c.findings, "a language", {"name", "enabled", "gsm7", "locale"})) {
      language.name = c.require(node, "name", "a language").as_string(c.findings).value_or(code);
      language.enabled = node["enabled"].as_boolean(c.findings).value_or(true);
      read_customs(c, node, language);
    }
    codes.push_back(code);
    c.dialog.languages.push_back(std::move(language));
  }
  const auto chosen = c.require(root, "default_language", "a dialog");
  const auto code = chosen.as_string(c.findings);
  if (!code) return;
  const auto found = std::find(codes.begin(), codes.end(), *code);
  if (found == codes.end()) {
    c.findings.error("E216", chosen.place(), "\"" + *code + "\" is not one of `languages`",
                     did_you_mean(*code, codes), chosen.width());
    return;
  }
  c.dialog.default_language = static_cast<std::uint8_t>(found - codes.begin());
  if (!c.dialog.languages[c.dialog.default_language].enabled) {
    c.findings.error("E216", chosen.place(), "the default language is not enabled",
                     "enable it or choose another", chosen.width());
  }
}

void read_head(Compilation& c, const Yaml& root) {
  auto& dialog = c.dialog;
  const auto text = [&](const char* key) {
    return c.require(root, key, "a dialog").as_string(c.findings).value_or("");
  };
  dialog.name = text("dialog");
  dialog.version = text("version");
  dialog.consent_version = text("consent_version");
  read_keys(c, root["keys"]);
  if (const auto tries = root["wrong_tries"].as_integer(c.findings, 1, 9)) {
    dialog.wrong_max = static_cast<std::uint8_t>(*tries);
  }
  const auto written = root["resume"];
  const auto way = written.is_map() ? written["way"] : written;
  const auto resume = c.word(way, "a way to resume", resume_words());
  c.resume = static_cast<Screen::Resume>(resume.value_or(0));
  const auto limits = root["limits"];
  if (!limits.exists() || !limits.only_keys(c.findings, "limits", {"answers", "time"})) return;
  if (const auto answers = limits["answers"].as_integer(c.findings, 5, 1000)) {
    dialog.turns_max = static_cast<std::uint16_t>(*answers);
  }
  const auto time = limits["time"];
  if (const auto time_ms = time.as_duration_ms(c.findings)) {
    constexpr std::int64_t kLeastMs = 60'000;
    constexpr std::int64_t kMostMs = 400 * 86'400'000LL;
    dialog.time_max_ms = *time_ms;
    if (*time_ms < kLeastMs || *time_ms > kMostMs) {
      c.findings.error("E123", time.place(), "a dialog's time is from 1m to 400d",
                       "it runs from her first page on, over all her calls", time.width());
    }
  }
}

const std::vector<std::string>& resume_words() {  // as Screen::Resume numbers them
  static const std::vector<std::string> kWords = {"ask", "auto", "never"};
  return kWords;
}

void read_sources(Compilation& c, const Yaml& root) {
  const auto sources = root["data"];
  if (sources.exists() && !sources.is_map()) sources.only_keys(c.findings, "data", {});
  for (const auto& [name, node] : sources.entries()) {
    c.sources.push_back({name, "", node, nullptr, {}, false});
    read_table(c, c.sources.back());
  }
}

void read_links(Compilation& c, const Yaml& root) {
  auto& dialog = c.dialog;
  c.current = kNone;
  const auto start = c.screen_named(c.require(root, "start", "a dialog"));
  if (start != kNone) dialog.start = start;
  if (!root["start"].exists()) c.lost = true;
  const auto give_up = c.require(root, "give_up", "a dialog");
  dialog.give_up = c.screen_named(give_up);
  if (dialog.give_up != kNone && dialog.screens[dialog.give_up].kind != Screen::Kind::end) {
    c.findings.error("E219", give_up.place(), "give_up must lead to an end screen", "",
                     give_up.width());
  }
}

}  // namespace jisr::dialogs
