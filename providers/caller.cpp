// Secret, basic (RFC 7617) and bearer (RFC 6750).
#include "providers/caller.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace jisr::providers {

namespace {

// Lengths may leak: they are no secret, since everybody can read how a key is made.
bool same(std::string_view shown, std::string_view expected) {
  return !expected.empty() && shown.size() == expected.size() &&
         CRYPTO_memcmp(shown.data(), expected.data(), expected.size()) == 0;
}

std::string base64(const std::string& text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string_view shown_in(const CallerCheck& check, const HttpRequest& request,
                          const Fields& query) {
  if (check.kind == CallerCheck::Kind::secret && check.secret.in == Source::In::query) {
    const auto* found = find(query, check.secret.name);
    return found == nullptr ? std::string_view{} : *found;
  }
  const bool own_header = check.kind == CallerCheck::Kind::secret;
  std::string_view header = "Authorization";
  if (own_header) header = check.secret.name;
  // A credential that comes twice is refused: which one counts differs between us and a proxy.
  if (request.header_count(header) != 1) return {};
  return request.header(header).value_or(std::string_view{});
}

}  // namespace

std::optional<Refusal> check_caller(const CallerCheck& check, const Secrets& secrets,
                                    const HttpRequest& request, const Fields& query) {
  if (check.kind == CallerCheck::Kind::none) return std::nullopt;
  const auto shown = shown_in(check, request, query);
  if (shown.empty()) return Refusal{401, "the caller shows no credential"};
  std::string expected = secrets.secret;
  if (check.kind == CallerCheck::Kind::bearer && !expected.empty()) expected = "Bearer " + expected;
  if (check.kind == CallerCheck::Kind::basic && !secrets.password.empty()) {
    expected = "Basic " + base64(secrets.username + ":" + secrets.password);
  }
  if (!same(shown, expected)) return Refusal{403, "the caller's credential is wrong"};
  return std::nullopt;
}

}  // namespace jisr::providers
