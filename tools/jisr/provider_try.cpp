// `jisr provider try`: a pasted HTTP request, as the gateway would read it with a provider's page:
// what passes the strict server, what passes the checks, each fact, and the answer that would go
// back. What it prints is personal data, if the request was a real one.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <iterator>

#include "gateway/http/request_parser.hpp"
#include "gateway/wire_cases.hpp"
#include "providers/caller.hpp"
#include "providers/explain.hpp"
#include "providers/msisdn.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/provider_page.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

constexpr std::size_t kPastedBytesMax = 1 << 20;

std::string read_input(const std::string& path) {
  std::string text;
  if (path == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), {});
  } else {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  if (text.size() > kPastedBytesMax) throw std::runtime_error("the request is over 1 MiB");
  return text;
}

// Editors change line ends, add one at the end, and people leave out the fields that bore them:
// the head gets its CRLF, a Host, and a length that is that of the body.
std::string as_sent(std::string text) {
  std::string head;
  std::size_t at = 0;
  bool has_host = false;
  std::size_t declared = std::string::npos;
  for (bool first = true; at < text.size(); first = false) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    at = std::min(end + 1, text.size());
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) break;
    if (first && line.find(" HTTP/") == std::string::npos) line += " HTTP/1.1";
    const auto name = line.substr(0, line.find(':'));
    has_host = has_host || providers::same_header_name(name, "Host");
    if (providers::same_header_name(name, "Content-Length")) {
      declared = std::strtoull(line.c_str() + std::min(name.size() + 1, line.size()), nullptr, 10);
      continue;
    }
    if (providers::same_header_name(name, "Transfer-Encoding")) continue;
    head += line + "\r\n";
  }
  auto body = text.substr(at);
  if (declared < body.size()) {
    body.resize(declared);
  } else if (declared == std::string::npos && body.ends_with('\n')) {
    body.pop_back();
  }
  if (!has_host) head += "Host: pasted\r\n";
  if (!body.empty()) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return head + "\r\n" + body;
}

// "msisdn   form phoneNumber   +2126…".
void line(const std::string& name, const std::string& what) {
  std::cout << "  " << std::left << std::setw(14) << name << ' ' << what << '\n';
}

// In quotes, so that blanks are seen.
std::string quoted(const std::string& value) {
  std::string out = "\"";
  for (const char c : value) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += '?';  // a pasted escape sequence is not for this terminal
    else
      out += c;
  }
  return out + "\"";
}

void print_facts(const providers::Profile& profile, const providers::HttpRequest& request,
                 bool receipt) {
  std::cout << "facts\n";
  for (const auto& fact : providers::explain(profile, request, receipt)) {
    std::string what = fact.where + ": ";
    if (!fact.why.empty())
      what += "cannot be read: " + fact.why;
    else
      what += fact.value ? quoted(*fact.value) : "not there";
    line(fact.name, what);
  }
}

template <typename T>
void print_understood(const std::vector<T>& all) {
  for (const auto& one : all) {
    std::cout << "understood\n";
    for (const auto& [name, value] : gateway::facts(one)) {
      if (!value.empty()) line(name, quoted(value));
    }
  }
}

void print_answer(const providers::HttpResponse& response) {
  std::cout << "answer\n  " << response.status << '\n';
  for (const auto& [name, value] : response.headers)
    std::cout << "  " << name << ": " << value << '\n';
  std::cout << '\n' << response.body << '\n';
}

// Without the fields, which hold credentials.
void print_page(const providers::Outgoing& out) {
  std::cout << "then the page leaves\n  " << out.method << ' ' << out.url << "\n\n"
            << out.body << '\n';
}

int refused(const providers::Profile& profile, const providers::Refusal& refusal) {
  std::cout << "refused\n  " << refusal.status << ": " << refusal.why << '\n';
  print_answer(providers::render_refusal(profile, refusal));
  return kFindings;
}

int show(const providers::Profile& profile, const providers::Secrets& secrets,
         const providers::Settings& settings, const providers::HttpRequest& request,
         const ProviderOptions& options) {
  print_facts(profile, request, options.receipt);
  if (options.receipt) {
    const auto receipts = providers::parse_receipts(profile, secrets, request);
    if (!receipts) return refused(profile, receipts.error());
    print_understood(*receipts);
    print_answer(providers::render_receipts_taken(profile));
    return kWell;
  }
  const auto received = providers::receive(profile, secrets, request);
  if (!received) return refused(profile, received.error());
  if (received->answer) {
    std::cout << "understood\n  a notice, answered at once\n";
    print_answer(*received->answer);
    return kWell;
  }
  print_understood(received->inbound);
  print_understood(received->receipts);
  if (!received->receipts.empty()) print_answer(providers::render_receipts_taken(profile));
  if (received->inbound.empty()) return kWell;
  providers::Reply reply;
  reply.text = options.reply;
  const auto& in = received->inbound.back();
  print_answer(providers::render_reply(profile, in, reply));
  const bool leaves = profile.pages_by_request && in.kind != providers::Inbound::Kind::ussd_release;
  if (leaves)
    print_page(providers::page_request(profile, settings, in,
                                       providers::normalise(in.msisdn, {}).value_or(""), reply,
                                       std::time(nullptr)));
  return kWell;
}

}  // namespace

int provider_try(const ProviderOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto profile = read_page(options.profile, findings, sources);
  gateway::ChannelConfig channel;
  channel.name = "try";
  for (const auto& setting : options.settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos) throw std::runtime_error("--set takes NAME=VALUE");
    channel.settings[setting.substr(0, equals)] = setting.substr(equals + 1);
  }
  providers::Settings settings;
  providers::Secrets secrets;
  gateway::read_settings(channel, profile, settings, secrets, findings);
  findings.sort();
  print_findings(findings, sources, std::cout);
  const auto text = as_sent(read_input(options.request));
  const gateway::HttpLimits limits;
  gateway::RequestParser parser(limits);
  for (std::size_t at = 0; at < text.size() && !parser.whole() && parser.refusal() == 0;) {
    const auto used = parser.feed(std::string_view(text).substr(at));
    if (used == 0) break;
    at += used;
  }
  if (!parser.whole()) {
    std::cout << "refused by the server\n  " << parser.refusal() << ": " << parser.reason() << '\n';
    return kFindings;
  }
  auto request = std::move(parser.request());
  request.peer = "127.0.0.1";
  request.received_s = std::time(nullptr);
  // Behind /callbacks/<channel>, or the whole path as it was pasted from elsewhere.
  constexpr std::string_view kPrefix = "/callbacks/";
  const bool ours = request.path.starts_with(kPrefix);
  const auto end = ours ? request.path.find('/', kPrefix.size()) : 0;
  if (end != std::string::npos && (ours || providers::takes_path(profile))) {
    request.rest = request.path.substr(end);
  }
  std::cout << request.method << ' ' << request.path << '\n';
  return show(profile, secrets, settings, request, options);
}

}  // namespace jisr::tools
