// Reading transcripts: line by line, each by its first characters.
#include "dialogs/transcript.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(' ');
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \r") + 1 - from);
}

// Takes the first word off.
std::string_view word(std::string_view& rest) {
  rest = trimmed(rest);
  const auto end = std::min(rest.find(' '), rest.size());
  const auto first = rest.substr(0, end);
  rest = trimmed(rest.substr(end));
  return first;
}

std::optional<std::int64_t> number(std::string_view digits) {
  std::int64_t value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, value);
  if (failed != std::errc{} || rest != end || value < 0) return std::nullopt;
  return value;
}

std::optional<bool> yes_or_no(std::string_view text) {
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return std::nullopt;
}

const std::vector<std::string> kHeadKeys = {"dialog", "language",  "setting", "today",
                                            "time",   "reference", "limit",   "channel",
                                            "medium", "returning", "kept",    "stopped"};
const std::vector<std::string> kEvents = {"dial", "hang", "wait", "limit", "service"};

// One pass over the lines of one transcript.
class Reader {
 public:
  Reader(std::string file, Findings& findings) : findings_(findings) {
    made_.file = std::move(file);
  }

  std::optional<Transcript> read(std::string_view text) {
    const auto before = findings_.errors();
    while (!text.empty() && made_.lines.size() < kTranscriptLinesMax) {
      const auto end = std::min(text.find('\n'), text.size());
      auto line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      add(line);
    }
    if (!text.empty()) error("E160", "the transcript has more than 5000 lines", "part it");
    if (!today_) {
      made_.lines.emplace_back();
      error("E164", "the transcript does not say which day it is",
            "write \"today: 2026-11-24\" above the first call, so that ages stay what they are");
    }
    if (findings_.errors() > before) return std::nullopt;
    return std::move(made_);
  }

 private:
  using Kind = TranscriptLine::Kind;

  void error(const char* code, std::string sentence, std::string hint = {}) {
    const auto line = std::string_view(made_.lines.back().text);
    findings_.error(code, {made_.file, std::max(1, made_.lines.back().number), 1},
                    std::move(sentence), std::move(hint),
                    std::max<std::size_t>(1, code_points(line)));
  }

  void add(std::string_view text) {
    auto& line = made_.lines.emplace_back();
    line.number = static_cast<int>(made_.lines.size());
    line.text = text;
    line.kind = kind_of(text);
    if (!valid_utf8(text)) {
      line.text.clear();
      error("E160", "the line is not UTF-8");
    } else if (line.kind == Kind::head) {
      read_head(text);
    } else if (line.kind == Kind::event) {
      read_event(line, text);
    }
    calls_ =
        calls_ || line.kind == Kind::typed || line.kind == Kind::event || line.kind == Kind::shown;
  }

  [[nodiscard]] static Kind kind_of(std::string_view text) {
    if (trimmed(text).empty() || text.starts_with("//")) return Kind::comment;
    if (text.starts_with(">>") || text.starts_with('~')) return Kind::event;
    if (text.starts_with('>')) return Kind::typed;
    if (std::string_view("<#!?").find(text.front()) != std::string_view::npos) return Kind::shown;
    return Kind::head;
  }

  void read_head(std::string_view text) {
    const auto colon = text.find(':');
    const auto key = std::string(trimmed(text.substr(0, colon)));
    const bool known = std::find(kHeadKeys.begin(), kHeadKeys.end(), key) != kHeadKeys.end();
    if (colon == std::string_view::npos || (!known && calls_)) {
      error("E160", "a line of a transcript begins with > < # ! ? ~ or //",
            "what she types after \"> \", what she sees after \"< \"");
    } else if (!known) {
      error("E161", "a transcript has no \"" + key + "\"", did_you_mean(key, kHeadKeys));
    } else if (calls_) {
      error("E161", "\"" + key + "\" stands after the first call", "move it to the top");
    } else if (!take(key, std::string(trimmed(text.substr(colon + 1))))) {
      error("E162", "this is no value for \"" + key + "\"", example(key));
    }
  }

  bool take(const std::string& key, const std::string& value) {
    auto& head = made_.head;
    auto& world = head.world;
    if (value.empty()) return false;
    if (key == "dialog") return head.dialog = value, true;
    if (key == "language") return head.language = value, true;
    if (key == "channel") return world.channel = value, true;
    if (key == "reference") return world.reference = value, true;
    if (key == "setting") {
      std::string_view rest = value;
      const auto name = std::string(word(rest));
      return !rest.empty() && head.settings.emplace(name, rest).second;
    }
    if (key == "medium") return world.sms = value == "sms", value == "sms" || value == "ussd";
    if (key == "returning") return assign(world.returning, yes_or_no(value));
    if (key == "stopped") return assign(world.stopped, yes_or_no(value));
    if (key == "limit") return assign(world.limit, read_limit(value));
    if (key == "kept") return assign(world.open_ms, read_wait(value));
    if (key == "time") return take_time(value);
    return today_ = assign(world.today, read_day(value));
  }

  template <typename T>
  static bool assign(T& to, const std::optional<T>& value) {
    if (value) to = *value;
    return value.has_value();
  }

  bool take_time(std::string_view value) {
    if (value.size() != 5 || value[2] != ':') return false;
    const auto hour = number(value.substr(0, 2));
    const auto minute = number(value.substr(3));
    if (!hour || !minute || *hour > 23 || *minute > 59) return false;
    made_.head.world.minute = static_cast<int>(*hour * 60 + *minute);
    return true;
  }

  static std::string example(const std::string& key) {
    if (key == "today") return "today: 2026-11-24";
    if (key == "time") return "time: 09:30";
    if (key == "limit") return "limit: gsm7 160 ucs2 70";
    if (key == "setting") return "setting: age_min 18, each name once";
    if (key == "medium") return "medium: ussd, or sms";
    if (key == "kept") return "kept: 1h";
    if (key == "returning" || key == "stopped") return key + ": yes, or no";
    return key + ": …";
  }

  void read_event(TranscriptLine& line, std::string_view text) {
    using Event = TranscriptEvent::Kind;
    if (text.starts_with(">>")) return;  // ">> dials again"
    auto rest = text.substr(1);
    const auto name = word(rest);
    auto& event = line.event;
    bool good = rest.empty();
    if (name == "dial") {
      event.kind = Event::dial;
    } else if (name == "hang") {
      event.kind = Event::hang;
    } else if (name == "wait") {
      event.kind = Event::wait;
      good = assign(event.wait_ms, read_wait(rest));
    } else if (name == "limit") {
      event.kind = Event::limit;
      good = assign(event.limit, read_limit(rest));
    } else if (name == "service") {
      event.kind = Event::service;
      auto said = read_service(rest);
      good = said.has_value();
      if (said) std::tie(event.service, event.answer) = std::move(*said);
    } else {
      error("E163", "\"" + std::string(name) + "\" is nothing that happens to a call",
            did_you_mean(std::string(name), kEvents));
      return;
    }
    if (!good) {
      error("E163", "this cannot be read",
            "~ dial, ~ hang, ~ wait 1 day, ~ limit gsm7 160 ucs2 70, "
            "~ service NAME found field=value, other=value");
    }
  }

  Transcript made_;
  Findings& findings_;
  bool calls_ = false;  // a line after the head was met
  bool today_ = false;
};

}  // namespace

std::optional<Limit> read_limit(std::string_view text) {
  const auto gsm7 = word(text) == "gsm7" ? number(word(text)) : std::nullopt;
  const auto ucs2 = word(text) == "ucs2" ? number(word(text)) : std::nullopt;
  const bool good =
      gsm7 && ucs2 && text.empty() && *gsm7 >= 20 && *ucs2 >= 20 && *gsm7 <= 2000 && *ucs2 <= 2000;
  if (!good) return std::nullopt;
  return Limit{static_cast<std::size_t>(*gsm7), static_cast<std::size_t>(*ucs2)};
}

std::optional<Date> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8));
  if (!year || !month || !day) return std::nullopt;
  const Date date{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
  return real_date(date) ? std::optional(date) : std::nullopt;
}

std::optional<std::int64_t> read_wait(std::string_view text) {
  struct Unit {
    std::string_view letter, one, many;
    std::int64_t ms;
  };
  static constexpr std::array<Unit, 4> kUnits = {{{"s", "second", "seconds", 1'000},
                                                  {"m", "minute", "minutes", 60'000},
                                                  {"h", "hour", "hours", 3'600'000},
                                                  {"d", "day", "days", 86'400'000}}};
  const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = number(text.substr(0, end));
  const auto unit = trimmed(text.substr(end));
  for (const auto& known : kUnits) {
    if (unit != known.letter && unit != known.one && unit != known.many) continue;
    if (!count || *count > kWaitMsMax / known.ms) return std::nullopt;
    return *count * known.ms;
  }
  return std::nullopt;
}

std::optional<std::pair<std::string, ServiceAnswer>> read_service(std::string_view text) {
  using Kind = LookupOutcome::Kind;
  const auto name = std::string(word(text));
  const auto what = word(text);
  ServiceAnswer answer;
  if (what != "found" && !text.empty()) return std::nullopt;
  if (what == "failed") return std::pair(name, answer);
  answer.kind = what == "found" ? Kind::found : Kind::not_found;
  if (what != "found" && what != "not_found") return std::nullopt;
  while (!text.empty()) {
    const auto end = std::min(text.find(", "), text.size());
    const auto pair = trimmed(text.substr(0, end));
    const auto sign = pair.find('=');
    if (sign == std::string_view::npos || sign == 0) return std::nullopt;
    answer.found.emplace_back(pair.substr(0, sign), pair.substr(sign + 1));
    text = trimmed(text.substr(std::min(end + 2, text.size())));
  }
  return std::pair(name, std::move(answer));
}

std::optional<Transcript> read_transcript(std::string_view text, const std::string& file,
                                          Findings& findings) {
  return Reader(file, findings).read(text);
}

}  // namespace jisr::dialogs
