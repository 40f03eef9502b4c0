// The country's file: numbering plan, national id and helpline. It is read only when a dialog asks
// for something that it says.
#include <re2/re2.h>

#include <algorithm>
#include <filesystem>

#include "dialogs/builtin_country.hpp"
#include "dialogs/compilation.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kDigitsMost = 15;

bool digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

void refuse(Compilation& c, const Yaml& at, const std::string& sentence) {
  c.findings.error("E140", at.exists() ? at.place() : at.key_place(), sentence,
                   "config/countries/ma.yaml shows how a country is written", at.width());
}

// Digits, quoted where they could be read as a number; empty only where that means something.
std::string read_digits(Compilation& c, const Yaml& node, bool may_be_empty) {
  const auto text = node.as_string(c.findings).value_or("");
  const bool good = digits(text) || (may_be_empty && text.empty());
  if (node.exists() && !good) refuse(c, node, "this must be digits");
  return good ? text : "";
}

std::vector<std::string> read_prefixes(Compilation& c, const Yaml& node) {
  std::vector<std::string> all;
  for (const auto& item : node.items()) all.push_back(read_digits(c, item, false));
  return all;
}

std::optional<PhonePlan> read_phone_plan(Compilation& c, const Yaml& node) {
  if (!node.exists()) return std::nullopt;
  const auto before = c.findings.errors();
  node.only_keys(c.findings, "phone",
                 {"country_code", "trunk_prefix", "digits", "mobile", "landline"});
  PhonePlan plan;
  plan.country_code = read_digits(c, c.require(node, "country_code", "phone"), false);
  plan.trunk_prefix = read_digits(c, node["trunk_prefix"], true);
  const auto counts = c.require(node, "digits", "phone").items();
  if (counts.size() == 2) {
    const auto least = counts[0].as_integer(c.findings, 3, kDigitsMost);
    const auto most = counts[1].as_integer(c.findings, 3, kDigitsMost);
    plan.digits_min = static_cast<std::size_t>(least.value_or(3));
    plan.digits_max = static_cast<std::size_t>(most.value_or(kDigitsMost));
  }
  if (counts.size() != 2 || plan.digits_min > plan.digits_max) {
    refuse(c, node["digits"], "digits are the fewest and the most: [9, 9]");
  }
  plan.mobile = read_prefixes(c, c.require(node, "mobile", "phone"));
  plan.landline = read_prefixes(c, node["landline"]);
  if (node["mobile"].exists() && plan.mobile.empty()) {
    refuse(c, node["mobile"], "mobile needs the beginnings of mobile numbers");
  }
  return c.findings.errors() == before ? std::optional(plan) : std::nullopt;
}

void check_samples(Compilation& c, const Yaml& node, NationalIdPlan& plan) {
  const auto matches = [](const auto& pattern, const std::string& text) {
    return pattern && re2::RE2::FullMatch(text, *pattern);
  };
  for (const auto& item : node["samples"].items()) {
    const auto sample = item.as_string(c.findings).value_or("");
    const bool good = rewrite(plan.normalise, sample) == sample &&
                      code_points(sample) <= plan.length_max &&
                      (matches(plan.usual, sample) || matches(plan.unusual, sample));
    if (!good) refuse(c, item, "this sample breaks the rule itself");
    plan.samples.push_back(sample);
  }
  if (plan.samples.empty()) refuse(c, node["samples"], "national_id needs samples");
}

std::optional<NationalIdPlan> read_id_plan(Compilation& c, const Yaml& node) {
  if (!node.exists()) return std::nullopt;
  const auto before = c.findings.errors();
  node.only_keys(c.findings, "national_id",
                 {"normalise", "usual", "unusual", "length_max", "samples"});
  NationalIdPlan plan;
  plan.normalise = read_rewrites(c, node["normalise"]);
  plan.usual = read_pattern_text(c, c.require(node, "usual", "national_id"));
  plan.unusual = read_pattern_text(c, node["unusual"]);
  const auto most = c.require(node, "length_max", "national_id").as_integer(c.findings, 1, 40);
  plan.length_max = static_cast<std::size_t>(most.value_or(40));
  if (c.findings.errors() == before) check_samples(c, node, plan);
  return c.findings.errors() == before ? std::optional(plan) : std::nullopt;
}

// Beside the folder of the dialog: config/dialogs and config/countries, also for a dialog one
// folder deeper. Else what was built in.
void read_country(Compilation& c, const Yaml& at) {
  c.country_read = true;
  const auto written = c.country_name.as_string(c.findings).value_or("ma");
  const auto place = c.country_name.exists() ? c.country_name : at;
  const bool letters = written.size() == 2 && good_name(written) && !digits(written.substr(1));
  std::optional<std::string> text;
  std::string path;
  for (const auto* folder : {"../countries/", "../../countries/"}) {
    if (text || !letters || !c.options.read_file) break;
    path = folder + written + ".yaml";
    text = c.options.read_file(path);
  }
  if (const auto known = builtin_country(written); known && !text) {
    path = written + ".yaml of this release";
    text = std::string(*known);
  }
  if (!text) {
    c.findings.error("E109", place.place(),
                     "cannot read the country's file for \"" + written + "\"",
                     "two small letters: `ma` is countries/ma.yaml, beside the folder of dialogs",
                     place.width());
    return;
  }
  c.read_files.push_back(*text);
  const auto folder = std::filesystem::path(c.file).parent_path();
  const auto root = Yaml::parse(*text, (folder / path).lexically_normal().string(), c.findings);
  const auto before = c.findings.errors();
  root.only_keys(c.findings, "a country", {"country", "phone", "national_id", "helpline"});
  if (!root.is_map()) return;
  auto country = std::make_shared<Country>();
  country->phone = read_phone_plan(c, root["phone"]);
  country->national_id = read_id_plan(c, root["national_id"]);
  country->helpline = read_digits(c, root["helpline"], false);
  if (country->helpline.size() > kDigitsMost) refuse(c, root["helpline"], "no number is so long");
  if (c.findings.errors() == before) c.country = std::move(country);
}

// In the place of what could not be read, so that the checks after it need not ask.
std::shared_ptr<const Country> no_country() {
  Country none;
  none.phone.emplace().mobile = {""};
  none.national_id.emplace();
  return std::make_shared<const Country>(std::move(none));
}

}  // namespace

std::vector<Rewrite> read_rewrites(Compilation& c, const Yaml& node) {
  std::vector<Rewrite> all;
  if (node.exists() && !node.is_list()) {
    c.findings.error("E102", node.place(), "normalise must be a list", "such as [upper, no_spaces]",
                     node.width());
  }
  for (const auto& item : node.items()) {
    const auto word = c.word(item, "a way to normalise", rewrite_words());
    if (word) all.push_back(static_cast<Rewrite>(*word));
  }
  return all;
}

std::string helpline_for(Compilation& c, const Yaml& at, const Place& place, std::size_t width) {
  if (!c.country_read) read_country(c, at);
  if (!c.country || !c.country->helpline.empty()) return c.country ? c.country->helpline : "";
  c.findings.error("E142", place, "the country's file says nothing of `helpline`",
                   "add it there, or write the number here", width);
  return {};
}

std::shared_ptr<const Country> country_for(Compilation& c, FieldType type, const Yaml& at) {
  const bool phone = type == FieldType::phone;
  if (!phone && type != FieldType::national_id) return nullptr;
  if (!c.country_read) read_country(c, at);
  if (!c.country) return no_country();
  if (phone ? c.country->phone.has_value() : c.country->national_id.has_value()) return c.country;
  c.findings.error(
      "E142", at.place(),
      std::string("the country's file says nothing of ") + (phone ? "`phone`" : "`national_id`"),
      "add it there, or ask for a `text` with a `pattern`", at.width());
  return no_country();
}

}  // namespace jisr::dialogs
