// Any bytes as a provider's page: findings, or a profile that takes a request, answers it and
// writes an SMS; never a crash.
#include <cstdint>
#include <string>

#include "gateway/profile_file.hpp"
#include "providers/codec.hpp"
#include "tests/fuzz/fail.hpp"

namespace {

using namespace jisr::providers;

HttpRequest request_with(const char* type, std::string body) {
  HttpRequest request;
  request.method = "POST";
  request.path = "/callbacks/c/a/b";
  request.rest = "/a/b";
  request.query = "msisdn=0612345678&text=1&session=s";
  request.headers = {{"Content-Type", type}, {"Authorization", "Bearer x"}};
  request.body = std::move(body);
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string yaml(reinterpret_cast<const char*>(data), size);
  jisr::dialogs::Findings findings;
  const auto profile = jisr::gateway::read_profile(yaml, "fuzz.yaml", findings);
  for (const auto& finding : findings.all()) (void)jisr::dialogs::render(finding, yaml);
  if (findings.has_errors()) return 0;
  const HttpRequest requests[] = {
      request_with("application/x-www-form-urlencoded", "msisdn=0612345678&text=1*2&session=s"),
      request_with("application/json", R"({"msisdn":"0612345678","text":"1","session":"s"})"),
      request_with("text/xml", "<a msisdn='0612345678'><text>1</text><session>s</session></a>"),
      request_with("text/plain", "1")};
  Reply reply;
  reply.text = "1 Oui\n\"2\" <Non> & \\";
  for (const auto& request : requests) {
    const auto received = receive(profile, {}, request);
    if (!received) {
      (void)render_refusal(profile, received.error());
      continue;
    }
    for (const auto& in : received->inbound) (void)render_reply(profile, in, reply);
  }
  (void)parse_receipts(profile, {}, requests[0]);
  const Settings settings{{"url", "https://127.0.0.1/"}, {"sender", "s"}, {"username", "u"}};
  (void)sms_request(profile, settings, {"id", "+212612345678", "فاطمة", true}, 1'764'000'000);
  (void)sms_outcome(profile, 200, requests[1].body);
  return 0;
}
