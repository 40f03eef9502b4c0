// All that is kept of one subscriber, for her request to see or to erase it (law 09-08, articles 7
// to 9). Found by gateway/kept_kinds.hpp: her own keys by their names, the rest by opening all that
// may be hers. Slow, and for people; not on the way of any answer.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store.hpp"

namespace jisr::gateway {

// Whether what is sealed in an entry, or in an SMS that waits for its receipt, is about a number.
enum class Concern : std::uint8_t {
  none,
  hers,       // she sent it, or it is sent to her
  names_her,  // somebody else's registration has her number among its answers
};
Concern concern_of_entry(std::string_view payload, std::string_view msisdn);
Concern concern_of_sent(std::string_view record, std::string_view msisdn);

struct PersonEntry {
  EntryShown shown;
  Concern concern = Concern::hers;
};

struct PersonFile {
  std::string msisdn;  // E.164
  std::string log_name;
  Whereabouts at;
  std::vector<PersonEntry> entries;
  std::vector<KeptValue> sent;   // SMS that wait for their receipts
  std::vector<KeptValue> parts;  // of long SMS
  // What became of her registrations, and their numbers by a card. They are found by the phone that
  // is told of news, by what waits in the outbox, and by what is given beside her phone.
  std::vector<KeptValue> files;  // opened: JSON objects, as gateway/file_record.hpp has them
  std::vector<KeptValue> cards;
  std::uint64_t broken = 0;  // values that do not open: nobody knows whose they are
};

// `known`: cards as a dialog keeps them ("JA123456") and numbers of registrations that are hers,
// whichever phone they were made on.
boost::asio::awaitable<Result<PersonFile>> find_person(
    Store* store, std::string msisdn, std::string log_name,
    std::vector<std::string> known = std::vector<std::string>());

struct PersonErased {
  int own = 0;       // conversations, and that she registered before
  int sms = 0;       // that waited to leave
  int receipts = 0;  // SMS that waited for a receipt
  int parts = 0;     // long SMS
  int files = 0;     // what became of her registrations
  int cards = 0;     // numbers of her registrations by her card
  int registrations = 0;
  std::vector<std::string> kept;       // ids of registrations that stay
  std::vector<std::string> attempted;  // of those erased: the registry may have them already
  std::uint64_t named_in = 0;          // registrations of others with her number: they stay
};
// STOP stays in any case: without it she would get SMS again. Registrations stay unless
// `also_outbox`: she was told that they are recorded. May be repeated.
boost::asio::awaitable<Result<PersonErased>> erase_person(Store* store, const PersonFile* file,
                                                          bool also_outbox);

}  // namespace jisr::gateway
