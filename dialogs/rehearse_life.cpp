// Calls through the engine as the gateway makes them (calls.hpp), with a network that loses pages.
#include "dialogs/rehearse_life.hpp"

#include <algorithm>

#include "dialogs/calls.hpp"
#include "dialogs/rehearse_woman.hpp"
#include "dialogs/reminder.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::uint32_t kPagesMax = 400;  // in one call: more than any dialog has answers

// What look-ups are told: the answers that the model has for the fields that they keep.
AskService service(const LifeWorld& world) {
  return [&world](const Lookup& lookup) {
    ServiceAnswer answer;
    const auto& model = world.model.person.answers;
    for (const auto& kept : world.dialog.screens[lookup.screen].lookup.kept) {
      const auto& name = world.dialog.fields[kept.field].name;
      const auto found = model.find(name);
      if (found == model.end() || found->second.empty()) continue;
      answer.kind = LookupOutcome::Kind::found;
      answer.found.emplace_back(name, found->second.front());
    }
    return answer;
  };
}

CallWorld call_world(const LifeWorld& world) {
  CallWorld made;
  made.limit = world.page;
  made.today = world.today;
  made.open_ms = world.open_ms;
  return made;
}

class Living {
 public:
  Living(const LifeWorld& world, std::uint64_t seed)
      : world_(world),
        seed_(seed),
        chance_(seed, 2),
        woman_(world.dialog, world.model, world.wanted, seed),
        phone_(world.dialog, call_world(world), service(world)) {
    shared_ = chance_.happens(world.model.shared.share);
    life_.language = woman_.language();
  }

  Life live() {
    while (true) {
      call();
      life_.left_at = phone_.session().screen;
      if (life_.completed) return life_;
      const bool enough = life_.calls > woman_.redials();
      if (enough && !is_reminded()) return life_;
      if (!world_.resume) phone_.forget();
      Chance pause(seed_, 0x2000ULL + life_.calls);
      double waited = pause.draw(world_.model.patience.pause_s);
      if (enough) waited += static_cast<double>(world_.dialog.reminder.after_ms) / 1000;
      if (shared_ && pause.happens(world_.model.shared.between)) other();
      phone_.wait(static_cast<std::int64_t>(waited * 1000));
      life_.whole_s += waited;
    }
  }

 private:
  [[nodiscard]] bool arrived() const {
    const auto& session = phone_.session();
    return session.state == Session::State::ended && !session.gave_up &&
           world_.wanted[session.screen];
  }

  // She has no patience left, but the SMS that may follow a call that broke off brings her back.
  // One for each registration that she began, so once.
  bool is_reminded() {
    if (life_.reminded || !world_.resume) return false;
    const auto around = phone_.around();
    const Known known{world_.dialog, phone_.session(), around};
    if (!reminder_text(known, "")) return false;
    Chance chance(seed_, 4);
    life_.reminded = chance.happens(world_.model.patience.reminded);
    return life_.reminded;
  }

  // One call of hers. Its chance is its own, so that the first call is the same whatever is kept.
  void call() {
    Chance chance(seed_, 0x1000ULL + life_.calls);
    ++life_.calls;
    life_.whole_s += woman_.dialling_s();
    double at = chance.draw(world_.model.network.delay_s);  // seconds of the call
    std::int64_t tries = 0;
    phone_.dial();
    for (std::uint32_t pages = 1; phone_.in_call() && pages < kPagesMax; ++pages) {
      ++life_.pages;
      const bool lost = chance.happens(world_.model.network.drop);
      if (lost && chance.happens(0.5)) return drop(at);  // with the page
      const auto before = phone_.session();
      const auto reply = woman_.reply(before, phone_.around(), chance, true);
      if (cut(at, reply.seconds)) return;
      at += reply.seconds;
      if (lost) return drop(at);  // with her answer
      phone_.type(reply.input);
      at += chance.draw(world_.model.network.delay_s);
      tries = heard(before, reply.slipped) ? 0 : tries + 1;
      if (tries >= world_.model.patience.tries) break;  // she hangs up
    }
    if (!phone_.in_call()) ++life_.pages;
    life_.completed = arrived();
    spend(at);
    phone_.hang();
  }

  // Whether her answer was taken. Wrong ones that were may come to light on the summary.
  bool heard(const Session& before, bool slipped) {
    const auto& after = phone_.session();
    if (after.notice != Wrong::none || (after.gave_up && !phone_.in_call())) {
      ++life_.wrong;
      return false;
    }
    if (slipped && (after.screen != before.screen || after.state != before.state)) {
      woman_.was_mistaken();
    }
    return true;
  }

  void drop(double at) {
    ++life_.dropped;
    spend(at);
    phone_.hang();
  }

  // Whether the operator ends the call before her answer comes.
  bool cut(double at, double takes) {
    const auto& network = world_.model.network;
    double left = takes;
    if (network.limit_s > 0) left = std::min(left, std::max(network.limit_s - at, 0.0));
    if (network.answer_s > 0) left = std::min(left, network.answer_s);
    if (left >= takes) return false;
    ++life_.cut;
    spend(at + left);
    phone_.hang();
    return true;
  }

  void spend(double seconds) {
    life_.calling_s += seconds;
    life_.whole_s += seconds;
  }

  // Another woman takes the phone for one call. It goes well: what counts is what it leaves.
  void other() {
    ++life_.others;
    const auto own = seed_ ^ (0x9E3779B97F4A7C15ULL * (life_.others + 1));
    Chance chance(own, 3);
    Woman another(world_.dialog, world_.model, world_.wanted, own);
    const bool takes_over = chance.happens(world_.model.shared.takes_over);
    phone_.dial();
    for (std::uint32_t pages = 0; phone_.in_call() && pages < kPagesMax; ++pages) {
      const auto session = phone_.session();
      phone_.type(another.reply(session, phone_.around(), chance, takes_over).input);
    }
    phone_.hang();
    if (!world_.resume) phone_.forget();
  }

  const LifeWorld& world_;
  std::uint64_t seed_;
  Chance chance_;
  Woman woman_;
  Calls phone_;
  bool shared_ = false;
  Life life_;
};

}  // namespace

Life live(const LifeWorld& world, std::uint64_t seed) {
  return Living(world, seed).live();
}

}  // namespace jisr::dialogs
