// Look-ups of what is kept of registrations: `service: own_status` and `service: own_person`
// (builtin_shape.hpp). One or two questions to Redis each. Of one lane.
#pragma once
#include <memory>

#include "gateway/builtin_services.hpp"
#include "gateway/store.hpp"

namespace jisr::gateway {

// own_status: by `reference`, and `check` where the registry's file names one. Gives `status`,
//   which is "received" before the registry said anything, `at`, and the news' `params/…`. Not
//   found: no such number, or the check is wrong; five wrong checks close the file to all who ask.
// own_person: by `id`. Gives `reference`. Not found: nobody with this id is registered,
//   or she has withdrawn.
class OwnServices : public BuiltinService {
 public:
  explicit OwnServices(Store& store) : store_(store) {}  // lent

  boost::asio::awaitable<BuiltinAnswer> ask(BuiltinQuestion question) override;

 private:
  boost::asio::awaitable<Result<BuiltinAnswer>> status_of(std::string reference, std::string check);
  boost::asio::awaitable<Result<BuiltinAnswer>> person_of(std::string id);

  Store& store_;
};

// Under both of its names.
void add_own_services(BuiltinServices& to, Store& store);

}  // namespace jisr::gateway
