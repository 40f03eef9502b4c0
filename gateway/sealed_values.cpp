// Sealed values in their keys.
#include "gateway/sealed_values.hpp"

namespace jisr::gateway {

namespace {

using Sealed = KeptKind::Sealed;

// KEYS  key   ARGV  field or '' for a string, expected stamp, new value. 25 is Vault::kStampBytes:
// it differs for each seal, so an equal one is the very value that was read.
const redis::Script kPutAgain(R"lua(#!lua flags=allow-oom
local stored
if ARGV[1] == '' then stored = redis.call('GET', KEYS[1])
else stored = redis.call('HGET', KEYS[1], ARGV[1]) end
if not stored or string.sub(stored, 1, 25) ~= ARGV[2] then return 0 end
if ARGV[1] == '' then redis.call('SET', KEYS[1], ARGV[3], 'KEEPTTL')
else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1
)lua");

bool is_part(std::string_view field) {
  return field.size() > 1 && field[0] == 't' &&
         field.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

}  // namespace

redis::Command ask_sealed(const KeptKind& kind, std::string_view key) {
  switch (kind.sealed) {
    case Sealed::payload:
      return redis::Command("HGET", key, "p");
    case Sealed::proof:
      return redis::Command("HGET", key, "seal");
    case Sealed::parts:
      return redis::Command("HGETALL", key);
    case Sealed::whole:
    case Sealed::nothing:
      break;
  }
  return redis::Command("GET", key);
}

std::vector<SealedValue> sealed_in(const KeptKind& kind, std::string_view key,
                                   redis::ReplyView answer) {
  std::vector<SealedValue> values;
  const std::string name(key);
  if (answer.is_nil()) return values;
  if (kind.sealed == Sealed::parts) {
    for (std::size_t i = 0; i + 1 < answer.size(); i += 2) {
      const std::string field(answer[i].text());
      if (!is_part(field)) continue;
      values.push_back({field, name + '#' + field.substr(1), std::string(answer[i + 1].text())});
    }
    return values;
  }
  const char* field = kind.sealed == Sealed::payload ? "p" : "";
  if (kind.sealed == Sealed::proof) field = "seal";
  values.push_back({field, name, std::string(answer.text())});
  return values;
}

redis::ScriptCall put_again(std::string_view key, const SealedValue& before, std::string_view now) {
  redis::ScriptCall call(kPutAgain);
  const auto stamp = std::string_view(before.blob).substr(0, Vault::kStampBytes);
  call.key(key).arg(before.field).arg(stamp).arg(now);
  return call;
}

}  // namespace jisr::gateway
