// A woman with a phone, and her operator: she dials, answers what she reads, mistypes, hangs up,
// dials again, and says STOP by SMS; the operator repeats callbacks that get no answer, brings some
// twice at once or late, by any gateway. She remembers what she was told.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "gateway/http/message.hpp"
#include "tests/simulation/world/world.hpp"

namespace jisr::simulation {

// What all women share.
struct Town {
  World* world;
  std::function<void(gateway::HttpRequest, std::function<void(gateway::HttpResponse)>)> call;
  std::map<std::string, std::string> told;  // whose reference it is
  bool is_calm = false;                     // without faults each answer comes
  bool may_forget = false;  // a failover may take back what was told without a promise
  bool is_over = false;     // no new calls
  unsigned repeats = 100;   // callbacks that come again, of a thousand
  std::uint64_t pages = 0;
  std::uint64_t repeated_pages = 0;  // compared with what was shown before
  std::uint64_t busy = 0;
};

class Woman {
 public:
  Woman(Town& town, std::size_t number);

  void live();  // plans her first call
  void read(const std::string& sms);
  // The registry has one of hers.
  void held(const std::string& reference, const std::string& family_name);

  [[nodiscard]] const std::string& msisdn() const { return msisdn_; }
  [[nodiscard]] bool is_idle() const { return call_ == nullptr; }

 private:
  // One callback of her operator, however often it comes.
  struct Request {
    gateway::HttpRequest http;
    std::string call;
    std::string what;  // for the trace
    int attempts = 0;
    bool answered = false;  // she read a page for it
    bool confirms = false;
    bool is_first = false;
    std::uint64_t epoch = 0;          // woman's epoch_ when it was sent first
    bool is_clear = false;            // nothing else of hers was on its way then
    std::optional<std::string> page;  // shown for it, and whether the call ended with it
  };
  using Asked = std::shared_ptr<Request>;
  struct Call {
    std::string session;
    bool cumulative = true;
    std::string text;
    int messages = 0;
    Asked waiting;
  };

  void dial();
  void plan(std::int64_t from_us, std::int64_t to_us, void (Woman::*what)());
  Asked callback(const std::string& answer, bool begins);
  void ask(const Asked& request);
  void send(const Asked& request);
  void waited(const Asked& request, int attempts);
  void answered(const Asked& request, const gateway::HttpResponse& response);
  void compare(const Asked& request, const std::string& page);
  void look(const Asked& request, const std::string& page, bool ends);
  void told(const Asked& request, const std::string& page);
  std::string answer_to(const std::string& page, bool& confirms);
  std::string a_name();
  void hang_up();
  void write_word();
  [[nodiscard]] std::string who() const { return "woman" + std::to_string(number_); }

  Town& town_;
  Random& random_;
  std::size_t number_;
  std::string msisdn_;
  std::string mark_;  // in each name that she types
  std::shared_ptr<Call> call_;
  int calls_ = 0;
  int names_ = 0;
  int words_ = 0;
  std::uint64_t epoch_ = 0;        // rises with each callback that is not a repeat of the last
  const Request* last_ = nullptr;  // sent; only compared
  int on_their_way_ = 0;           // callbacks that may still change something
  bool in_progress_ = false;       // she answered something, and read the page after it
  std::size_t confirmations_ = 0;  // pages that she confirmed
  std::size_t held_ = 0;
  std::map<std::string, std::string> told_in_;  // by operator's session
};

}  // namespace jisr::simulation
