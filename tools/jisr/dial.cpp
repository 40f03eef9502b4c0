// `jisr dial`: the pages as she sees them, with what each costs, and calls that drop.
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "dialogs/transcript.hpp"
#include "gateway/calendar.hpp"
#include "gateway/deployment.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/local_phone.hpp"
#include "tools/jisr/phone.hpp"
#include "tools/jisr/recorder.hpp"
#include "tools/jisr/report.hpp"
#include "tools/jisr/visual.hpp"

namespace jisr::tools {

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kSampleReference = "48271936";
constexpr std::size_t kMeterWidth = 20;
constexpr const char* kHelp =
    "During a call: type an answer and Enter. hang (or Ctrl-D) drops the call, :q leaves.\n"
    "Between calls: dial, wait 1 day, or :q.\n";

// Reads answers from the script or the terminal, and shows what comes.
class Handset {
 public:
  Handset(const DialOptions& options, Phone& phone, Recorder& recorder)
      : options_(options),
        phone_(phone),
        recorder_(recorder),
        person_(!options.scripted && isatty(STDIN_FILENO) == 1) {}

  int use() {
    if (person_) std::cout << kHelp << '\n';
    dial();
    std::string line;
    while (!left_) {
      if (page_.ends && !person_ && !more()) break;
      if (!next(line)) break;
      in_call_ ? during(line) : between(line);
    }
    if (page_.ends) return kWell;
    std::cerr << "jisr: the call stopped before an end"
              << (page_.screen.empty() ? "" : ", at \"" + page_.screen + "\"") << '\n';
    return kFindings;
  }

 private:
  [[nodiscard]] bool more() const { return played_ < options_.answers.size(); }

  void dial() {
    begun_ = Clock::now();
    in_call_ = true;
    show(phone_.dial());
  }

  void hang(const char* why) {
    phone_.hang();
    recorder_.event("hang");
    in_call_ = false;
    std::cout << why << '\n';
  }

  // The next line: the language asked for, the script, then the terminal.
  bool next(std::string& line) {
    const bool language = in_call_ && !options_.language.empty() && !page_.language_key.empty();
    if (language || more()) {
      line = language ? page_.language_key : options_.answers[played_++];
      std::cout << "> " << line << "\n\n";
      return true;
    }
    if (options_.scripted) return false;
    if (!in_call_) std::cout << (page_.ends ? "dial, wait, [:q] " : "[dial], wait, :q ");
    std::cout << "> " << std::flush;
    if (std::getline(std::cin, line)) return true;
    if (!person_ || !in_call_) return false;
    std::cin.clear();  // Ctrl-D at a terminal: the call drops, the person stays
    clearerr(stdin);
    line = "hang";
    return true;
  }

  void during(const std::string& line) {
    if (line == ":q") {
      left_ = true;
    } else if (line == ":help") {
      std::cout << kHelp;
    } else if (line == "hang") {
      hang("The call has dropped.");
    } else if (over_time()) {
      hang("The operator has ended the call: it took too long. Her answer never came.");
    } else {
      recorder_.typed(line);
      show(phone_.send(line));
    }
  }

  void between(const std::string& line) {
    if (line == ":q" || (line.empty() && page_.ends)) {
      left_ = true;
    } else if (line == "dial" || line.empty()) {
      recorder_.event("dial");
      dial();
    } else if (line.starts_with("wait ")) {
      wait(line.substr(5));
    } else {
      std::cout << kHelp;
    }
  }

  void wait(const std::string& text) {
    const auto ms = dialogs::read_wait(text);
    if (!ms) {
      std::cout << "wait 20m, wait 2h, wait 1 day\n";
    } else if (!phone_.wait(*ms)) {
      std::cout << "On a running gateway time passes by itself.\n";
    } else {
      recorder_.event("wait " + text);
    }
  }

  [[nodiscard]] long seconds() const {
    return std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - begun_).count();
  }
  [[nodiscard]] bool over_time() const {
    return person_ && options_.limit_s > 0 && seconds() > options_.limit_s;
  }

  void show(PhonePage page) {
    page_ = std::move(page);
    if (page_.ends) in_call_ = false;
    const auto cost = dialogs::cost(page_.text);
    const bool gsm7 = cost.encoding == dialogs::Encoding::gsm7;
    const auto limit = gsm7 ? page_.limit.gsm7 : page_.limit.ucs2;
    std::cout << "── " << (page_.screen.empty() ? "page" : page_.screen);
    if (page_.pages > 1) std::cout << ' ' << page_.page + 1 << " of " << page_.pages;
    std::cout << " · " << dialogs::name(cost.encoding) << ' ' << cost.units << '/' << limit;
    if (person_) std::cout << meter(cost.units, limit);
    if (cost.units > limit) std::cout << " TOO LONG";
    if (person_ && options_.limit_s > 0) {
      std::cout << " · " << seconds() << " s of " << options_.limit_s;
    }
    std::cout << (page_.ends ? " · end" : "") << " ──\n"
              << (options_.bidi ? visual(page_.text) : page_.text) << "\n";
    if (const auto outcome = phone_.outcome(); !outcome.empty()) std::cout << '\n' << outcome;
  }

  static std::string meter(std::size_t units, std::size_t limit) {
    const auto full = std::min(kMeterWidth, (units * kMeterWidth + limit - 1) / limit);
    return " [" + std::string(full, '#') + std::string(kMeterWidth - full, '.') + "]";
  }

  const DialOptions& options_;
  Phone& phone_;
  Recorder& recorder_;
  const bool person_;  // at a terminal
  Clock::time_point begun_;
  PhonePage page_;
  std::size_t played_ = 0;
  bool in_call_ = false;
  bool left_ = false;
};

// What services say: as `--service` tells, else the person at the terminal, else nothing.
class Services {
 public:
  Services(const DialOptions& options, Recorder& recorder)
      : person_(!options.scripted && isatty(STDIN_FILENO) == 1), recorder_(recorder) {
    for (const auto& text : options.services) {
      if (!take(text)) throw std::runtime_error("--service \"NAME found field=value, …\": " + text);
    }
  }

  dialogs::ServiceAnswer ask(const dialogs::Lookup& lookup) {
    std::cout << "(the service " << lookup.service << " is asked:";
    for (const auto& [name, value] : lookup.sent) std::cout << ' ' << name << '=' << value;
    std::cout << ")\n";
    if (person_ && !said_.contains(lookup.service)) prompt(lookup.service);
    const auto& said = said_[lookup.service];
    if (!said.text.empty()) recorder_.service(said.text);
    return said.answer;
  }

 private:
  struct Said {
    dialogs::ServiceAnswer answer;
    std::string text;
  };

  bool take(const std::string& text) {
    auto read = dialogs::read_service(text);
    if (read) said_[read->first] = {std::move(read->second), text};
    return read.has_value();
  }

  void prompt(const std::string& service) {
    std::cout << "It says (found field=value, … / not_found / [failed]) > " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line) || line.empty()) return;
    if (!take(service + " " + line)) std::cout << "Not understood: it fails.\n";
  }

  bool person_;
  Recorder& recorder_;
  std::map<std::string, Said> said_;
};

// Prints what stops the dialog; warnings are `jisr check`'s.
bool good(const dialogs::Findings& findings, const gateway::Sources& sources) {
  if (findings.has_errors()) print_findings(findings, sources, std::cerr);
  return !findings.has_errors();
}

std::optional<Line> line_for(const DialOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  Line line;
  if (options.dialog.empty()) {
    const auto deployment = gateway::Deployment::load_dialogs(options.config, findings, sources);
    if (!good(findings, sources)) return std::nullopt;
    line = line_of(*deployment, options.code);
  } else {
    line.file = options.dialog;
    line.dialog = read_dialog(options.dialog, {}, line.world.limit, findings, sources);
    if (!good(findings, sources)) return std::nullopt;
  }
  auto& world = line.world;
  const auto now = gateway::now_ms();
  world.today = gateway::today(now);
  world.minute = static_cast<int>(now / 60'000 % (24 * 60));
  world.reference = kSampleReference;
  if (options.today.empty()) return line;
  const auto day = dialogs::read_day(options.today);
  if (!day) throw std::runtime_error("--today 2026-11-24: not \"" + options.today + "\"");
  world.today = *day;
  return line;
}

}  // namespace

int dial(const DialOptions& options) {
  try {
    Recorder recorder;
    if (!options.url.empty()) {
      const auto phone = gateway_phone(options.url, options.code, options.phone);
      return Handset(options, *phone, recorder).use();
    }
    const auto line = line_for(options);
    if (!line) return kFindings;
    Services services(options, recorder);
    const auto phone =
        local_phone(*line, options.language,
                    [&services](const dialogs::Lookup& lookup) { return services.ask(lookup); });
    const int code = Handset(options, *phone, recorder).use();
    if (options.record.empty()) return code;
    recorder.write(options.record, *line);
    std::cout << "\nrecorded: " << options.record << "; replay it with: jisr test "
              << options.record << '\n';
    return code;
  } catch (const std::runtime_error& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

}  // namespace jisr::tools
