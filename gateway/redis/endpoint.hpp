// Where a Redis is and how to speak to it: the settings of one connection, with every limit it
// keeps. A plain value, filled from the configuration; each Connection has its own copy.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace jisr::gateway {

// TLS 1.2 or newer, with the server's certificate always verified. Files are PEM.
struct RedisTls {
  std::string ca_file;           // empty: the system's trust store
  std::string certificate_file;  // our own certificate, when the server asks for one
  std::string key_file;          // its private key
  std::string verify_name;       // the name that the certificate must carry; empty: the host
};

struct RedisEndpoint {
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
  std::string unix_path;  // when not empty, a Unix socket instead of host and port
  std::string user;       // empty: the default user
  std::string password;   // empty: no AUTH
  unsigned database = 0;
  std::optional<RedisTls> tls;
  bool must_be_master = false;  // a server that says by ROLE that it is a replica is left again

  std::chrono::milliseconds connect_timeout{1000};  // to connect, shake hands and authenticate
  std::chrono::milliseconds command_timeout{1000};  // from the call to the reply
  std::chrono::milliseconds backoff_first{50};      // pause before the second attempt, doubling
  std::chrono::milliseconds backoff_max{2000};

  std::size_t queued_commands_max = 100'000;        // waiting for a reply
  std::size_t queued_bytes_max = 64 * 1024 * 1024;  // waiting to be written
  std::size_t reply_bytes_max = 32 * 1024 * 1024;   // of one reply

  // For logs and errors: "127.0.0.1:6379", or the path of the Unix socket.
  std::string name() const {
    return unix_path.empty() ? host + ":" + std::to_string(port) : unix_path;
  }
};

}  // namespace jisr::gateway
