// One text of one language: its placeholders are found and resolved here, so that the engine only
// has to join pieces.
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
  using Kind = Segment::Kind;
  using Form = Segment::Form;

  void add_literal(std::string_view text) {
    if (text.empty()) return;
    if (result_.empty() || result_.back().kind != Kind::literal) add(Kind::literal);
    result_.back().text += text;
  }
  Segment& add(Kind kind, std::string text = {}) {
    Segment segment;
    segment.kind = kind;
    segment.text = std::move(text);
    return result_.emplace_back(std::move(segment));
  }

  void placeholder(std::size_t open, std::string_view inner) {
    place_ = c_.within(node_, open);
    width_ = inner.size() + 2;
    const auto colon = inner.find(':');
    const auto name = inner.substr(0, colon);
    const bool setting = name.starts_with("setting.");
    const auto shape = colon == std::string_view::npos ? "" : inner.substr(colon + 1);
    if (inner == "country.helpline") {
      helpline();
    } else if (!good_name(setting ? name.substr(8) : name) ||
               (colon != std::string_view::npos && !good_length(shape) &&
                form(shape) == Form::words)) {
      c_.findings.error("E302", place_, "{" + std::string(inner) + "} is not a placeholder",
                        "{name}, {name:12}, {name:date}, {name:short} or {name:number}; write {{ "
                        "for a brace",
                        width_);
    } else if (setting) {
      const auto* found = c_.setting_named(name.substr(8), place_, width_);
      if (found != nullptr) add(Kind::setting, found->value);
    } else if (colon == std::string_view::npos && is_given(name)) {
      add(Kind::given, std::string(name));
    } else if (name == "reference" || name == "page" || name == "pages" || name == "example") {
      special(name);
    } else {
      field(name, shape);
    }
  }

  // On any other page it would be stored as her place, or stay in the phone as an SMS.
  void helpline() {
    if (spot_.use == TextUse::traceless) {
      add(Kind::setting, helpline_for(c_, node_, place_, width_));
    } else {
      misplaced("country.helpline", "only a `traceless` page shows it");
    }
  }

  [[nodiscard]] bool is_given(std::string_view name) const {
    return std::find(spot_.given.begin(), spot_.given.end(), name) != spot_.given.end();
  }

  static Form form(std::string_view shape) {
    if (shape == "date") return Form::long_date;
    if (shape == "short") return Form::short_date;
    return shape == "number" ? Form::number : Form::words;
  }

  static bool good_length(std::string_view length) {
    return !length.empty() && length.size() <= 2 && length[0] != '0' &&
           length.find_first_not_of("0123456789") == std::string_view::npos;
  }

  void special(std::string_view name) {
    if (name == "example" && !spot_.example.empty()) {
      add_literal(spot_.example);
    } else if (name == "reference" && spot_.reference) {
      add(Kind::reference);
    } else if (name.starts_with("page") && spot_.use == TextUse::screen) {
      add(name == "page" ? Kind::page : Kind::pages);
    } else {
      misplaced(name, name == "example"     ? "the question has no `example`"
                      : name == "reference" ? "only an end with `register: true` has one"
                                            : "only the text of a screen has pages");
    }
  }

  void field(std::string_view name, std::string_view shape) {
    if (spot_.use == TextUse::phrase) {
      misplaced(name, "a phrase stands on every screen and knows no answers");
      return;
    }
    if (spot_.use == TextUse::traceless) {
      misplaced(name, "a traceless page says the same to everybody");
      return;
    }
    const auto found = c_.field_at(name, place_, width_);
    if (found == kNone) return;
    c_.readings.push_back({found, c_.current, place_, width_, true});
    auto& segment = add(Kind::field);
    segment.field = found;
    segment.form = form(shape);
    if (good_length(shape)) segment.length_max = std::stoul(std::string(shape));
    if (segment.form == Form::words) return;
    const bool date = segment.form != Form::number;
    c_.shaped.push_back({found, date, kEveryLanguage, segment.form, place_, width_});
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

}  // namespace

Template read_template(Compilation& c, const Yaml& node, const TextSpot& spot) {
  return TemplateReader(c, node, spot).read();
}

}  // namespace jisr::dialogs
