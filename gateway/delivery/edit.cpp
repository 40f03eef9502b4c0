// JSON with line breaks, and the decoders that delivery uses.
#include "gateway/delivery/edit.hpp"

#include <boost/json.hpp>

#include "gateway/delivery/queued_sms.hpp"
#include "gateway/delivery/registration.hpp"
#include "gateway/delivery/registry.hpp"

namespace jisr::gateway {

namespace json = boost::json;

namespace {

constexpr std::size_t kIndent = 2;

Error wrong(std::string what) {
  return Error{Errc::rejected, std::move(what), false};
}

void write(const json::value& value, std::size_t depth, std::string& out) {
  const std::string inside((depth + 1) * kIndent, ' ');
  const std::string after(depth * kIndent, ' ');
  const auto* object = value.if_object();
  const auto* list = value.if_array();
  if (object != nullptr && !object->empty()) {
    out += '{';
    const char* before = "\n";
    for (const auto& [name, inner] : *object) {
      out += before + inside + json::serialize(json::string(name)) + ": ";
      write(inner, depth + 1, out);
      before = ",\n";
    }
    out += '\n' + after + '}';
  } else if (list != nullptr && depth < 2 && !list->empty()) {
    out += '[';
    const char* before = "\n";
    for (const auto& inner : *list) {
      out += before + inside;
      write(inner, depth + 1, out);
      before = ",\n";
    }
    out += '\n' + after + ']';
  } else {
    out += json::serialize(value);
  }
}

Result<std::string> edited_registration(std::string_view payload, std::string_view changed,
                                        const RegistryConfig* registry) {
  const auto after = decode_registration(changed);
  if (!after) return wrong("this is no registration any more: a part is missing");
  const auto before = decode_registration(payload);
  if (before && before->id != after->id) {
    return wrong("its id must stay: by it the registry knows that it is the same registration");
  }
  if (registry != nullptr) {
    const auto request = registry_request(*registry, *after);
    if (!request) return wrong(request.error().context);
  }
  return encode(*after);
}

}  // namespace

std::string editable(std::string_view payload) {
  boost::system::error_code failed;
  const auto value = json::parse(payload, failed);
  if (failed) return std::string(payload);
  std::string out;
  write(value, 0, out);
  return out + '\n';
}

Result<std::string> edited(EntryKind kind, std::string_view payload, std::string_view changed,
                           const RegistryConfig* registry) {
  boost::system::error_code failed;
  const auto value = json::parse(changed, failed);
  if (failed) return wrong("this is not JSON: " + failed.message());
  const auto plain = json::serialize(value);
  if (kind == EntryKind::registry) return edited_registration(payload, plain, registry);
  const auto sms = decode_sms(plain);
  if (!sms) return wrong("this is no SMS any more: channel, msisdn and its text are needed");
  return encode(*sms);
}

}  // namespace jisr::gateway
