// A long SMS while not all of its parts are there: plain values between the Store, which keeps
// them, and Parts, which joins them. Texts are in the clear here, and sealed only in Redis.
#pragma once
#include <cstdint>
#include <string>

namespace jisr::gateway {

struct PartsKey {
  std::uint16_t partition = 0;
  std::string name;  // "jisr:{17}:p:<pseudonym>"
};

struct SmsPart {
  std::string channel;  // for the log, if the others never come
  std::string owner;    // her pseudonym, so that `jisr person` finds it
  unsigned number = 1;  // 1 to count
  unsigned count = 1;
  std::string mark;  // tells a repeat of this part from the same part of her next long SMS
  std::string text;
};

struct PartsFound {
  enum class What {
    incomplete,  // others are missing
    whole,       // all are there, and nobody has said finish_parts() yet
    done,        // a part that comes again, after finish_parts()
  };
  What what = What::incomplete;
  std::string set;   // whole: names this very long SMS, the same for each repeat of a part
  std::string text;  // whole: of all parts, in their order
};

// Parts that waited in vain for the others.
struct PartsDropped {
  std::string channel;
  unsigned there = 0;
  unsigned count = 0;
};

}  // namespace jisr::gateway
