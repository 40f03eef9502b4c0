// Find what is known, or ask in the background and wait for it.
#include "gateway/services.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "gateway/log.hpp"
#include "gateway/turn.hpp"

namespace jisr::gateway {

namespace asio = boost::asio;
using dialogs::LookupOutcome;
using std::chrono::milliseconds;

// A request on its way. Whoever waits is woken however it ends, also by the end of its coroutine.
struct Services::Asking {
  Asking(KeptAnswers& kept_in, const ServiceConfig* service_in)
      : kept(&kept_in), service(service_in) {}
  Asking(Asking&&) = default;
  Asking& operator=(Asking&&) = delete;
  ~Asking() {
    if (pending) finish(LookupOutcome{});
  }
  void finish(LookupOutcome outcome) {
    const auto mine = std::move(pending);
    pending = nullptr;
    kept->finish(key, mine, std::move(outcome), milliseconds(service->fresh_ms),
                 KeptAnswers::Clock::now());
  }

  KeptAnswers* kept;
  const ServiceConfig* service;  // one of `services`
  std::shared_ptr<const std::vector<ServiceConfig>> services;
  std::shared_ptr<const dialogs::Dialog> dialog;
  std::uint16_t screen = 0;
  std::string key;
  std::shared_ptr<PendingAnswer> pending;
  ClientRequest request;
};

// The same of what the gateway answers itself; all on one thread.
struct Services::AskingBuiltin {
  explicit AskingBuiltin(asio::steady_timer waits) : waiting(std::move(waits)) {}
  std::optional<BuiltinAnswer> answer;
  asio::steady_timer waiting;
};

namespace {

void tell_failure(const std::string& service, const std::string& reason) {
  log::warn("lookup_failed", {{"service", service}, {"reason", reason}});
}

// One question of one caller. With the screen, since that says what is kept of the answer.
std::string key_of(const ServiceQuestion& question, const ClientRequest& request) {
  std::string key = question.caller;
  key += '\n' + std::to_string(question.dialog->hash) + '/' +
         std::to_string(question.lookup.screen) + '\n' + request.method + ' ' + request.url + '\n';
  for (const auto& [name, value] : request.headers) key += name + ':' + value + '\n';
  return key + request.body;
}

}  // namespace

std::shared_ptr<PendingAnswer> Services::begin(const ServiceQuestion& question) {
  const auto* service = service_named(*question.services, question.lookup.service);
  if (service == nullptr) {  // the dialog is of an earlier configuration
    tell_failure(question.lookup.service, "no such service any more");
    return nullptr;
  }
  auto request = service_request(*service, question.lookup.sent);
  if (!request) {
    tell_failure(service->name, request.error().context);
    return nullptr;
  }
  auto key = key_of(question, *request);
  auto found = kept_.find_or_begin(key, KeptAnswers::Clock::now());
  if (!found.is_new) return found.pending;
  Asking asking(kept_, service);
  asking.services = question.services;
  asking.dialog = question.dialog;
  asking.screen = question.lookup.screen;
  asking.key = std::move(key);
  asking.pending = found.pending;
  asking.request = std::move(*request);
  if (!may_ask(question)) return found.pending;
  const milliseconds pause(service->pause_ms);
  if (!kept_.may_ask(service->name, service->failures_max, pause)) return found.pending;
  asking_.spawn("lookup", run(std::move(asking)));
  return found.pending;
}

bool Services::may_ask(const ServiceQuestion& question) {
  if (rates_.take_lookup(fingerprint(question.caller), Rates::Time::clock::now())) return true;
  Counters::add(counters_.lookups_limited);
  tell_failure(question.lookup.service, "its caller asks too often");
  return false;
}

void Services::prepare(ServiceQuestion question) {
  if (builtin_shape(question.lookup.service) == nullptr) begin(question);
}

asio::awaitable<ServiceAnswer> Services::ask(ServiceQuestion question, milliseconds limit) {
  Counters::add(counters_.lookups);
  ServiceAnswer answer;
  auto own = builtin_ == nullptr ? nullptr : builtin_->find(question.lookup.service);
  if (own) {
    answer = co_await ask_builtin(std::move(own), std::move(question), limit);
  } else if (auto pending = begin(question)) {
    auto outcome = co_await PendingAnswer::wait(pending, limit);
    if (outcome) static_cast<LookupOutcome&>(answer) = std::move(*outcome);
  }
  if (answer.kind == LookupOutcome::Kind::failed) Counters::add(counters_.lookups_failed);
  co_return answer;
}

// What takes longer than she waits goes on to its end, as a request does, and is not heard.
asio::awaitable<ServiceAnswer> Services::ask_builtin(std::shared_ptr<BuiltinService> service,
                                                     ServiceQuestion question, milliseconds limit) {
  const auto* shape = builtin_shape(question.lookup.service);
  if (shape != nullptr && shape->is_counted && !may_ask(question)) co_return ServiceAnswer();
  asio::steady_timer timer(co_await asio::this_coro::executor, limit);
  auto asking = std::make_shared<AskingBuiltin>(std::move(timer));
  BuiltinQuestion asked;
  asked.service = question.lookup.service;
  asked.sent = std::move(question.lookup.sent);
  asked.caller = std::move(question.asks);
  asking_.spawn("builtin", run_builtin(asking, std::move(service), std::move(asked)));
  if (!asking->answer) {
    co_await asking->waiting.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  ServiceAnswer answer;
  auto& found = asking->answer;
  if (!found) {
    tell_failure(question.lookup.service, "not within the time");
    co_return answer;
  }
  answer.kind = found->kind;
  answer.notes = std::move(found->notes);
  for (const auto& one : question.dialog->screens[question.lookup.screen].lookup.kept) {
    const auto value = found->values.find(std::string_view(one.pointer).substr(1));
    const bool given = value != found->values.end();
    answer.kept.push_back(given ? std::optional(cut_kept(value->second)) : std::nullopt);
  }
  co_return answer;
}

asio::awaitable<void> Services::run_builtin(std::shared_ptr<AskingBuiltin> asking,
                                            std::shared_ptr<BuiltinService> service,
                                            BuiltinQuestion question) {
  asking->answer = co_await service->ask(std::move(question));
  asking->waiting.cancel();
}

asio::awaitable<void> Services::run(Asking asking) {
  auto reading = co_await request(&asking);
  const auto& service = *asking.service;
  const milliseconds pause(service.pause_ms);
  if (!reading.reason.empty()) tell_failure(service.name, reading.reason);
  if (kept_.note(service.name, reading.well, service.failures_max, pause)) {
    log::error("service_left_alone", {{"service", service.name}, {"ms", service.pause_ms}});
  }
  asking.finish(std::move(reading.outcome));
}

asio::awaitable<ServiceReading> Services::request(const Asking* asking) {
  auto response = co_await send(asking->service, asking->request);
  if (response) {
    const auto& kept = asking->dialog->screens[asking->screen].lookup.kept;
    co_return read_service(*asking->service, *response, kept);
  }
  ServiceReading reading;
  reading.well = false;
  reading.reason = response.error().context;
  co_return reading;
}

// Once more when a token is not taken any more.
asio::awaitable<Result<ClientResponse>> Services::send(const ServiceConfig* service,
                                                       ClientRequest request) {
  auto response = co_await attempt(service, request);
  const bool stale = response && response->status == 401 && service->oauth;
  if (stale) response = co_await attempt(service, std::move(request));
  co_return response;
}

asio::awaitable<Result<ClientResponse>> Services::attempt(const ServiceConfig* service,
                                                          ClientRequest request) {
  auto authorization = service->authorization;
  TokenSource* tokens = nullptr;
  std::string token;
  if (service->oauth) {
    tokens = &tokens_.try_emplace(service->name, io_, client_).first->second;
    auto granted = co_await tokens->token(*service->oauth);
    if (!granted) co_return granted.error();
    token = *granted;
    authorization = "Bearer " + token;
  }
  if (!authorization.empty()) request.headers.emplace_back("Authorization", authorization);
  auto response = co_await client_.send(std::move(request));
  if (response && response->status == 401 && tokens != nullptr) tokens->invalidate(token);
  co_return response;
}

void Services::stop() {
  client_.stop();
}

}  // namespace jisr::gateway
