// Screens are paired by name, then the rest by likeness; of each pair the portraits are laid side
// by side.
#include "dialogs/compare.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "dialogs/compare_sessions.hpp"
#include "dialogs/compilation.hpp"
#include "dialogs/longest.hpp"
#include "dialogs/portrait.hpp"
#include "dialogs/show.hpp"

namespace jisr::dialogs {

namespace {

using Kind = Difference::Kind;
using Names = std::map<std::string, std::string>;

std::string name_of(const Dialog& dialog, std::uint16_t screen) {
  return screen < dialog.screens.size() ? dialog.screens[screen].name : std::string();
}

// How much of two portraits is the same, from 0 to 1. Where ways lead tells little about what a
// screen is, so it is left out.
double likeness(const Portrait& a, const Portrait& b) {
  double same = 0;
  double all = 0;
  const auto weigh = [&](const std::string* left, const std::string* right, double weight) {
    all += weight;
    if (left != nullptr && right != nullptr && *left == *right) same += weight;
  };
  std::set<std::string> seen;
  const auto rule = [](const Portrait& of, const std::string& what) -> const std::string* {
    for (const auto& one : of.aspects) {
      if (one.kind == Kind::rule && one.what == what) return &one.value;
    }
    return nullptr;
  };
  for (const auto* side : {&a, &b}) {
    for (const auto& one : side->aspects) {
      if (one.kind != Kind::rule || !seen.insert(one.what).second) continue;
      weigh(rule(a, one.what), rule(b, one.what), one.what == "field" ? 3 : 1);
    }
  }
  std::set<std::pair<std::string, std::string>> texts;
  const auto text = [](const Portrait& of, const std::string& what,
                       const std::string& language) -> const std::string* {
    for (const auto& one : of.texts) {
      const auto words = one.words.find(language);
      if (one.what == what && words != one.words.end()) return &words->second;
    }
    return nullptr;
  };
  for (const auto* side : {&a, &b}) {
    for (const auto& one : side->texts) {
      for (const auto& [language, words] : one.words) {
        if (!texts.emplace(one.what, language).second) continue;
        weigh(text(a, one.what, language), text(b, one.what, language), one.what == "text" ? 2 : 1);
      }
    }
  }
  return all == 0 ? 0 : same / all;
}

// Another content has another number; the same rows have the same.
std::string described_table(const Table& table) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto mix = [&](const std::vector<std::string>& cells) {
    for (const auto& cell : cells) {
      for (const char c : cell + '\x1f') {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
      }
    }
  };
  mix(table.columns);
  for (const auto& row : table.rows) mix(row);
  return std::to_string(table.rows.size()) + " rows, no. " + std::to_string(hash % 10'000);
}

class Comparer {
 public:
  Comparer(const DialogVersion& before, const DialogVersion& after, const Limit& page)
      : before_(before), after_(after), old_(*before.dialog), new_(*after.dialog), page_(page) {}

  Comparing compare() {
    pair_screens();
    const Called old_called = [&](std::uint16_t screen) { return renamed(name_of(old_, screen)); };
    const Called new_called = [&](std::uint16_t screen) { return name_of(new_, screen); };
    aspects("", portrait_of_head(old_, old_called), portrait_of_head(new_, new_called));
    values(Kind::dialog, "data ", before_.data, after_.data);
    values(Kind::setting, "", before_.settings, after_.settings);
    for (const auto& screen : old_.screens) {
      if (!pairs_.contains(screen.name)) add(Kind::removed, screen.name, "", "", "", "");
    }
    for (const auto& screen : new_.screens) {
      const auto old = old_of(screen.name);
      if (old == kNone) {
        add(Kind::added, screen.name, "", "", "", "");
        continue;
      }
      const auto& was = old_.screens[old];
      if (was.name != screen.name) add(Kind::renamed, screen.name, "", "", was.name, screen.name);
      const auto left = portrait_of(old_, was, old_called);
      const auto right = portrait_of(new_, screen, new_called);
      aspects(screen.name, left, right);
      const auto languages = words(Kind::text, screen.name, left.texts, right.texts);
      for (const auto& language : languages) pages(was, screen, language);
    }
    fields();
    const auto phrases_before = phrases_of(old_);
    const auto phrases_after = phrases_of(new_);
    phrases(phrases_before, phrases_after);
    longest();
    made_.consent_changed = old_.consent_version != new_.consent_version;
    return std::move(made_);
  }

 private:
  void add(Kind kind, std::string where, std::string what, std::string language, std::string before,
           std::string after) {
    made_.differences.push_back({kind, std::move(where), std::move(what), std::move(language),
                                 std::move(before), std::move(after)});
  }

  [[nodiscard]] std::string renamed(const std::string& old) const {
    const auto found = pairs_.find(old);
    return found == pairs_.end() ? old : found->second;
  }
  [[nodiscard]] std::uint16_t old_of(const std::string& screen) const {
    for (const auto& [old, now] : pairs_) {
      if (now == screen) return old_.screen(old);
    }
    return kNone;
  }

  void pair_screens() {
    std::vector<const Screen*> gone;
    std::vector<const Screen*> come;
    for (const auto& screen : old_.screens) {
      if (new_.screen(screen.name) == kNone)
        gone.push_back(&screen);
      else
        pairs_[screen.name] = screen.name;
    }
    for (const auto& screen : new_.screens) {
      if (old_.screen(screen.name) == kNone) come.push_back(&screen);
    }
    struct Guess {
      double likeness;
      const Screen* old;
      const Screen* now;
    };
    std::vector<Guess> guesses;
    const Called nobody = [](std::uint16_t) { return std::string(); };
    for (const auto* old : gone) {
      const auto portrait = portrait_of(old_, *old, nobody);
      for (const auto* now : come) {
        if (old->kind != now->kind) continue;
        constexpr double kAlike = 0.6;
        const auto like = likeness(portrait, portrait_of(new_, *now, nobody));
        if (like >= kAlike) guesses.push_back({like, old, now});
      }
    }
    std::stable_sort(guesses.begin(), guesses.end(),
                     [](const Guess& a, const Guess& b) { return a.likeness > b.likeness; });
    std::set<std::string> taken;
    for (const auto& one : guesses) {
      if (pairs_.contains(one.old->name) || !taken.insert(one.now->name).second) continue;
      pairs_[one.old->name] = one.now->name;
    }
  }

  void aspects(const std::string& where, const Portrait& before, const Portrait& after) {
    const auto find = [](const Portrait& in, const Aspect& like) -> const Aspect* {
      const auto found = std::find_if(in.aspects.begin(), in.aspects.end(), [&](const Aspect& one) {
        return one.kind == like.kind && one.what == like.what;
      });
      return found == in.aspects.end() ? nullptr : &*found;
    };
    for (const auto& one : before.aspects) {
      const auto* now = find(after, one);
      const auto value = now == nullptr ? std::string() : now->value;
      if (value != one.value) add(one.kind, where, one.what, "", one.value, value);
    }
    for (const auto& one : after.aspects) {
      if (find(before, one) == nullptr) add(one.kind, where, one.what, "", "", one.value);
    }
  }

  // The languages in which something differs.
  std::set<std::string> words(Kind kind, const std::string& where,
                              const std::vector<TextAspect>& before,
                              const std::vector<TextAspect>& after) {
    std::set<std::string> languages;
    const auto of = [](const std::vector<TextAspect>& all, const std::string& what) {
      const auto found = std::find_if(all.begin(), all.end(),
                                      [&](const TextAspect& one) { return one.what == what; });
      return found == all.end() ? std::map<std::string, std::string>() : found->words;
    };
    std::vector<std::string> whats;
    for (const auto* side : {&before, &after}) {
      for (const auto& one : *side) {
        if (std::find(whats.begin(), whats.end(), one.what) == whats.end()) {
          whats.push_back(one.what);
        }
      }
    }
    for (const auto& what : whats) {
      auto left = of(before, what);
      auto right = of(after, what);
      std::set<std::string> codes;
      for (const auto& [code, text] : left) codes.insert(code);
      for (const auto& [code, text] : right) codes.insert(code);
      for (const auto& code : codes) {
        if (left[code] == right[code]) continue;
        languages.insert(code);
        add(kind, where, what, code, left[code], right[code]);
      }
    }
    return languages;
  }

  void phrases(const std::vector<TextAspect>& before, const std::vector<TextAspect>& after) {
    const auto from = made_.differences.size();
    words(Kind::phrase, "", before, after);
    for (auto i = from; i < made_.differences.size(); ++i) {
      std::swap(made_.differences[i].where, made_.differences[i].what);
    }
  }

  void values(Kind kind, const std::string& prefix,
              const std::vector<std::pair<std::string, std::string>>& before,
              const std::vector<std::pair<std::string, std::string>>& after) {
    const auto value = [](const auto& all, const std::string& name) {
      const auto found =
          std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.first == name; });
      return found == all.end() ? std::string() : found->second;
    };
    for (const auto& [name, was] : before) {
      const auto now = value(after, name);
      if (now != was) add(kind, "", prefix + name, "", was, now);
    }
    for (const auto& [name, now] : after) {
      if (value(before, name).empty() && !now.empty()) add(kind, "", prefix + name, "", "", now);
    }
  }

  static std::string described_field(const Field& field) {
    return std::string(answer_type(field.type).name.empty() ? "choice"
                                                            : answer_type(field.type).name) +
           (field.sensitive ? ", sensitive" : "");
  }
  void fields() {
    for (const auto& field : old_.fields) {
      const auto at = new_.field(field.name);
      const auto now = at == kNone ? std::string() : described_field(new_.fields[at]);
      const auto was = described_field(field);
      if (now != was) add(Kind::field, field.name, "", "", was, now);
    }
    for (const auto& field : new_.fields) {
      if (old_.field(field.name) != kNone) continue;
      add(Kind::field, field.name, "", "", "", described_field(field));
    }
  }

  [[nodiscard]] std::string cost_of(const Dialog& dialog, const Screen& screen,
                                    const std::string& code) const {
    const auto language = language_of(dialog, code);
    if (screen.invisible() || language == kNone) return {};
    auto session = longest_session(dialog, static_cast<std::uint8_t>(language));
    session.screen = dialog.screen(screen.name);
    session.trail = {dialog.start};
    const auto seen = view(dialog, session, {page_, {2026, 1, 1}, "12345678"});
    Cost dearest;
    for (const auto& page : seen.pages) {
      const auto price = cost(page.text);
      if (std::pair(price.encoding, price.units) > std::pair(dearest.encoding, dearest.units)) {
        dearest = price;
      }
    }
    const auto pages = seen.pages.size();
    return std::to_string(pages) + (pages == 1 ? " page, " : " pages, ") +
           std::string(name(dearest.encoding)) + " " + std::to_string(dearest.units);
  }
  static std::uint16_t language_of(const Dialog& dialog, const std::string& code) {
    for (std::size_t i = 0; i < dialog.languages.size(); ++i) {
      if (dialog.languages[i].code == code) return static_cast<std::uint16_t>(i);
    }
    return kNone;
  }
  void pages(const Screen& was, const Screen& now, const std::string& language) {
    auto before = cost_of(old_, was, language);
    auto after = cost_of(new_, now, language);
    if (before == after) return;
    made_.pages.push_back({now.name, language, std::move(before), std::move(after)});
  }

  void longest() {
    for (std::size_t i = 0; i < new_.languages.size(); ++i) {
      const auto& language = new_.languages[i];
      const auto old = language_of(old_, language.code);
      if (!language.enabled || old == kNone || !old_.languages[old].enabled) continue;
      const auto before = figures(old_, static_cast<std::uint8_t>(old), page_);
      const auto after = figures(new_, static_cast<std::uint8_t>(i), page_);
      LongestWay way{language.code, {}, {}};
      if (before) way.before = before->longest;
      if (after) way.after = after->longest;
      made_.longest.push_back(std::move(way));
    }
  }

  const DialogVersion& before_;
  const DialogVersion& after_;
  const Dialog& old_;
  const Dialog& new_;
  Limit page_;
  Names pairs_;  // old name → new name, of screens that both have
  Comparing made_;
};

}  // namespace

std::string_view name(Difference::Kind kind) {
  constexpr std::string_view kNames[] = {"dialog", "setting", "added", "removed", "renamed",
                                         "way",    "text",    "rule",  "field",   "phrase"};
  return kNames[static_cast<int>(kind)];
}

std::optional<DialogVersion> read_dialog_version(std::string_view yaml, const std::string& file,
                                                 const CompileOptions& options,
                                                 Findings& findings) {
  DialogVersion version;
  const auto also = [&](const Compilation& c, const Yaml&) {
    for (const auto& setting : c.settings) {
      version.settings.emplace_back(setting.name, setting.value);
    }
    for (const auto& source : c.sources) {
      if (source.table) version.data.emplace_back(source.name, described_table(*source.table));
    }
  };
  version.dialog = compile_and(yaml, file, options, findings, also);
  if (!version.dialog) return std::nullopt;
  return version;
}

Comparing compared(const DialogVersion& before, const DialogVersion& after, const Limit& page,
                   const Date& today) {
  auto made = Comparer(before, after, page).compare();
  if (before.dialog->hash != after.dialog->hash) {
    made.standings = standings(*before.dialog, *after.dialog, page, today);
  }
  return made;
}

}  // namespace jisr::dialogs
