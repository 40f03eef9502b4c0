// {"from", "to", "dialogs": [{"dialog", "screens": [{"screen", "reached", "went_on", "ended",
// "left", "wrong"}]}]}; "left" follows from the others and is not read.
#include "tools/jisr/funnel_file.hpp"

#include <boost/json.hpp>
#include <stdexcept>

namespace jisr::tools {

namespace json = boost::json;

std::string json_of(const Funnel& funnel) {
  json::array all;
  for (const auto& one : funnel.dialogs) {
    json::array screens;
    for (const auto& [name, count] : one.screens) {
      json::object screen;
      screen["screen"] = name;
      screen["reached"] = count.reached;
      screen["went_on"] = count.went_on;
      screen["ended"] = count.ended;
      screen["left"] = count.left();
      screen["wrong"] = count.wrong;
      screens.push_back(std::move(screen));
    }
    json::object dialog;
    dialog["dialog"] = one.dialog;
    dialog["screens"] = std::move(screens);
    all.push_back(std::move(dialog));
  }
  json::object out;
  out["from"] = funnel.from;
  out["to"] = funnel.to;
  out["dialogs"] = std::move(all);
  return json::serialize(out);
}

Funnel funnel_of(const std::string& text) {
  try {
    const auto read = json::parse(text);
    const auto& whole = read.as_object();
    Funnel funnel;
    funnel.from = json::value_to<std::string>(whole.at("from"));
    funnel.to = json::value_to<std::string>(whole.at("to"));
    for (const auto& one : whole.at("dialogs").as_array()) {
      DialogFunnel dialog;
      dialog.dialog = json::value_to<std::string>(one.as_object().at("dialog"));
      for (const auto& screen : one.as_object().at("screens").as_array()) {
        const auto& fields = screen.as_object();
        const auto number = [&](const char* key) {
          return fields.at(key).to_number<std::uint64_t>();
        };
        const dialogs::ScreenCount count{number("reached"), number("went_on"), number("ended"),
                                         number("wrong")};
        dialog.screens.emplace_back(json::value_to<std::string>(fields.at("screen")), count);
      }
      funnel.dialogs.push_back(std::move(dialog));
    }
    return funnel;
  } catch (const std::exception&) {
    throw std::runtime_error("these are not the counts that `jisr funnel --json` writes");
  }
}

}  // namespace jisr::tools
