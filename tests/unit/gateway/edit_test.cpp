// What a person may make of an entry: what will be read and taken, and of the same person.
#include "gateway/delivery/edit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "tests/support/place/place.hpp"
#include "tests/support/registrations.hpp"

namespace jisr::gateway {
namespace {

using testing::HasSubstr;

class EditTest : public testing::Test {
 protected:
  EditTest() {
    dialogs::Findings findings;
    std::map<std::string, std::string> sources;
    registry_ = read_registry(std::string(test::kSourceDir) + "/config/registry/jisr.yaml",
                              findings, sources);
    EXPECT_FALSE(findings.has_errors());
  }
  // The registration's text for an editor, with one thing changed.
  std::string with(const std::string& from, const std::string& to) {
    auto text = editable(payload_);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in " << text;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
  }
  std::string refused(const std::string& changed) {
    const auto after = edited(EntryKind::registry, payload_, changed, registry_.get());
    return after ? "taken" : after.error().context;
  }

  std::unique_ptr<RegistryConfig> registry_;
  const std::string payload_ = encode(test::a_registration());
};

TEST_F(EditTest, UnchangedItIsTheSame) {
  const auto text = editable(payload_);
  EXPECT_THAT(text, HasSubstr("\n    [\"family_name\",\"Zzcanary\"]"));
  EXPECT_EQ(edited(EntryKind::registry, payload_, text, registry_.get()).value(), payload_);
}

TEST_F(EditTest, AnAnswerIsCorrected) {
  const auto after =
      edited(EntryKind::registry, payload_, with("Zzcanary", "El Amrani"), registry_.get());
  ASSERT_TRUE(after);
  EXPECT_EQ(decode_registration(*after)->answer("family_name")->as_string(), "El Amrani");
}

TEST_F(EditTest, WhatTheRegistryWouldRefuseIsNotTaken) {
  EXPECT_THAT(refused(with("1990", "\"old\"")), HasSubstr("birth_year"));
  EXPECT_THAT(refused(with("\"id\"", "\"idd\"")), HasSubstr("a part is missing"));
  EXPECT_THAT(refused(with(test::a_registration().id, "another")), HasSubstr("id must stay"));
  EXPECT_THAT(refused("Zzcanary"), HasSubstr("not JSON"));
}

TEST_F(EditTest, AnSmsKeepsItsForm) {
  QueuedSms sms;
  sms.channel = "a";
  sms.msisdn = "+212612345678";
  sms.text = "Mercy";
  const auto text = editable(encode(sms));
  auto changed = text;
  changed.replace(changed.find("Mercy"), 5, "Merci");
  const auto after = edited(EntryKind::sms, encode(sms), changed, nullptr);
  ASSERT_TRUE(after);
  EXPECT_EQ(decode_sms(*after)->text, "Merci");
  EXPECT_FALSE(edited(EntryKind::sms, encode(sms), "{}", nullptr));
}

}  // namespace
}  // namespace jisr::gateway
