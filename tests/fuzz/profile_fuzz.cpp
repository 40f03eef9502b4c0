// Any request to any shipped provider's page: taken or refused with 4xx; what is taken is bounded
// UTF-8, and what goes back is still the JSON or XML that the page describes, whatever she typed.
// The first byte chooses the page, the second whether its credential is asked for (bit 0: not) and
// whether it is a receipt (bit 1); then "METHOD rest?query", fields, an empty line and the body.
#include <cstdint>
#include <string>
#include <string_view>

#include "providers/json.hpp"
#include "providers/xml.hpp"
#include "tests/fuzz/fail.hpp"
#include "tests/support/wire_rows/shipped.hpp"

namespace {

using namespace jisr::providers;
using jisr::fuzz::fail;
using jisr::gateway::WireFile;

constexpr std::int64_t kNow = 1'764'000'000;

// What the server lets through is narrower: the codec must bear more.
HttpRequest read_request(std::string_view bytes) {
  const auto take_line = [&bytes] {
    const auto end = bytes.find('\n');
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    return line;
  };
  HttpRequest request;
  const auto first = take_line();
  const auto blank = first.find(' ');
  request.method = first.substr(0, blank);
  if (blank != std::string_view::npos) {
    const auto target = first.substr(blank + 1);
    const auto mark = target.find('?');
    request.rest = target.substr(0, mark);
    if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  }
  request.path = "/callbacks/c" + request.rest;
  for (auto line = take_line(); !line.empty(); line = take_line()) {
    const auto colon = line.find(": ");
    const auto value = colon == std::string_view::npos ? "" : line.substr(colon + 2);
    request.headers.emplace_back(line.substr(0, colon), value);
  }
  request.body = bytes;
  request.peer = "192.0.2.1";
  request.received_s = kNow;
  return request;
}

// The shipped pages twice: as they are, and without their checks, so that bytes under a signature
// are read, too.
const std::vector<WireFile>& files() {
  static const auto all = jisr::test::shipped_traffic();
  return all;
}

Profile open_to_all(Profile profile) {
  profile.request.checks.clear();
  profile.receipts.checks.clear();
  for (auto& notice : profile.notices) notice.checks.clear();
  return profile;
}

const std::vector<Profile>& open_profiles() {
  static const auto all = [] {
    std::vector<Profile> open;
    for (const auto& file : files()) open.push_back(open_to_all(file.profile()));
    return open;
  }();
  return all;
}

void expect_sound(const std::vector<std::pair<std::string, std::string>>& facts) {
  for (const auto& [name, value] : facts) {
    const auto most = name == "text" ? kTextBytesMax : 2 * kIdBytesMax;
    if (!valid_utf8(value) || value.find('\0') != std::string::npos || value.size() > most) {
      fail("a fact is no bounded UTF-8");
    }
  }
}

void expect_well_formed(Format format, const HttpResponse& response) {
  if (response.body.empty()) return;
  if (format == Format::json && !parse_json(response.body)) fail("the answer is no JSON");
  if (format == Format::xml && !XmlDocument::parse(response.body)) fail("the answer is no XML");
}

void answer(const Profile& profile, const Inbound& in) {
  expect_sound(jisr::gateway::facts(in));
  Reply reply;
  for (const bool ends : {false, true}) {
    reply.ends = ends;
    reply.text = in.text;  // the worst that a page can hold is what she typed herself
    const auto& shape = ends || in.kind == Inbound::Kind::sms ? profile.ends : profile.goes_on;
    const auto response = render_reply(profile, in, reply);
    if (in.kind != Inbound::Kind::ussd_release) expect_well_formed(shape.format, response);
    for (const auto& [name, value] : response.headers) {
      if (value.find_first_of("\r\n") != std::string::npos) fail("a header was split");
    }
  }
}

void refuse(const Profile& profile, const Refusal& refusal) {
  if (refusal.status < 400 || refusal.status > 499 || refusal.why.empty()) {
    fail("a refusal without its status or reason");
  }
  (void)render_refusal(profile, refusal);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto& file = files()[data[0] % files().size()];
  const bool open = (data[1] & 1) != 0;
  const auto& profile = open ? open_profiles()[data[0] % files().size()] : file.profile();
  const auto request = read_request({reinterpret_cast<const char*>(data) + 2, size - 2});
  if ((data[1] & 2) != 0) {
    const auto receipts = parse_receipts(profile, file.secrets(), request);
    if (!receipts) return refuse(profile, receipts.error()), 0;
    if (receipts->empty() || receipts->size() > kBatchMax) fail("no receipts, or too many");
    for (const auto& receipt : *receipts) expect_sound(jisr::gateway::facts(receipt));
    (void)sms_outcome(profile, 200, request.body);
    return 0;
  }
  const auto received = receive(profile, file.secrets(), request);
  if (!received) return refuse(profile, received.error()), 0;
  if (received->inbound.size() > kBatchMax) fail("too many at once");
  for (const auto& in : received->inbound) answer(profile, in);
  return 0;
}
