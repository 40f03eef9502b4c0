// XML from strangers, and XML for operators.
#include "providers/xml.hpp"

#include <gtest/gtest.h>

namespace jisr::providers {
namespace {

std::shared_ptr<const XmlPath> path(const std::string& text) {
  std::string why;
  auto made = XmlPath::parse(text, why);
  EXPECT_TRUE(made) << why;
  return made;
}

TEST(Xml, IsReadByPath) {
  const auto document = XmlDocument::parse(
      R"(<?xml version="1.0"?><u:call xmlns:u="urn:x" id="7"><msisdn> 212 </msisdn><text/>)"
      R"(<note>a<![CDATA[<b>]]>&amp;&#1580;</note>)"
      R"(<part n="1">x</part><part n="2">y</part></u:call>)");
  ASSERT_TRUE(document);
  const auto at = [&](const char* where) { return document->at(*path(where)); };
  EXPECT_EQ(at("/u:call/@id"), "7");
  EXPECT_EQ(at("/*[local-name()='call']/msisdn"), " 212 ");
  EXPECT_EQ(at("//text"), "") << "there, and empty";
  EXPECT_EQ(at("//absent"), std::nullopt);
  EXPECT_EQ(at("//note"), "a<b>&ج");
  EXPECT_EQ(at("//part[@n='2']"), "y");
  EXPECT_EQ(document->count(*path("//part")), 2U);
  EXPECT_EQ(document->at(*path("//part"), 1, *path("@n")), "2");
  EXPECT_EQ(document->at(*path("//part"), 2, *path("@n")), std::nullopt);
}

TEST(Xml, ItsOwnEncodingIsRead) {
  const auto latin =
      XmlDocument::parse("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><t>caf\xe9</t>");
  ASSERT_TRUE(latin);
  EXPECT_EQ(latin->at(*path("/t")), "café");
}

TEST(Xml, WhatIsUglyIsRefusedOrHarmless) {
  std::string deep;
  for (std::size_t i = 0; i <= kXmlDepthMax; ++i) deep += "<a>";
  std::string closed = deep;
  for (std::size_t i = 0; i <= kXmlDepthMax; ++i) closed += "</a>";
  const auto deepest = closed.substr(3, closed.size() - 7);
  EXPECT_TRUE(XmlDocument::parse(deepest)) << "the limit itself is kept";
  std::string wide = "<a>";
  for (std::size_t i = 0; i <= kXmlNodesMax; ++i) wide += "<b/>";
  for (const std::string& bad :
       {std::string(), std::string("text"), std::string("<a>"), std::string("<a></b>"), deep,
        closed, wide + "</a>", std::string("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"),
        std::string("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")}) {
    EXPECT_FALSE(XmlDocument::parse(bad)) << bad.substr(0, 80);
  }
  const auto unknown = XmlDocument::parse("<!DOCTYPE a><a>&nobody;</a>");
  ASSERT_TRUE(unknown) << "a document type by itself is harmless";
  EXPECT_EQ(unknown->at(*path("/a")), "&nobody;");
}

TEST(Xml, OnlyPathsToNodesAreTaken) {
  for (const char* bad : {"", "/a[", "count(//a)", "'text'"}) {
    std::string why;
    EXPECT_FALSE(XmlPath::parse(bad, why)) << bad;
    EXPECT_FALSE(why.empty());
  }
}

TEST(Xml, IsWrittenWithEscaping) {
  Tree parts;
  parts.kind = Tree::Kind::list;
  parts.members.push_back({"", Tree::of("1")});
  parts.members.push_back({"", Tree::of("")});
  Tree call;
  call.kind = Tree::Kind::map;
  call.members.push_back({"@id", Tree::of("\"<7>\"")});
  call.members.push_back({"text", Tree::of("</text>&\x01 رقم")});
  call.members.push_back({"part", parts});
  Tree root;
  root.kind = Tree::Kind::map;
  root.members.push_back({"u:call", call});
  EXPECT_EQ(write_xml(root),
            R"(<?xml version="1.0" encoding="UTF-8"?><u:call id="&quot;&lt;7>&quot;">)"
            R"(<text>&lt;/text&gt;&amp; رقم</text><part>1</part><part/></u:call>)");
}

}  // namespace
}  // namespace jisr::providers
