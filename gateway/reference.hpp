// Reference numbers, which a subscriber can read out to a person: 8 digits without a break (in
// Arabic text a hyphen would swap the halves), of which the last checks the others. Pure; any
// thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace jisr::gateway::reference {

inline constexpr std::size_t kDigits = 8;
inline constexpr std::uint32_t kPayloadMin = 1'000'000;  // 7 digits, the first of them 1-9
inline constexpr std::uint32_t kPayloadMax = 9'999'999;

// A reference whose payload is congruent to `partition` modulo `partitions`, so that two partitions
// can never draw the same one and each can tell by itself which are taken. `random`: 64 random
// bits.
std::string draw(std::uint16_t partition, std::uint16_t partitions, std::uint64_t random);

// Whether `text` is 8 ASCII digits whose check digit is right (ISO/IEC 7064 MOD 11,10, which finds
// every single wrong digit and nearly all swaps of neighbours).
bool valid(std::string_view text);

// The place of a valid reference among those of its partition, from 0 on: its bit in Keys::refs.
// Stored in Redis; do not change.
std::uint32_t ordinal(std::string_view text, std::uint16_t partitions);

// The partition that a valid reference was drawn for.
std::uint16_t partition_of(std::string_view text, std::uint16_t partitions);

}  // namespace jisr::gateway::reference
