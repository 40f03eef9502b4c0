// Adds many lives up.
#include "dialogs/rehearse.hpp"

#include <algorithm>
#include <map>

#include "dialogs/rehearse_chance.hpp"
#include "dialogs/rehearse_life.hpp"
#include "dialogs/rehearse_woman.hpp"

namespace jisr::dialogs {

namespace {

// The value that `share` of all are at most; 0 of none.
double quantile(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  const auto last = static_cast<double>(values.size() - 1);
  const auto at = values.begin() + static_cast<long>(share * last + 0.5);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

class Sum {
 public:
  void add(const Life& life) {
    ++figures_.women;
    calls_ += life.calls;
    figures_.dropped += life.dropped;
    figures_.cut += life.cut;
    figures_.wrong += life.wrong;
    figures_.others += life.others;
    figures_.reminded += life.reminded ? 1 : 0;
    if (!life.completed) return;
    ++figures_.completed;
    seconds_.push_back(life.calling_s);
    whole_.push_back(life.whole_s);
    call_counts_.push_back(life.calls);
    pages_.push_back(life.pages);
    if (life.calls > 1) return;
    ++figures_.one_call;
    one_call_s_.push_back(life.calling_s);
    one_call_pages_.push_back(life.pages);
  }

  RehearsalFigures figures() {
    auto& out = figures_;
    if (out.women == 0) return out;
    const auto women = static_cast<double>(out.women);
    out.completion = static_cast<double>(out.completed) / women;
    out.mean_calls = static_cast<double>(calls_) / women;
    out.median_s = quantile(seconds_, 0.5);
    out.p90_s = quantile(seconds_, 0.9);
    out.median_whole_s = quantile(whole_, 0.5);
    out.median_calls = quantile(call_counts_, 0.5);
    out.median_pages = quantile(pages_, 0.5);
    out.one_call_median_s = quantile(one_call_s_, 0.5);
    out.one_call_median_pages = quantile(one_call_pages_, 0.5);
    return out;
  }

 private:
  RehearsalFigures figures_;
  std::uint64_t calls_ = 0;
  std::vector<double> seconds_;
  std::vector<double> whole_;
  std::vector<double> call_counts_;
  std::vector<double> pages_;
  std::vector<double> one_call_s_;
  std::vector<double> one_call_pages_;
};

}  // namespace

Rehearsal rehearse(const Dialog& dialog, const RehearsalSetting& setting, bool resume) {
  auto model = setting.model;
  if (setting.language >= 0) {
    auto& weights = model.person.languages;
    weights.clear();
    weights["other"] = 0;
    weights[dialog.languages[static_cast<std::size_t>(setting.language)].code] = 1;
  }
  const auto wanted = wanted_screens(dialog);
  const LifeWorld world{dialog,        model,           wanted, setting.page,
                        setting.today, setting.open_ms, resume};
  Sum all;
  std::map<std::uint8_t, Sum> by_language;
  std::map<std::uint16_t, std::size_t> left;
  Chance seeds(setting.seed);
  for (std::size_t i = 0; i < setting.women; ++i) {
    const auto life = live(world, seeds.next());
    all.add(life);
    by_language[life.language].add(life);
    if (!life.completed) ++left[life.left_at];
  }
  Rehearsal out{all.figures(), {}, {}};
  for (auto& [language, sum] : by_language) {
    out.by_language.emplace_back(dialog.languages[language].code, sum.figures());
  }
  for (const auto& [screen, count] : left) {
    out.left_at.emplace_back(dialog.screens[screen].name, count);
  }
  std::stable_sort(out.left_at.begin(), out.left_at.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

}  // namespace jisr::dialogs
