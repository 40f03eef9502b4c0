// Replaying: what is typed and what happens is taken from the transcript, all else is written anew.
#include <algorithm>

#include "dialogs/transcript.hpp"

namespace jisr::dialogs {

namespace {

// Each line of `text` behind `mark`.
std::string marked(const std::string& mark, std::string_view text) {
  std::string out;
  while (true) {
    const auto end = std::min(text.find('\n'), text.size());
    out += mark;
    out.append(text.substr(0, end)) += '\n';
    if (end == text.size()) return out;
    text.remove_prefix(end + 1);
  }
}

class Player {
 public:
  Player(const Dialog& dialog, const Transcript& transcript, Findings& findings)
      : dialog_(dialog),
        transcript_(transcript),
        findings_(findings),
        calls_(dialog, transcript.head.world,
               [this](const Lookup& lookup) { return services_[lookup.service]; }) {}

  Played play() {
    if (!knows_language()) return {};
    for (const auto& line : transcript_.lines) {
      line_ = &line;
      take(line);
    }
    line_ = nullptr;
    if (!begun_) dial();
    return {std::move(out_), calls_.session_bytes_max()};
  }

 private:
  using Kind = TranscriptLine::Kind;
  using Event = TranscriptEvent::Kind;

  void error(const char* code, std::string sentence, std::string hint) {
    const int number = line_ == nullptr ? 1 : line_->number;
    findings_.error(code, {transcript_.file, number, 1}, std::move(sentence), std::move(hint));
  }

  bool knows_language() {
    const auto& wanted = transcript_.head.language;
    std::vector<std::string> offered;
    for (const auto& language : dialog_.languages) {
      if (language.enabled) offered.push_back(language.code);
    }
    if (wanted.empty() || std::find(offered.begin(), offered.end(), wanted) != offered.end()) {
      return true;
    }
    error("E165", "the dialog does not offer the language \"" + wanted + "\"",
          did_you_mean(wanted, offered));
    return false;
  }

  void take(const TranscriptLine& line) {
    const bool around = line.kind == Kind::event && line.event.kind != Event::dial &&
                        line.event.kind != Event::hang;
    const bool calls = line.kind != Kind::comment && line.kind != Kind::head && !around;
    const bool dials = line.kind == Kind::event && line.event.kind == Event::dial;
    if (calls && !begun_ && !dials) dial();
    if (line.kind == Kind::shown) return;
    out_ += line.text + "\n";
    if (line.kind == Kind::typed) {
      type(line);
    } else if (line.kind == Kind::event) {
      happen(line.event);
    }
  }

  void type(const TranscriptLine& line) {
    if (!calls_.in_call()) {
      error("E166", "she types, but there is no call", "\"~ dial\" before it begins another");
      return;
    }
    calls_.type(std::string_view(line.text).substr(line.text.starts_with("> ") ? 2 : 1));
    write_turn();
  }

  void happen(const TranscriptEvent& event) {
    switch (event.kind) {
      case Event::dial:
        dial();
        break;
      case Event::hang:
        calls_.hang();
        break;
      case Event::wait:
        calls_.wait(event.wait_ms);
        break;
      case Event::limit:
        calls_.set_limit(event.limit);
        break;
      case Event::service:
        services_[event.service] = event.answer;
        break;
    }
  }

  void dial() {
    begun_ = true;
    calls_.dial();
    const auto& language = transcript_.head.language;
    const auto key = language.empty() ? std::string() : calls_.language_key(language);
    if (!key.empty()) calls_.type(key);
    write_turn();
  }

  void write_turn() {
    for (const auto& lookup : calls_.asked()) write_lookup(lookup);
    if (calls_.registered()) write_effect(*calls_.registered());
    const auto page = calls_.page();
    out_ += "# " + std::string(page.screen) + " " + std::to_string(page.page + 1) + "/" +
            std::to_string(page.pages) + (page.ends ? " end" : "") + "\n";
    out_ += marked("< ", page.text);
  }

  void write_lookup(const Lookup& lookup) {
    out_ += "? " + lookup.service;
    const char* sign = " ";
    for (const auto& [name, value] : lookup.sent) {
      out_ += sign + name + "=" + value;
      sign = ", ";
    }
    out_ += "\n";
  }

  void write_effect(const Register& effect) {
    out_ += "! register " + effect.reference + " " + effect.language;
    out_ += (effect.kind.empty() ? "" : " " + effect.kind) + "\n";
    for (const auto& tag : effect.tags) out_ += "! tag " + tag + "\n";
    for (const auto& answer : effect.answers) {
      out_ += "! " + dialog_.fields[answer.field].name + " = " + answer.value + "\n";
    }
    if (!effect.confirmation) return;
    if (!effect.confirmation->to.empty()) out_ += "! sms to " + effect.confirmation->to + "\n";
    out_ += marked("! sms ", effect.confirmation->text);
  }

  const Dialog& dialog_;
  const Transcript& transcript_;
  Findings& findings_;
  Calls calls_;
  std::map<std::string, ServiceAnswer> services_;
  const TranscriptLine* line_ = nullptr;
  bool begun_ = false;
  std::string out_;
};

}  // namespace

Played play(const Dialog& dialog, const Transcript& transcript, Findings& findings) {
  return Player(dialog, transcript, findings).play();
}

}  // namespace jisr::dialogs
