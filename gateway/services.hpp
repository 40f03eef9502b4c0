// Asks the services outside that look-ups name. One for each thread, used on its io_context, with
// an HTTP client of its own: deliveries to a slow registry take no connection from her. What is
// on its way, what has just come and which service is left alone is known to the whole process
// (KeptAnswers).
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "gateway/builtin_services.hpp"
#include "gateway/counters.hpp"
#include "gateway/delivery/oauth.hpp"
#include "gateway/http/client.hpp"
#include "gateway/kept_answers.hpp"
#include "gateway/rates.hpp"
#include "gateway/service_config.hpp"
#include "gateway/service_request.hpp"
#include "gateway/task_group.hpp"

namespace jisr::gateway {

// One look-up of one caller. Plain values: it outlives the callback that asked.
struct ServiceQuestion {
  std::shared_ptr<const std::vector<ServiceConfig>> services;
  std::shared_ptr<const dialogs::Dialog> dialog;
  std::string caller;  // a pseudonym: answers of one caller are never another's
  dialogs::Lookup lookup;
  BuiltinCaller asks;  // for what the gateway answers itself
};

// `notes` are written with the commit of the turn that asked.
struct ServiceAnswer : dialogs::LookupOutcome {
  std::vector<CommitNote> notes;
};

class Services {
 public:
  // `builtin`: lent; null where the gateway answers nothing itself.
  Services(boost::asio::io_context& io, KeptAnswers& kept, Rates& rates, Counters& counters,
           const BuiltinServices* builtin = nullptr)
      : io_(io),
        client_(io),
        kept_(kept),
        rates_(rates),
        counters_(counters),
        builtin_(builtin),
        asking_(io) {}

  // The answer, within `limit`; whatever goes wrong is `failed`, logged and counted. The request
  // itself goes on to its own end, so that her next call may find the answer. Whoever asks too
  // often (limits.rates.lookups_a_day) is answered as by a service that fails: who tries one number
  // after the other learns nothing more.
  boost::asio::awaitable<ServiceAnswer> ask(ServiceQuestion question,
                                            std::chrono::milliseconds limit);

  // Begins to ask; ask() of the same question then waits for what is left. Nothing is begun of what
  // the gateway answers itself.
  void prepare(ServiceQuestion question);

  void stop();  // ends what is on its way
  [[nodiscard]] std::size_t in_hand() const { return asking_.size(); }
  boost::asio::awaitable<bool> drain(std::chrono::milliseconds limit) {
    return asking_.drain(limit);
  }

 private:
  struct Asking;
  struct AskingBuiltin;
  std::shared_ptr<PendingAnswer> begin(const ServiceQuestion& question);
  bool may_ask(const ServiceQuestion& question);
  boost::asio::awaitable<void> run(Asking asking);
  boost::asio::awaitable<ServiceAnswer> ask_builtin(std::shared_ptr<BuiltinService> service,
                                                    ServiceQuestion question,
                                                    std::chrono::milliseconds limit);
  static boost::asio::awaitable<void> run_builtin(std::shared_ptr<AskingBuiltin> asking,
                                                  std::shared_ptr<BuiltinService> service,
                                                  BuiltinQuestion question);
  boost::asio::awaitable<ServiceReading> request(const Asking* asking);
  boost::asio::awaitable<Result<ClientResponse>> send(const ServiceConfig* service,
                                                      ClientRequest request);
  boost::asio::awaitable<Result<ClientResponse>> attempt(const ServiceConfig* service,
                                                         ClientRequest request);

  boost::asio::io_context& io_;
  HttpClient client_;
  KeptAnswers& kept_;
  Rates& rates_;
  Counters& counters_;
  const BuiltinServices* builtin_;
  TaskGroup asking_;
  std::map<std::string, TokenSource> tokens_;  // by service
};

}  // namespace jisr::gateway
