// Sources, conditions, checks and bodies out of YAML.
#include "gateway/profile_parts.hpp"

#include <algorithm>

#include "providers/fill.hpp"
#include "providers/json.hpp"

namespace jisr::gateway {

using dialogs::Findings;
using dialogs::Yaml;
using providers::CallerCheck;
using providers::Condition;
using providers::Format;
using providers::Source;
using providers::Tree;

namespace {

struct Place {
  const char* name;
  Source::In in;
};
constexpr Place kPlaces[] = {{"query", Source::In::query}, {"form", Source::In::form},
                             {"json", Source::In::json},   {"xml", Source::In::xml},
                             {"body", Source::In::body},   {"header", Source::In::header},
                             {"path", Source::In::path},   {"always", Source::In::always}};
constexpr std::pair<std::string_view, Format> kFormats[] = {{"text", Format::text},
                                                            {"json", Format::json},
                                                            {"xml", Format::xml},
                                                            {"form", Format::form},
                                                            {"query", Format::query}};
constexpr int kDepthMax = 16;  // of a body's tree

void read_place(const Yaml& yaml, Source::In in, Source& source, Findings& findings) {
  const auto name = yaml.as_string(findings);
  if (!name) return;
  source.in = in;
  source.name = *name;
  if (in == Source::In::json && !name->starts_with('/')) {
    findings.error("E205", yaml.place(), "a JSON pointer begins with /");
  }
  if (in == Source::In::path &&
      (name->empty() || name->size() > 1 || (*name)[0] < '1' || (*name)[0] > '9')) {
    findings.error("E602", yaml.place(), "which part of the path: a number from 1 to 9");
  }
  if (in == Source::In::xml) {
    std::string why;
    source.xml = providers::XmlPath::parse(*name, why);
    if (!source.xml) findings.error("E600", yaml.place(), why, "", yaml.width());
  }
}

Source read_one_source(const Yaml& yaml, Findings& findings, const Words& places) {
  Source source;
  auto known = places;
  known.insert(known.end(), {"repair", "match", "as", "when"});
  if (!yaml.only_keys(findings, "a source", known)) return source;
  std::size_t named = 0;
  for (const auto& place : kPlaces) {
    if (!yaml[place.name].exists()) continue;
    ++named;
    read_place(yaml[place.name], place.in, source, findings);
  }
  if (named != 1) {
    findings.error("E110", yaml.place(), "a source is one place, for example {form: name}");
  }
  const auto repair = yaml["repair"];
  expect(repair, !repair.is_map(), "a repair or a list of them is expected here", findings);
  if (repair.is_scalar()) {
    source.repairs.push_back(
        read_word(repair, providers::repair_words(), providers::Repair::trim, findings));
  }
  for (const auto& word : repair.items()) {
    source.repairs.push_back(
        read_word(word, providers::repair_words(), providers::Repair::trim, findings));
  }
  if (const auto match = yaml["match"].as_string(findings)) {
    std::string why;
    source.match = providers::Pattern::parse(*match, why);
    if (!source.match) {
      findings.error("E601", yaml["match"].place(), why, "", yaml["match"].width());
    }
  }
  source.when = read_when(yaml["when"], findings);
  if (const auto as = yaml["as"].as_string(findings)) {
    source.as = *as;
    check_placeholders(yaml["as"], *as, {"value"}, findings);
  }
  return source;
}

Condition read_condition(const Yaml& yaml, Findings& findings) {
  using Is = Condition::Is;
  Condition condition;
  yaml.only_keys(findings, "a condition", {"at", "is", "not", "begins", "absent"});
  condition.at = read_source(yaml["at"], findings);
  if (!yaml["at"].exists()) {
    findings.error("E207", yaml.place(), "a condition needs `at:`, where to look");
  }
  for (const auto& [word, is] :
       {std::pair{"is", Is::one_of}, {"not", Is::none_of}, {"begins", Is::begins}}) {
    if (!yaml[word].exists()) continue;
    if (condition.is != Is::present) {
      findings.error("E207", yaml[word].place(), "a condition has one of is, not, begins, absent");
    }
    condition.is = is;
    condition.values = read_texts(yaml[word], findings);
  }
  if (yaml["absent"].as_boolean(findings).value_or(false)) condition.is = Is::absent;
  return condition;
}

CallerCheck read_check(const Yaml& yaml, Findings& findings) {
  using Kind = CallerCheck::Kind;
  CallerCheck check;
  yaml.only_keys(findings, "check",
                 {"kind", "in", "hash", "written", "prefix", "over", "timestamp", "window"});
  check.kind = read_word<Kind>(yaml["kind"],
                               {{"none", Kind::none},
                                {"secret", Kind::secret},
                                {"basic", Kind::basic},
                                {"bearer", Kind::bearer},
                                {"hmac", Kind::hmac},
                                {"jwt", Kind::jwt},
                                {"address", Kind::address},
                                {"certificate", Kind::certificate}},
                               Kind::none, findings);
  if (yaml["in"].exists())
    check.secret = read_source(yaml["in"], findings, {"query", "header", "path", "form"});
  if (!yaml["kind"].exists()) {
    findings.error("E207", yaml.place(), "a check needs `kind`: without it everybody could call",
                   "none, secret, basic, bearer, hmac, jwt, address or certificate");
  }
  const bool is_shown = check.kind == Kind::secret || check.kind == Kind::hmac;
  if (is_shown && !yaml["in"].exists()) {
    findings.error("E207", yaml.place(), "a secret needs `in:`, where the caller shows it",
                   "for example in: {header: X-Secret}");
  }
  check.hash = read_word(yaml["hash"], hash_words(), check.hash, findings);
  check.written = read_word(yaml["written"], written_words(), check.written, findings);
  check.prefix = yaml["prefix"].as_string(findings).value_or("");
  if (const auto over = yaml["over"].as_string(findings)) {
    check.over = *over;
    check_placeholders(yaml["over"], *over,
                       {"method", "path", "query", "url", "body", "timestamp", "form_sorted"},
                       findings);
  }
  if (yaml["timestamp"].exists()) {
    check.timestamp = read_source(yaml["timestamp"], findings, {"query", "header"});
    if (check.over.find("{timestamp}") == std::string::npos) {
      findings.error("E603", yaml["timestamp"].place(),
                     "the signature does not cover the timestamp, so anybody could renew it",
                     "put {timestamp} into `over`");
    }
  }
  if (const auto window = yaml["window"].as_duration_ms(findings)) check.window_s = *window / 1000;
  return check;
}

Tree read_tree(const Yaml& yaml, Findings& findings, int depth = 0) {
  Tree tree;
  if (depth > kDepthMax) {
    findings.error("E106", yaml.place(), "the body is too deep");
  } else if (yaml.is_map() && yaml.entries().size() == 1 && yaml["literal"].is_scalar()) {
    tree = Tree::of(yaml["literal"].text(), Tree::Kind::literal);  // a number by a placeholder
  } else if (yaml.is_map()) {
    tree.kind = Tree::Kind::map;
    for (const auto& [name, value] : yaml.entries()) {
      tree.members.push_back({name, read_tree(value, findings, depth + 1)});
    }
  } else if (yaml.is_list()) {
    tree.kind = Tree::Kind::list;
    for (const auto& item : yaml.items()) {
      tree.members.push_back({"", read_tree(item, findings, depth + 1)});
    }
  } else if (yaml.kind() == Yaml::Kind::null) {
    tree = Tree::of("null", Tree::Kind::literal);
  } else {
    const bool literal = !yaml.quoted() && providers::is_json_literal(yaml.text());
    tree = Tree::of(yaml.text(), literal ? Tree::Kind::literal : Tree::Kind::text);
  }
  return tree;
}

// An XML document has one root, and every name must be one.
void check_xml(const Yaml& yaml, const Tree& tree, bool root, Findings& findings) {
  if (root && (tree.kind != Tree::Kind::map || tree.members.size() != 1 ||
               tree.members[0].value.kind == Tree::Kind::list)) {
    findings.error("E604", yaml.place(), "XML has one root element, for example xml: {reply: …}");
    return;
  }
  for (const auto& [name, member] : tree.members) {
    if (tree.kind == Tree::Kind::map && !providers::is_xml_name(name)) {
      findings.error("E604", yaml.place(), "\"" + name + "\" is no name of XML");
    }
    check_xml(yaml, member, false, findings);
  }
}

void check_fields(const Yaml& yaml, const Tree& tree, Findings& findings) {
  expect(yaml, yaml.is_map(), "names and texts are expected here", findings);
  for (const auto& [name, member] : tree.members) {
    if (member.kind == Tree::Kind::text || member.kind == Tree::Kind::literal) continue;
    findings.error("E604", yaml.place(), "the field " + name + " of a form must be one text");
  }
}

}  // namespace

void expect(const Yaml& yaml, bool fits, const char* sentence, Findings& findings) {
  if (yaml.exists() && !fits) findings.error("E102", yaml.place(), sentence, "", yaml.width());
}

Source read_source(const Yaml& yaml, Findings& findings, const Words& places) {
  if (!yaml.exists()) return {};
  if (!yaml.is_list()) return read_one_source(yaml, findings, places);
  Source first;
  for (const auto& item : yaml.items()) {
    auto one = read_one_source(item, findings, places);
    if (first.in == Source::In::nowhere)
      first = std::move(one);
    else
      first.otherwise.push_back(std::move(one));
  }
  if (first.in == Source::In::nowhere) {
    findings.error("E110", yaml.place(), "a source is one place, for example {form: name}");
  }
  return first;
}

Words read_texts(const Yaml& yaml, Findings& findings) {
  Words out;
  expect(yaml, yaml.is_scalar() || yaml.is_list(), "a text or a list of texts is expected here",
         findings);
  if (yaml.is_scalar()) out.push_back(yaml.text());
  for (const auto& item : yaml.items()) {
    if (const auto text = item.as_string(findings)) out.push_back(*text);
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> read_pairs(const Yaml& yaml, Findings& findings) {
  std::vector<std::pair<std::string, std::string>> out;
  expect(yaml, yaml.is_map(), "names and texts are expected here", findings);
  for (const auto& [name, value] : yaml.entries()) {
    if (const auto text = value.as_string(findings)) out.emplace_back(name, *text);
  }
  return out;
}

std::vector<std::pair<std::string, Source>> read_sources(const Yaml& yaml, Findings& findings) {
  std::vector<std::pair<std::string, Source>> out;
  expect(yaml, yaml.is_map(), "names and sources are expected here", findings);
  for (const auto& [name, value] : yaml.entries()) {
    out.emplace_back(name, read_source(value, findings));
  }
  return out;
}

Words read_methods(const Yaml& yaml, Findings& findings) {
  const Words known{"GET", "POST", "PUT", "DELETE"};
  auto methods = read_texts(yaml, findings);
  for (const auto& method : methods) {
    if (std::find(known.begin(), known.end(), method) != known.end()) continue;
    findings.error("E206", yaml.place(), "\"" + method + "\" is not a method of HTTP",
                   "GET, POST, PUT or DELETE, in capitals");
  }
  return methods;
}

providers::When read_when(const Yaml& yaml, Findings& findings) {
  providers::When when;
  expect(yaml, yaml.is_map() || yaml.is_list(), "a condition or a list is expected here", findings);
  if (yaml.is_map()) when.push_back(read_condition(yaml, findings));
  for (const auto& item : yaml.items()) when.push_back(read_condition(item, findings));
  return when;
}

std::vector<CallerCheck> read_checks(const Yaml& yaml, Findings& findings) {
  std::vector<CallerCheck> checks;
  expect(yaml, yaml.is_map() || yaml.is_list(), "a check or a list is expected here", findings);
  if (yaml.is_map()) checks.push_back(read_check(yaml, findings));
  for (const auto& item : yaml.items()) checks.push_back(read_check(item, findings));
  return checks;
}

BodyShape read_body(const Yaml& yaml, bool with_query, Findings& findings) {
  BodyShape shape;
  std::size_t bodies = 0;
  for (const auto& [name, body] : yaml.entries()) {
    const auto known =
        std::find_if(std::begin(kFormats), std::end(kFormats),
                     [&, key = name](const auto& format) { return format.first == key; });
    if (known == std::end(kFormats)) continue;
    const auto format = known->second;
    if (format == Format::query && !with_query) continue;
    if (++bodies > 1) {
      findings.error("E207", body.place(), "a body has one of text, json, xml, form and query");
      break;
    }
    shape.format = format;
    shape.yaml = body;
    shape.tree = read_tree(shape.yaml, findings);
    if (format == Format::text) {
      expect(body, body.is_scalar(), "a text is expected here", findings);
      shape.tree.kind = Tree::Kind::text;
    }
    if (format == Format::xml) check_xml(shape.yaml, shape.tree, true, findings);
    if (format == Format::form || format == Format::query) {
      check_fields(shape.yaml, shape.tree, findings);
    }
  }
  return shape;
}

providers::ReplyBody read_reply(const Yaml& yaml, const Words& known, bool needs_text,
                                Findings& findings) {
  providers::ReplyBody body;
  yaml.only_keys(findings, "a reply", {"status", "type", "headers", "text", "json", "xml", "form"});
  const auto errors = findings.errors();
  auto shape = read_body(yaml, false, findings);
  if (findings.errors() > errors) return body;
  if (needs_text && !shape.yaml.exists()) {
    findings.error("E207", yaml.place(), "a reply needs one of text, json, xml and form");
    return body;
  }
  body.format = shape.format;
  body.tree = std::move(shape.tree);
  if (body.format == Format::json) body.content_type = "application/json";
  if (body.format == Format::xml) body.content_type = "application/xml; charset=utf-8";
  if (body.format == Format::form) body.content_type = "application/x-www-form-urlencoded";
  if (const auto type = yaml["type"].as_string(findings)) body.content_type = *type;
  if (const auto status = yaml["status"].as_integer(findings, 200, 599)) {
    body.status = static_cast<int>(*status);
  }
  body.headers = read_pairs(yaml["headers"], findings);
  for (const auto& header : body.headers) {
    check_placeholders(yaml["headers"], header.second, known, findings);
  }
  auto names = known;
  if (needs_text) names.insert(names.end(), {"text", "line"});
  bool shows_text = false;
  for (const auto& leaf : providers::leaves(body.tree)) {
    check_placeholders(yaml, leaf, names, findings);
    shows_text = shows_text || leaf.find("{text}") != std::string::npos ||
                 leaf.find("{line}") != std::string::npos;
  }
  if (providers::has_stray_line(body.tree)) {
    findings.error("E608", yaml.place(), "{line} stands outside of a list", "lines: [\"{line}\"]");
  }
  if (needs_text && !shows_text && findings.errors() == errors) {
    findings.error("E207", yaml.place(),
                   "a reply needs {text}, the page itself, or {line} in a list");
  }
  return body;
}

void check_placeholders(const Yaml& yaml, const std::string& value, const Words& known,
                        Findings& findings) {
  const auto is_known = [&](std::string_view name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  };
  for (const auto name : providers::placeholders(value)) {
    if (is_known(name) || is_known("*")) continue;
    findings.error("E303", yaml.place(), "{" + std::string(name) + "} has no value here",
                   dialogs::did_you_mean(name, known), yaml.width());
  }
}

const std::vector<std::pair<std::string, providers::Hash>>& hash_words() {
  using providers::Hash;
  static const std::vector<std::pair<std::string, Hash>> words{
      {"sha1", Hash::sha1}, {"sha256", Hash::sha256}, {"sha512", Hash::sha512}};
  return words;
}

const std::vector<std::pair<std::string, providers::Written>>& written_words() {
  using providers::Written;
  static const std::vector<std::pair<std::string, Written>> words{{"hex", Written::hex},
                                                                  {"base64", Written::base64}};
  return words;
}

}  // namespace jisr::gateway
