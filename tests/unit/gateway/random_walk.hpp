// One woman after the other on a dialog, at random or patiently trying every key: what must never
// happen is noted by its name.
#pragma once
#include <map>
#include <string>

#include "dialogs/step.hpp"
#include "gateway/delivery/payload.hpp"
#include "gateway/delivery/schema.hpp"
#include "tests/unit/gateway/random_dialog.hpp"

namespace jisr::test {

class RandomWalk {
 public:
  RandomWalk(const dialogs::Dialog& dialog, gateway::PayloadTemplate body, gateway::Schema schema,
             std::uint64_t seed);

  // Answers so many times, over as many calls as that takes.
  void run(std::size_t steps);

  // "dead end", "gap", "wrong language", "overlong page", "refused payload": where it was.
  [[nodiscard]] const std::map<std::string, std::string>& problems() const { return problems_; }
  [[nodiscard]] std::size_t registered() const { return registered_; }
  // How many answers of each type came into a registration.
  [[nodiscard]] const std::map<dialogs::FieldType, std::size_t>& delivered() const {
    return delivered_;
  }

 private:
  void begin_call(bool again);
  void take(dialogs::Step step);
  void look();
  void look_at_page();
  void deliver(const dialogs::Register& effect);
  [[nodiscard]] std::string input();
  [[nodiscard]] std::string typed(const dialogs::Screen& screen);
  [[nodiscard]] std::string picked(const dialogs::Screen& screen);
  [[nodiscard]] dialogs::Surroundings around() const;
  void problem(const std::string& what, const std::string& where);

  const dialogs::Dialog& dialog_;
  gateway::PayloadTemplate body_;
  gateway::Schema schema_;
  Chance chance_;
  dialogs::Session session_;
  bool sms_;  // by SMS, with its own words; else by USSD
  int hour_ = 12;
  bool patient_ = false;  // no way back, no wrong key: an end must come
  std::size_t answers_ = 0;
  std::size_t registered_ = 0;
  std::map<dialogs::FieldType, std::size_t> delivered_;
  std::map<std::string, std::size_t> used_;  // keys of screens, for the patient one
  std::map<std::string, std::string> problems_;
};

}  // namespace jisr::test
