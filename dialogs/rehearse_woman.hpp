// One woman who has been made up: how fast she reads and types, and what she answers to the page
// that she sees. She wants to register and knows what she is asked for. Private to the rehearsal;
// not shared.
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dialogs/dialog.hpp"
#include "dialogs/rehearse_chance.hpp"
#include "dialogs/rehearse_model.hpp"
#include "dialogs/show.hpp"

namespace jisr::dialogs {

// What women want of a dialog: by screen, whether the end of the way can be one that registers
// (where the dialog has none, any end but giving up will do). Made once for all of them.
std::vector<bool> wanted_screens(const Dialog& dialog);

class Woman {
 public:
  // `wanted` as above; all three outlive this.
  Woman(const Dialog& dialog, const RehearsalModel& model, const std::vector<bool>& wanted,
        std::uint64_t seed);

  struct Reply {
    std::string input;
    double seconds = 0;  // from the page to the key that sends
    bool slipped = false;
  };
  // `chance` is that of the call. `hers`: the session is hers, or a new one; else another's.
  Reply reply(const Session& session, const Surroundings& around, Chance& chance, bool hers);

  // What she typed by mistake was taken: she may see it on the summary.
  void was_mistaken() { mistaken_ = true; }
  [[nodiscard]] std::uint8_t language() const { return language_; }
  [[nodiscard]] std::size_t redials() const { return redials_; }
  [[nodiscard]] double dialling_s() const;  // of the code

 private:
  struct Meant {
    std::string input;
    bool letters = false;         // typed by letters, not by digits
    std::size_t read = SIZE_MAX;  // lines of the page that she reads to know it
    bool scans = false;           // she looks for a name among them
  };
  Meant meant(const Known& known, const View& seen, Chance& chance, bool hers);
  [[nodiscard]] Meant of_proof(const Known& known) const;
  Meant of_menu(const Known& known, const View& seen, Chance& chance);
  Meant of_list(const Known& known, const View& seen, Chance& chance);
  Meant of_question(const Known& known, const View& seen, Chance& chance);
  [[nodiscard]] Meant pick(std::size_t index, const std::string& key, const View& seen,
                           Chance& chance) const;
  const Choice* wanted_choice(const Known& known, Chance& chance);
  const Choice* aside(const Screen& screen, const Known& known, Chance& chance) const;
  double reading_s(const std::string& page, const Meant& meant);
  [[nodiscard]] double typing_s(const Meant& meant) const;
  [[nodiscard]] double wrong_share(const Session& session) const;
  [[nodiscard]] std::string slip(const Meant& meant, Chance& chance) const;
  [[nodiscard]] bool leads_on(const Choice& choice, const Screen& screen) const;

  const Dialog& dialog_;
  const RehearsalModel& model_;
  const std::vector<bool>& wanted_;
  std::uint64_t seed_;
  std::uint8_t language_ = 0;
  double read_s_ = 0;  // a character
  double key_s_ = 0;
  double letter_s_ = 0;
  std::size_t redials_ = 0;
  bool mistaken_ = false;
  std::set<std::string> navigation_;           // lines that say which keys go back or turn a page
  std::set<std::string> seen_;                 // lines that she has read before
  std::map<std::uint16_t, std::size_t> rows_;  // by screen: the row of a list that she looks for
  std::map<std::uint16_t, std::string> keys_;  // by screen: the choice that she takes
};

}  // namespace jisr::dialogs
