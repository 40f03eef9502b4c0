// Only what goes in is kept: what came out is what comes out of playing it again.
#include "tools/jisr/recorder.hpp"

#include <filesystem>
#include <stdexcept>

#include "dialogs/days.hpp"
#include "dialogs/transcript.hpp"
#include "tools/jisr/dialog_file.hpp"

namespace jisr::tools {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kSecondMs = 1'000;
constexpr std::int64_t kMinuteMs = 60 * kSecondMs;

std::string clock(int minute) {
  const auto two = [](int part) { return (part < 10 ? "0" : "") + std::to_string(part); };
  return two(minute / 60) + ":" + two(minute % 60);
}

std::string head(const std::string& path, const Line& line) {
  const auto folder = fs::absolute(path).lexically_normal().parent_path();
  const auto dialog = fs::absolute(line.file).lexically_normal().lexically_relative(folder);
  const auto& world = line.world;
  const dialogs::CallWorld usual;
  std::string out = "dialog: " + dialog.string() + "\n";
  for (const auto& [name, value] : line.settings) out += "setting: " + name + " " + value + "\n";
  out += "today: " + dialogs::iso_date(dialogs::calendar_day(world.today)) +
         "\ntime: " + clock(world.minute) + "\n";
  out += "reference: " + world.reference + "\n";
  if (world.limit.gsm7 != usual.limit.gsm7 || world.limit.ucs2 != usual.limit.ucs2) {
    out += "limit: gsm7 " + std::to_string(world.limit.gsm7) + " ucs2 " +
           std::to_string(world.limit.ucs2) + "\n";
  }
  if (!world.channel.empty()) out += "channel: " + world.channel + "\n";
  if (world.sms) out += "medium: sms\n";
  if (world.open_ms != usual.open_ms) {
    const bool minutes = world.open_ms % kMinuteMs == 0;
    out += "kept: " + std::to_string(world.open_ms / (minutes ? kMinuteMs : kSecondMs)) +
           (minutes ? "m\n" : "s\n");
  }
  return out;
}

}  // namespace

void Recorder::service(const std::string& what) {
  lines_.insert(lines_.empty() ? lines_.end() : lines_.end() - 1, "~ service " + what);
}

void Recorder::write(const std::string& path, const Line& line) const {
  auto text = head(path, line);
  for (const auto& one : lines_) text += one + "\n";
  dialogs::Findings findings;
  const auto transcript = dialogs::read_transcript(text, path, findings);
  const auto played = transcript ? dialogs::play(*line.dialog, *transcript, findings).text : "";
  if (findings.has_errors()) {
    throw std::runtime_error("cannot record: " + dialogs::render(findings.all().front(), text));
  }
  const auto folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder);
  write_whole(path, played);
}

}  // namespace jisr::tools
