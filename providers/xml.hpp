// XML as operators send and take it, by pugixml: no DTD, no entities but the five of XML itself and
// numeric ones, bounded in size and depth. Names are compared as written, prefix and all; an XPath
// with local-name() looks past prefixes. Pure; any thread.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "providers/tree.hpp"

namespace jisr::providers {

constexpr std::size_t kXmlDepthMax = 32;
constexpr std::size_t kXmlNodesMax = 4096;  // elements, attributes and texts

// An XPath 1.0 expression, compiled once. Immutable, so threads may share one.
class XmlPath {
 public:
  // Null when it is not an XPath; `why` then says so in a sentence.
  static std::shared_ptr<const XmlPath> parse(const std::string& text, std::string& why);
  ~XmlPath();

 private:
  friend class XmlDocument;
  struct Compiled;
  explicit XmlPath(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

class XmlDocument {
 public:
  // nullopt when it is not XML, or larger or deeper than the limits, or declares an entity. The
  // encoding is the document's own (UTF-8, UTF-16, ISO-8859-1); texts are given as UTF-8, which the
  // caller has to check: pugixml passes broken UTF-8 on.
  static std::optional<XmlDocument> parse(std::string_view text);
  XmlDocument(XmlDocument&&) noexcept;
  XmlDocument& operator=(XmlDocument&&) noexcept;
  ~XmlDocument();

  // How many elements `each` finds; at most kXmlNodesMax.
  [[nodiscard]] std::size_t count(const XmlPath& each) const;
  // The text of what `path` finds first, seen from the document; nullopt when it finds nothing.
  [[nodiscard]] std::optional<std::string> at(const XmlPath& path) const;
  // The same, seen from the `index`th element that `each` finds.
  [[nodiscard]] std::optional<std::string> at(const XmlPath& each, std::size_t index,
                                              const XmlPath& path) const;

 private:
  struct Parsed;
  explicit XmlDocument(std::unique_ptr<Parsed> parsed);
  std::unique_ptr<Parsed> parsed_;
};

// The one member of `tree` is the root element. A member "@name" is an attribute, "#text" the text
// beside attributes or children, a list repeats its element, and a list "#children" holds maps
// whose members follow each other. Characters that XML 1.0 cannot hold are left out.
std::string write_xml(const Tree& tree);

// Whether a name may be an element's or, with its @, an attribute's.
bool is_xml_name(std::string_view name);

}  // namespace jisr::providers
