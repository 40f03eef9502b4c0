// The ways in which the simulated registry can fail, and how often it still has to. One thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace jisr::simulator {

struct Fault {
  enum class Mode {
    ok,                 // none
    status,             // status:503
    retry_after,        // retry_after:2: 503 with Retry-After in seconds
    timeout,            // the request is read, nothing is answered
    reset,              // the connection is reset once the request is read
    accept_then_reset,  // the record is kept, then the connection is reset
    cut,                // the record is kept, the answer ends in the middle of its body
    reject,             // 422
    in_progress,        // 409, code in_progress
    duplicate_person,   // 409, code duplicate_person
    redirect,           // 302
    huge,               // 201 with a chunked body of 4 MiB
    garbage,            // what comes back is not HTTP
    not_json,           // 200 with a body that is no JSON
  };
  Mode mode = Mode::ok;
  int value = 0;  // of status and retry_after
};

// "status:503"; nullopt for what is none.
std::optional<Fault> parse_fault(std::string_view text);

class FaultPlan {
 public:
  // For the next `count` requests; 0: until told otherwise.
  void set(Fault fault, int count);
  // The fault of this request.
  Fault next();

 private:
  Fault fault_;
  int left_ = 0;
  bool forever_ = true;
};

}  // namespace jisr::simulator
