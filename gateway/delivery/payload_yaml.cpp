// Maps become objects, lists become lists, texts are looked through for {…}.
#include "gateway/delivery/payload_yaml.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace jisr::gateway {

namespace {

namespace json = boost::json;
using dialogs::Findings;
using dialogs::Yaml;

PayloadTemplate::Table entries_of(const Yaml& yaml, Findings& findings) {
  PayloadTemplate::Table table;
  for (const auto& [from, to] : yaml.entries()) {
    table.emplace_back(from, json_constant(to, findings));
  }
  return table;
}

// What the file says of its values: the names that they may use, and its tables, if it has any.
class Reader {
 public:
  Reader(Findings& findings, PayloadNames names, const PayloadTables* tables)
      : findings_(findings), names_(names), tables_(tables) {}

  PayloadTemplate read(const Yaml& yaml) const {
    PayloadTemplate source;
    if (yaml.is_map() && yaml["value"].exists() && (yaml["map"].is_map() || by_name(yaml))) {
      return table_of(yaml);
    }
    if (yaml["when"].is_map() && yaml["value"].exists()) return chosen_of(yaml);
    if (yaml.is_map()) {
      source.kind = PayloadTemplate::Kind::object;
      for (const auto& [name, value] : yaml.entries()) {
        source.members.push_back({name, read(value)});
      }
    } else if (yaml.is_list()) {
      source.kind = PayloadTemplate::Kind::list;
      for (const auto& value : yaml.items()) {
        source.members.push_back({std::string(), read(value)});
      }
    } else {
      source.constant = json_constant(yaml, findings_);
      if (source.constant.is_string()) {
        return payload_text(yaml.text(), yaml.place(), findings_, names_);
      }
    }
    return source;
  }

 private:
  [[nodiscard]] bool by_name(const Yaml& yaml) const {
    return tables_ != nullptr && yaml["table"].is_scalar() && !yaml["map"].exists();
  }

  PayloadTemplate table_of(const Yaml& yaml) const {
    const bool named = by_name(yaml);
    yaml.only_keys(findings_, "value table", {"value", named ? "table" : "map", "else"});
    auto source = read(yaml["value"]);
    if (source.kind != PayloadTemplate::Kind::field) {
      findings_.error("E403", yaml["value"].place(), "the value of a table is one {…} alone");
    }
    source.kind = PayloadTemplate::Kind::table;
    source.table = named ? table_named(yaml["table"]) : entries_of(yaml["map"], findings_);
    if (yaml["else"].exists()) source.otherwise = json_constant(yaml["else"], findings_);
    return source;
  }

  [[nodiscard]] PayloadTemplate::Table table_named(const Yaml& yaml) const {
    const auto found = tables_->find(yaml.text());
    if (found != tables_->end()) return found->second;
    std::vector<std::string> known;
    for (const auto& [name, table] : *tables_) known.push_back(name);
    findings_.error("E408", yaml.place(), "there is no table \"" + yaml.text() + '"',
                    dialogs::did_you_mean(yaml.text(), known), yaml.width());
    return {};
  }

  // {when: {NAME: value or [values]}, value: …, else: …}
  PayloadTemplate chosen_of(const Yaml& yaml) const {
    yaml.only_keys(findings_, "value with a condition", {"when", "value", "else"});
    PayloadTemplate source;
    source.kind = PayloadTemplate::Kind::chosen;
    for (const auto& [name, wanted] : yaml["when"].entries()) {
      if (!names_(name)) findings_.error("E403", wanted.key_place(), "no such name: " + name);
      PayloadTemplate::Test test{name, {}};
      for (const auto& one : wanted.items()) test.any_of.push_back(json_constant(one, findings_));
      if (!wanted.is_list()) test.any_of.push_back(json_constant(wanted, findings_));
      source.tests.push_back(std::move(test));
    }
    source.members.push_back({std::string(), read(yaml["value"])});
    if (yaml["else"].exists()) source.members.push_back({std::string(), read(yaml["else"])});
    return source;
  }

  Findings& findings_;
  PayloadNames names_;
  const PayloadTables* tables_;
};

}  // namespace

json::value json_constant(const Yaml& yaml, Findings& findings) {
  if (yaml.kind() == Yaml::Kind::null) return nullptr;
  if (!yaml.is_scalar()) {
    findings.error("E102", yaml.place(), "a plain value is expected here");
    return nullptr;
  }
  const auto& text = yaml.text();
  if (yaml.quoted()) return json::value(json::string(text));
  if (text == "true" || text == "false") return text == "true";
  const auto* end = text.data() + text.size();
  const auto digits = text.starts_with('-') ? text.substr(1) : text;
  double number = 0;
  const auto [rest, failed] = std::from_chars(text.data(), end, number);
  if (failed != std::errc() || rest != end || !std::isfinite(number)) {
    return json::value(json::string(text));
  }
  if (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') {
    findings.error("E102", yaml.place(), "a number with a leading zero",
                   "quote it if it is a text");
  }
  std::int64_t whole = 0;
  const auto [whole_rest, whole_failed] = std::from_chars(text.data(), end, whole);
  if (whole_failed == std::errc() && whole_rest == end) return whole;
  return number;
}

PayloadTemplate payload_text(const std::string& text, const dialogs::Place& place,
                             Findings& findings, PayloadNames names) {
  auto parsed = parse_payload_text(text, names);
  if (parsed) return std::move(*parsed);
  findings.error("E403", place, parsed.error().context);
  return {};
}

PayloadTables payload_tables(const Yaml& yaml, Findings& findings) {
  PayloadTables tables;
  if (yaml.exists() && !yaml.is_map()) yaml.only_keys(findings, "tables", {});
  for (const auto& [name, table] : yaml.entries()) {
    if (!table.is_map()) table.only_keys(findings, "a table", {});
    tables.emplace(name, entries_of(table, findings));
  }
  return tables;
}

PayloadTemplate payload_of(const Yaml& yaml, Findings& findings, PayloadNames names,
                           const PayloadTables* tables) {
  return Reader(findings, names, tables).read(yaml);
}

}  // namespace jisr::gateway
