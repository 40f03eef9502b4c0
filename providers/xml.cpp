// pugixml behind a small door.
#include "providers/xml.hpp"

#include <pugixml.hpp>
#include <sstream>

namespace jisr::providers {

namespace {

// Counts depth and nodes without recursion: the document is a stranger's.
bool is_bounded(const pugi::xml_document& document) {
  std::size_t nodes = 0;
  std::size_t depth = 1;
  for (auto node = document.first_child(); node;) {
    nodes += 1;
    for (const auto& attribute : node.attributes()) nodes += attribute ? 1 : 0;
    if (nodes > kXmlNodesMax) return false;
    if (const auto child = node.first_child()) {
      if (++depth > kXmlDepthMax) return false;
      node = child;
      continue;
    }
    while (node && !node.next_sibling()) {
      node = node.parent();
      if (!node || node.type() == pugi::node_document) return true;
      --depth;
    }
    node = node.next_sibling();
  }
  return true;
}

// What XML 1.0 can hold of UTF-8 text (its section 2.2): no controls but tab and line ends.
std::string allowed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 || c == '\t' || c == '\n' || c == '\r') out += c;
  }
  return out;
}

void write(pugi::xml_node parent, const std::string& name, const Tree& tree) {
  if (name == "#children") {
    for (const auto& item : tree.members) {
      for (const auto& [below, member] : item.value.members) write(parent, below, member);
    }
    return;
  }
  if (tree.kind == Tree::Kind::list) {
    for (const auto& item : tree.members) write(parent, name, item.value);
    return;
  }
  if (name.starts_with('@')) {
    parent.append_attribute(name.c_str() + 1).set_value(allowed(tree.text).c_str());
    return;
  }
  if (name == "#text") {
    parent.append_child(pugi::node_pcdata).set_value(allowed(tree.text).c_str());
    return;
  }
  auto node = parent.append_child(name.c_str());
  if (tree.kind != Tree::Kind::map) {
    if (!tree.text.empty()) {
      node.append_child(pugi::node_pcdata).set_value(allowed(tree.text).c_str());
    }
    return;
  }
  for (const auto& [below, member] : tree.members) write(node, below, member);
}

}  // namespace

struct XmlPath::Compiled {
  pugi::xpath_query query;
};

XmlPath::XmlPath(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
XmlPath::~XmlPath() = default;

std::shared_ptr<const XmlPath> XmlPath::parse(const std::string& text, std::string& why) {
  try {
    auto compiled = std::make_unique<Compiled>(Compiled{pugi::xpath_query(text.c_str())});
    if (compiled->query.return_type() == pugi::xpath_type_node_set) {
      return std::shared_ptr<const XmlPath>(new XmlPath(std::move(compiled)));
    }
    why = "an XPath to an element or an attribute is expected";
  } catch (const pugi::xpath_exception& wrong) {
    why = std::string("not an XPath: ") + wrong.what();
  }
  return nullptr;
}

struct XmlDocument::Parsed {
  pugi::xml_document document;

  [[nodiscard]] static std::optional<std::string> text(pugi::xml_node from,
                                                       const pugi::xpath_query& query) {
    const auto found = query.evaluate_node_set(from);
    if (found.empty()) return std::nullopt;
    const auto first = found.first();
    if (first.attribute()) return first.attribute().value();
    static const pugi::xpath_query whole("string(.)");
    return whole.evaluate_string(first);
  }
};

XmlDocument::XmlDocument(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
XmlDocument::XmlDocument(XmlDocument&&) noexcept = default;
XmlDocument& XmlDocument::operator=(XmlDocument&&) noexcept = default;
XmlDocument::~XmlDocument() = default;

std::optional<XmlDocument> XmlDocument::parse(std::string_view text) {
  // pugixml passes over a DOCTYPE and never expands what it declares; a declaration is refused all
  // the same, since whoever sends one expects it to mean something.
  if (text.find("<!ENTITY") != std::string_view::npos) return std::nullopt;
  auto parsed = std::make_unique<Parsed>();
  // Texts are kept as they are: an answer may be one blank.
  const auto result = parsed->document.load_buffer(
      text.data(), text.size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!result || !parsed->document.document_element()) return std::nullopt;
  if (!is_bounded(parsed->document)) return std::nullopt;
  return XmlDocument(std::move(parsed));
}

std::size_t XmlDocument::count(const XmlPath& each) const {
  return each.compiled_->query.evaluate_node_set(parsed_->document).size();
}

std::optional<std::string> XmlDocument::at(const XmlPath& path) const {
  return Parsed::text(parsed_->document, path.compiled_->query);
}

std::optional<std::string> XmlDocument::at(const XmlPath& each, std::size_t index,
                                           const XmlPath& path) const {
  const auto found = each.compiled_->query.evaluate_node_set(parsed_->document);
  if (index >= found.size()) return std::nullopt;
  return Parsed::text(found[index].node(), path.compiled_->query);
}

std::string write_xml(const Tree& tree) {
  pugi::xml_document document;
  auto declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  for (const auto& [name, member] : tree.members) write(document, name, member);
  std::ostringstream out;
  document.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  return out.str();
}

bool is_xml_name(std::string_view name) {
  if (name == "#text" || name == "#children") return true;
  if (name.starts_with('@')) name.remove_prefix(1);
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || name[0] == '-' || name[0] == '.') {
    return false;
  }
  for (const char c : name) {
    const bool known = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.' || c == ':';
    if (!known) return false;
  }
  return true;
}

}  // namespace jisr::providers
