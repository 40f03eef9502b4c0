// A version of a dialog, packed and opened again; and files that change while they are read.
#include "gateway/version.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "gateway/deployment.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

struct Read {
  VersionSources sources;
  std::shared_ptr<const Version> version;
};

// The programme's dialog, from its file.
Read read_jisr(std::map<std::string, std::string> settings = {}) {
  const std::string folder = std::string(test::kSourceDir) + "/config/dialogs";
  Read read;
  read.sources.file = folder + "/jisr.yaml";
  read.sources.yaml = read_text(read.sources.file).value();
  read.sources.settings = std::move(settings);
  dialogs::Findings findings;
  dialogs::CompileOptions options;
  options.read_file = [&](const std::string& path) { return read_text(beside(folder, path)); };
  auto dialog = compile_noting(read.sources, std::move(options), findings);
  if (dialog) read.version = make_version(std::move(dialog), read.sources, findings);
  EXPECT_FALSE(findings.has_errors());
  return read;
}

StoredVersion stored(const Version& version) {
  return {version.hash, version.packed, version.names};
}

TEST(Version, OpensAsWhatItWas) {
  const auto read = read_jisr({{"age_min", "21"}});
  ASSERT_TRUE(read.version);
  EXPECT_FALSE(read.sources.files.empty()) << "the tables belong to it";
  EXPECT_LT(read.version->packed.size(), 200'000U);
  const auto again = open_version(stored(*read.version));
  ASSERT_TRUE(again && again->dialog);
  EXPECT_EQ(again->dialog->hash, read.version->hash);
  EXPECT_EQ(again->names.screens, read.version->names.screens);
  EXPECT_NE(read_jisr().version->hash, read.version->hash) << "the settings belong to it";
}

TEST(Version, WithoutSourcesThatMakeItOnlyItsNamesAreLeft) {
  const auto version = read_jisr().version;
  auto broken = stored(*version);
  broken.packed = version->packed.substr(0, version->packed.size() / 2);
  auto gone = stored(*version);
  gone.packed.reset();
  auto other = stored(*version);  // what this text means in this release is another version
  other.hash += 1;
  for (auto* one : {&broken, &gone, &other}) {
    const auto opened = open_version(*one);
    ASSERT_TRUE(opened);
    EXPECT_FALSE(opened->dialog);
    EXPECT_EQ(opened->names.fields, version->names.fields);
  }
  gone.names.reset();
  EXPECT_FALSE(open_version(gone));
}

TEST(Version, NamesGoThroughTheirBytes) {
  const auto names = read_jisr().version->names;
  const auto again = decode_names(encode(names));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->dialog, names.dialog);
  EXPECT_EQ(again->consent_version, names.consent_version);
  EXPECT_EQ(again->start, names.start);
  EXPECT_EQ(again->languages, names.languages);
  EXPECT_EQ(again->screens, names.screens);
  EXPECT_EQ(again->fields, names.fields);
  EXPECT_LT(encode(names).size(), 2000U);
}

TEST(Version, OtherBytesAreRefused) {
  const auto names = encode(read_jisr().version->names);
  for (std::size_t size = 0; size < names.size(); ++size) {
    EXPECT_FALSE(decode_names(names.substr(0, size))) << size;
  }
  EXPECT_FALSE(decode_names(names + "1:x"));
  for (const char* bytes : {"", ":", "1:", "x", "3:1:1", "99999999999999999999:", "1:11:2"}) {
    EXPECT_FALSE(decode_names(bytes)) << bytes;
    EXPECT_FALSE(unpack(bytes)) << bytes;
  }
  EXPECT_FALSE(unpack("16777217:x")) << "more than it may hold";
}

TEST(Version, SourcesThatAreTooLargeAreAFinding) {
  auto read = read_jisr();
  std::mt19937 random(7);
  std::string noise(kPackedBytesMax + 100'000, ' ');
  for (auto& c : noise) c = static_cast<char>(random());
  read.sources.files["noise.csv"] = noise;
  dialogs::Findings findings;
  EXPECT_FALSE(make_version(read.version->dialog, read.sources, findings));
  ASSERT_EQ(findings.all().size(), 1U);
  EXPECT_EQ(findings.all().front().code, "E150");
  read.sources.files["noise.csv"] = std::string(kSourceBytesMax, ' ');
  EXPECT_FALSE(pack(read.sources)) << "before compression it counts too";
}

TEST(Version, AFileThatChangesWhileItIsReadIsAFinding) {
  const std::string file = testing::TempDir() + "jisr-changes.yaml";
  std::ofstream(file) << "half a fi";
  const Sources sources = {{file, "half a fi"}};
  dialogs::Findings findings;
  check_unchanged(sources, findings);
  EXPECT_TRUE(findings.all().empty());
  std::ofstream(file) << "half a file, and the rest";
  check_unchanged(sources, findings);
  ASSERT_EQ(findings.all().size(), 1U);
  EXPECT_EQ(findings.all().front().code, "E151");
  std::filesystem::remove(file);
  check_unchanged(sources, findings);
  EXPECT_EQ(findings.all().size(), 2U) << "a file that went is no better";
}

}  // namespace
}  // namespace jisr::gateway
