// The session's answers, and its bytes: a format version, then numbers as LEB128 and texts with
// their length.
#include "dialogs/session.hpp"

#include <algorithm>

namespace jisr::dialogs {

const std::string* Session::answer(std::uint16_t field) const {
  for (const auto& one : answers) {
    if (one.field == field) return &one.value;
  }
  return nullptr;
}

void Session::set(std::uint16_t field, std::string value) {
  for (auto& one : answers) {
    if (one.field == field) {
      one.value = std::move(value);
      one.withheld = false;
      return;
    }
  }
  if (answers.size() < kAnswersMax) answers.push_back({field, std::move(value)});
}

bool Session::withholds(std::uint16_t field) const {
  return std::any_of(answers.begin(), answers.end(),
                     [field](const Answer& one) { return one.field == field && one.withheld; });
}

bool Session::withholds_any() const {
  return std::any_of(answers.begin(), answers.end(),
                     [](const Answer& one) { return one.withheld; });
}

void Session::withhold(std::uint16_t field) {
  for (auto& one : answers) one.withheld = one.withheld || one.field == field;
}

void Session::clear(std::uint16_t field) {
  std::erase_if(answers, [field](const Answer& one) { return one.field == field; });
}

void Session::show_plainly() {
  resuming = proving = doubtful = choosing_change = aside = false;
}

namespace {

// Stored in Redis; do not renumber. 1 had no `check` and no `turns`, 2 nothing of what
// has_more() asks for: without that the bytes are still those of 2, which an older process reads.
constexpr char kFormat = 3;
constexpr char kPlain = 2;
constexpr std::size_t kTextBytesMax = 4096;

void put(std::string& out, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) out += static_cast<char>(number | 0x80);
  out += static_cast<char>(number);
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

void put_fixed(std::string& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(number >> (8 * i));
}

class Taker {
 public:
  explicit Taker(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t number(std::uint64_t max) {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (rest_.empty()) break;
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) {
        good_ = good_ && value <= max;
        return value;
      }
    }
    good_ = false;
    return 0;
  }
  std::uint64_t fixed() {
    if (rest_.size() < 8) return fail();
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) {
      value |=
          static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[static_cast<std::size_t>(i)]))
          << (8 * i);
    }
    rest_.remove_prefix(8);
    return value;
  }
  std::string text() {
    const auto size = static_cast<std::size_t>(number(kTextBytesMax));
    if (!good_ || size > rest_.size()) {
      fail();
      return {};
    }
    std::string out(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return out;
  }
  [[nodiscard]] bool whole() const { return good_ && rest_.empty(); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::uint64_t fail() {
    good_ = false;
    return 0;
  }
  std::string_view rest_;
  bool good_ = true;
};

bool has_more(const Session& session) {
  return session.proving || session.proofs_failed > 0 || !session.reminder.empty() ||
         session.heard_ms != 0 || session.withholds_any();
}

void put_more(std::string& out, const Session& session) {
  put(out, session.proving ? 1U : 0U);
  put(out, session.reminder);
  put(out, session.proofs_failed);
  put(out, static_cast<std::uint64_t>(session.heard_ms));
  for (const auto& answer : session.answers) put(out, answer.withheld ? 1U : 0U);
}

void take_more(Taker& take, Session& session) {
  session.proving = take.number(1) != 0;
  session.reminder = take.text();
  session.proofs_failed = static_cast<std::uint8_t>(take.number(0xFF));
  session.heard_ms = static_cast<std::int64_t>(take.number(INT64_MAX));
  for (auto& answer : session.answers) answer.withheld = take.number(1) != 0;
}

}  // namespace

bool is_unfinished(const Session& session) {
  return (session.state == Session::State::open || session.gave_up) && !session.answers.empty();
}

std::string encode(const Session& session) {
  const bool more = has_more(session);
  std::string out(1, more ? kFormat : kPlain);
  put_fixed(out, session.dialog);
  put(out, static_cast<std::uint64_t>(session.state));
  put(out, session.screen);
  put(out, session.page);
  put(out, session.language);
  put(out, session.wrong);
  put(out, static_cast<std::uint64_t>(session.notice));
  put(out, (session.changing ? 1U : 0U) | (session.resuming ? 2U : 0U) |
               (session.doubtful ? 4U : 0U) | (session.choosing_change ? 8U : 0U) |
               (session.gave_up ? 16U : 0U) | (session.aside ? 32U : 0U));
  put(out, session.check);
  put(out, session.turns);
  put(out, session.pending);
  put(out, session.filter);
  put(out, session.answers.size());
  for (const auto& answer : session.answers) {
    put(out, answer.field);
    put(out, answer.value);
  }
  put(out, session.trail.size());
  for (const auto screen : session.trail) put(out, screen);
  put(out, session.reference);
  put(out, session.farewell);
  put_fixed(out, session.operator_session);
  put_fixed(out, session.heard);
  put(out, session.heard_bytes);
  put(out, static_cast<std::uint64_t>(session.begun_ms));
  if (more) put_more(out, session);
  return out;
}

std::optional<Session> decode(std::string_view bytes) {
  if (bytes.empty() || bytes.front() < 1 || bytes.front() > kFormat) return std::nullopt;
  const char format = bytes.front();
  Taker take(bytes.substr(1));
  Session session;
  session.dialog = take.fixed();
  session.state = static_cast<Session::State>(take.number(1));
  session.screen = static_cast<std::uint16_t>(take.number(0xFFFF));
  session.page = static_cast<std::uint8_t>(take.number(0xFF));
  session.language = static_cast<std::uint8_t>(take.number(0xFF));
  session.wrong = static_cast<std::uint8_t>(take.number(0xFF));
  session.notice = static_cast<Wrong>(take.number(static_cast<std::uint64_t>(kWrongLast)));
  const auto flags = take.number(63);  // 32: an older process takes the session for none
  session.changing = (flags & 1) != 0;
  session.resuming = (flags & 2) != 0;
  session.doubtful = (flags & 4) != 0;
  session.choosing_change = (flags & 8) != 0;
  session.gave_up = (flags & 16) != 0;
  session.aside = (flags & 32) != 0;
  if (format >= 2) {
    session.check = static_cast<std::uint8_t>(take.number(0xFF));
    session.turns = static_cast<std::uint16_t>(take.number(0xFFFF));
  }
  session.pending = take.text();
  session.filter = take.text();
  const auto answers = take.number(Session::kAnswersMax);
  for (std::uint64_t i = 0; i < answers && take.good(); ++i) {
    Answer answer;
    answer.field = static_cast<std::uint16_t>(take.number(0xFFFF));
    answer.value = take.text();
    session.answers.push_back(std::move(answer));
  }
  const auto trail = take.number(Session::kTrailMax);
  for (std::uint64_t i = 0; i < trail && take.good(); ++i) {
    session.trail.push_back(static_cast<std::uint16_t>(take.number(0xFFFF)));
  }
  session.reference = take.text();
  session.farewell = take.text();
  session.operator_session = take.fixed();
  session.heard = take.fixed();
  session.heard_bytes = static_cast<std::uint16_t>(take.number(0xFFFF));
  session.begun_ms = static_cast<std::int64_t>(take.number(INT64_MAX));
  if (format >= 3) take_more(take, session);
  if (!take.whole()) return std::nullopt;
  return session;
}

}  // namespace jisr::dialogs
