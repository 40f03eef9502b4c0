// Key names and the choice of a partition.
#include "gateway/keys.hpp"

namespace jisr::gateway {
namespace {

std::string in_partition(std::uint16_t partition, std::string_view rest) {
  std::string key = "jisr:{";
  key += std::to_string(partition);
  key += "}:";
  key += rest;
  return key;
}

// FNV-1a, 64 bits. Decides where a subscriber is stored; do not change.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char c : text) {
    value ^= static_cast<unsigned char>(c);
    value *= 0x100000001b3U;
  }
  return value;
}

}  // namespace

SubscriberKey Keys::subscriber(std::string_view pseudonym, Medium medium) const {
  const auto partition = static_cast<std::uint16_t>(hash(pseudonym) % partitions_);
  std::string rest{static_cast<char>(medium), ':'};
  rest += pseudonym;
  const auto beside = medium == Medium::ussd ? Medium::sms : Medium::ussd;
  std::string other{static_cast<char>(beside), ':'};
  other += pseudonym;
  std::string registered = "r:";
  registered += pseudonym;
  std::string stopped = "s:";
  stopped += pseudonym;
  return {partition, in_partition(partition, rest), in_partition(partition, registered),
          in_partition(partition, stopped), in_partition(partition, other)};
}

PartsKey Keys::parts(std::string_view pseudonym) const {
  const auto partition = static_cast<std::uint16_t>(hash(pseudonym) % partitions_);
  std::string rest = "p:";
  rest += pseudonym;
  return {partition, in_partition(partition, rest)};
}

std::string Keys::parts_waiting(std::uint16_t partition) {
  return in_partition(partition, "parts");
}

PlacedKey Keys::funnel(std::string_view dialog, std::string_view day) const {
  std::string rest = "f:";
  rest += dialog;
  rest += ':';
  rest += day;
  const auto partition = static_cast<std::uint16_t>(hash(rest) % partitions_);
  return {partition, in_partition(partition, rest)};
}

std::string Keys::file(std::uint16_t partition, std::string_view pseudonym) {
  std::string rest = "d:";
  rest += pseudonym;
  return in_partition(partition, rest);
}

PlacedKey Keys::person(std::string_view pseudonym) const {
  const auto partition = static_cast<std::uint16_t>(hash(pseudonym) % partitions_);
  std::string rest = "i:";
  rest += pseudonym;
  return {partition, in_partition(partition, rest)};
}

SentKey Keys::sent(std::string_view pseudonym) const {
  const auto partition = static_cast<std::uint16_t>(hash(pseudonym) % partitions_);
  std::string rest = "x:";
  rest += pseudonym;
  return {partition, in_partition(partition, rest)};
}

std::string Keys::entry(std::uint16_t partition, std::string_view id) {
  std::string rest = "e:";
  rest += id;
  return in_partition(partition, rest);
}

std::string Keys::due(std::uint16_t partition) {
  return in_partition(partition, "due");
}
std::string Keys::dead(std::uint16_t partition) {
  return in_partition(partition, "dead");
}
std::string Keys::tally(std::uint16_t partition, std::string_view day) {
  std::string rest = "t:";
  rest += day;
  return in_partition(partition, rest);
}
std::string Keys::dropped(std::uint16_t partition) {
  return in_partition(partition, "dropped");
}
std::string Keys::refs(std::uint16_t partition) {
  return in_partition(partition, "refs");
}

std::string Keys::version(std::uint64_t hash) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string key = "jisr:{versions}:";
  for (int shift = 60; shift >= 0; shift -= 4) key += kDigits[(hash >> shift) & 0xF];
  return key;
}

std::string Keys::version_names(std::uint64_t hash) {
  return version(hash) + ":map";
}

}  // namespace jisr::gateway
