// The signature first, then the body, then one script.
#include "gateway/delivery/updates.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>

#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/delivery/entry_rank.hpp"
#include "gateway/delivery/queued_sms.hpp"
#include "gateway/json_object.hpp"
#include "gateway/log.hpp"
#include "gateway/reference.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::string_view kTimestamp = "X-Jisr-Timestamp";
constexpr std::string_view kSignature = "X-Jisr-Signature";
constexpr std::size_t kParamsMax = 16;
constexpr std::size_t kParamCharactersMax = 40;  // as much as a look-up keeps

const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

HttpResponse answer(int status, const json::object& body) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "application/json");
  response.body = json::serialize(body);
  return response;
}

// A value that may stand in a text: one line, not too long. Nothing else is taken.
bool is_param(const json::value& value) {
  if (!value.is_string()) return false;
  const std::string_view text(value.get_string());
  const bool line = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
  });
  return line && dialogs::valid_utf8(text) && dialogs::code_points(text) <= kParamCharactersMax;
}

bool read_params(const json::object& from, FileNews& to) {
  const auto* params = from.if_contains("params");
  if (params == nullptr) return true;
  if (!params->is_object() || params->get_object().size() > kParamsMax) return false;
  for (const auto& one : params->get_object()) {
    if (!is_status(one.key()) || !is_param(one.value())) return false;
    to.params.emplace(std::string(one.key()), std::string(one.value().get_string()));
  }
  return true;
}

// {reference}, {params.place}: what is not there is left out.
std::string filled(const std::string& text, const Update& update) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto open = text.find('{', at);
    const auto close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) return out + text.substr(at);
    out += text.substr(at, open - at);
    const auto name = text.substr(open + 1, close - open - 1);
    const auto param = name.starts_with("params.") ? update.news.params.find(name.substr(7))
                                                   : update.news.params.end();
    if (name == "reference") out += update.reference;
    if (param != update.news.params.end()) out += param->second;
    at = close + 1;
  }
  return out;
}

}  // namespace

std::string sign_update(const std::string& secret, std::string_view timestamp,
                        std::string_view body) {
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, raw(secret), secret.size());
  crypto_auth_hmacsha256_update(&state, raw(timestamp), timestamp.size());
  crypto_auth_hmacsha256_update(&state, raw("."), 1);
  crypto_auth_hmacsha256_update(&state, raw(body), body.size());
  crypto_auth_hmacsha256_final(&state, mac.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text = "sha256=";
  for (const auto byte : mac) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

bool signed_rightly(const UpdatesConfig& config, const HttpRequest& request, std::int64_t now_s) {
  if (request.header_count(kTimestamp) != 1 || request.header_count(kSignature) != 1) return false;
  const auto timestamp = *request.header(kTimestamp);
  std::int64_t at_s = 0;
  const auto* end = timestamp.data() + timestamp.size();
  const auto [rest, failed] = std::from_chars(timestamp.data(), end, at_s);
  if (failed != std::errc{} || rest != end || at_s < 0) return false;
  const auto apart_s = at_s > now_s ? at_s - now_s : now_s - at_s;
  if (apart_s * 1'000 > config.window_ms) return false;
  bool right = false;
  for (const auto& secret : config.secrets) {
    const auto wanted = sign_update(secret, timestamp, request.body);
    right = same(wanted, *request.header(kSignature)) || right;
  }
  return right;
}

Result<Update> read_update(const std::string& body) {
  const auto wrong = [](const char* what) { return Error{Errc::malformed_input, what, false}; };
  const auto object = parse_object(body);
  if (!object) return wrong("not a JSON object");
  const auto text = [&](const char* name) { return text_at(*object, name).value_or(""); };
  Update update;
  update.reference = text("reference");
  if (!reference::valid(update.reference)) return wrong("`reference` is no number of ours");
  update.news.status = text("status");
  if (!is_status(update.news.status)) return wrong("`status` is a word of a-z, 0-9, _ and -");
  update.news.at = text("at").substr(0, kParamCharactersMax);
  const auto sequence = whole_at(*object, "sequence");
  if (!sequence || *sequence < 1) return wrong("`sequence` is a whole number from 1 on");
  update.sequence = *sequence;
  if (!read_params(*object, update.news)) {
    return wrong("`params` are at most 16 texts of one line, of at most 40 characters");
  }
  return update;
}

std::string news_text(const UpdatesConfig& config, const FileRecord& record, const Update& update) {
  const auto news = config.news.find(update.news.status);
  if (news == config.news.end() || record.channel.empty()) return {};
  const auto& texts = record.discreet ? news->second.discreet : news->second.text;
  const auto words = texts.find(record.language);
  return words == texts.end() ? std::string() : filled(words->second, update);
}

HttpResponse RegistryUpdates::refuse(const HttpRequest& request, int status,
                                     const std::string& why) {
  Counters::add(counters_.refused);
  log::warn("update_refused",
            {{"peer", request.peer}, {"status", std::int64_t{status}}, {"reason", why}});
  return answer(status, {{"error", why}});
}

boost::asio::awaitable<HttpResponse> RegistryUpdates::take(
    std::shared_ptr<const Deployment> deployment, HttpRequest request) {
  const auto* registry = deployment->registry();
  if (registry == nullptr || !registry->updates.takes_updates()) {
    co_return refuse(request, 404, "no updates are taken here");
  }
  if (request.method != "POST") co_return refuse(request, 405, "updates are posted");
  if (!signed_rightly(registry->updates, request, now_ms() / 1'000)) {
    co_return refuse(request, 401, "not signed with our secret, or at another time");
  }
  auto update = read_update(request.body);
  if (!update) co_return refuse(request, 400, update.error().context);
  auto taken = co_await keep(&registry->updates, std::move(*update));
  if (!taken) co_return refuse(request, 503, "it cannot be stored now: to be sent again");
  const json::object body{{"taken", *taken}};
  co_return answer(200, body);
}

boost::asio::awaitable<Result<bool>> RegistryUpdates::keep(const UpdatesConfig* config,
                                                           Update update) {
  auto file = co_await store_.load_file(update.reference);
  if (!file) co_return file.error();
  std::optional<OutboxEntry> entry;
  const auto record = *file ? decode_file_record((*file)->record) : std::nullopt;
  QueuedSms sms;
  if (record) sms.text = news_text(*config, *record, update);
  if (!sms.text.empty()) {
    sms.channel = record->channel;
    sms.msisdn = record->msisdn;
    sms.purpose = Purpose::news;
    entry.emplace();
    entry->id = sms_entry_id(sms.purpose, ids_.next());
    entry->kind = EntryKind::sms;
    entry->payload = encode(sms);
  }
  const milliseconds keep_for(config->keep_ms);
  auto news = encode(update.news);
  auto taken = co_await store_.take_news(update.reference, update.sequence, std::move(news),
                                         keep_for, std::move(entry));
  if (taken && *taken) {
    log::info("news", {{"status", update.news.status}, {"sms", !sms.text.empty()}});
  }
  co_return taken;
}

}  // namespace jisr::gateway
