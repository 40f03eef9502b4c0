// One function for each way to show who one is.
#include "providers/caller.hpp"

#include <algorithm>
#include <charconv>

#include "providers/fill.hpp"
#include "providers/json.hpp"
#include "providers/network.hpp"
#include "providers/signature.hpp"

namespace jisr::providers {

namespace {

using Kind = CallerCheck::Kind;

const Refusal kNothingShown{401, "the caller shows no credential"};
const Refusal kWrong{403, "the caller's credential is wrong"};
const Refusal kStale{403, "the caller's credential is too old, or of the future"};

// What stands behind "Basic " or "Bearer "; the scheme's case does not matter (RFC 9110, 11.1).
std::string_view behind_scheme(std::string_view shown, std::string_view scheme) {
  if (shown.size() <= scheme.size() || shown[scheme.size()] != ' ' ||
      !same_header_name(shown.substr(0, scheme.size()), scheme)) {
    return {};
  }
  shown.remove_prefix(scheme.size());
  shown.remove_prefix(std::min(shown.find_first_not_of(' '), shown.size()));
  return shown;
}

// Where the credential stands. One that comes twice is not read: which one counts differs between
// us and a proxy.
std::string shown_in(const CallerCheck& check, const Reading& reading) {
  Source source = check.secret;
  if (check.kind == Kind::basic || check.kind == Kind::bearer || check.kind == Kind::jwt) {
    source = Source{};
    source.in = Source::In::header;
    source.name = "Authorization";
  }
  const auto fact = reading.at(source);
  return fact && *fact ? **fact : std::string();
}

// Unix seconds out of seconds or milliseconds; 0 when it is neither.
std::int64_t seconds(std::string_view text) {
  constexpr std::int64_t kMilliseconds = 100'000'000'000;  // beyond the year 5000 in seconds
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || rest != end || value < 0) return 0;
  return value >= kMilliseconds ? value / 1000 : value;
}

bool is_fresh(std::string_view stamp, std::int64_t now_s, std::int64_t window_s) {
  const auto then = seconds(stamp);
  return then > 0 && then >= now_s - window_s && then <= now_s + window_s;
}

std::optional<Refusal> check_hmac(const CallerCheck& check, const Secrets& secrets,
                                  const Reading& reading, std::string_view shown) {
  const auto& request = reading.request();
  std::string stamp;
  if (check.timestamp.in != Source::In::nowhere) {
    const auto fact = reading.at(check.timestamp);
    if (!fact || !*fact) return kNothingShown;
    stamp = **fact;
  }
  std::string form;
  if (check.over.find("{form_sorted}") != std::string::npos && request.method != "GET") {
    const auto fields = parse_form(request.body);
    if (fields) form = sorted_fields(*fields);
  }
  const auto url = secrets.public_url + request.rest +
                   (request.query.empty() ? std::string() : "?" + request.query);
  const auto signed_text = fill(check.over, {{"method", request.method},
                                             {"path", request.path},
                                             {"query", request.query},
                                             {"url", url},
                                             {"body", request.body},
                                             {"timestamp", stamp},
                                             {"form_sorted", form}});
  if (secrets.secret.empty()) return kWrong;
  const auto expected =
      check.prefix +
      write_signature(check.written, hmac(check.hash, secrets.secret, signed_text.text));
  std::string lower(shown);
  if (check.written == Written::hex) {
    for (auto& c : lower) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
  }
  if (!same(lower, expected) && !same(shown, expected)) return kWrong;
  if (!stamp.empty() && !is_fresh(stamp, request.received_s, check.window_s)) return kStale;
  return std::nullopt;
}

// A token may name the body it was made for; then it is good for no other.
std::optional<Refusal> check_jwt(const CallerCheck& check, const Secrets& secrets,
                                 const Reading& reading, std::string_view shown) {
  const auto claims = jwt_claims(behind_scheme(shown, "Bearer"), secrets.secret);
  const auto json = claims ? parse_json(*claims) : std::nullopt;
  if (!json) return kWrong;
  std::string issued;
  for (const auto& [where, value] : *json) {
    if (where == "/iat") issued = value;
    if (where == "/payload_hash" &&
        !same(value, hex(digest(Hash::sha256, reading.request().body)))) {
      return kWrong;
    }
  }
  if (!is_fresh(issued, reading.request().received_s, check.window_s)) return kStale;
  return std::nullopt;
}

std::optional<Refusal> check_address(const Secrets& secrets, const HttpRequest& request) {
  // Several fields are one list (RFC 9110, 5.3).
  std::string forwarded;
  for (const auto& [name, value] : request.headers) {
    if (!same_header_name(name, "X-Forwarded-For")) continue;
    if (!forwarded.empty()) forwarded += ',';
    forwarded += value;
  }
  const auto address = caller_address(request.peer, forwarded, secrets.proxies);
  if (is_in(address, secrets.addresses)) return std::nullopt;
  return Refusal{403, "the caller's address is not one of the provider's"};
}

std::optional<Refusal> check_certificate(const Secrets& secrets, const HttpRequest& request) {
  if (request.certificate_fingerprint.empty()) {
    return Refusal{401, "the caller shows no certificate"};
  }
  if (same(request.certificate_fingerprint, secrets.certificate) ||
      same(request.certificate_subject, secrets.certificate)) {
    return std::nullopt;
  }
  return Refusal{403, "the caller's certificate is another one"};
}

std::optional<Refusal> check_one(const CallerCheck& check, const Secrets& secrets,
                                 const Reading& reading) {
  if (check.kind == Kind::none) return std::nullopt;
  if (check.kind == Kind::address) return check_address(secrets, reading.request());
  if (check.kind == Kind::certificate) return check_certificate(secrets, reading.request());
  const auto shown = shown_in(check, reading);
  if (shown.empty()) return kNothingShown;
  bool right = false;
  switch (check.kind) {
    case Kind::hmac:
      return check_hmac(check, secrets, reading, shown);
    case Kind::jwt:
      return check_jwt(check, secrets, reading, shown);
    case Kind::secret:
      right = same(shown, secrets.secret);
      break;
    case Kind::bearer:
      right = same(behind_scheme(shown, "Bearer"), secrets.secret);
      break;
    case Kind::basic:
      right = !secrets.password.empty() && same(behind_scheme(shown, "Basic"),
                                                base64(secrets.username + ":" + secrets.password));
      break;
    default:
      break;
  }
  return right ? std::nullopt : std::optional<Refusal>(kWrong);
}

}  // namespace

std::optional<Refusal> check_caller(const std::vector<CallerCheck>& checks, const Secrets& secrets,
                                    const Reading& reading) {
  if (!secrets.addresses.empty()) {
    if (auto refusal = check_address(secrets, reading.request())) return refusal;
  }
  for (const auto& check : checks) {
    if (auto refusal = check_one(check, secrets, reading)) return refusal;
  }
  return std::nullopt;
}

}  // namespace jisr::providers
