// tests/wire/<provider>.yaml against config/providers/<provider>.yaml: one runner, no code for a
// provider. Each row is a request with what it means, a reply with its bytes, an SMS with its
// request, an answer with its meaning, or a receipt. A row that expects nothing, or a key that the
// runner does not know, fails.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "gateway/profile_file.hpp"
#include "providers/codec.hpp"
#include "providers/reading.hpp"

namespace jisr::gateway {
namespace {

using providers::Inbound;
const std::string kRoot = JISR_SOURCE_DIR;

std::string word(Inbound::Kind kind) {
  switch (kind) {
    case Inbound::Kind::ussd_begin:
      return "begin";
    case Inbound::Kind::ussd_answer:
      return "answer";
    case Inbound::Kind::ussd_release:
      return "release";
    case Inbound::Kind::sms:
      return "sms";
  }
  return "?";
}

std::string text(const YAML::Node& row, const char* key, const std::string& otherwise = {}) {
  return row.IsDefined() && row[key] ? row[key].as<std::string>() : otherwise;
}

providers::HttpRequest request_of(const YAML::Node& row) {
  providers::HttpRequest request;
  request.method = text(row, "method", "POST");
  request.query = text(row, "query");
  request.body = text(row, "body");
  if (row["repeat"]) {  // a huge body: "x" so many times at its end
    request.body += std::string(row["repeat"].as<std::size_t>(), 'x');
  }
  const auto type = text(row, "type", "application/x-www-form-urlencoded");
  if (!type.empty()) request.headers.emplace_back("Content-Type", type);
  for (const auto& header : row["headers"]) {
    request.headers.emplace_back(header.first.as<std::string>(), header.second.as<std::string>());
  }
  return request;
}

class WireFile {
 public:
  WireFile(providers::Profile profile, const YAML::Node& file) : profile_(std::move(profile)) {
    only(file, {"secrets", "settings", "rows"});
    secrets_.secret = text(file["secrets"], "secret");
    for (const auto& setting : file["settings"]) {
      settings_[setting.first.as<std::string>()] = setting.second.as<std::string>();
    }
  }

  void check(const YAML::Node& row) {
    only(row, {"title", "method", "query", "body", "repeat", "type", "headers", "inbound",
               "refused", "receipt", "reply", "set", "unset", "sms", "answer"});
    std::size_t checked = 0;
    if (row["inbound"] || (row["refused"] && !row["receipt"])) checked += check_inbound(row);
    if (row["receipt"]) checked += check_receipt(row);
    if (row["reply"]) checked += check_reply(row["reply"]);
    if (row["sms"]) checked += check_sms(row);
    if (row["answer"]) checked += check_answer(row["answer"]);
    EXPECT_GT(checked, 0U) << "the row expects nothing";
  }

 private:
  static void only(const YAML::Node& node, const std::set<std::string>& known) {
    for (const auto& entry : node) {
      EXPECT_TRUE(known.contains(entry.first.as<std::string>())) << "unknown key " << entry.first;
    }
  }

  std::size_t check_inbound(const YAML::Node& row) {
    const auto in = providers::parse_inbound(profile_, secrets_, request_of(row));
    if (row["refused"]) {
      EXPECT_FALSE(in) << "taken";
      if (!in) {
        EXPECT_EQ(in.error().status, row["refused"].as<int>()) << in.error().why;
      }
      return 1;
    }
    EXPECT_TRUE(in) << (in ? "" : in.error().why);
    if (!in) return 1;
    const std::map<std::string, std::string> read{
        {"kind", word(in->kind)}, {"msisdn", in->msisdn}, {"session", in->session},
        {"service", in->service}, {"text", in->text},     {"message_id", in->message_id},
        {"network", in->network}};
    for (const auto& entry : row["inbound"]) {
      const auto key = entry.first.as<std::string>();
      const auto found = read.find(key);
      EXPECT_NE(found, read.end()) << "unknown " << key;
      if (found != read.end()) {
        EXPECT_EQ(found->second, entry.second.as<std::string>()) << key;
      }
    }
    return row["inbound"].size();
  }

  std::size_t check_receipt(const YAML::Node& row) {
    const auto receipt = providers::parse_receipt(profile_, secrets_, request_of(row));
    if (row["refused"]) {
      EXPECT_FALSE(receipt);
      if (!receipt) {
        EXPECT_EQ(receipt.error().status, row["refused"].as<int>());
      }
      return 1;
    }
    EXPECT_TRUE(receipt) << (receipt ? "" : receipt.error().why);
    if (!receipt) return 1;
    only(row["receipt"], {"message_id", "status", "reason"});
    EXPECT_EQ(receipt->message_id, text(row["receipt"], "message_id"));
    EXPECT_EQ(providers::name(receipt->status), text(row["receipt"], "status"));
    EXPECT_EQ(receipt->reason, text(row["receipt"], "reason"));
    return 3;
  }

  std::size_t check_reply(const YAML::Node& reply) {
    only(reply, {"text", "ends", "ucs2", "to", "type", "headers", "body"});
    Inbound in;
    const auto to = text(reply, "to", profile_.ussd ? "answer" : "sms");
    in.kind = to == "sms"       ? Inbound::Kind::sms
              : to == "release" ? Inbound::Kind::ussd_release
                                : Inbound::Kind::ussd_answer;
    providers::Reply page;
    page.text = text(reply, "text");
    page.ends = reply["ends"] && reply["ends"].as<bool>();
    page.ucs2 = reply["ucs2"] && reply["ucs2"].as<bool>();
    const auto response = providers::render_reply(profile_, in, page);
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.body, text(reply, "body"));
    if (reply["type"]) {
      EXPECT_EQ(response.headers.at(0).second, text(reply, "type"));
    }
    expect_headers(response.headers, reply["headers"]);
    return 1;
  }

  static void expect_headers(const std::vector<std::pair<std::string, std::string>>& written,
                             const YAML::Node& expected) {
    for (const auto& header : expected) {
      const auto name = header.first.as<std::string>();
      const auto found = std::find_if(written.begin(), written.end(),
                                      [&](const auto& one) { return one.first == name; });
      EXPECT_TRUE(found != written.end()) << name;
      if (found != written.end()) {
        EXPECT_EQ(found->second, header.second.as<std::string>());
      }
    }
  }

  std::size_t check_sms(const YAML::Node& row) {
    const auto sms = row["sms"];
    auto settings = settings_;
    for (const auto& setting : row["set"]) {
      settings[setting.first.as<std::string>()] = setting.second.as<std::string>();
    }
    for (const auto& name : row["unset"]) settings.erase(name.as<std::string>());
    only(sms, {"id", "to", "text", "ucs2", "method", "url", "headers", "body"});
    providers::Sms message;
    message.id = text(sms, "id");
    message.to = text(sms, "to");
    message.text = text(sms, "text");
    message.ucs2 = sms["ucs2"] && sms["ucs2"].as<bool>();
    const auto out = providers::sms_request(profile_, settings, message);
    EXPECT_EQ(out.method, text(sms, "method"));
    EXPECT_EQ(out.url, text(sms, "url"));
    EXPECT_EQ(out.body, text(sms, "body"));
    expect_headers(out.headers, sms["headers"]);
    return 3;
  }

  std::size_t check_answer(const YAML::Node& answer) {
    only(answer, {"status", "body", "sent", "message_id", "retryable"});
    const auto sent =
        providers::sms_outcome(profile_, answer["status"].as<int>(), text(answer, "body"));
    EXPECT_EQ(sent.has_value(), answer["sent"].as<bool>());
    if (sent) {
      EXPECT_EQ(sent->message_id, text(answer, "message_id"));
    }
    if (!sent) {
      EXPECT_EQ(sent.error().retryable, answer["retryable"].as<bool>());
    }
    return 1;
  }

  providers::Profile profile_;
  providers::Secrets secrets_;
  providers::Settings settings_;
};

TEST(Wire, EachProviderReadsAndWritesItsDocumentedBytes) {
  dialogs::Findings findings;
  Sources sources;
  const auto profiles = read_profiles(kRoot + "/config/providers", findings, sources);
  for (const auto& finding : findings.all()) {
    ADD_FAILURE() << dialogs::render(finding, sources[finding.place.file]);
  }
  ASSERT_GE(profiles.size(), 5U);
  for (const auto& [name, profile] : profiles) {
    SCOPED_TRACE(name);
    const auto path = kRoot + "/tests/wire/" + name + ".yaml";
    ASSERT_TRUE(std::filesystem::exists(path)) << "each provider has recorded traffic";
    const auto file = YAML::LoadFile(path);
    WireFile wire(profile, file);
    ASSERT_GT(file["rows"].size(), 5U);
    for (const auto& row : file["rows"]) {
      SCOPED_TRACE(text(row, "title", "(a row without a title)"));
      wire.check(row);
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
void expect_sound(const Inbound& in) {
  EXPECT_LE(in.text.size(), providers::kTextBytesMax);
  for (const auto* field :
       {&in.msisdn, &in.session, &in.service, &in.text, &in.message_id, &in.network}) {
    EXPECT_TRUE(providers::valid_utf8(*field));
    EXPECT_EQ(field->find('\0'), std::string::npos);
    EXPECT_LE(field->size(), field == &in.text ? providers::kTextBytesMax : providers::kIdBytesMax);
  }
}

// Bytes changed at random in every recorded request and answer: a value or a refusal, never a
// crash, never a long wait.
TEST(Wire, DamagedBytesAreTakenOrRefused) {
  dialogs::Findings findings;
  Sources sources;
  const auto profiles = read_profiles(kRoot + "/config/providers", findings, sources);
  Damage damage;
  std::size_t taken = 0;
  std::size_t refused = 0;
  for (const auto& [name, profile] : profiles) {
    const auto file = YAML::LoadFile(kRoot + "/tests/wire/" + name + ".yaml");
    providers::Secrets secrets;
    secrets.secret = text(file["secrets"], "secret");
    for (const auto& row : file["rows"]) {
      if (!row["inbound"] && !row["receipt"] && !row["answer"]) continue;
      SCOPED_TRACE(name + ": " + text(row, "title"));
      for (int i = 0; i < 600; ++i) {
        if (row["answer"]) {
          auto body = text(row["answer"], "body");
          damage.to(body);
          const auto status = row["answer"]["status"].as<int>();
          const auto sent = providers::sms_outcome(profile, status, body);
          EXPECT_TRUE(sent ? sent->message_id.size() <= body.size() : !sent.error().why.empty());
          continue;
        }
        auto request = request_of(row);
        damage.to(request.body.empty() ? request.query : request.body);
        int status = 0;
        if (row["receipt"]) {
          const auto receipt = providers::parse_receipt(profile, secrets, request);
          if (!receipt) status = receipt.error().status;
        } else {
          const auto in = providers::parse_inbound(profile, secrets, request);
          if (in) expect_sound(*in);
          if (!in) status = in.error().status;
        }
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
