// Plain reckoning; nothing is asked here.
#include "gateway/delivery/silence.hpp"

#include "gateway/calendar.hpp"

namespace jisr::gateway {

std::optional<Settlement> put_off_while_answering(const dialogs::Session& session,
                                                  std::int64_t after_ms, std::int64_t now_ms,
                                                  const Claimed& entry) {
  const auto left_ms = session.heard_ms + after_ms - now_ms;
  // Longer than that to wait is no answer of hers but a clock that is, or was, wrong.
  if (left_ms <= 0 || left_ms > 2 * after_ms) return std::nullopt;
  return Settlement::put_off(std::chrono::milliseconds(left_ms), "she is answering", entry);
}

dialogs::Surroundings surroundings_at(const Deployment& deployment, const std::string& channel,
                                      std::int64_t now_ms) {
  const auto* found = deployment.channel(channel);
  const auto there = local_time(now_ms, found != nullptr ? found->time_zone : std::string("UTC"));
  dialogs::Surroundings around;
  around.today = there.date;
  around.hour = there.hour;
  return around;
}

}  // namespace jisr::gateway
