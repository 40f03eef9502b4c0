// Transcripts: calls on a dialog, written down as a person reads them, and replayed as tests.
// `>` is typed, `<` is shown, `#` names the screen, `!` is an effect, `?` is asked of a service,
// `~` is what happens around the call. docs/testing-menus.md has the whole form. Pure; any thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/calls.hpp"
#include "dialogs/diagnostic.hpp"
#include "dialogs/dialog.hpp"

namespace jisr::dialogs {

// What stands before the first call. Paths are relative to the transcript.
struct TranscriptHead {
  std::string dialog;    // its file; empty: whoever reads the transcript knows it
  std::string language;  // answers the language page unseen; empty: it is answered like any other
  std::map<std::string, std::string> settings;
  CallWorld world;
};

// A `~` line.
struct TranscriptEvent {
  enum class Kind : std::uint8_t { dial, hang, wait, limit, service } kind = Kind::dial;
  std::int64_t wait_ms = 0;
  Limit limit;
  std::string service;
  ServiceAnswer answer;
};

struct TranscriptLine {
  enum class Kind : std::uint8_t { comment, head, typed, event, shown } kind = Kind::comment;
  int number = 0;    // from 1
  std::string text;  // as it stands, without its line end
  TranscriptEvent event;
};

struct Transcript {
  std::string file;
  TranscriptHead head;
  std::vector<TranscriptLine> lines;
};

constexpr std::size_t kTranscriptLinesMax = 5000;
constexpr std::int64_t kWaitMsMax = 400LL * 24 * 3'600'000;

// nullopt with a finding (E160-E164) where a line cannot be understood.
std::optional<Transcript> read_transcript(std::string_view text, const std::string& file,
                                          Findings& findings);

// "gsm7 160 ucs2 70", "2026-11-24", "30m" or "1 day", "NAME found a=b, c=d": as in a transcript.
std::optional<Limit> read_limit(std::string_view text);
std::optional<Date> read_day(std::string_view text);
std::optional<std::int64_t> read_wait(std::string_view text);
std::optional<std::pair<std::string, ServiceAnswer>> read_service(std::string_view text);

// Makes the calls again and writes the whole transcript anew, with what comes now. What cannot be
// played is a finding (E165, E166): a language that is not offered, an answer without a call.
struct Played {
  std::string text;
  std::size_t session_bytes_max = 0;  // what the gateway would have had to store
};
Played play(const Dialog& dialog, const Transcript& transcript, Findings& findings);

}  // namespace jisr::dialogs
