// The bytes: if callbacks were heard a mark that no session begins with, their number and theirs;
// if sessions are aside another such mark and each of them with its length; then the one in hand.
#include "gateway/kept_sessions.hpp"

#include <algorithm>
#include <utility>

#include "gateway/turn.hpp"

namespace jisr::gateway {

using dialogs::Session;

namespace {

// Stored in Redis; dialogs::encode() begins with its format, 1 or 2.
constexpr char kMark = 0x7F;
constexpr char kHeardMark = 0x7E;
constexpr std::size_t kHeardBytes = 4;  // of each
constexpr std::size_t kNumberBytes = 8;

void put(std::string& out, std::uint64_t number) {
  for (std::size_t i = 0; i < kNumberBytes; ++i) out += static_cast<char>(number >> (8 * i));
}

void put(std::string& out, std::string_view text) {
  put(out, text.size());
  out += text;
}

std::string bytes_of(const std::vector<std::uint32_t>& heard) {
  std::string out;
  if (heard.empty()) return out;
  out += kHeardMark;
  out += static_cast<char>(heard.size());
  for (const auto mark : heard) {
    for (std::size_t i = 0; i < kHeardBytes; ++i) out += static_cast<char>(mark >> (8 * i));
  }
  return out;
}

// False: they cannot be read.
bool take_heard(std::string_view& rest, std::vector<std::uint32_t>& heard) {
  if (rest.empty() || rest.front() != kHeardMark) return true;
  const std::size_t count = rest.size() < 2 ? 0 : static_cast<unsigned char>(rest[1]);
  if (count == 0 || count > KeptSessions::kHeardMax) return false;
  rest.remove_prefix(2);
  if (rest.size() < count * kHeardBytes) return false;
  for (std::size_t at = 0; at < count * kHeardBytes; at += kHeardBytes) {
    std::uint32_t mark = 0;
    for (std::size_t i = 0; i < kHeardBytes; ++i) {
      mark |= std::uint32_t{static_cast<unsigned char>(rest[at + i])} << (8 * i);
    }
    heard.push_back(mark);
  }
  rest.remove_prefix(count * kHeardBytes);
  return true;
}

std::optional<std::uint64_t> take_number(std::string_view& rest) {
  if (rest.size() < kNumberBytes) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kNumberBytes; ++i) {
    number |= std::uint64_t{static_cast<unsigned char>(rest[i])} << (8 * i);
  }
  rest.remove_prefix(kNumberBytes);
  return number;
}

std::optional<std::string_view> take_text(std::string_view& rest) {
  const auto size = take_number(rest);
  if (!size || *size > rest.size()) return std::nullopt;
  const auto text = rest.substr(0, *size);
  rest.remove_prefix(*size);
  return text;
}

std::optional<SessionAside> take_aside(std::string_view& rest) {
  const auto dialog = take_text(rest);
  const auto since = dialog ? take_number(rest) : std::nullopt;
  const auto bytes = since ? take_text(rest) : std::nullopt;
  auto session = bytes ? dialogs::decode(*bytes) : std::nullopt;
  if (!session) return std::nullopt;
  return SessionAside{std::string(*dialog), static_cast<std::int64_t>(*since), std::move(*session)};
}

}  // namespace

void KeptSessions::put_aside(const std::string& dialog, std::int64_t now_ms) {
  if (!current) return;
  auto left = *std::exchange(current, std::nullopt);
  if (is_unfinished(left)) keep(dialog, now_ms, std::move(left));
}

void KeptSessions::keep(const std::string& dialog, std::int64_t now_ms, Session session) {
  if (aside.size() >= kAsideMax) aside.erase(aside.begin());
  aside.push_back({dialog, now_ms, std::move(session)});
}

void KeptSessions::take_back(std::string_view dialog) {
  const auto found = std::find_if(aside.rbegin(), aside.rend(),
                                  [&](const SessionAside& one) { return one.dialog == dialog; });
  if (found == aside.rend()) return;
  current = std::move(found->session);
  aside.erase(std::next(found).base());
}

bool KeptSessions::take_back_call(std::uint64_t operator_session, const std::string& current_dialog,
                                  std::int64_t now_ms) {
  const auto found = std::find_if(aside.begin(), aside.end(), [&](const SessionAside& one) {
    return one.session.operator_session == operator_session;
  });
  if (found == aside.end()) return false;
  const auto dialog = found->dialog;
  put_aside(current_dialog, now_ms);
  take_back(dialog);
  return current.has_value();
}

bool KeptSessions::was_heard(std::uint32_t mark) const {
  return mark != 0 && std::find(heard.begin(), heard.end(), mark) != heard.end();
}

void KeptSessions::note_heard(std::uint32_t mark) {
  if (mark == 0 || was_heard(mark)) return;
  if (heard.size() >= kHeardMax) heard.erase(heard.begin());
  heard.push_back(mark);
}

const Session* KeptSessions::with_entry(const std::string& entry) const {
  if (current && current->reminder == entry) return &*current;
  const auto found = std::find_if(aside.begin(), aside.end(), [&](const SessionAside& one) {
    return one.session.reminder == entry;
  });
  return found == aside.end() ? nullptr : &found->session;
}

std::uint32_t callback_mark(const providers::Inbound& in) {
  const bool by_text = in.cumulative && !in.session.empty();
  if (!by_text && in.message_id.empty()) return 0;
  const auto whole = fingerprint(in.session + '\n' + (by_text ? in.text : in.message_id));
  const auto folded = static_cast<std::uint32_t>(whole ^ (whole >> 32));
  return folded == 0 ? 1 : folded;
}

std::string encode(const KeptSessions& kept) {
  const auto session = kept.current ? dialogs::encode(*kept.current) : std::string();
  auto out = bytes_of(kept.heard);
  if (kept.aside.empty()) return out + session;
  out += kMark;
  put(out, kept.aside.size());
  for (const auto& one : kept.aside) {
    put(out, one.dialog);
    put(out, static_cast<std::uint64_t>(one.since_ms));
    put(out, dialogs::encode(one.session));
  }
  return out + session;
}

KeptSessions decode_kept(std::string_view bytes, std::int64_t now_ms, std::int64_t age_ms) {
  KeptSessions kept;
  auto rest = bytes;
  if (!take_heard(rest, kept.heard)) return KeptSessions{};
  if (rest.empty() || rest.front() != kMark) {
    if (!rest.empty()) kept.current = dialogs::decode(rest);
    return kept;
  }
  rest.remove_prefix(1);
  const auto count = take_number(rest);
  if (!count || *count > KeptSessions::kAsideMax) return kept;
  for (std::uint64_t i = 0; i < *count; ++i) {
    auto one = take_aside(rest);
    if (!one) return KeptSessions{};
    if (one->since_ms + age_ms > now_ms) kept.aside.push_back(std::move(*one));
  }
  if (!rest.empty()) kept.current = dialogs::decode(rest);
  return kept;
}

}  // namespace jisr::gateway
