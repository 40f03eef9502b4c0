// Packing, unpacking, compiling again.
#include "gateway/version.hpp"

#include <zlib.h>

#include <charconv>
#include <utility>
#include <vector>

namespace jisr::gateway {

namespace {

using Texts = std::vector<std::string>;

constexpr const char* kFormat = "1";
constexpr std::size_t kTextsMax = 8192;  // of one value; a dialog has 500 screens at most

// "5:hello3:abc", binary safe.
std::string join(const Texts& texts) {
  std::string out;
  for (const auto& text : texts) {
    out += std::to_string(text.size());
    out += ':';
    out += text;
  }
  return out;
}

std::optional<std::size_t> number(std::string_view digits) {
  std::size_t value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [rest, failed] = std::from_chars(digits.data(), end, value);
  if (failed != std::errc{} || rest != end || digits.empty()) return std::nullopt;
  return value;
}

std::optional<Texts> split(std::string_view bytes) {
  Texts texts;
  while (!bytes.empty()) {
    const auto colon = bytes.substr(0, 20).find(':');
    if (colon == std::string_view::npos || texts.size() == kTextsMax) return std::nullopt;
    const auto size = number(bytes.substr(0, colon));
    bytes.remove_prefix(colon + 1);
    if (!size || *size > bytes.size()) return std::nullopt;
    texts.emplace_back(bytes.substr(0, *size));
    bytes.remove_prefix(*size);
  }
  return texts;
}

// Takes texts one after the other; past the end, or where a number is none, it is not good.
class Taker {
 public:
  explicit Taker(std::optional<Texts> texts) : good_(texts.has_value()) {
    if (texts) texts_ = std::move(*texts);
    if (text() != kFormat) good_ = false;
  }
  std::string text() {
    if (at_ < texts_.size()) return std::move(texts_[at_++]);
    good_ = false;
    return {};
  }
  std::size_t count(std::size_t max = SIZE_MAX) {
    const auto value = number(text());
    if (!value || *value > max) good_ = false;
    return good_ ? *value : 0;
  }
  Texts list() {
    Texts all;
    for (auto left = count(texts_.size()); left > 0 && good_; --left) all.push_back(text());
    return all;
  }
  std::map<std::string, std::string> pairs() {
    std::map<std::string, std::string> all;
    for (auto left = count(texts_.size()); left > 0 && good_; --left) {
      auto key = text();
      all[std::move(key)] = text();
    }
    return all;
  }
  [[nodiscard]] bool whole() const { return good_ && at_ == texts_.size(); }

 private:
  Texts texts_;
  std::size_t at_ = 0;
  bool good_;
};

void add(Texts& texts, const Texts& list) {
  texts.push_back(std::to_string(list.size()));
  texts.insert(texts.end(), list.begin(), list.end());
}

void add(Texts& texts, const std::map<std::string, std::string>& pairs) {
  texts.push_back(std::to_string(pairs.size()));
  for (const auto& [key, value] : pairs) {
    texts.push_back(key);
    texts.push_back(value);
  }
}

// "<size before>:<zlib>"
std::optional<std::string> deflated(const std::string& plain) {
  if (plain.size() > kSourceBytesMax) return std::nullopt;
  uLongf size = compressBound(plain.size());
  std::string out(size, '\0');
  const auto* from = reinterpret_cast<const Bytef*>(plain.data());
  if (compress2(reinterpret_cast<Bytef*>(out.data()), &size, from, plain.size(),
                Z_BEST_COMPRESSION) != Z_OK) {
    return std::nullopt;
  }
  out.resize(size);
  if (out.size() > kPackedBytesMax) return std::nullopt;
  return std::to_string(plain.size()) + ':' + out;
}

std::optional<std::string> inflated(std::string_view packed) {
  const auto colon = packed.substr(0, 20).find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto expected = number(packed.substr(0, colon));
  packed.remove_prefix(colon + 1);
  if (!expected || *expected > kSourceBytesMax) return std::nullopt;
  std::string plain(*expected, '\0');
  uLongf size = plain.size();
  const auto* from = reinterpret_cast<const Bytef*>(packed.data());
  if (uncompress(reinterpret_cast<Bytef*>(plain.data()), &size, from, packed.size()) != Z_OK ||
      size != plain.size()) {
    return std::nullopt;
  }
  return plain;
}

std::shared_ptr<const dialogs::Dialog> compile_again(const StoredVersion& stored) {
  auto sources = stored.packed ? unpack(*stored.packed) : std::nullopt;
  if (!sources) return nullptr;
  const auto files = std::move(sources->files);
  dialogs::Findings ignored;  // they were shown when it was first read
  dialogs::CompileOptions options;
  options.prove = false;  // it was, before it was kept
  options.read_file = [&files](const std::string& path) {
    const auto found = files.find(path);
    return found == files.end() ? std::nullopt : std::optional(found->second);
  };
  auto dialog = compile_noting(*sources, std::move(options), ignored);
  // The same text may mean something else in another release: then it is not that version.
  return dialog && dialog->hash == stored.hash ? dialog : nullptr;
}

}  // namespace

std::shared_ptr<const dialogs::Dialog> compile_noting(VersionSources& sources,
                                                      dialogs::CompileOptions options,
                                                      dialogs::Findings& findings) {
  sources.files.clear();
  options.read_file = [&, read = std::move(options.read_file)](const std::string& path) {
    auto text = read(path);
    if (text) sources.files[path] = *text;
    return text;
  };
  options.settings = sources.settings;
  options.ussd = sources.page;
  return dialogs::compile(sources.yaml, sources.file, options, findings);
}

std::shared_ptr<const Version> make_version(std::shared_ptr<const dialogs::Dialog> dialog,
                                            const VersionSources& sources,
                                            dialogs::Findings& findings) {
  auto packed = pack(sources);
  if (!packed) {
    findings.error("E150", {sources.file, 1, 1},
                   "the dialog and its tables are too large to be kept for calls in progress",
                   "16 MiB, or 2 MiB compressed, are the limit: leave out columns and rows that no "
                   "screen needs");
    return nullptr;
  }
  auto version = std::make_shared<Version>();
  version->hash = dialog->hash;
  version->names = dialogs::names_of(*dialog);
  version->dialog = std::move(dialog);
  version->packed = std::move(*packed);
  return version;
}

std::shared_ptr<const Version> open_version(StoredVersion stored) {
  auto version = std::make_shared<Version>();
  version->hash = stored.hash;
  version->dialog = compile_again(stored);
  if (version->dialog) {
    version->names = dialogs::names_of(*version->dialog);
    version->packed = std::move(*stored.packed);
  } else if (stored.names) {
    version->names = std::move(*stored.names);
  } else {
    return nullptr;
  }
  return version;
}

std::optional<std::string> pack(const VersionSources& sources) {
  Texts texts = {kFormat, sources.file, sources.yaml, std::to_string(sources.page.gsm7),
                 std::to_string(sources.page.ucs2)};
  add(texts, sources.settings);
  add(texts, sources.files);
  if (texts.size() > kTextsMax) return std::nullopt;
  return deflated(join(texts));
}

std::optional<VersionSources> unpack(std::string_view packed) {
  const auto plain = inflated(packed);
  if (!plain) return std::nullopt;
  Taker take(split(*plain));
  VersionSources sources;
  sources.file = take.text();
  sources.yaml = take.text();
  sources.page.gsm7 = take.count();
  sources.page.ucs2 = take.count();
  sources.settings = take.pairs();
  sources.files = take.pairs();
  if (!take.whole()) return std::nullopt;
  return sources;
}

std::string encode(const dialogs::Names& names) {
  Texts texts = {kFormat, names.dialog, names.consent_version, std::to_string(names.start)};
  add(texts, names.languages);
  add(texts, names.screens);
  add(texts, names.fields);
  return join(texts);
}

std::optional<dialogs::Names> decode_names(std::string_view bytes) {
  Taker take(split(bytes));
  dialogs::Names names;
  names.dialog = take.text();
  names.consent_version = take.text();
  names.start = static_cast<std::uint16_t>(take.count(0xFFFF));
  names.languages = take.list();
  names.screens = take.list();
  names.fields = take.list();
  if (!take.whole()) return std::nullopt;
  return names;
}

}  // namespace jisr::gateway
