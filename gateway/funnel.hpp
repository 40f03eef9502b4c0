// Counts where women leave a dialog: how many came to each screen, and how many went on. One for
// each lane and on its thread, so counting takes no lock and no round trip: figures are added up in
// memory, and a task of its own adds them to Redis every few seconds and when the lane stops. No
// personal data: names of dialogs and screens, days and numbers.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "dialogs/screen_count.hpp"
#include "gateway/deployment.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

class Funnel {
 public:
  static constexpr std::chrono::milliseconds kWriteEvery{5'000};
  // Versions of dialogs and days that wait to be written. More than a lane can ever serve between
  // two writes; while Redis is away what is beyond is not counted.
  static constexpr std::size_t kTalliesMax = 64;

  Funnel(boost::asio::io_context& io, const CurrentDeployment& current, Store& store)
      : current_(current), store_(store), pause_(io) {}

  // A turn that was committed, on the day where the line is.
  void count(const std::shared_ptr<const dialogs::Dialog>& dialog, const dialogs::Date& day,
             const dialogs::CountedTurn& turn);

  // Until stop(); then what is left is written once more.
  boost::asio::awaitable<void> run();
  void stop();

  // What waits, to Redis. False when some of it still waits, because Redis is away. A write whose
  // outcome is unknown is not repeated: a few seconds are rather missing than counted twice.
  boost::asio::awaitable<bool> write();

 private:
  struct Tally {
    std::shared_ptr<const dialogs::Dialog> dialog;
    dialogs::Date day;
    std::vector<dialogs::ScreenCount> screens;
  };
  Tally* tally_of(const std::shared_ptr<const dialogs::Dialog>& dialog, const dialogs::Date& day);
  void put_back(Tally tally);

  const CurrentDeployment& current_;
  Store& store_;
  boost::asio::steady_timer pause_;
  std::vector<Tally> tallies_;
  bool stopping_ = false;
};

// "2026-11-24".
std::string day_name(const dialogs::Date& day);

}  // namespace jisr::gateway
