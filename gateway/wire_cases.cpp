// Rows to calls of the codec, and what they gave compared with what was expected.
#include "gateway/wire_cases.hpp"

#include <algorithm>
#include <charconv>

#include "providers/msisdn.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using providers::Inbound;

namespace {

using Facts = std::vector<std::pair<std::string, std::string>>;
using Complaints = std::vector<std::string>;

const std::vector<std::string> kRowKeys{"title",   "method",  "path",    "query",    "body",
                                        "repeat",  "type",    "headers", "peer",     "now",
                                        "inbound", "refused", "receipt", "answered", "reply",
                                        "set",     "unset",   "sms",     "answer",   "certificate"};

std::string text(const Yaml& yaml, const char* key, const std::string& otherwise = {}) {
  const auto value = yaml[key];
  return value.is_scalar() ? value.text() : otherwise;
}

bool truth(const Yaml& yaml, const char* key) {
  return text(yaml, key) == "true";
}

std::int64_t number(const Yaml& yaml, const char* key, std::int64_t otherwise = 0) {
  const auto written = text(yaml, key);
  std::int64_t value = otherwise;
  std::from_chars(written.data(), written.data() + written.size(), value);
  return value;
}

// `usual` has what the rows of a file have in common: method, type, headers, now.
providers::HttpRequest request_of(const Yaml& row, const Yaml& usual) {
  providers::HttpRequest request;
  request.method = text(row, "method", text(usual, "method", "POST"));
  request.rest = text(row, "path");
  request.path = "/callbacks/channel" + request.rest;
  request.query = text(row, "query");
  request.body = text(row, "body");
  request.peer = text(row, "peer", "127.0.0.1");
  request.received_s = number(row, "now", number(usual, "now"));
  request.certificate_fingerprint = text(row, "certificate");
  // A huge body: "x" so many times at its end.
  request.body.append(static_cast<std::size_t>(number(row, "repeat")), 'x');
  const auto type = text(row, "type", text(usual, "type"));
  if (!type.empty()) request.headers.emplace_back("Content-Type", type);
  const auto headers = row["headers"].exists() ? row["headers"] : usual["headers"];
  for (const auto& [name, value] : headers.entries()) {
    request.headers.emplace_back(name, value.text());
  }
  return request;
}

void expect(const std::string& what, const std::string& is, const std::string& expected,
            Complaints& complaints) {
  if (is == expected) return;
  complaints.push_back(what + " is \"" + is + "\", expected \"" + expected + "\"");
}

// Each key of `expected` is one of `read`, with that value.
void expect_facts(const Facts& read, const Yaml& expected, Complaints& complaints) {
  for (const auto& [name, value] : expected.entries()) {
    const auto found = std::find_if(read.begin(), read.end(),
                                    [&, key = name](const auto& one) { return one.first == key; });
    if (found == read.end()) {
      complaints.push_back("there is no " + name);
    } else {
      expect(name, found->second, value.text(), complaints);
    }
  }
}

void expect_headers(const Facts& written, const Yaml& expected, Complaints& complaints) {
  for (const auto& [name, value] : expected.entries()) {
    const auto found = std::find_if(
        written.begin(), written.end(),
        [&, key = name](const auto& one) { return providers::same_header_name(one.first, key); });
    if (found == written.end()) {
      complaints.push_back("there is no header " + name);
    } else {
      expect("header " + name, found->second, value.text(), complaints);
    }
  }
}

// One map is expected of one message, a list of maps of as many.
template <typename T>
void expect_all(const std::vector<T>& read, const Yaml& expected, Complaints& complaints) {
  std::vector<Yaml> wanted;
  if (expected.is_list())
    wanted = expected.items();
  else
    wanted.push_back(expected);
  if (wanted.size() != read.size()) {
    complaints.push_back("there are " + std::to_string(read.size()) + ", expected " +
                         std::to_string(wanted.size()));
    return;
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    expect_facts(facts(read[i]), wanted[i], complaints);
  }
}

void expect_response(const providers::HttpResponse& response, const Yaml& expected,
                     Complaints& complaints) {
  expect("status", std::to_string(response.status), text(expected, "status", "200"), complaints);
  expect("body", response.body, text(expected, "body"), complaints);
  if (expected["type"].exists()) {
    expect("type", response.headers.empty() ? "" : response.headers[0].second,
           text(expected, "type"), complaints);
  }
  expect_headers(response.headers, expected["headers"], complaints);
}

void expect_refusal(const providers::Profile& profile, const providers::Refusal& refusal,
                    const Yaml& row, Complaints& complaints) {
  const auto expected = row["refused"];
  if (!expected.is_map()) {
    expect("refused", std::to_string(refusal.status), expected.text(), complaints);
    if (!complaints.empty()) complaints.push_back(refusal.why);
    return;
  }
  expect_response(providers::render_refusal(profile, refusal), expected, complaints);
}

Inbound asked_by(const Yaml& reply, bool ussd) {
  Inbound in;
  const auto to = text(reply, "to", ussd ? "answer" : "sms");
  in.kind = to == "sms"       ? Inbound::Kind::sms
            : to == "release" ? Inbound::Kind::ussd_release
                              : Inbound::Kind::ussd_answer;
  in.session = text(reply, "session");
  in.message_id = text(reply, "message_id");
  in.msisdn = text(reply, "msisdn");
  in.service = text(reply, "service");
  for (const auto& [name, value] : reply["kept"].entries())
    in.kept.emplace_back(name, value.text());
  return in;
}

// The settings of a row are the file's, with some set and some left out.
providers::Settings settings_of(const Yaml& row, providers::Settings settings) {
  for (const auto& [name, value] : row["set"].entries()) settings[name] = value.text();
  for (const auto& name : row["unset"].items()) settings.erase(name.text());
  return settings;
}

void expect_request(const providers::Outgoing& out, const Yaml& expected, Complaints& complaints) {
  expect("method", out.method, text(expected, "method", "POST"), complaints);
  expect("url", out.url, text(expected, "url"), complaints);
  expect("body", out.body, text(expected, "body"), complaints);
  expect_headers(out.headers, expected["headers"], complaints);
}

// A page in the response; or one that leaves as a request, which has a url.
void check_reply(const providers::Profile& profile, const providers::Settings& settings,
                 const Yaml& row, Complaints& complaints) {
  const auto reply = row["reply"];
  providers::Reply page;
  page.text = text(reply, "text");
  page.ends = truth(reply, "ends");
  page.ucs2 = truth(reply, "ucs2");
  const auto in = asked_by(reply, profile.ussd);
  if (!reply["url"].exists()) {
    expect_response(providers::render_reply(profile, in, page), reply, complaints);
    return;
  }
  const auto to = providers::normalise(in.msisdn, {}).value_or("");
  expect_request(providers::page_request(profile, settings_of(row, settings), in, to, page,
                                         number(row, "now")),
                 reply, complaints);
}

void check_sms(const providers::Profile& profile, const providers::Settings& settings,
               const Yaml& row, Complaints& complaints) {
  const auto sms = row["sms"];
  providers::Sms message;
  message.id = text(sms, "id");
  message.to = text(sms, "to");
  message.text = text(sms, "text");
  message.ucs2 = truth(sms, "ucs2");
  expect_request(
      providers::sms_request(profile, settings_of(row, settings), message, number(row, "now")), sms,
      complaints);
}

void check_answer(const providers::Profile& profile, const Yaml& answer, Complaints& complaints) {
  const auto sent = providers::sms_outcome(profile, static_cast<int>(number(answer, "status")),
                                           text(answer, "body"));
  const std::string is = sent                     ? "sent"
                         : sent.error().slow_down ? "slow_down"
                         : sent.error().retryable ? "retry"
                                                  : "refused";
  std::string expected = text(answer, "means");
  if (expected.empty()) {
    expected = truth(answer, "sent") ? "sent" : truth(answer, "retryable") ? "retry" : "refused";
  }
  expect("the answer", is, expected, complaints);
  if (sent) expect("message_id", sent->message_id, text(answer, "message_id"), complaints);
}

}  // namespace

Facts facts(const Inbound& in) {
  const auto e164 = providers::normalise(in.msisdn, {});
  Facts all{{"kind", std::string(providers::name(in.kind))},
            {"msisdn", in.msisdn},
            {"e164", e164.value_or("")},
            {"session", in.session},
            {"service", in.service},
            {"text", in.text},
            {"message_id", in.message_id},
            {"network", in.network}};
  if (in.part.count > 0) {
    all.emplace_back("part", std::to_string(in.part.number) + "/" + std::to_string(in.part.count) +
                                 " of " + in.part.of);
  }
  for (const auto& [name, value] : in.kept) all.emplace_back("kept." + name, value);
  return all;
}

Facts facts(const providers::Receipt& receipt) {
  return {{"message_id", receipt.message_id},
          {"status", std::string(providers::name(receipt.status))},
          {"reason", receipt.reason}};
}

WireFile::WireFile(providers::Profile profile, const std::string& content, const std::string& file,
                   Findings& findings)
    : profile_(std::move(profile)) {
  const auto yaml = Yaml::parse(content, file, findings);
  if (!yaml.exists()) return;
  yaml.only_keys(findings, "recorded traffic", {"secrets", "settings", "usual", "rows"});
  const auto secrets = yaml["secrets"];
  if (secrets.exists()) {
    secrets.only_keys(
        findings, "secrets",
        {"secret", "username", "password", "public_url", "addresses", "proxies", "certificate"});
  }
  secrets_.secret = text(secrets, "secret");
  secrets_.username = text(secrets, "username");
  secrets_.password = text(secrets, "password");
  secrets_.public_url = text(secrets, "public_url");
  secrets_.certificate = text(secrets, "certificate");
  for (const auto& range : secrets["addresses"].items()) secrets_.addresses.push_back(range.text());
  for (const auto& range : secrets["proxies"].items()) secrets_.proxies.push_back(range.text());
  for (const auto& [name, value] : yaml["settings"].entries()) settings_[name] = value.text();
  for (const auto& item : yaml["rows"].items()) {
    item.only_keys(findings, "a row", kRowKeys);
    if (item["reply"].exists()) {
      item["reply"].only_keys(
          findings, "reply",
          {"text", "ends", "ucs2", "to", "session", "message_id", "msisdn", "service", "kept",
           "status", "type", "headers", "body", "method", "url"});
    }
    if (item["sms"].exists()) {
      item["sms"].only_keys(findings, "sms",
                            {"id", "to", "text", "ucs2", "method", "url", "headers", "body"});
    }
    if (item["answer"].exists()) {
      item["answer"].only_keys(findings, "answer",
                               {"status", "body", "means", "sent", "message_id", "retryable"});
    }
    rows_.push_back(
        {text(item, "title", "(a row without a title)"), item, request_of(item, yaml["usual"])});
  }
}

Complaints WireFile::check(const WireRow& row) const {
  Complaints complaints;
  bool expects = false;
  const auto& yaml = row.yaml;
  const bool refused = yaml["refused"].exists();
  const bool shared = !profile_.receipts.when.empty();
  if (yaml["receipt"].exists() && !shared) {
    expects = true;
    const auto receipts = providers::parse_receipts(profile_, secrets_, row.request);
    if (refused != receipts.has_error()) {
      complaints.push_back(refused ? "the receipt is taken" : receipts.error().why);
    } else if (refused) {
      expect_refusal(profile_, receipts.error(), yaml, complaints);
    } else {
      expect_all(*receipts, yaml["receipt"], complaints);
    }
  } else if (yaml["inbound"].exists() || yaml["receipt"].exists() || yaml["answered"].exists() ||
             refused) {
    expects = true;
    const auto received = providers::receive(profile_, secrets_, row.request);
    if (refused != received.has_error()) {
      complaints.push_back(refused ? "the request is taken" : received.error().why);
    } else if (refused) {
      expect_refusal(profile_, received.error(), yaml, complaints);
    } else if (yaml["answered"].exists()) {
      if (received->answer)
        expect_response(*received->answer, yaml["answered"], complaints);
      else
        complaints.emplace_back("it is not answered as a notice");
    } else if (yaml["receipt"].exists()) {
      expect_all(received->receipts, yaml["receipt"], complaints);
    } else {
      expect_all(received->inbound, yaml["inbound"], complaints);
    }
  }
  if (yaml["reply"].exists()) check_reply(profile_, settings_, yaml, complaints);
  if (yaml["sms"].exists()) check_sms(profile_, settings_, yaml, complaints);
  if (yaml["answer"].exists()) check_answer(profile_, yaml["answer"], complaints);
  expects = expects || yaml["reply"].exists() || yaml["sms"].exists() || yaml["answer"].exists();
  if (!expects) complaints.emplace_back("the row expects nothing");
  return complaints;
}

}  // namespace jisr::gateway
