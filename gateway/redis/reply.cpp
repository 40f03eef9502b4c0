// Reading hiredis replies, and what Redis's error words mean.
#include "gateway/redis/reply.hpp"

#include <hiredis/hiredis.h>

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace jisr::gateway::redis {
namespace {

constexpr std::size_t kErrorTextMax = 80;

struct Meaning {
  std::string_view word;
  Errc code;
};

// The first word of an error decides. Scripts that begin with #!lua are checked before their first
// write, so every `unavailable` here means that nothing was done.
constexpr Meaning kMeanings[] = {
    {"MOVED", Errc::unavailable},       {"ASK", Errc::unavailable},
    {"TRYAGAIN", Errc::unavailable},    {"CLUSTERDOWN", Errc::unavailable},
    {"LOADING", Errc::unavailable},     {"MASTERDOWN", Errc::unavailable},
    {"READONLY", Errc::unavailable},    {"NOREPLICAS", Errc::unavailable},
    {"MISCONF", Errc::unavailable},     {"BUSY", Errc::unavailable},
    {"OOM", Errc::unavailable},         {"NOSCRIPT", Errc::unavailable},
    {"UNBLOCKED", Errc::unavailable},   {"CROSSSLOT", Errc::misconfigured},
    {"WRONGTYPE", Errc::misconfigured}, {"NOPERM", Errc::misconfigured},
    {"NOAUTH", Errc::misconfigured},    {"WRONGPASS", Errc::misconfigured},
};

}  // namespace

Kind ReplyView::kind() const {
  if (reply_ == nullptr) return Kind::nil;
  switch (reply_->type) {
    case REDIS_REPLY_STRING:
      return Kind::string;
    case REDIS_REPLY_ARRAY:
      return Kind::array;
    case REDIS_REPLY_INTEGER:
      return Kind::integer;
    case REDIS_REPLY_STATUS:
      return Kind::status;
    case REDIS_REPLY_ERROR:
      return Kind::error;
    default:
      return Kind::nil;
  }
}

std::string_view ReplyView::text() const {
  const Kind what = kind();
  if (what != Kind::string && what != Kind::status && what != Kind::error) return {};
  return {reply_->str, reply_->len};
}

std::optional<std::int64_t> ReplyView::integer() const {
  if (kind() == Kind::integer) return reply_->integer;
  const std::string_view digits = text();
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, value);
  if (digits.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

std::size_t ReplyView::size() const {
  return kind() == Kind::array ? reply_->elements : 0;
}

ReplyView ReplyView::operator[](std::size_t i) const {
  return ReplyView(i < size() ? reply_->element[i] : nullptr);
}

Reply::Reply(redisReply* taken) : ReplyView(taken) {}

Reply::Reply(Reply&& other) noexcept : ReplyView(std::exchange(other.reply_, nullptr)) {}

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this != &other) {
    release();
    reply_ = std::exchange(other.reply_, nullptr);
  }
  return *this;
}

Reply::~Reply() {
  release();
}

void Reply::release() {
  if (reply_ != nullptr) freeReplyObject(const_cast<redisReply*>(reply_));
}

Errc classify(std::string_view error_text) {
  const std::string_view word = error_text.substr(0, error_text.find(' '));
  for (const Meaning& meaning : kMeanings) {
    if (meaning.word == word) return meaning.code;
  }
  if (error_text.starts_with("ERR max number of clients")) return Errc::unavailable;
  if (error_text.starts_with("ERR unknown command")) return Errc::misconfigured;
  return Errc::rejected;
}

std::optional<Error> refusal(ReplyView reply) {
  if (reply.kind() != Kind::error) return std::nullopt;
  const std::string_view text = reply.text();
  std::string said(text.substr(0, std::min(text.find_first_of("'\"`:"), kErrorTextMax)));
  for (char& c : said) {
    if (c < ' ' || c > '~') c = '?';
  }
  while (!said.empty() && said.back() == ' ') said.pop_back();
  const Errc code = classify(text);
  return Error{code, "redis: " + said, code == Errc::unavailable};
}

}  // namespace jisr::gateway::redis
