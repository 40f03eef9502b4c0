// Texts: one for all languages, or one in each; with words of their own for USSD or SMS, and with
// forms for different numbers. Then the engine's own phrases.
#include <algorithm>

#include "dialogs/compilation.hpp"
#include "dialogs/locale.hpp"
#include "dialogs/show.hpp"
#include "dialogs/translit.hpp"

namespace jisr::dialogs {

namespace {

constexpr const char* kMediums[] = {"ussd", "sms"};  // by Medium

bool is_text(const Yaml& node) {
  return node.is_scalar() || node.kind() == Yaml::Kind::null;  // nothing written is an empty text
}

// What is inserted when the text is filled in is spelt then.
void transliterate(Template& text) {
  for (auto& segment : text) {
    segment.text = to_gsm7(segment.text);
    for (auto& form : segment.forms) transliterate(form);
  }
}

// A text in every shape that it may have: by language, by medium, by number.
class TextReader {
 public:
  TextReader(Compilation& c, const Yaml& node, const TextSpot& spot) : c_(c), node_(node) {
    written_.spot = spot;
    written_.screen = c.current;
    written_.node = node;
    written_.texts.resize(c.dialog.languages.size());
    for (const auto& language : c.dialog.languages) codes_.push_back(language.code);
  }

  Texts read() {
    if (node_.is_map()) {
      read_map();
    } else if (is_text(node_)) {
      const auto text = words(node_, kEveryLanguage, "", "");
      for (std::size_t i = 0; i < codes_.size(); ++i) keep(i, text);
    } else {
      c_.expect_text(node_);
    }
    auto texts = written_.texts;
    c_.written.push_back(std::move(written_));
    return texts;
  }

 private:
  using ByLanguage = std::vector<std::optional<Template>>;

  void read_map() {
    if (const auto count = node_["count"]; count.exists()) read_count(count);
    std::vector<Yaml> mediums;
    for (const auto* medium : kMediums) mediums.push_back(node_[medium]);
    const auto all = by_language(node_, "");
    std::vector<ByLanguage> own;
    for (std::size_t i = 0; i < mediums.size(); ++i) {
      own.push_back(by_medium(mediums[i], kMediums[i]));
    }
    for (std::size_t i = 0; i < codes_.size(); ++i) join(i, all[i], own);
  }

  void read_count(const Yaml& count) {
    if (written_.spot.use == TextUse::traceless) {
      c_.findings.error("E303", count.place(), "`count` cannot stand here",
                        "a traceless page says the same to everybody", count.width());
      return;
    }
    written_.count = c_.field_named(count);
    if (written_.count == kNone) return;
    c_.readings.push_back({written_.count, c_.current, count.place(), count.width(), true});
    c_.shaped.push_back({written_.count, false, kEveryLanguage, Segment::Form::words, count.place(),
                         count.width()});
  }

  ByLanguage by_medium(const Yaml& node, const std::string& medium) {
    const bool by_call_only = written_.spot.use == TextUse::traceless;
    if (node.exists() && (by_call_only || written_.spot.use == TextUse::sms)) {
      c_.findings.error(
          "E252", node.key_place(),
          by_call_only ? "this text is never in an SMS" : "this text is for an SMS only",
          "take `" + medium + ":` out", medium.size());
      return ByLanguage(codes_.size());
    }
    if (!node.exists() || node.is_map()) return by_language(node, medium);
    if (is_text(node)) return ByLanguage(codes_.size(), words(node, kEveryLanguage, medium, ""));
    c_.expect_text(node);
    return ByLanguage(codes_.size());
  }

  ByLanguage by_language(const Yaml& node, const std::string& medium) {
    ByLanguage found(codes_.size());
    for (const auto& [code, text] : node.entries()) {
      const bool other = code == "count" || code == kMediums[0] || code == kMediums[1];
      if (medium.empty() && other) continue;
      const auto at = std::find(codes_.begin(), codes_.end(), code);
      if (at == codes_.end()) {
        c_.findings.error("E216", text.key_place(), "\"" + code + "\" is not one of `languages`",
                          did_you_mean(code, codes_), code.size());
        continue;
      }
      const auto index = static_cast<std::size_t>(at - codes_.begin());
      if (text.is_map()) {
        found[index] = forms(text, index, medium);
      } else if (is_text(text)) {
        found[index] = words(text, index, medium, "");
      } else {
        c_.expect_text(text);
        found[index] = Template{};
      }
    }
    return found;
  }

  // {one: …, other: …}
  Template forms(const Yaml& node, std::size_t language, const std::string& medium) {
    if (!node_["count"].exists()) {
      c_.findings.error("E251", node.key_place(), "forms for different numbers need `count: FIELD`",
                        "beside the languages: the field whose number chooses the form");
      return {};
    }
    const auto& locale = c_.dialog.languages[language].locale;
    const auto known = locale ? locale->plurals() : std::vector<std::string>{"other"};
    std::string list;
    for (const auto& one : known) list += (list.empty() ? "" : ", ") + one;
    for (const auto& [form, text] : node.entries()) {
      if (std::find(known.begin(), known.end(), form) != known.end()) continue;
      c_.findings.error("E253", text.key_place(),
                        codes_[language] + " has no form \"" + form + "\"",
                        "its forms are: " + list, form.size());
    }
    Segment segment;
    segment.kind = Segment::Kind::plural;
    segment.field = written_.count;
    for (const auto& form : known) {
      const auto text = node[form];
      if (!text.exists()) {
        c_.findings.error(
            "E254", node.key_place(),
            written_.spot.what + " has no form \"" + form + "\" in " + codes_[language],
            "all of these are needed: " + list);
      } else if (is_text(text)) {
        segment.forms.push_back(words(text, language, medium, form));
      } else {
        c_.expect_text(text);
      }
    }
    return {std::move(segment)};
  }

  Template words(const Yaml& node, std::size_t language, const std::string& medium,
                 const std::string& form) {
    const auto before = c_.shaped.size();
    auto text = read_template(c_, node, written_.spot);
    for (auto i = before; i < c_.shaped.size(); ++i) c_.shaped[i].language = language;
    written_.words.push_back({language, medium, form, node, text});
    return text;
  }

  void keep(std::size_t language, Template text) {
    if (c_.dialog.languages[language].transliterate) transliterate(text);
    written_.texts[language] = std::move(text);
  }

  void join(std::size_t language, const std::optional<Template>& all,
            const std::vector<ByLanguage>& own) {
    bool special = false;
    std::string missing;
    Segment segment;
    segment.kind = Segment::Kind::medium;
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto& one = own[i][language] ? own[i][language] : all;
      special = special || own[i][language];
      if (one) {
        segment.forms.push_back(*one);
      } else {
        missing = kMediums[i];
      }
    }
    const auto& own_language = c_.dialog.languages[language];
    if (!missing.empty() && own_language.enabled) {
      c_.findings.error("E300", node_.key_place(),
                        written_.spot.what + " has no " + own_language.code + " text" +
                            (special ? " for " + missing : ""),
                        "add `" + own_language.code + ": …`");
    } else if (!missing.empty()) {
      return;  // the engine takes the default language's
    } else if (special) {
      keep(language, {std::move(segment)});
    } else if (all) {
      keep(language, *all);
    }
  }

  Compilation& c_;
  const Yaml& node_;
  WrittenText written_;
  std::vector<std::string> codes_;
};

struct PhraseName {
  const char* name;
  Phrase phrase;
  Wrong only_for = Wrong::none;  // needed where this can happen; none: always
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
    {"wrong_alphabet", Phrase::wrong_alphabet, Wrong::alphabet},
    {"wrong_not_mobile", Phrase::wrong_not_mobile, Wrong::not_mobile},
    {"wrong_abroad", Phrase::wrong_abroad, Wrong::abroad},
    {"wrong_too_simple", Phrase::wrong_too_simple, Wrong::too_simple},
    {"wrong_pin_differs", Phrase::wrong_pin_differs, Wrong::pin_differs},
    {"wrong_too_few", Phrase::wrong_too_few, Wrong::too_few},
    {"wrong_too_many", Phrase::wrong_too_many, Wrong::too_many},
};
static_assert(std::size(kPhrases) == static_cast<std::size_t>(Phrase::count_));

// The screens that can refuse an answer for this reason, and have no words of their own for it.
bool wanted(const Dialog& dialog, Wrong wrong) {
  return std::any_of(dialog.screens.begin(), dialog.screens.end(), [wrong](const Screen& screen) {
    const auto all = wrongs_of(screen);
    return std::find(all.begin(), all.end(), wrong) != all.end() && !screen.errors.contains(wrong);
  });
}

}  // namespace

std::string_view name(Phrase phrase) {
  const auto* found = std::find_if(std::begin(kPhrases), std::end(kPhrases),
                                   [&](const PhraseName& one) { return one.phrase == phrase; });
  return found->name;
}

Texts read_texts(Compilation& c, const Yaml& node, const TextSpot& spot) {
  if (!node.exists()) return Texts(c.dialog.languages.size());
  return TextReader(c, node, spot).read();
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
    if (!node.exists() && phrase.only_for != Wrong::none) continue;
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

void check_phrases(Compilation& c) {
  if (!c.phrases.is_map()) return;
  std::string missing;
  for (const auto& phrase : kPhrases) {
    if (phrase.only_for == Wrong::none || c.phrases[phrase.name].exists()) continue;
    if (!wanted(c.dialog, phrase.only_for)) continue;
    missing += std::string(missing.empty() ? "" : ", ") + phrase.name;
  }
  if (missing.empty()) return;
  c.findings.error("E110", c.phrases.key_place(), "phrases are missing: " + missing,
                   "a question here can give that answer; or give it words under its `errors`");
}

}  // namespace jisr::dialogs
