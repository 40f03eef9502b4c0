// Trees of replies: what stands in the leaves never becomes structure, lines repeat an element, and
// what has no value is left out of an SMS.
#include "providers/tree.hpp"

#include <gtest/gtest.h>

#include "providers/json.hpp"
#include "providers/render.hpp"

namespace jisr::providers {
namespace {

Tree map(std::vector<Tree::Member> members) {
  Tree tree;
  tree.kind = Tree::Kind::map;
  tree.members = std::move(members);
  return tree;
}

Tree list(const Tree& item) {
  Tree tree;
  tree.kind = Tree::Kind::list;
  tree.members.push_back({"", item});
  return tree;
}

TEST(Tree, WhatIsFilledInStaysText) {
  const auto tree = map({{"t", Tree::of("{text}")}, {"n", Tree::of("{n}", Tree::Kind::literal)}});
  const Values nasty{{"text", "\"},{\"{n}"}, {"n", "1,\"x\":2"}};
  EXPECT_EQ(write_json(fill(tree, nasty, false)), R"({"t":"\"},{\"{n}","n":"1,\"x\":2"})");
  const Values number{{"text", ""}, {"n", "-1.5e3"}};
  EXPECT_EQ(write_json(fill(tree, number, false)), R"({"t":"","n":-1.5e3})");
}

TEST(Tree, AnElementWithLineIsRepeated) {
  const auto lines = map({{"l", list(Tree::of("{line}"))}});
  const auto written = [&](const char* text) {
    return write_json(fill(lines, {{"text", text}}, false));
  };
  EXPECT_EQ(written("a\nb"), R"({"l":["a","b"]})");
  EXPECT_EQ(written("a\n"), R"({"l":["a",""]})");
  EXPECT_EQ(written(""), R"({"l":[""]})");
  EXPECT_EQ(written("{line}"), R"({"l":["{line}"]})") << "never filled twice";
  EXPECT_FALSE(has_stray_line(lines));
  EXPECT_TRUE(has_stray_line(map({{"l", Tree::of("{line}")}})));
}

TEST(Tree, ChildrenFollowEachOther) {
  const auto line = map({{"#text", Tree::of("{line}")}, {"br", Tree::of("")}});
  const auto page = map({{"p", map({{"#children", list(line)}, {"@id", Tree::of("1")}})}});
  EXPECT_EQ(write_body(Format::xml, fill(page, {{"text", "1 <\n2"}}, false)),
            R"(<?xml version="1.0" encoding="UTF-8"?><p id="1">1 &lt;<br/>2<br/></p>)");
}

TEST(Tree, WhatHasNoValueIsLeftOut) {
  const auto sms = map({{"to", Tree::of("{to}")},
                        {"from", Tree::of("{sender}")},
                        {"notify", map({{"url", Tree::of("{receipts_url}")}})},
                        {"ids", list(Tree::of("{id}"))},
                        {"flag", Tree::of("true", Tree::Kind::literal)}});
  const Values some{{"to", "1"}, {"sender", ""}};
  EXPECT_EQ(write_json(fill(sms, some, true)), R"({"to":"1","flag":true})");
  EXPECT_EQ(write_body(Format::form, fill(sms, some, true)), "to=1&flag=true");
  EXPECT_EQ(write_json(fill(map({{"to", Tree::of("{to}")}}), {}, true)), "{}");
}

}  // namespace
}  // namespace jisr::providers
