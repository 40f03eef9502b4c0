// `jisr rehearse`: how many women would finish a dialog, how long it takes them, and where the
// others are lost.
#include "dialogs/rehearse.hpp"

#include <boost/json.hpp>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <stdexcept>

#include "dialogs/rehearse_file.hpp"
#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/deployment.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/guarded.hpp"
#include "tools/jisr/rehearse_command.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

using dialogs::Rehearsal;
using dialogs::RehearsalFigures;
using dialogs::RehearsalSetting;

// One of the things that are set side by side.
struct Column {
  std::string name;
  std::shared_ptr<const dialogs::Dialog> dialog;
  RehearsalSetting setting;
  Rehearsal with;     // resume
  Rehearsal without;  // nothing kept between calls
};

dialogs::Date day_of(const std::string& text) {
  if (text.empty()) return gateway::today(gateway::now_ms());
  dialogs::Date date;
  if (std::sscanf(text.c_str(), "%d-%d-%d", &date.year, &date.month, &date.day) != 3 ||
      !dialogs::real_date(date)) {
    throw std::invalid_argument("--today is a day, as 2026-11-24");
  }
  return date;
}

dialogs::RehearsalModel read_model(const std::string& file) {
  if (file.empty()) return {};
  const auto text = gateway::read_text(file);
  if (!text) throw std::runtime_error("cannot read " + file);
  dialogs::Findings findings;
  auto model = dialogs::read_rehearsal(*text, file, findings);
  if (!findings.has_errors()) return model;
  gateway::Sources sources{{file, *text}};
  print_findings(findings, sources, std::cerr);
  throw Stop{kFindings};
}

double share(const std::string& name, const std::string& text) {
  if (const auto value = dialogs::share_of(text)) return *value;
  throw std::invalid_argument(name + " is a share from 0 to 1, or per cent: 0.05, 5%");
}

// "180s", "3m", or seconds without a unit.
double seconds(const std::string& name, const std::string& text) {
  double value = 0;
  char unit[3] = "";
  char more = 0;
  const int read = std::sscanf(text.c_str(), "%8lf%2[ms]%c", &value, unit, &more);
  const std::string in = unit;
  if (read < 1 || read > 2 || value < 0 || (in != "" && in != "s" && in != "m" && in != "ms")) {
    throw std::invalid_argument(name + " is a time: 180s, 3m");
  }
  return in == "m" ? value * 60 : in == "ms" ? value / 1000 : value;
}

// From gateway.yaml: the dialog as it is served, with its settings and its channel's pages.
void take_served(const RehearseOptions& options, const std::string& name, Column& column) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto deployment = gateway::Deployment::load_dialogs(options.config, findings, sources);
  if (findings.has_errors()) {
    print_findings(findings, sources, std::cerr);
    throw Stop{kFindings};
  }
  column.dialog = deployment->dialog_called(name);
  if (!column.dialog) throw std::invalid_argument(options.config + " has no dialog " + name);
  for (const auto& channel : deployment->channels()) {
    auto begun = channel->begun;
    begun.push_back(channel->dialog);
    for (const auto& one : begun) {
      if (one != column.dialog) continue;
      column.setting.page = channel->config.page;
      column.setting.open_ms = channel->session_ms;
      return;
    }
  }
}

void take_dialog(const RehearseOptions& options, const std::string& name, Column& column) {
  if (!options.config.empty() && !name.ends_with(".yaml"))
    return take_served(options, name, column);
  gateway::Sources sources;
  dialogs::Findings findings;
  column.dialog =
      read_dialog(name, settings_of(options.settings), column.setting.page, findings, sources);
  if (column.dialog) return;
  print_findings(findings, sources, std::cerr);
  throw Stop{kFindings};
}

// What the command line says goes before what the model's file says.
void take_options(const RehearseOptions& options, RehearsalSetting& setting) {
  auto& network = setting.model.network;
  if (!options.drop.empty()) network.drop = share("--drop", options.drop);
  if (!options.limit.empty()) network.limit_s = seconds("--limit", options.limit);
  if (!options.answer.empty()) network.answer_s = seconds("--answer", options.answer);
  setting.women = options.women;
  setting.seed = options.seed;
  setting.today = day_of(options.today);
}

Column column(const RehearseOptions& options, const std::string& dialog, const std::string& model,
              const std::string& name) {
  Column made;
  made.name = name;
  made.setting.model = read_model(model);
  take_options(options, made.setting);
  take_dialog(options, dialog, made);
  for (std::size_t i = 0; !options.language.empty() && i < made.dialog->languages.size(); ++i) {
    const auto& language = made.dialog->languages[i];
    if (language.code == options.language && language.enabled) {
      made.setting.language = static_cast<int>(i);
    }
  }
  if (!options.language.empty() && made.setting.language < 0) {
    throw std::invalid_argument("the dialog offers no language " + options.language);
  }
  return made;
}

std::vector<Column> columns(const RehearseOptions& options) {
  std::vector<Column> all = {column(options, options.dialog, options.model, options.dialog)};
  if (options.compare.empty()) return all;
  const auto& other = options.compare;
  if (other == "model" || other.find("model:") == 0) {
    all.push_back(column(options, options.dialog, other.substr(other.find(':') + 1), other));
  } else if (const auto sign = other.find('='); sign != std::string::npos) {
    auto changed = options;
    const auto key = other.substr(0, sign);
    const auto value = other.substr(sign + 1);
    if (key == "drop") {
      changed.drop = value;
    } else if (key == "limit") {
      changed.limit = value;
    } else if (key == "answer") {
      changed.answer = value;
    } else {
      changed.settings.push_back(other);
    }
    all.push_back(column(changed, options.dialog, options.model, other));
  } else {
    all.push_back(column(options, other, options.model, other));
  }
  return all;
}

boost::json::object json_of(const RehearsalFigures& figures) {
  const auto tenth = [](double value) {
    return static_cast<double>(std::llround(value * 10)) / 10;
  };
  boost::json::object out;
  out["women"] = figures.women;
  out["completion"] = figures.completion;
  out["median_s"] = tenth(figures.median_s);
  out["p90_s"] = tenth(figures.p90_s);
  out["median_whole_s"] = tenth(figures.median_whole_s);
  out["median_calls"] = figures.median_calls;
  out["mean_calls"] = figures.mean_calls;
  out["median_pages"] = figures.median_pages;
  out["one_call"] = figures.one_call;
  out["one_call_median_s"] = tenth(figures.one_call_median_s);
  out["one_call_median_pages"] = figures.one_call_median_pages;
  out["dropped_calls"] = figures.dropped;
  out["cut_calls"] = figures.cut;
  out["wrong_answers"] = figures.wrong;
  out["other_women"] = figures.others;
  out["reminded_calls"] = figures.reminded;
  return out;
}

boost::json::object json_of(const Column& column, bool resume) {
  const auto& shown = resume ? column.with : column.without;
  auto out = json_of(shown.all);
  out["dialog"] = column.dialog->name;
  out["seed"] = column.setting.seed;
  out["drop"] = column.setting.model.network.drop;
  out["limit_s"] = column.setting.model.network.limit_s;
  out["resume"] = resume;
  out["completion_without_resume"] = column.without.all.completion;
  boost::json::object languages;
  for (const auto& [code, figures] : shown.by_language) {
    auto one = json_of(figures);
    for (const auto& [same, bare] : column.without.by_language) {
      if (same == code) one["completion_without_resume"] = bare.completion;
    }
    languages[code] = std::move(one);
  }
  out["by_language"] = std::move(languages);
  boost::json::object left;
  for (const auto& [screen, count] : shown.left_at) left[screen] = count;
  out["left_at"] = std::move(left);
  return out;
}

std::string percent(double part) {
  char text[16];
  std::snprintf(text, sizeof text, "%.1f %%", part * 100);
  return text;
}

void print_row(const std::string& what, const RehearsalFigures& with,
               const RehearsalFigures& without) {
  std::printf("%-12s %9zu %12s %12s %8.0f %8.0f %8.0f %8.0f\n", what.c_str(), with.women,
              percent(with.completion).c_str(), percent(without.completion).c_str(), with.median_s,
              with.p90_s, with.median_calls, with.median_pages);
}

void print(const Column& column, bool resume) {
  const auto& shown = resume ? column.with : column.without;
  const auto& network = column.setting.model.network;
  std::printf("%s: %zu women, seed %llu, %s of pages lost, calls end after %.0f s%s\n",
              column.name.c_str(), column.setting.women,
              static_cast<unsigned long long>(column.setting.seed), percent(network.drop).c_str(),
              network.limit_s, resume ? "" : ", nothing is resumed");
  std::printf("%-12s %9s %12s %12s %8s %8s %8s %8s\n", "", "women", "complete", "no resume",
              "median s", "p90 s", "calls", "pages");
  print_row("all", shown.all, column.without.all);
  for (std::size_t i = 0; i < shown.by_language.size(); ++i) {
    print_row(shown.by_language[i].first, shown.by_language[i].second,
              column.without.by_language[i].second);
  }
  const auto& all = shown.all;
  std::printf("in one call: %zu, median %.0f s and %.0f pages\n", all.one_call,
              all.one_call_median_s, all.one_call_median_pages);
  std::printf(
      "calls lost by the network %zu, ended by the operator %zu; refused answers %zu; other "
      "women in between %zu\n",
      all.dropped, all.cut, all.wrong, all.others);
  if (all.reminded > 0) std::printf("calls that a reminder brought %zu\n", all.reminded);
  constexpr std::size_t kShown = 8;
  if (!shown.left_at.empty()) std::printf("gave up at:");
  for (std::size_t i = 0; i < shown.left_at.size() && i < kShown; ++i) {
    const auto& [screen, count] = shown.left_at[i];
    std::printf("%s %s %zu", i > 0 ? "," : "", screen.c_str(), count);
  }
  std::printf(shown.left_at.empty() ? "nobody gave up\n" : "\n");
}

void print_json(const std::vector<Column>& all, bool resume) {
  auto out = json_of(all.front(), resume);
  if (all.size() > 1) {
    auto other = json_of(all.back(), resume);
    other["name"] = all.back().name;
    out["compared"] = std::move(other);
  }
  std::cout << boost::json::serialize(out) << '\n';
}

void print_difference(const std::vector<Column>& all, bool resume) {
  const auto& before = resume ? all.front().with.all : all.front().without.all;
  const auto& after = resume ? all.back().with.all : all.back().without.all;
  std::printf("\n%s against %s: %+.1f points complete, %+.0f s, %+.0f pages\n",
              all.back().name.c_str(), all.front().name.c_str(),
              (after.completion - before.completion) * 100, after.median_s - before.median_s,
              after.median_pages - before.median_pages);
}

int try_out(const RehearseOptions& options) {
  auto all = columns(options);
  for (auto& one : all) {
    one.without = dialogs::rehearse(*one.dialog, one.setting, false);
    one.with = dialogs::rehearse(*one.dialog, one.setting, true);
  }
  if (options.json) {
    print_json(all, options.resume);
    return kWell;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) std::printf("\n");
    print(all[i], options.resume);
  }
  if (all.size() > 1) print_difference(all, options.resume);
  return kWell;
}

}  // namespace

int rehearse(const RehearseOptions& options) {
  return guarded([&] { return try_out(options); });
}

}  // namespace jisr::tools
