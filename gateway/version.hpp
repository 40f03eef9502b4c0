// One version of a dialog with all that it takes to make it again: in this process after a restart,
// or in another one. What is kept in Redis (Keys::version) is the exact text that the compiler
// read, so that a session can finish on the version with which it began. No personal data.
// Immutable once made; shared by threads.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dialogs/compile.hpp"
#include "dialogs/migrate.hpp"

namespace jisr::gateway {

// All that dialogs::compile() is given.
struct VersionSources {
  std::string file;  // its name in findings
  std::string yaml;
  std::map<std::string, std::string> files;  // what it reads besides, by path as it names it
  std::map<std::string, std::string> settings;
  dialogs::Limit page{160, 70};
};

struct Version {
  std::uint64_t hash = 0;
  std::shared_ptr<const dialogs::Dialog> dialog;  // null: gone, or this release refuses it
  dialogs::Names names;
  std::string packed;  // the sources; empty when they are gone
  // When this process last wrote it to Redis, Unix ms; 0: never. Written by any lane.
  mutable std::atomic<std::int64_t> kept_ms{0};
};

// What Redis gave for a hash; either part may be missing.
struct StoredVersion {
  std::uint64_t hash = 0;
  std::optional<std::string> packed;
  std::optional<dialogs::Names> names;
};

// Compiles what `options.read_file` finds beside `sources.yaml`, and notes it in `sources.files`.
// Settings and page are those of `sources`: with them the same sources are the same dialog.
std::shared_ptr<const dialogs::Dialog> compile_noting(VersionSources& sources,
                                                      dialogs::CompileOptions options,
                                                      dialogs::Findings& findings);

// E150 among the findings, and null, when the sources are too large to be kept.
std::shared_ptr<const Version> make_version(std::shared_ptr<const dialogs::Dialog> dialog,
                                            const VersionSources& sources,
                                            dialogs::Findings& findings);

// The version again. Takes milliseconds. Sources that do not unpack, do not compile in this
// release, or mean another dialog now give a version without `dialog`; null when there are no names
// either.
std::shared_ptr<const Version> open_version(StoredVersion stored);

// Stored in Redis; do not change. pack() is zlib over texts with their lengths: at most
// kSourceBytesMax before and kPackedBytesMax after it, or nothing. The others take any bytes.
constexpr std::size_t kSourceBytesMax = 16 * 1024 * 1024;
constexpr std::size_t kPackedBytesMax = 2 * 1024 * 1024;
std::optional<std::string> pack(const VersionSources& sources);
std::optional<VersionSources> unpack(std::string_view packed);
std::string encode(const dialogs::Names& names);
std::optional<dialogs::Names> decode_names(std::string_view bytes);

}  // namespace jisr::gateway
