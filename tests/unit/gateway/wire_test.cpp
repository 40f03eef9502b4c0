// tests/wire/<provider>.yaml against config/providers/<provider>.yaml: one runner, no code for a
// provider. Each row is a request with what it means, a reply with its bytes, an SMS with its
// request, an answer with its meaning, or a receipt. A row that expects nothing, or a key that the
// runner does not know, fails.
#include "gateway/wire_cases.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "gateway/profile_file.hpp"
#include "tests/support/place/place.hpp"

namespace jisr::gateway {
namespace {

using providers::Inbound;
const std::string kRoot = test::kSourceDir;

void expect_none(const dialogs::Findings& findings, const Sources& sources) {
  for (const auto& finding : findings.all()) {
    const auto source = sources.find(finding.place.file);
    ADD_FAILURE() << dialogs::render(finding, source == sources.end() ? "" : source->second);
  }
}

// The profiles that are shipped, with their recorded traffic.
std::vector<WireFile> wire_files() {
  dialogs::Findings findings;
  Sources sources;
  std::vector<WireFile> files;
  for (auto& [name, profile] : read_profiles(kRoot + "/config/providers", findings, sources)) {
    const auto path = kRoot + "/tests/wire/" + name + ".yaml";
    const auto text = read_text(path);
    EXPECT_TRUE(text) << name << " has no recorded traffic";
    if (!text) continue;
    sources[path] = *text;
    files.emplace_back(profile, *text, path, findings);
  }
  expect_none(findings, sources);
  return files;
}

TEST(Wire, EachProviderReadsAndWritesItsDocumentedBytes) {
  const auto files = wire_files();
  ASSERT_GE(files.size(), 5U);
  for (const auto& file : files) {
    SCOPED_TRACE(file.profile().name);
    EXPECT_GT(file.rows().size(), 5U);
    for (const auto& row : file.rows()) {
      for (const auto& complaint : file.check(row)) {
        ADD_FAILURE() << row.yaml.place().file << ":" << row.yaml.place().line << ": " << row.title
                      << ": " << complaint;
      }
    }
  }
}

// The same damage on every machine: one to three bytes changed or cut out.
class Damage {
 public:
  void to(std::string& bytes) {
    for (std::size_t hits = 1 + draw(3); hits > 0 && !bytes.empty(); --hits) {
      const auto at = draw(bytes.size());
      if (draw(4) == 0)
        bytes.erase(at, 1 + draw(8));
      else
        bytes[at] = static_cast<char>(draw(256));
    }
  }

 private:
  std::size_t draw(std::size_t below) {
    random_ = random_ * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::size_t>(random_ >> 33) % below;
  }
  std::uint64_t random_ = 8350;
};

// What may leave the codec: bounded, UTF-8, and without NUL in any field.
void expect_sound(const std::vector<std::pair<std::string, std::string>>& facts) {
  for (const auto& [name, value] : facts) {
    EXPECT_TRUE(providers::valid_utf8(value)) << name;
    EXPECT_EQ(value.find('\0'), std::string::npos) << name;
    EXPECT_LE(value.size(), name == "text" ? providers::kTextBytesMax : 2 * providers::kIdBytesMax);
  }
}

// 0 when taken, else the status of the refusal.
int give(const WireFile& file, const providers::HttpRequest& request, bool receipt) {
  if (receipt) {
    const auto receipts = providers::parse_receipts(file.profile(), file.secrets(), request);
    if (!receipts) return receipts.error().status;
    for (const auto& one : *receipts) expect_sound(facts(one));
    return 0;
  }
  const auto received = providers::receive(file.profile(), file.secrets(), request);
  if (!received) return received.error().status;
  for (const auto& one : received->inbound) expect_sound(facts(one));
  return 0;
}

// Bytes changed at random in every recorded request and answer: a value or a refusal, never a
// crash, never a long wait.
TEST(Wire, DamagedBytesAreTakenOrRefused) {
  Damage damage;
  std::size_t taken = 0;
  std::size_t refused = 0;
  for (const auto& file : wire_files()) {
    for (const auto& row : file.rows()) {
      SCOPED_TRACE(file.profile().name + ": " + row.title);
      const auto answer = row.yaml["answer"];
      const bool receipt = row.yaml["receipt"].exists();
      const bool request = row.yaml["inbound"].exists() || receipt;
      for (int i = 0; i < 300 && (answer.exists() || request); ++i) {
        if (answer.exists()) {
          auto body = answer["body"].exists() ? answer["body"].text() : std::string();
          damage.to(body);
          const auto sent =
              providers::sms_outcome(file.profile(), std::stoi(answer["status"].text()), body);
          EXPECT_TRUE(sent ? sent->message_id.size() <= body.size() : !sent.error().why.empty());
          continue;
        }
        auto damaged = row.request;
        damage.to(damaged.body.empty() ? damaged.query : damaged.body);
        const auto status = give(file, damaged, receipt);
        (status == 0 ? taken : refused)++;
        EXPECT_TRUE(status == 0 || (status >= 400 && status <= 415)) << status;
      }
    }
  }
  EXPECT_GT(taken, 1000U);
  EXPECT_GT(refused, 1000U);
}

}  // namespace
}  // namespace jisr::gateway
