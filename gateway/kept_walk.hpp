// Going over all that is kept in Redis, a step at a time, while gateways run: plain values of the
// Store.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace jisr::gateway {

// How far one has come. What is there from the first step to the last is met at least once.
struct KeptPlace {
  std::size_t server = 0;
  std::string cursor = "0";
  bool done = false;
};

// What is sealed in a key, opened: personal data.
struct KeptValue {
  std::uint16_t partition = 0;
  std::string key;
  std::string rest;                 // behind the kind: an entry's id
  std::string owner;                // of parts: the pseudonym of whose they are
  std::vector<std::string> opened;  // in the key's order; most kinds have one

  [[nodiscard]] std::string plain() const {  // all of them, as one
    std::string all;
    for (const auto& one : opened) all += one;
    return all;
  }
};
struct KeptStep {
  KeptPlace place;
  std::vector<KeptValue> values;
  std::uint64_t broken = 0;  // that do not open
};

// What sealing keys hold, by id, and what was sealed anew.
struct ResealStep {
  KeptPlace place;
  std::map<unsigned, std::uint64_t> by_key;  // values found, by the id of the key that seals them
  std::uint64_t resealed = 0;
  std::uint64_t overtaken = 0;  // changed meanwhile: by whoever did, sealed with the key of his
  std::uint64_t broken = 0;     // do not open, with any key
  std::uint64_t unknown = 0;    // keys of a kind that this release does not know
};

// Where one subscriber's own keys stand.
struct Whereabouts {
  struct Conversation {
    bool sms = false;
    std::string session;  // decode_kept(); a personal datum
    std::int64_t left_ms = 0;
  };
  std::uint16_t partition = 0;
  std::vector<Conversation> conversations;
  bool registered_before = false;
  std::int64_t registered_left_ms = 0;
  bool stopped = false;
};

// Something that a person did by hand. No names, numbers or answers of subscribers in it.
struct Act {
  std::string what;    // "outbox drop"
  std::string by;      // "amal", "root (sudo by amal)"
  std::string target;  // an entry's id, a log name; empty: none
  std::string reason;  // empty: none given
};
struct ActNoted {
  Act act;
  std::int64_t at_ms = 0;
};

}  // namespace jisr::gateway
