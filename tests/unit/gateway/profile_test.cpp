// A page of YAML with one mistake: one finding, with its line. What a profile gets wrong in silence
// is found by a woman who reads an empty page.
#include <gtest/gtest.h>

#include "gateway/profile_file.hpp"

namespace jisr::gateway {
namespace {

constexpr const char* kUssd = R"(provider: x
kind: ussd
request:
  methods: [POST]
  msisdn: {form: phone}
  session: {form: session}
  text: {form: text}
reply:
  continue: {text: "CON {text}"}
  end: {text: "END {text}"}
)";

constexpr const char* kSms = R"(provider: x
kind: sms
request:
  methods: [GET]
  msisdn: {query: from}
  text: {query: text}
send:
  form: {to: "{to}", text: "{text}"}
  sent: {status: [200-299]}
  retry: {status: [500-599]}
receipts:
  methods: [GET]
  message_id: {query: id}
  status: {query: status}
  statuses: {delivered: ["1"], failed: ["2"]}
)";

// The page leaves as a request of ours.
constexpr const char* kLeaving = R"(provider: x
kind: ussd
request:
  methods: [POST]
  msisdn: {form: phone}
  session: {form: session}
  text: {form: text}
reply:
  taken: {text: OK}
  continue: {form: {to: "{to_digits}", as: "{user}", key: "{digest}", more: "1", text: "{text}"}}
  end: {form: {to: "{to_digits}", more: "0", text: "{text}"}}
send:
  auth: {kind: digest, hash: md5, over: "{user}{password}{stamp}"}
  sent: {status: [200]}
)";

struct Mistake {
  const char* what;
  const char* page;
  const char* from;  // replaced, once …
  const char* to;    // … by this
  const char* code;
  int line;
};

std::string with(std::string page, const std::string& from, const std::string& to) {
  const auto at = page.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? page : page.replace(at, from.size(), to);
}

TEST(Profile, IsReadWithoutAFinding) {
  for (const char* page : {kUssd, kSms, kLeaving}) {
    dialogs::Findings findings;
    read_profile(page, "x.yaml", findings);
    for (const auto& finding : findings.all()) ADD_FAILURE() << dialogs::render(finding, page);
  }
}

TEST(Profile, OneMistakeIsOneFinding) {
  const Mistake mistakes[] = {
      {"an unknown key", kUssd, "session: {", "sesion: {x: 1}\n  session: {", "E101", 6},
      {"a key twice", kUssd, "  text: {form: text}", "  text: {form: text}\n  text: {form: t}",
       "E100", 8},
      {"a kind that is none", kUssd, "kind: ussd", "kind: usd", "E206", 2},
      {"no request", kUssd,
       "request:\n  methods: [POST]\n  msisdn: {form: phone}\n"
       "  session: {form: session}\n  text: {form: text}\n",
       "", "E207", 1},
      {"no number", kUssd, "  msisdn: {form: phone}\n", "", "E207", 4},
      {"a method in small letters", kUssd, "[POST]", "[post]", "E206", 4},
      {"a fact in two places", kUssd, "{form: phone}", "{form: phone, query: p}", "E110", 5},
      {"a fact nowhere", kUssd, "{form: phone}", "{}", "E110", 5},
      {"a pointer without its slash", kUssd, "{form: phone}", "{json: phone}", "E205", 5},
      {"no last page", kUssd, "  end: {text: \"END {text}\"}\n", "", "E207", 1},
      {"a placeholder that is none", kUssd, "CON {text}", "CON {txt}", "E303", 9},
      {"a reply without the page", kUssd, "CON {text}", "CON", "E207", 9},
      {"a reply in two forms", kUssd, "{text: \"CON {text}\"}",
       "{text: \"{text}\", json: {t: \"{text}\"}}", "E207", 9},
      {"a line that is not repeated", kUssd, "{text: \"CON {text}\"}", "{json: {t: \"{line}\"}}",
       "E608", 9},
      {"XML with two roots", kUssd, "{text: \"CON {text}\"}", "{xml: {a: \"{text}\", b: c}}",
       "E604", 9},
      {"an XPath that is none", kUssd, "{form: phone}", "{xml: \"/a[\"}", "E600", 5},
      {"a pattern without a group", kUssd, "{form: phone}", "{form: phone, match: a}", "E601", 5},
      {"a part of the path that is none", kUssd, "{form: phone}", "{path: \"0\"}", "E602", 5},
      {"a time that is not signed", kUssd, "  msisdn:",
       "  check: {kind: hmac, in: {header: X}, timestamp: {header: Y}}\n  msisdn:", "E603", 5},
      {"a rule behind one that always holds", kUssd,
       "  msisdn:", "  phase: {rules: [{phase: answer}, {phase: begin}]}\n  msisdn:", "E605", 5},
      {"several that cannot be answered", kUssd,
       "  msisdn:", "  each: {json: /a}\n  msisdn:", "E606", 5},
      {"the page in a header", kUssd, "{text: \"CON {text}\"}",
       "{text: \"{text}\", headers: {X: \"{text}\"}}", "E303", 9},
      {"the reply of an SMS in USSD", kUssd, "  end:", "  sms: {text: \"{text}\"}\n  end:", "E101",
       10},
      {"a check without a kind", kUssd,
       "  msisdn:", "  check: {in: {header: X}}\n  msisdn:", "E207", 5},
      {"a secret in the body", kUssd,
       "  msisdn:", "  check: {kind: secret, in: {json: /k}}\n  msisdn:", "E101", 5},
      {"a secret nowhere", kUssd, "  msisdn:", "  check: {kind: secret}\n  msisdn:", "E207", 5},
      {"a phase nowhere", kUssd, "  msisdn:", "  phase: {begin: [a]}\n  msisdn:", "E207", 5},
      {"a phase that is two", kUssd,
       "  msisdn:", "  phase: {at: {form: p}, begin: [a], answer: [a]}\n  msisdn:", "E203", 5},
      {"a long separator", kUssd, "  msisdn:", "  separator: \"**\"\n  msisdn:", "E208", 5},
      {"two bodies", kSms, "  sent:", "  json: {a: b}\n  sent:", "E207", 9},
      {"nothing means sent", kSms, "  sent: {status: [200-299]}\n", "", "E207", 8},
      {"a range turned round", kSms, "500-599", "599-500", "E118", 10},
      {"a status that is none", kSms, "500-599", "5xx", "E208", 10},
      {"values of nothing", kSms, "{status: [500-599]}", "{status: [500], values: [a]}", "E207",
       10},
      {"an answer in a query", kSms, "{status: [500-599]}",
       "{status: [500], at: {query: a}, values: [a]}", "E101", 10},
      {"a receipt without a status", kSms, "  status: {query: status}\n", "", "E207", 12},
      {"a page that leaves nowhere", kLeaving,
       "send:\n  auth: {kind: digest, hash: md5, over: \"{user}{password}{stamp}\"}\n"
       "  sent: {status: [200]}\n",
       "", "E641", 9},
      {"a callback without its answer", kLeaving, "  taken: {text: OK}\n", "", "E641", 11},
      {"a request with a status", kLeaving, "  end: {", "  end: {status: 201, ", "E642", 11},
      {"a page with two bodies", kLeaving, "  sent:", "  form: {a: b}\n  sent:", "E101", 14},
      {"a part of a page", kLeaving, "  sent:", "  split: {gsm7: 160}\n  sent:", "E101", 14},
      {"a status with two meanings", kSms, "failed: [\"2\"]", "failed: [\"1\"]", "E203", 15},
  };
  for (const auto& mistake : mistakes) {
    SCOPED_TRACE(mistake.what);
    const auto page = with(mistake.page, mistake.from, mistake.to);
    dialogs::Findings findings;
    read_profile(page, "x.yaml", findings);
    ASSERT_EQ(findings.all().size(), 1U)
        << (findings.all().empty() ? "" : dialogs::render(findings.all().back(), page));
    EXPECT_EQ(findings.all()[0].code, mistake.code) << findings.all()[0].sentence;
    EXPECT_EQ(findings.all()[0].place.line, mistake.line) << findings.all()[0].sentence;
  }
}

// Also when only the receipts are guarded.
TEST(Profile, AChannelWithoutItsSecretIsAFinding) {
  for (const char* guarded : {"request:", "receipts:"}) {
    SCOPED_TRACE(guarded);
    const auto page = with(kSms, guarded, std::string(guarded) + "\n  check: {kind: bearer}");
    dialogs::Findings findings;
    const auto profile = read_profile(page, "x.yaml", findings);
    ASSERT_TRUE(findings.all().empty());
    ChannelConfig channel;
    providers::Settings settings;
    providers::Secrets secrets;
    read_settings(channel, profile, settings, secrets, findings);
    ASSERT_EQ(findings.all().size(), 1U);
    EXPECT_EQ(findings.all()[0].code, "E209");
    channel.settings["inbound_secret"] = "s";
    dialogs::Findings none;
    read_settings(channel, profile, settings, secrets, none);
    ASSERT_EQ(none.all().size(), 1U) << "the other half is open to everybody";
    EXPECT_EQ(none.all()[0].code, "W600");
    channel.settings["inbound_addresses"] = "192.0.2.0/24, 2001:db8::1";
    dialogs::Findings closed;
    read_settings(channel, profile, settings, secrets, closed);
    EXPECT_TRUE(closed.all().empty());
    EXPECT_EQ(secrets.addresses, (std::vector<std::string>{"192.0.2.0/24", "2001:db8::1"}));
  }
}

}  // namespace
}  // namespace jisr::gateway
