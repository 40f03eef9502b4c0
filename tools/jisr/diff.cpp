// `jisr diff`: what a change of a dialog is for the women, and for those who are in the middle.
#include <boost/json.hpp>
#include <iostream>
#include <stdexcept>

#include "dialogs/compare.hpp"
#include "dialogs/compare_consent.hpp"
#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/guarded.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

using dialogs::Comparing;
using dialogs::Difference;
using dialogs::Landing;
using Kind = Difference::Kind;
namespace json = boost::json;

constexpr const char* kPinned =
    "They finish on the version that they began with, which is kept in Redis.";

struct Section {
  Kind kind;
  const char* title;
};
constexpr Section kSections[] = {{Kind::dialog, "The dialog"},
                                 {Kind::setting, "Settings"},
                                 {Kind::renamed, "Screens renamed, by their likeness"},
                                 {Kind::added, "Screens added"},
                                 {Kind::removed, "Screens taken out"},
                                 {Kind::way, "Ways"},
                                 {Kind::text, "Texts"},
                                 {Kind::rule, "Rules of screens"},
                                 {Kind::field, "Answers"},
                                 {Kind::phrase, "Phrases"}};

std::string value_of(const Difference& one, const std::string& value, const char* none) {
  if (value.empty()) return none;
  const bool words = one.kind == Kind::text || one.kind == Kind::phrase;
  return words ? dialogs::double_quoted(value) : value;
}

void print(const Difference& one) {
  std::cout << "  " << one.where;
  if (!one.what.empty()) std::cout << (one.where.empty() ? "" : ", ") << one.what;
  if (!one.language.empty()) std::cout << " (" << one.language << ")";
  switch (one.kind) {
    case Kind::added:
    case Kind::removed:
      std::cout << '\n';
      return;
    case Kind::renamed:
      std::cout << ", before: " << one.before << '\n';
      return;
    case Kind::text:
    case Kind::phrase:
      std::cout << "\n    - " << value_of(one, one.before, "(none)") << "\n    + "
                << value_of(one, one.after, "(none)") << '\n';
      return;
    default:
      std::cout << ": " << value_of(one, one.before, "(none)") << " -> "
                << value_of(one, one.after, "(none)") << '\n';
  }
}

std::string figures(const std::optional<dialogs::WayFigures>& way) {
  if (!way) return "(none)";
  return std::to_string(way->screens.size()) + " screens, " + std::to_string(way->pages) +
         " pages, " + std::to_string(way->presses) + " keys, " +
         std::to_string(static_cast<int>(way->seconds)) + " s";
}

std::string landing(const Landing& one) {
  if (one.anew && one.given > 0) return "begins anew (0 of " + std::to_string(one.given) + " kept)";
  if (one.given == 0) return one.to;
  return one.to + " (" + std::to_string(one.kept) + " of " + std::to_string(one.given) + " kept)";
}

void print_sessions(const Comparing& all) {
  std::cout << "\nCalls in progress\n  " << kPinned
            << "\n  Only if that version is lost they move:\n";
  if (all.consent_changed) {
    std::cout << "  consent_version is another one: everybody in the middle begins anew\n";
  }
  for (const auto& one : all.standings) {
    std::cout << "  " << one.screen << " -> ";
    if (one.landings.empty()) std::cout << "(no sample call came there)";
    for (std::size_t i = 0; i < one.landings.size(); ++i) {
      std::cout << (i == 0 ? "" : ", or ") << landing(one.landings[i]);
    }
    std::cout << '\n';
  }
}

void print_consent(const std::vector<std::string>& changed, const dialogs::Dialog& after) {
  for (const auto& screen : changed) {
    std::cout << "\nThe words of " << screen << " are other ones, and consent_version is still \""
              << after.consent_version << "\": nobody could say what was accepted\n";
  }
}

void print(const Comparing& all) {
  if (all.same()) {
    std::cout << "nothing is different for the women\n";
    return;
  }
  bool first = true;
  for (const auto& section : kSections) {
    bool begun = false;
    for (const auto& one : all.differences) {
      if (one.kind != section.kind) continue;
      if (!begun) std::cout << (first ? "" : "\n") << section.title << '\n';
      begun = true;
      first = false;
      print(one);
    }
    if (section.kind != Kind::text) continue;
    for (const auto& page : all.pages) {
      std::cout << "  " << page.screen << " (" << page.language << ") takes "
                << (page.before.empty() ? "(nothing)" : page.before) << " -> "
                << (page.after.empty() ? "(nothing)" : page.after) << '\n';
    }
  }
  std::cout << "\nThe longest way\n";
  for (const auto& way : all.longest) {
    std::cout << "  " << way.language << ": " << figures(way.before) << " -> " << figures(way.after)
              << '\n';
  }
  print_sessions(all);
}

json::value json_of(const std::optional<dialogs::WayFigures>& way) {
  if (!way) return nullptr;
  json::object out;
  out["screens"] = way->screens.size();
  out["pages"] = way->pages;
  out["presses"] = way->presses;
  out["seconds"] = static_cast<int>(way->seconds);
  return out;
}

json::array json_of(const std::vector<dialogs::Standing>& standings) {
  json::array all;
  for (const auto& one : standings) {
    json::array landings;
    for (const auto& landing : one.landings) {
      json::object to;
      to["to"] = landing.to;
      to["kept"] = landing.kept;
      to["given"] = landing.given;
      to["anew"] = landing.anew;
      landings.push_back(std::move(to));
    }
    json::object standing;
    standing["screen"] = one.screen;
    standing["landings"] = std::move(landings);
    all.push_back(std::move(standing));
  }
  return all;
}

std::string json_of(const Comparing& all, const std::vector<std::string>& consent_texts) {
  json::array differences;
  for (const auto& one : all.differences) {
    json::object out;
    out["kind"] = dialogs::name(one.kind);
    out["where"] = one.where;
    out["what"] = one.what;
    out["language"] = one.language;
    out["before"] = one.before;
    out["after"] = one.after;
    differences.push_back(std::move(out));
  }
  json::array pages;
  for (const auto& one : all.pages) {
    json::object out;
    out["screen"] = one.screen;
    out["language"] = one.language;
    out["before"] = one.before;
    out["after"] = one.after;
    pages.push_back(std::move(out));
  }
  json::array longest;
  for (const auto& one : all.longest) {
    json::object out;
    out["language"] = one.language;
    out["before"] = json_of(one.before);
    out["after"] = json_of(one.after);
    longest.push_back(std::move(out));
  }
  json::object out;
  out["differences"] = std::move(differences);
  out["pages"] = std::move(pages);
  out["longest"] = std::move(longest);
  out["consent_changed"] = all.consent_changed;
  out["consent_texts_changed"] = json::array(consent_texts.begin(), consent_texts.end());
  out["if_lost"] = json_of(all.standings);
  return json::serialize(out);
}

std::optional<dialogs::DialogVersion> read(const std::string& file, const DiffOptions& options,
                                           dialogs::Findings& findings, gateway::Sources& sources) {
  auto text = gateway::read_text(file);
  if (!text) throw std::runtime_error("cannot read " + file);
  auto& kept = sources[file] = std::move(*text);
  auto compile = compile_options(file);
  compile.settings = settings_of(options.settings);
  return dialogs::read_dialog_version(kept, file, compile, findings);
}

int print_diff(const DiffOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto before = read(options.before, options, findings, sources);
  const auto after = read(options.after, options, findings, sources);
  if (!before || !after) {
    print_findings(findings, sources, std::cerr);
    return kCannot;
  }
  auto all = compared(*before, *after, {}, gateway::today(gateway::now_ms()));
  const auto consent_texts = consent_texts_changed(all, *after->dialog);
  if (!options.language.empty()) {
    const auto other = [&](const auto& one) {
      return !one.language.empty() && one.language != options.language;
    };
    std::erase_if(all.differences, other);
    std::erase_if(all.pages, other);
    std::erase_if(all.longest, other);
  }
  if (options.json) {
    std::cout << json_of(all, consent_texts) << '\n';
  } else {
    print(all);
    print_consent(consent_texts, *after->dialog);
  }
  return all.same() ? kWell : kFindings;
}

}  // namespace

int diff(const DiffOptions& options) {
  return guarded([&] { return print_diff(options); });
}

}  // namespace jisr::tools
