// One woman's calls on a dialog: she dials, types, hangs up, time passes, she dials again. What the
// gateway keeps between two callbacks is kept here, so a terminal and a transcript see what she
// would. The session goes through its stored bytes at every step. Pure: time is told. Not shared.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/step.hpp"

namespace jisr::dialogs {

// The world around the calls.
struct CallWorld {
  Limit limit;  // of a page on her channel
  Date today;
  int minute = 12 * 60;                // of the day
  std::string reference = "12345678";  // of what she registers
  std::string channel;
  bool sms = false;
  bool returning = false;                                  // she registered here before
  bool stopped = false;                                    // she said STOP
  std::string pin_key = "a key for trials, known to all";  // as Surroundings::pin_key
  std::int64_t open_ms = 3'600'000;  // an unfinished session is kept so long after her last answer
  std::int64_t ended_ms = 600'000;   // a finished one
};

// What a service says when a look-up asks it; `found` by the field that keeps it.
struct ServiceAnswer {
  LookupOutcome::Kind kind = LookupOutcome::Kind::failed;
  std::vector<std::pair<std::string, std::string>> found;
};
using AskService = std::function<ServiceAnswer(const Lookup&)>;

class Calls {
 public:
  // `dialog` outlives this. `ask` is called for each look-up; without it all fail.
  Calls(const Dialog& dialog, CallWorld world, AskService ask = {});

  // Hangs up first. `answers` came with the code: begin_with().
  void dial(const std::vector<std::string>& answers = {});
  void type(std::string_view input);
  void hang() { in_call_ = false; }
  void forget();  // as if the gateway kept nothing: what resuming is worth is measured by it
  void wait(std::int64_t ms);  // the session is forgotten when it is kept no longer
  void set_limit(const Limit& limit) { world_.limit = limit; }

  [[nodiscard]] bool in_call() const { return in_call_; }
  [[nodiscard]] const CallWorld& world() const { return world_; }
  [[nodiscard]] Shown page() const;          // only after dial()
  [[nodiscard]] const Session& session() const { return *session_; }  // only after dial()
  [[nodiscard]] Surroundings around() const;
  [[nodiscard]] bool asks_language() const;  // the page is the language page
  // The key that picks a language on the page she sees; empty when it offers none.
  [[nodiscard]] std::string language_key(std::string_view code) const;
  // What the last dial() or type() asked of services, and what it registered.
  [[nodiscard]] const std::vector<Lookup>& asked() const { return asked_; }
  [[nodiscard]] const std::optional<Register>& registered() const { return registered_; }
  // The longest that the session's bytes have been.
  [[nodiscard]] std::size_t session_bytes_max() const { return session_bytes_max_; }

 private:
  void keep(Step step);

  const Dialog& dialog_;
  CallWorld world_;
  AskService ask_;
  std::optional<Session> session_;
  std::int64_t idle_ms_ = 0;  // since her last answer
  bool in_call_ = false;
  std::vector<Lookup> asked_;
  std::optional<Register> registered_;
  std::size_t session_bytes_max_ = 0;
};

}  // namespace jisr::dialogs
