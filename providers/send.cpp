// An SMS or a page to a provider's request, and what its answer means.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "providers/codec.hpp"
#include "providers/fill.hpp"
#include "providers/form.hpp"
#include "providers/reading.hpp"
#include "providers/render.hpp"
#include "providers/signature.hpp"

namespace jisr::providers {

namespace {

bool matches(const AnswerRule& rule, int status, const Reading& reading) {
  const bool in_range = std::any_of(
      rule.statuses.begin(), rule.statuses.end(),
      [&](const auto& range) { return status >= range.first && status <= range.second; });
  if (!in_range) return false;
  if (rule.body.in != Source::In::nowhere) {
    const auto fact = reading.at(rule.body);
    if (!fact || !*fact) return false;
    // A pattern alone asks only whether it matches.
    return rule.values.empty() ||
           std::find(rule.values.begin(), rule.values.end(), **fact) != rule.values.end();
  }
  const auto& body = reading.request().body;
  return rule.prefixes.empty() ||
         std::any_of(rule.prefixes.begin(), rule.prefixes.end(),
                     [&](const std::string& prefix) { return body.starts_with(prefix); });
}

bool matches(const std::vector<AnswerRule>& rules, int status, const Reading& reading) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const AnswerRule& rule) { return matches(rule, status, reading); });
}

const char* content_type(Format format) {
  switch (format) {
    case Format::json:
      return "application/json";
    case Format::xml:
      return "application/xml; charset=utf-8";
    case Format::form:
      return "application/x-www-form-urlencoded";
    case Format::text:
      return "text/plain; charset=utf-8";
    case Format::query:
      break;
  }
  return "";
}

// In an address only other addresses stand as they are: {url}, {status_url}.
std::string fill_url(const std::string& url, const Values& values) {
  std::vector<std::string> kept;
  kept.reserve(values.size());
  Values escaped;
  for (const auto& [name, value] : values) {
    const bool address = name == "url" || name.ends_with("_url");
    kept.push_back(address ? std::string(value) : percent_encode(value));
    escaped.emplace_back(name, kept.back());
  }
  return fill(url, escaped).text;
}

std::string setting(const Settings& settings, const std::string& name) {
  const auto found = settings.find(name);
  return found == settings.end() ? std::string() : found->second;
}

std::string path_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto path = url.find('/', scheme == std::string_view::npos ? 0 : scheme + 3);
  if (path == std::string_view::npos) return "/";
  return std::string(url.substr(path, url.find('?', path) - path));
}

void authorise(const SendAuth& auth, const Settings& settings, std::string_view now,
               Outgoing& out) {
  using Kind = SendAuth::Kind;
  switch (auth.kind) {
    case Kind::none:
    case Kind::digest:  // stands in a value
      return;
    case Kind::basic:
      out.headers.emplace_back(
          "Authorization",
          "Basic " + base64(setting(settings, "username") + ":" + setting(settings, "password")));
      return;
    case Kind::bearer:
    case Kind::oauth2:
      out.headers.emplace_back("Authorization", "Bearer " + setting(settings, "token"));
      return;
    case Kind::hmac:
      break;
  }
  const auto path = path_of(out.url);
  const auto text =
      fill(auth.over, {{"method", out.method}, {"path", path}, {"body", out.body}, {"now", now}});
  const auto signature =
      write_signature(auth.written, hmac(auth.hash, setting(settings, "signing_key"), text.text));
  Values values{{"signature", signature}, {"now", now}};
  for (const auto& [name, value] : settings) values.emplace_back(name, value);
  out.headers.emplace_back(auth.header, fill(auth.value, values).text);
}

// 20261128064245: the time as some providers write it, in UTC.
std::string stamp_of(std::int64_t now_s) {
  using namespace std::chrono;
  const sys_seconds now{seconds(now_s)};
  const auto day = floor<days>(now);
  const year_month_day date(day);
  const hh_mm_ss time(now - day);
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d%02u%02u%02d%02d%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

void add_fields(const Fields& fields, const Values& values, Outgoing& out) {
  for (const auto& [name, value] : fields) {
    auto filled = fill(value, values);
    if (filled.complete) out.headers.emplace_back(name, std::move(filled.text));
  }
}

// What only this request has beside what `send` says.
struct Body {
  Format format;
  const Tree& tree;
  const std::string& type;  // empty: the format's own
  const Fields& headers;
};

Outgoing compose(const Send& wire, const Body& shape, const Settings& settings, Values values,
                 std::int64_t now_s) {
  const auto now = std::to_string(now_s);
  const auto stamp = stamp_of(now_s);
  values.emplace_back("now", now);
  values.emplace_back("stamp", stamp);
  for (const auto& [name, value] : settings) values.emplace_back(name, value);
  std::string hashed;
  if (wire.auth.kind == SendAuth::Kind::digest) {
    hashed = write_signature(wire.auth.written,
                             digest(wire.auth.hash, fill(wire.auth.over, values).text));
    values.emplace_back("digest", hashed);
  }
  Outgoing out;
  out.method = wire.method;
  out.url = fill_url(wire.url, values);
  add_fields(wire.headers, values, out);
  add_fields(shape.headers, values, out);
  auto body = write_body(shape.format, fill(shape.tree, values, true));
  if (shape.format == Format::query) {
    if (!body.empty()) out.url += (out.url.find('?') == std::string::npos ? '?' : '&') + body;
  } else {
    out.headers.emplace_back("Content-Type",
                             shape.type.empty() ? content_type(shape.format) : shape.type);
    out.body = std::move(body);
  }
  authorise(wire.auth, settings, now, out);
  return out;
}

std::string_view digits_of(std::string_view e164) {
  return e164.substr(e164.starts_with('+') ? 1 : 0);
}

}  // namespace

Outgoing sms_request(const Profile& profile, const Settings& settings, const Sms& sms,
                     std::int64_t now_s) {
  const auto& wire = profile.send;
  const auto hex_text = sms.ucs2 ? utf16be_hex(sms.text).value_or("") : std::string();
  const std::string_view gsm7_text = sms.ucs2 ? std::string_view() : sms.text;
  const Values values{{"to", sms.to},
                      {"to_digits", digits_of(sms.to)},
                      {"text", sms.text},
                      {"text_gsm7", gsm7_text},
                      {"text_hex", hex_text},
                      {"id", sms.id},
                      {"coding", sms.ucs2 ? profile.coding.ucs2 : profile.coding.gsm7}};
  static const Fields none;
  const Body body{wire.format, wire.tree, wire.content_type, none};
  return compose(wire, body, settings, values, now_s);
}

Outgoing page_request(const Profile& profile, const Settings& settings, const Inbound& in,
                      const std::string& to, const Reply& page, std::int64_t now_s) {
  const auto& shape = page.ends ? profile.ends : profile.goes_on;
  Values values{{"to", to},
                {"to_digits", digits_of(to)},
                {"text", page.text},
                {"coding", page.ucs2 ? profile.coding.ucs2 : profile.coding.gsm7},
                {"session", in.session},
                {"message_id", in.message_id},
                {"msisdn", in.msisdn},
                {"service", in.service}};
  values.insert(values.end(), in.kept.begin(), in.kept.end());
  const Body body{shape.format, shape.tree, shape.content_type, shape.headers};
  return compose(profile.send, body, settings, values, now_s);
}

boost::system::result<Sent, SendFailure> sms_outcome(const Profile& profile, int status,
                                                     const std::string& body) {
  const auto& wire = profile.send;
  std::vector<const Source*> sources{&wire.sent.body, &wire.message_id};
  for (const auto& rule : wire.retry) sources.push_back(&rule.body);
  for (const auto& rule : wire.slow_down) sources.push_back(&rule.body);
  HttpRequest answer;
  answer.body = body;
  const auto reading = Reading::of_answer(answer, sources);
  if (matches(wire.sent, status, reading)) {
    const auto id = reading.at(wire.message_id);
    return Sent{id && *id ? **id : std::string()};
  }
  SendFailure failure;
  failure.slow_down = matches(wire.slow_down, status, reading);
  failure.retryable = failure.slow_down || matches(wire.retry, status, reading);
  failure.why = "the provider answered " + std::to_string(status);
  if (const auto code = reading.at(wire.sent.body); code && *code) {
    failure.why += ", code " + (*code)->substr(0, 16);
  }
  return failure;
}

}  // namespace jisr::providers
