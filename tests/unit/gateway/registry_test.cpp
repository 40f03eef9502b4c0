// Whole deliveries: the mapping file of the programme, the real client, and the simulator over TLS.
#include "gateway/delivery/registry.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>

#include "gateway/delivery/payload_yaml.hpp"
#include "tests/support/place/place.hpp"
#include "tests/support/registrations.hpp"
#include "tests/support/registry_simulator.hpp"
#include "tests/support/run_coroutine.hpp"

namespace jisr::gateway {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using test::a_registration;
using test::RegistrySimulator;
using test::run_coroutine;
const std::string kMapping = std::string(test::kSourceDir) + "/config/registry/jisr.yaml";

// The programme's own mapping file, with this simulator's address.
std::unique_ptr<RegistryConfig> mapping(const RegistrySimulator& server) {
  dialogs::Findings findings;
  std::map<std::string, std::string> sources;
  auto config = read_registry(kMapping, findings, sources);
  for (const auto& finding : findings.all()) ADD_FAILURE() << finding.sentence;
  config->url = server.url("/registrations");
  config->tls.ca_file = server.file("ca.pem");
  config->total_ms = 2'000;
  return config;
}

class RegistryTest : public testing::Test {
 protected:
  Outcome deliver(const RegistryConfig& config, Registration registration = a_registration()) {
    return run_coroutine(io_, registry_.deliver(&config, std::move(registration)));
  }
  json::value get(const RegistrySimulator& server, const std::string& path,
                  const std::string& order = {}) {
    ClientRequest request;
    request.method = order.empty() ? "GET" : "POST";
    request.body = order;
    request.url = server.url(path);
    request.tls.ca_file = server.file("ca.pem");
    return json::parse(run_coroutine(io_, client_.send(std::move(request))).value().body);
  }

  asio::io_context io_{1};
  HttpClient client_{io_};
  RegistryClient registry_{io_, client_};
};

TEST_F(RegistryTest, DeliversARegistration) {
  const RegistrySimulator server;
  const auto config = mapping(server);
  const auto outcome = deliver(*config);
  EXPECT_EQ(outcome.verdict, Verdict::delivered) << outcome.reason;
  EXPECT_EQ(get(server, "/records"), json::parse(R"([{
      "id": "018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee", "reference": "48271936",
      "msisdn": "+212600000001", "language": "fr", "channel": "demo-ussd",
      "completed_at": "2026-11-23T15:21:07Z", "consent": {"version": "2026-11/1", "sms": true},
      "phone_owner": "own", "family_name": "Zzcanary", "first_name": "فاطمة",
      "national_id": "JA123456", "birth_year": 1990, "province": "10.261",
      "cercle": "10.261.01", "commune": "10.261.01.03", "project_kind": "cooperative",
      "sector": "crafts", "first_need": "sales", "training": "none",
      "spoken_language": "tachelhit"}])"));
}

TEST_F(RegistryTest, AKindHasItsOwnAddressBodyAndSchema) {
  const RegistrySimulator server({"--schema", ""});
  const auto config = mapping(server);
  RegistryKind kind;
  kind.url = server.url("/call_backs");
  kind.method = "POST";
  dialogs::Findings findings;
  kind.body = payload_of(
      dialogs::Yaml::parse("{call: '{msisdn}', why: '{kind} {tags}'}", "f", findings), findings);
  kind.schema = Schema::compile(R"({"type": "object", "required": ["call"]})").value();
  config->kinds.insert_or_assign("call_back", std::move(kind));
  auto registration = a_registration();
  registration.kind = "call_back";
  registration.tags = {"centre", "late"};
  const auto outcome = deliver(*config, registration);
  EXPECT_EQ(outcome.verdict, Verdict::delivered) << outcome.reason;
  EXPECT_EQ(get(server, "/records"),
            json::parse(R"([{"call": "+212600000001", "why": "call_back centre,late"}])"));
  registration.msisdn.clear();
  EXPECT_EQ(deliver(*config, registration).reason, "does not fit the schema: /call required");
}

TEST(RegistryConfig, KnowsWhichKindsItTakes) {
  RegistryConfig config;
  EXPECT_TRUE(takes_kind(config, ""));
  EXPECT_FALSE(takes_kind(config, "call_back"));
  config.body = parse_payload_text("{kind}").value();
  EXPECT_TRUE(takes_kind(config, "call_back")) << "its body tells them apart";
}

struct FaultCase {
  const char* fault;
  Verdict first;
  int records_after_first;
  Verdict second;  // by the fault of its count, 1: the registry is well again
};

TEST_F(RegistryTest, EndsEachFaultWithOneRecord) {
  const FaultCase cases[] = {
      {"status:500", Verdict::retry, 0, Verdict::delivered},
      {"status:503", Verdict::retry, 0, Verdict::delivered},
      {"retry_after:2", Verdict::retry, 0, Verdict::delivered},
      {"timeout", Verdict::retry, 0, Verdict::delivered},
      {"reset", Verdict::retry, 0, Verdict::delivered},
      {"garbage", Verdict::retry, 0, Verdict::delivered},
      {"accept_then_reset", Verdict::retry, 1, Verdict::delivered},
      {"cut", Verdict::retry, 1, Verdict::delivered},
      {"huge", Verdict::retry, 0, Verdict::delivered},
      {"in_progress", Verdict::retry, 0, Verdict::delivered},
      {"reject", Verdict::refused, 0, Verdict::delivered},
      {"status:404", Verdict::refused, 0, Verdict::delivered},
      {"duplicate_person", Verdict::duplicate_person, 0, Verdict::delivered},
      {"status:409", Verdict::already_there, 0, Verdict::delivered},
      {"redirect", Verdict::pause, 0, Verdict::delivered},
      {"status:401", Verdict::pause, 0, Verdict::delivered},
      {"status:403", Verdict::pause, 0, Verdict::delivered},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.fault);
    const RegistrySimulator server({"--fault", one.fault, "--fault-count", "1"});
    const auto config = mapping(server);
    config->total_ms = 700;
    const auto first = deliver(*config);
    EXPECT_EQ(name(first.verdict), name(one.first)) << first.reason;
    EXPECT_EQ(get(server, "/records").as_array().size(), std::size_t(one.records_after_first));
    const auto second = deliver(*config);
    EXPECT_EQ(name(second.verdict), name(one.second)) << second.reason;
    EXPECT_EQ(get(server, "/records").as_array().size(), 1u);
    EXPECT_EQ(get(server, "/counts").at("replays").as_int64(), one.records_after_first);
  }
}

TEST_F(RegistryTest, HonoursRetryAfter) {
  const RegistrySimulator server({"--fault", "retry_after:2"});
  EXPECT_EQ(deliver(*mapping(server)).retry_after_ms, 2'000);
}

TEST_F(RegistryTest, SendsNothingThatDoesNotFitTheSchema) {
  const RegistrySimulator server;
  const auto config = mapping(server);
  auto wrong = a_registration();
  wrong.reference = "4827";
  for (auto& [field, value] : wrong.answers) {
    if (field == "birth_year") value = 1790;
    if (field == "family_name") value = "Zzcanary 3";
  }
  std::erase_if(wrong.answers, [](const auto& answer) { return answer.first == "sector"; });
  const auto outcome = deliver(*config, wrong);
  EXPECT_EQ(outcome.verdict, Verdict::refused);
  EXPECT_EQ(outcome.reason,
            "does not fit the schema: /sector required, /reference pattern, /family_name pattern, "
            "/birth_year minimum");
  EXPECT_EQ(get(server, "/counts").at("requests").as_int64(), 0);
}

TEST_F(RegistryTest, ParksWhatTheRegistryFailsOnAgainAndAgain) {
  const RegistrySimulator server({"--fault", "status:500"});
  const auto config = mapping(server);
  config->attempts_max = 3;
  EXPECT_EQ(deliver(*config).verdict, Verdict::retry);
  EXPECT_EQ(deliver(*config).verdict, Verdict::retry);
  get(server, "/faults", R"({"mode":"status:503","count":5})");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(deliver(*config).verdict, Verdict::retry);
  get(server, "/faults", R"({"mode":"status:500"})");
  EXPECT_EQ(deliver(*config).verdict, Verdict::parked);
}

TEST_F(RegistryTest, PausesOnACertificateThatItDoesNotKnow) {
  const RegistrySimulator server, stranger;
  const auto config = mapping(server);
  config->tls.ca_file = stranger.file("ca.pem");
  const auto outcome = deliver(*config);
  EXPECT_EQ(outcome.verdict, Verdict::pause) << outcome.reason;
  EXPECT_EQ(outcome.retry_after_ms, config->pause_ms);
}

TEST_F(RegistryTest, GetsANewTokenOnceWhenItsOwnIsRefused) {
  const RegistrySimulator server({"--auth", "oauth2"});
  const auto config = mapping(server);
  config->oauth.emplace();
  config->oauth->token_url = server.url("/oauth/token");
  config->oauth->client_id = "jisr";
  config->oauth->client_secret = "demo-secret";
  config->oauth->tls = config->tls;
  EXPECT_EQ(deliver(*config).verdict, Verdict::delivered);
  get(server, "/oauth/revoke", "{}");
  const auto other = "018f3b5c-7a10-7cc3-9d2e-000000000002";
  EXPECT_EQ(deliver(*config, a_registration(other)).verdict, Verdict::delivered);
  EXPECT_EQ(get(server, "/counts"),
            json::parse(R"({"requests":3,"replays":0,"persons":0,"token_requests":2})"));
  get(server, "/faults", R"({"mode":"status:401"})");
  const auto outcome = deliver(*config);
  EXPECT_EQ(outcome.verdict, Verdict::pause);
  EXPECT_EQ(get(server, "/counts").at("requests").as_int64(), 5) << "two tries, then a pause";
}

TEST_F(RegistryTest, ShowsABearerToken) {
  const RegistrySimulator server({"--auth", "bearer", "--token", "t0ken"});
  const auto config = mapping(server);
  EXPECT_EQ(deliver(*config).verdict, Verdict::pause);
  config->authorization = "Bearer t0ken";
  EXPECT_EQ(deliver(*config).verdict, Verdict::delivered);
}

TEST_F(RegistryTest, KeepsItsRecordsOverARestart) {
  RegistrySimulator server;
  const auto config = mapping(server);
  EXPECT_EQ(deliver(*config).verdict, Verdict::delivered);
  EXPECT_EQ(server.stop(), 0) << "SIGTERM is its way to end";
  server.start();
  config->url = server.url("/registrations");
  EXPECT_EQ(deliver(*config).verdict, Verdict::delivered);
  std::ifstream lines(server.file("records.jsonl"));
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) ++count;
  EXPECT_EQ(count, 1);
}

// ---- The mapping file ----

class MappingTest : public testing::Test {
 protected:
  MappingTest() {
    char form[] = "/tmp/jisr-mapping-XXXXXX";
    folder_ = mkdtemp(form);
  }
  ~MappingTest() override { std::system(("rm -r " + folder_).c_str()); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + '/' + name) << text;
  }
  // "E101 3:1" of the first finding, or "".
  std::string first_finding(const std::string& text) {
    write("registry.yaml", text);
    dialogs::Findings findings;
    std::map<std::string, std::string> sources;
    config_ = read_registry(folder_ + "/registry.yaml", findings, sources);
    if (findings.all().empty()) return {};
    const auto& first = findings.all().front();
    return first.code + ' ' + std::to_string(first.place.line) + ':' +
           std::to_string(first.place.column);
  }

  std::string folder_;
  std::unique_ptr<RegistryConfig> config_;
};

struct MappingCase {
  const char* text;
  const char* finding;
};

TEST_F(MappingTest, SaysWhatIsWrongAndWhere) {
  write("bad.json", R"({"if":{}})");
  write("token", "t0ken\n");
  const MappingCase cases[] = {
      {"url: https://r.example/x\nbody: {}\n", ""},
      {"url: https://r.example/x\nbody: {}\nbdy: {}\n", "E101 3:1"},
      {"url: http://r.example/x\nbody: {}\n", "E402 1:6"},
      {"url: https://r.example/x\n", "E110 1:1"},
      {"url: https://r.example/x\nbody: {a: \"{nothing}\"}\n", "E403 2:11"},
      {"url: https://r.example/x\nbody: {}\ntotal: 5\n", "E103 3:8"},
      {"url: https://r.example/x\nbody: {}\nmethod: GET\n", "E102 3:9"},
      {"url: https://r.example/x\nbody: {}\nschema: none.json\n", "E109 3:9"},
      {"url: https://r.example/x\nbody: {}\nschema: bad.json\n", "E404 3:9"},
      {"url: https://r.example/x\nbody: {}\ntls: {ca_file: none.pem}\n", "E109 3:16"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: magic}\n", "E102 3:14"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: mtls}\n", "E110 3:7"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: bearer}\n", "E401 3:7"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: bearer, token: abc}\n", "E401 3:29"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: bearer, token: \"${JISR_T:-abc}\"}\n",
       "E401 3:29"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: bearer, token_file: none}\n", "E109 3:34"},
      {"url: https://r.example/x\nbody: {}\nauth: {type: bearer, token_file: token}\n", ""},
      {"url: https://r.example/x\nbody: {a: \"{due}\"}\n", "E406 2:1"},
      {"url: https://r.example/x\nbody: {}\nkinds: {k: {body: {a: {value: '{id}', table: t}}}}\n",
       "E408 3:46"},
      {"url: https://r.example/x\nbody: {}\noutcome: [{status: 42, as: retry}]\n", "E405 3:20"},
      {"url: https://r.example/x\nbody: {}\noutcome: [{status: 500-99, as: retry}]\n", "E405 3:20"},
      {"url: https://r.example/x\nbody: {}\noutcome: [{as: created}]\n", "E405 3:16"},
      {"url: https://r.example/x\nbody: {}\noutcome: [{json: {a: b}, as: retry}]\n", "E405 3:22"},
      {"url: https://r.example/x\nbody: {}\noutcome: {as: retry}\n", "E102 3:10"},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(one.text);
    EXPECT_EQ(first_finding(one.text), one.finding);
  }
}

TEST_F(MappingTest, TakesSecretsFromOutside) {
  write("secret", "from a file\r\n");
  const std::string head = "url: https://r.example/x\nbody: {}\n";
  setenv("JISR_TEST_SECRET", "from outside", 1);
  EXPECT_EQ(first_finding(head + "auth: {type: bearer, token: \"${JISR_TEST_SECRET}\"}\n"), "");
  EXPECT_EQ(config_->authorization, "Bearer from outside");
  EXPECT_EQ(first_finding(head + "auth: {type: bearer, scheme: ApiToken, token_file: secret}\n"),
            "");
  EXPECT_EQ(config_->authorization, "ApiToken from a file");
  EXPECT_EQ(first_finding(head + "auth: {type: oauth2_client_credentials, token_url: "
                                 "https://t.example/, client_id: me, secret_file: secret, "
                                 "send: json, scope: s}\n"),
            "");
  ASSERT_TRUE(config_->oauth);
  EXPECT_EQ(config_->oauth->client_secret, "from a file");
  EXPECT_EQ(config_->oauth->send, OAuthSettings::Send::json);
}

TEST_F(MappingTest, ReadsAllOfIt) {
  EXPECT_EQ(first_finding(R"(
url: https://r.example/x
method: PUT
connect: 1s
total: 2s
answer_bytes: 4096
headers: {X-Reference: "R{reference}"}
idempotency: {header: X-Key, quoted: true}
body: {id: "{id}"}
conflict: {code: /c, in_progress: busy, duplicate_person: twin}
outcome:
  - {status: [409, 500-599], json: {/errors/*/code: [E1, 2]}, as: already_there}
due: {time_zone: UTC, hours: {from: "09:00", to: "12:00"}}
tables: {sizes: {crafts: 7}}
kinds:
  lead:
    body: {due: "{due}", until: "{due_until}", size: {value: "{answers.sector}", table: sizes}}
attempts_max: 7
pause: 3s
backoff: {base: 1s, cap: 2s, retry_after_max: 3s}
)"),
            "");
  EXPECT_EQ(config_->connect_ms + config_->total_ms + config_->pause_ms, 6'000);
  EXPECT_EQ(config_->attempts_max, 7);
  EXPECT_EQ(config_->backoff.retry_after_ms_max, 3'000);
  const auto request = registry_request(*config_, a_registration());
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "PUT");
  EXPECT_EQ(request->body, R"({"id":"018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee"})");
  EXPECT_TRUE(request->resend_safe);
  std::map<std::string, std::string> headers(request->headers.begin(), request->headers.end());
  EXPECT_EQ(headers["X-Reference"], "R48271936");
  auto lead = a_registration();
  lead.kind = "lead";
  EXPECT_EQ(registry_request(*config_, lead)->body,
            R"({"due":"2026-11-24T09:00:00.000Z","until":"2026-11-24T12:00:00.000Z","size":7})");
  EXPECT_EQ(headers["X-Key"], "\"018f3b5c-7a10-7cc3-9d2e-5b1f00c0ffee\"");
  ClientResponse response;
  response.status = 502;
  response.body = R"({"errors":[{"code":2}]})";
  EXPECT_EQ(judge(config_->outcome, response, config_->backoff, 0).verdict, Verdict::already_there);
  response.status = 409;
  response.body = R"({"c":"twin"})";
  EXPECT_EQ(judge(config_->outcome, response, config_->backoff, 0).verdict,
            Verdict::duplicate_person);
}

}  // namespace
}  // namespace jisr::gateway
