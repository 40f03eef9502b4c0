// The stored form is JSON with short names: {"v":1,"id":…,"answers":[["family_name","…"],…]}.
#include "gateway/delivery/registration.hpp"

#include <algorithm>
#include <functional>

#include "gateway/json_object.hpp"

namespace jisr::gateway {

namespace {

namespace json = boost::json;
constexpr std::int64_t kVersion = 3;  // 2: not `silent`; 1: without kind and tags
constexpr std::size_t kBytesMax = 64 * 1024;
constexpr std::size_t kAnswersMax = 200;

// Every text of a registration by its stored name.
template <typename R, typename Visit>
void each_text(R& registration, Visit visit) {
  visit("id", registration.id);
  visit("ref", registration.reference);
  visit("dialog", registration.dialog);
  visit("version", registration.dialog_version);
  visit("channel", registration.channel);
  visit("lang", registration.language);
  visit("msisdn", registration.msisdn);
  visit("at", registration.completed_at);
  visit("consent", registration.consent_version);
}

template <typename C, typename Visit>
void each_confirmation_text(C& confirmation, Visit visit) {
  visit("text", confirmation.text);
  visit("channel", confirmation.channel);
  visit("msisdn", confirmation.msisdn);
}

// Copies texts out of an object; false once one is missing or not a text.
class TextReader {
 public:
  explicit TextReader(const json::object& from) : from_(from) {}
  void operator()(const char* name, std::string& to) {
    auto text = text_at(from_, name);
    complete_ = complete_ && text;
    if (text) to = *std::move(text);
  }
  [[nodiscard]] bool complete() const { return complete_; }

 private:
  const json::object& from_;
  bool complete_ = true;
};

// As answers.cpp makes them. A fraction would not be the same when it is stored again.
bool is_answer(const json::value& value) {
  const auto* list = value.if_array();
  if (list == nullptr) return !value.is_double() && !value.is_object();
  return std::all_of(list->begin(), list->end(), [](const auto& one) { return one.is_string(); });
}

bool read_answers(const json::value* stored, Registration& to) {
  const auto* list = stored == nullptr ? nullptr : stored->if_array();
  if (list == nullptr || list->size() > kAnswersMax) return false;
  for (const auto& item : *list) {
    const auto* pair = item.if_array();
    if (pair == nullptr || pair->size() != 2 || !pair->front().is_string()) return false;
    if (!is_answer(pair->back())) return false;
    to.answers.emplace_back(pair->front().get_string(), pair->back());
  }
  return true;
}

bool read_tags(const json::value* stored, Registration& to) {
  if (stored == nullptr) return true;
  const auto* list = stored->if_array();
  if (list == nullptr) return false;
  for (const auto& tag : *list) {
    if (!tag.is_string()) return false;
    to.tags.emplace_back(tag.get_string());
  }
  return true;
}

// Kind and tags, which version 1 does not have.
bool read_kind(const json::object& stored, Registration& to) {
  const auto* kind = stored.if_contains("kind");
  if (kind != nullptr && !kind->is_string()) return false;
  if (kind != nullptr) to.kind = std::string(kind->get_string());
  return read_tags(stored.if_contains("tags"), to);
}

bool known_version(const json::object& stored) {
  const auto version = whole_at(stored, "v");
  return version && *version >= 1 && *version <= kVersion;
}

}  // namespace

const json::value* Registration::answer(std::string_view name) const {
  for (const auto& [field, value] : answers) {
    if (field == name) return &value;
  }
  return nullptr;
}

std::string Registration::text_of(std::string_view name) const {
  const auto* value = answer(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

std::string encode(const Registration& registration) {
  const bool plain = registration.kind.empty() && registration.tags.empty();
  json::object stored{{"v", registration.silent ? kVersion : plain ? 1 : 2}};
  if (registration.silent) stored["silent"] = true;
  if (!registration.kind.empty()) stored["kind"] = registration.kind;
  if (!registration.tags.empty()) {
    stored["tags"] = json::array(registration.tags.begin(), registration.tags.end());
  }
  const auto write_to = [](json::object& object) {
    return [&object](const char* name, const std::string& text) { object[name] = text; };
  };
  each_text(registration, write_to(stored));
  json::array answers;
  for (const auto& [field, value] : registration.answers) {
    answers.push_back(json::array{json::string(field), value});
  }
  stored["answers"] = std::move(answers);
  if (registration.confirmation) {
    json::object sms;
    each_confirmation_text(*registration.confirmation, write_to(sms));
    stored["sms"] = std::move(sms);
  }
  return json::serialize(stored);
}

Result<Registration> decode_registration(std::string_view bytes) {
  const Error wrong{Errc::malformed_input, "a stored registration cannot be read", false};
  if (bytes.size() > kBytesMax) return wrong;
  const auto object = parse_object(bytes);
  if (!object || !known_version(*object)) return wrong;
  Registration registration;
  registration.silent = true_at(*object, "silent");
  TextReader reader(*object);
  each_text(registration, std::ref(reader));
  if (!reader.complete() || !read_answers(object->if_contains("answers"), registration) ||
      !read_kind(*object, registration)) {
    return wrong;
  }
  if (const auto* sms = object->if_contains("sms")) {
    if (!sms->is_object()) return wrong;
    TextReader sms_reader(sms->get_object());
    each_confirmation_text(registration.confirmation.emplace(), std::ref(sms_reader));
    if (!sms_reader.complete()) return wrong;
  }
  return registration;
}

}  // namespace jisr::gateway
