// Hashes, signatures and how they are written, by OpenSSL. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "providers/form.hpp"
#include "providers/profile.hpp"

namespace jisr::providers {

// In constant time. Lengths may leak: they are no secret, since everybody can read how a key is
// made. An empty expectation is a channel without its secret: it lets nobody in.
bool same(std::string_view shown, std::string_view expected);

std::string base64(std::string_view bytes);
// base64url (RFC 4648, 5) without padding, as in a JWT; nullopt when it is not.
std::optional<std::string> base64url_decode(std::string_view text);
std::string hex(std::string_view bytes);

// Raw bytes.
std::string digest(Hash hash, std::string_view bytes);
std::string hmac(Hash hash, std::string_view key, std::string_view bytes);

// `signature` written as `written`; hex in small letters.
std::string write_signature(Written written, const std::string& signature);

// Names and values one after another, by name, without anything between them.
std::string sorted_fields(const Fields& fields);

// A JWT signed with HS256 by `key`: its claims as JSON, or nullopt when it is anything else.
std::optional<std::string> jwt_claims(std::string_view token, std::string_view key);

}  // namespace jisr::providers
