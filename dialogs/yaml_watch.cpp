// The watch of this thread, if somebody watches.
#include "dialogs/yaml_watch.hpp"

namespace jisr::dialogs {

namespace {

thread_local YamlWatch* watching = nullptr;

void tell(YamlWatch::Asked asked) {
  watching->asked.push_back(std::move(asked));
}

}  // namespace

YamlWatch::YamlWatch() {
  watching = this;
}

YamlWatch::~YamlWatch() {
  watching = nullptr;
}

void YamlWatch::keys(const Place& place, std::string_view what,
                     const std::vector<std::string>& known) {
  if (watching != nullptr) tell({Kind::keys, place, std::string(what), known});
}

void YamlWatch::words(const Place& place, std::string_view what,
                      const std::vector<std::string>& known) {
  if (watching != nullptr) tell({Kind::words, place, std::string(what), known});
}

void YamlWatch::value(Kind kind, const Place& place, std::int64_t min, std::int64_t max) {
  if (watching != nullptr) tell({kind, place, {}, {}, min, max});
}

}  // namespace jisr::dialogs
