// What answers the look-ups of builtin_shape.hpp. One set for each lane, used on its io_context;
// the services share that lane's Store. Nothing of their answers is kept from one question to the
// next: a turn that is tried again asks again, so an answer must not count twice what it is asked
// twice (BuiltinQuestion::callback tells).
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dialogs/step.hpp"
#include "gateway/builtin_shape.hpp"
#include "gateway/commit_note.hpp"
#include "gateway/service_request.hpp"

namespace jisr::gateway {

// Who asks when, and where from.
struct BuiltinCaller {
  std::string msisdn;    // E.164
  std::string callback;  // the same when the same callback comes again; empty: nobody can tell
  std::int64_t now_ms = 0;
  std::string day;      // "2026-11-29", by the clock of the channel
  std::string channel;  // by its name in gateway.yaml
};

// Plain values: the coroutine keeps them.
struct BuiltinQuestion {
  std::string service;
  SentValues sent;
  BuiltinCaller caller;

  [[nodiscard]] std::string value(std::string_view name) const {  // of `sent`, or empty
    for (const auto& [known, value] : sent) {
      if (known == name) return value;
    }
    return {};
  }
};

struct BuiltinAnswer {
  dialogs::LookupOutcome::Kind kind = dialogs::LookupOutcome::Kind::failed;
  std::map<std::string, std::string, std::less<>> values;  // by the names of BuiltinShape::gives
  std::vector<CommitNote> notes;  // written if the turn that asked is committed, in that step
};

class BuiltinService {
 public:
  virtual ~BuiltinService() = default;
  // Does not throw for what may happen; `failed` is an answer. Goes on to its end also when she
  // waits no longer.
  virtual boost::asio::awaitable<BuiltinAnswer> ask(BuiltinQuestion question) = 0;
};

class BuiltinServices {
 public:
  // `name` is one of builtin_shapes(); one object may answer several names.
  void add(std::string name, std::shared_ptr<BuiltinService> service) {
    services_[std::move(name)] = std::move(service);
  }
  [[nodiscard]] std::shared_ptr<BuiltinService> find(std::string_view name) const {
    const auto found = services_.find(name);
    return found == services_.end() ? nullptr : found->second;
  }

 private:
  std::map<std::string, std::shared_ptr<BuiltinService>, std::less<>> services_;
};

}  // namespace jisr::gateway
