// What is kept of a registration by its number, until the registry has no more to say of it: how
// she may be told of news, what the registry said last, and how to know that it is her who asks.
// Plain values and their stored forms; pure, any thread.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace jisr::gateway {

// Stored when she registers.
struct FileRecord {
  std::string msisdn;    // E.164
  std::string language;  // BCP 47
  std::string channel;   // that may send her SMS; empty: she did not say that they are safe
  bool discreet = true;
  std::string check;  // the answer that she tells with the number, as it is kept; empty: none
};

// What the registry said last.
struct FileNews {
  std::string status;                         // is_status()
  std::string at;                             // RFC 3339, as the registry gave it
  std::map<std::string, std::string> params;  // {place}, {date}: values, never sentences
};

// JSON. Stored (sealed) in Redis; do not rename its keys, add beside them.
std::string encode(const FileRecord& record);
std::optional<FileRecord> decode_file_record(std::string_view bytes);
std::string encode(const FileNews& news);
std::optional<FileNews> decode_file_news(std::string_view bytes);

// Whether what she tells is the answer: of a birth the year alone will do.
bool checks(const FileRecord& record, std::string_view told);

}  // namespace jisr::gateway
