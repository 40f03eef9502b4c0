// Texts: one in each language, or one for all; their placeholders are found and resolved here, so
// that the engine only has to join pieces.
#include <algorithm>

#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

// One text of one language, read from left to right.
class TemplateReader {
 public:
  TemplateReader(Compilation& c, const Yaml& node, const TextSpot& spot)
      : c_(c), node_(node), spot_(spot), text_(node.text()) {
    text_ = text_.substr(0, text_.find_last_not_of("\r\n") + 1);  // a block scalar ends with one
  }

  Template read() {
    if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      const auto& place = node_.is_scalar() ? node_.place() : node_.key_place();
      c_.findings.error("E301", place, spot_.what + " is empty", "", node_.width());
      return {};
    }
    std::size_t at = 0;
    for (auto open = text_.find('{'); open != std::string_view::npos; open = text_.find('{', at)) {
      add_literal(text_.substr(at, open - at));
      if (text_.substr(open).starts_with("{{")) {
        add_literal("{");
        at = open + 2;
        continue;
      }
      const auto close = text_.find_first_of("{}\n", open + 1);
      if (close == std::string_view::npos || text_[close] != '}') {
        c_.findings.error("E302", c_.within(node_, open), "this { is never closed",
                          "write {{ for a brace");
        return std::move(result_);
      }
      placeholder(open, text_.substr(open + 1, close - open - 1));
      at = close + 1;
    }
    add_literal(text_.substr(at));
    return std::move(result_);
  }

 private:
  void add_literal(std::string_view text) {
    if (text.empty()) return;
    if (result_.empty() || result_.back().kind != Segment::Kind::literal) add({});
    result_.back().text += text;
  }
  void add(Segment segment) { result_.push_back(std::move(segment)); }

  void placeholder(std::size_t open, std::string_view inner) {
    place_ = c_.within(node_, open);
    width_ = inner.size() + 2;
    const auto colon = inner.find(':');
    const auto name = inner.substr(0, colon);
    const bool setting = name.starts_with("setting.");
    const auto length = colon == std::string_view::npos ? "" : inner.substr(colon + 1);
    if (!good_name(setting ? name.substr(8) : name) ||
        (colon != std::string_view::npos && !good_length(length))) {
      c_.findings.error("E302", place_, "{" + std::string(inner) + "} is not a placeholder",
                        "{name} or {name:12}; write {{ for a brace", width_);
    } else if (setting) {
      const auto* found = c_.setting_named(name.substr(8), place_, width_);
      if (found != nullptr) add({Segment::Kind::setting, found->value, kNone, 0});
    } else if (name == "reference" || name == "page" || name == "pages" || name == "example") {
      special(name);
    } else {
      field(name, length);
    }
  }

  static bool good_length(std::string_view length) {
    return !length.empty() && length.size() <= 2 && length[0] != '0' &&
           length.find_first_not_of("0123456789") == std::string_view::npos;
  }

  void special(std::string_view name) {
    if (name == "example" && !spot_.example.empty()) {
      add_literal(spot_.example);
    } else if (name == "reference" && spot_.reference) {
      add({Segment::Kind::reference, "", kNone, 0});
    } else if (name.starts_with("page") && spot_.use == TextUse::screen) {
      add({name == "page" ? Segment::Kind::page : Segment::Kind::pages, "", kNone, 0});
    } else {
      misplaced(name, name == "example"     ? "the question has no `example`"
                      : name == "reference" ? "only an end with `register: true` has one"
                                            : "only the text of a screen has pages");
    }
  }

  void field(std::string_view name, std::string_view length) {
    if (spot_.use == TextUse::phrase) {
      misplaced(name, "a phrase stands on every screen and knows no answers");
      return;
    }
    const auto found = c_.field_at(name, place_, width_);
    if (found == kNone) return;
    c_.readings.push_back({found, c_.current, place_, width_, true});
    const std::size_t most = length.empty() ? 0 : std::stoul(std::string(length));
    add({Segment::Kind::field, "", found, most});
  }

  void misplaced(std::string_view name, const char* hint) {
    c_.findings.error("E303", place_, "{" + std::string(name) + "} cannot stand here", hint,
                      width_);
  }

  Compilation& c_;
  const Yaml& node_;
  const TextSpot& spot_;
  std::string_view text_;
  Template result_;
  Place place_;
  std::size_t width_ = 1;
};

bool is_text(const Yaml& node) {
  return node.is_scalar() || node.kind() == Yaml::Kind::null;  // nothing written is an empty text
}

void read_by_language(Compilation& c, const Yaml& node, WrittenText& written) {
  const auto& languages = c.dialog.languages;
  std::vector<std::string> codes;
  for (const auto& language : languages) codes.push_back(language.code);
  for (const auto& [code, text] : node.entries()) {
    const auto found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) {
      c.findings.error("E216", text.key_place(), "\"" + code + "\" is not one of `languages`",
                       did_you_mean(code, codes), code.size());
      continue;
    }
    const auto index = static_cast<std::size_t>(found - codes.begin());
    written.nodes[index] = text;
    if (is_text(text)) {
      written.texts[index] = TemplateReader(c, text, written.spot).read();
    } else {
      c.expect_text(text);
    }
  }
  for (std::size_t i = 0; i < languages.size(); ++i) {
    if (!languages[i].enabled || written.nodes[i].exists()) continue;
    c.findings.error("E300", node.key_place(), written.spot.what + " has no " + codes[i] + " text",
                     "add `" + codes[i] + ": …`");
  }
}

struct PhraseName {
  const char* name;
  Phrase phrase;
};
constexpr PhraseName kPhrases[] = {
    {"back", Phrase::back},
    {"home", Phrase::home},
    {"next", Phrase::next},
    {"previous", Phrase::previous},
    {"wrong_choice", Phrase::wrong_choice},
    {"wrong_empty", Phrase::wrong_empty},
    {"wrong_malformed", Phrase::wrong_malformed},
    {"wrong_too_short", Phrase::wrong_too_short},
    {"wrong_too_long", Phrase::wrong_too_long},
    {"wrong_out_of_range", Phrase::wrong_out_of_range},
    {"wrong_under_age", Phrase::wrong_under_age},
    {"wrong_over_age", Phrase::wrong_over_age},
    {"wrong_future", Phrase::wrong_future},
    {"wrong_example", Phrase::wrong_example},
    {"unusual", Phrase::unusual},
    {"correct", Phrase::correct},
    {"keep", Phrase::keep},
    {"resume", Phrase::resume},
    {"resume_go_on", Phrase::resume_go_on},
    {"resume_start_again", Phrase::resume_start_again},
    {"busy", Phrase::busy},
};
static_assert(std::size(kPhrases) == static_cast<std::size_t>(Phrase::count_));

}  // namespace

Texts read_texts(Compilation& c, const Yaml& node, const TextSpot& spot) {
  WrittenText written{spot, c.current, std::vector<Yaml>(c.dialog.languages.size()),
                      Texts(c.dialog.languages.size())};
  if (!node.exists()) return written.texts;
  if (node.is_map()) {
    read_by_language(c, node, written);
  } else if (is_text(node)) {
    const auto text = TemplateReader(c, node, spot).read();
    for (auto& slot : written.texts) slot = text;
    for (auto& place : written.nodes) place = node;
  } else {
    c.expect_text(node);
  }
  c.written.push_back(written);
  return std::move(written.texts);
}

void read_phrases(Compilation& c, const Yaml& root) {
  const auto phrases = c.map_or_file(c.require(root, "phrases", "a dialog"));
  c.phrases = phrases;
  c.dialog.phrases.assign(static_cast<std::size_t>(Phrase::count_),
                          Texts(c.dialog.languages.size()));
  if (!phrases.exists()) return;
  std::vector<std::string> known;
  for (const auto& phrase : kPhrases) known.emplace_back(phrase.name);
  phrases.only_keys(c.findings, "phrases", known);
  if (!phrases.is_map()) return;
  c.current = kNone;
  std::string missing;
  for (const auto& phrase : kPhrases) {
    const auto node = phrases[phrase.name];
    if (!node.exists()) {
      missing += std::string(missing.empty() ? "" : ", ") + phrase.name;
      continue;
    }
    const TextSpot spot{TextUse::phrase, "the phrase " + std::string(phrase.name), "", false};
    c.dialog.phrases[static_cast<std::size_t>(phrase.phrase)] = read_texts(c, node, spot);
  }
  if (!missing.empty()) {
    c.findings.error("E110", phrases.key_place(), "phrases are missing: " + missing);
  }
}

}  // namespace jisr::dialogs
