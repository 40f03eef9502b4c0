// One RESP2 reply: an owner (Reply) and a look inside (ReplyView), both over hiredis's own tree, so
// that nothing is copied between the socket and the caller. Not tied to a thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "gateway/result.hpp"

struct redisReply;

namespace jisr::gateway::redis {

enum class Kind { string, integer, nil, array, status, error };

// Looks at a reply or at one of its elements. Valid as long as the Reply it came from.
class ReplyView {
 public:
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  Kind kind() const;
  bool is_nil() const { return kind() == Kind::nil; }

  // The bytes of a string, a status or an error; empty for the other kinds. Binary safe.
  std::string_view text() const;

  // The value of an integer, or of a string that is wholly a decimal number (scores and hash fields
  // come so); nothing otherwise.
  std::optional<std::int64_t> integer() const;

  // Number of elements of an array; 0 for the other kinds.
  std::size_t size() const;

  // Element i of an array. Past the end, and for other kinds, a nil: a reply of an unexpected shape
  // reads as empty and never out of bounds.
  ReplyView operator[](std::size_t i) const;

 protected:
  const redisReply* reply_;
};

// Owns a reply. Always holds one; a moved-from Reply reads as nil.
class Reply : public ReplyView {
 public:
  Reply() : ReplyView(nullptr) {}     // nil
  explicit Reply(redisReply* taken);  // takes it over
  Reply(Reply&& other) noexcept;
  Reply& operator=(Reply&& other) noexcept;
  ~Reply();

 private:
  void release();
};

// What an error reply means for the caller (facts of Redis 7): `unavailable` errors were refused
// before anything was done and may be tried again; `misconfigured` ones need a person.
Errc classify(std::string_view error_text);

// The Error of an error reply, or nothing for any other reply. The context is "redis: " and the
// words of the server up to its first quotation mark or colon: what follows may quote our
// arguments.
std::optional<Error> refusal(ReplyView reply);

}  // namespace jisr::gateway::redis
