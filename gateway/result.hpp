// What an operation of the gateway gives back: a value, or an Error that says what failed, where,
// and whether trying again can help. Exceptions are for start-up and for bugs only.
#pragma once
#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>

namespace jisr::gateway {

enum class Errc {
  timeout,      // no answer in time: the outcome is unknown
  unavailable,  // could not be reached, or refused to work now; nothing was done
  lost,         // the connection went away after the request was written: the outcome is unknown
  version_conflict,  // somebody else committed first
  rejected,          // the other side understood and said no
  malformed_input,   // bytes that are not what they should be
  misconfigured,     // a person has to change the configuration
};

struct Error {
  Errc code;
  std::string context;  // "registry POST /v1/registrations: 503"; never a secret nor a full MSISDN
  bool retryable = false;  // the outbox looks at nothing else
};

template <typename T>
using Result = boost::system::result<T, Error>;

[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::runtime_error(error.context);  // reached only by value() on a failed Result: a bug
}

}  // namespace jisr::gateway
