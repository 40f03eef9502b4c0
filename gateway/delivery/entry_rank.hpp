// What leaves first when not all can: the id of an SMS says for what it is, so that a look at the
// outbox need not open its entries. Stored in Redis; do not change the letters. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "gateway/delivery/purpose.hpp"

namespace jisr::gateway {

// Registrations (plain UUIDs; SMS of older versions too) and answers, then confirmations, then
// reminders, then news.
inline int rank_of(std::string_view id) {
  if (id.size() < 2 || id[1] != '-') return 0;
  switch (id[0]) {
    case 'c':
      return 1;
    case 'r':
      return 2;
    case 'n':
      return 3;
    default:
      return 0;
  }
}

inline std::string sms_entry_id(Purpose purpose, const std::string& uuid) {
  return std::string(1, name(purpose).front()) + '-' + uuid;
}

// As providers see it: they may take 36 characters and no more.
inline std::string_view plain_id(std::string_view id) {
  return id.size() > 2 && id[1] == '-' ? id.substr(2) : id;
}

}  // namespace jisr::gateway
