// Secret, basic (RFC 7617) and bearer (RFC 6750).
#include "providers/caller.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>

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

// What stands behind "Basic " or "Bearer "; the scheme's case does not matter (RFC 9110, 11.1).
std::string_view behind_scheme(std::string_view shown, std::string_view scheme) {
  if (shown.size() <= scheme.size() || shown[scheme.size()] != ' ' ||
      !same_header_name(shown.substr(0, scheme.size()), scheme)) {
    return {};
  }
  shown.remove_prefix(scheme.size());
  shown.remove_prefix(std::min(shown.find_first_not_of(' '), shown.size()));
  return shown;
}

// Compared as shown, in constant time. An empty expectation is a channel without its secret: it
// lets nobody in.
bool is_right(const CallerCheck& check, const Secrets& secrets, std::string_view shown) {
  switch (check.kind) {
    case CallerCheck::Kind::none:
      return true;
    case CallerCheck::Kind::secret:
      return same(shown, secrets.secret);
    case CallerCheck::Kind::bearer:
      return same(behind_scheme(shown, "Bearer"), secrets.secret);
    case CallerCheck::Kind::basic:
      return !secrets.password.empty() &&
             same(behind_scheme(shown, "Basic"), base64(secrets.username + ":" + secrets.password));
  }
  return false;
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
  if (!is_right(check, secrets, shown)) return Refusal{403, "the caller's credential is wrong"};
  return std::nullopt;
}

}  // namespace jisr::providers
