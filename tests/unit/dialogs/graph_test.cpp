// Drawings: what stands in them, that every sign of a text is escaped, and mistakes that are shown.
// UPDATE_GOLDEN=1 writes the golden ones anew: read the difference by eye.
#include "dialogs/graph.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "tests/support/place/place.hpp"
#include "tests/unit/dialogs/own_screens.hpp"
#include "tests/unit/dialogs/sample_options.hpp"

namespace jisr::dialogs {
namespace {

Graph graph_of_text(const std::string& yaml, const char* language = "fr",
                    const std::map<std::string, std::string>& settings = {}) {
  Findings findings;
  auto options = sample_options();
  options.settings = settings;
  auto graph = read_graph(yaml, "sample.yaml", options, language, findings);
  EXPECT_TRUE(graph);
  return graph.value_or(Graph{});
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void expect_golden(const std::string& drawn, const std::string& name) {
  const auto path = std::string(test::kSourceDir) + "/tests/golden/graph/" + name;
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << drawn;
  std::ifstream in(path, std::ios::binary);
  const std::string golden{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(drawn, golden) << path;
}

// "from>to kind label/label", one a line.
std::string edges_from(const Graph& graph, const std::string& from) {
  constexpr const char* kKinds[] = {"on", "passed", "failed", "wrong", "change", "redial"};
  std::string out;
  for (const auto& edge : graph.edges) {
    if (graph.nodes[edge.from].name != from) continue;
    out += graph.nodes[edge.to].name + " " + kKinds[static_cast<int>(edge.kind)];
    for (const auto& label : edge.labels) out += " | " + label;
    out += "\n";
  }
  return out;
}

std::string marked(const Graph& graph) {
  std::string out;
  for (const auto& node : graph.nodes) {
    if (node.broken) out += node.name + " broken\n";
    if (node.dead_end) out += node.name + " dead_end\n";
    if (node.unreached) out += node.name + " unreached\n";
    if (node.off) out += node.name + " off\n";
  }
  return out;
}

TEST(Graph, IsAsTheGoldenOnes) {
  auto graph = graph_of_text(sample());
  expect_golden(to_dot(graph), "sample.fr.dot");
  expect_golden(to_mermaid(graph), "sample.fr.mmd");
  put_counts(graph,
             {{"language", {20, 18, 0, 1}}, {"consent", {18, 9, 0, 0}}, {"done", {5, 0, 5, 0}}});
  expect_golden(to_dot(graph), "sample.counted.dot");
  expect_golden(to_dot(graph_of_text(sample(), "ar")), "sample.ar.dot");
}

TEST(Graph, SaysWhereWaysLead) {
  const auto graph = graph_of_text(sample());
  EXPECT_EQ(edges_from(graph, "consent"), "first_name on | 1 Oui\nsorry on | 2 Non\n");
  EXPECT_EQ(edges_from(graph, "birth"), "town on | 5 Sais pas | answer | 2 wrong answers\n");
  EXPECT_EQ(edges_from(graph, "note"),
            "summary on | answer | skipped unless town is answered, and not (town is t2)\n");
  EXPECT_EQ(edges_from(graph, "summary"), "first_name change | change: Nom\ndone on | 1 Oui\n");
  EXPECT_EQ(graph.languages,
            "offered: Francais (fr), العربية (ar); not offered: Tamazight (zgh); drawn in fr");
  EXPECT_EQ(graph.nodes[graph.start].name, "language");
  EXPECT_EQ(graph.nodes[graph.give_up].name, "sorry");
}

TEST(Graph, EscapesEverySign) {
  const std::string text = R"(a <b> & "c" | d \n {first_name} [x] #1; `y` ج)";
  const auto yaml = edited(sample(), {{"fr: Prenom", "fr: '" + text + "'"}});
  const auto graph = graph_of_text(
      edited(yaml, {{"field: first_name", "field: first_name\n    when: {setting: streets}"}}));
  auto drawn = graph;
  for (auto& node : drawn.nodes) node.text = text;
  const auto dot = to_dot(drawn);
  EXPECT_TRUE(contains(dot, "a &lt;b&gt; &amp; &quot;c&quot; | d")) << dot;
  EXPECT_TRUE(contains(dot, R"(tooltip="a <b> & \"c\" | d \\n {first_name})")) << dot;
  const auto mermaid = to_mermaid(drawn);
  EXPECT_TRUE(contains(mermaid, "a #60;b#62; #38; #34;c#34; #124; d #92;n #123;")) << mermaid;
  EXPECT_TRUE(contains(mermaid, "#35;1#59; #96;y#96; ج")) << mermaid;
}

TEST(Graph, TellsWhatSettingsSwitchOff) {
  EXPECT_EQ(marked(graph_of_text(sample())), "");
  EXPECT_EQ(marked(graph_of_text(sample(), "fr", {{"streets", "false"}})), "street off\n");
}

TEST(Graph, MarksMistakes) {
  struct Case {
    const char* what;
    std::pair<const char*, const char*> edit;
    const char* marks;
  };
  const Case kCases[] = {
      {"a name that leads nowhere", {"next: summary", "next: sumary"}, "note broken\n"},
      {"no way on", {"    next: first_name\n", ""}, "consent broken\n"},
      {"a ring without a way out",
       {"    text: {fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}\n    next: "
        "summary",
        "    text: {fr: \"Merci {first_name:12}\", ar: \"شكرا {first_name:12}\"}\n    next: "
        "street"},
       "first_name dead_end\nbirth dead_end\ntown dead_end\nstreet dead_end\nnote "
       "dead_end\nsummary unreached\ndone unreached\n"},
      {"a screen that nobody reaches",
       {"next: consent\n", "next: first_name\n"},
       "consent unreached\n"},
      {"a screen that no answer leads to",
       {"next: birth\n",
        "next: way\n  way: {kind: branch, next: lost, ways: [{when: {field: consent, is: given}, "
        "next: birth}]}\n  lost: {kind: message, text: x, next: birth}\n"},
       "lost unreached\n"}};
  for (const auto& one : kCases) {
    const auto graph = graph_of_text(edited(sample(), {{one.edit.first, one.edit.second}}));
    EXPECT_EQ(marked(graph), one.marks) << one.what;
    EXPECT_FALSE(to_dot(graph).empty());
  }
}

TEST(Graph, DrawsBlocksAsClusters) {
  const auto dialog = compiled(R"(blocks:
  person:
    parameters: [who]
    start: name
    screens:
      name: {kind: question, type: name, field: <who>_name, text: Nom, next: return}
screens:
  first: {use: person, with: {who: mother}, next: child}
  child: {use: person, with: {who: child}, next: shown}
  shown: {kind: message, text: "{mother_name} {child_name}", next: sorry}
)");
  ASSERT_TRUE(dialog);
  const auto graph = graph_of(*dialog, "fr");
  const auto scopes = scopes_of(graph);
  ASSERT_EQ(scopes.inner.size(), 2U);
  EXPECT_EQ(scopes.inner[0].name, "first");
  EXPECT_EQ(scopes.inner[1].nodes.size(), 1U);
  EXPECT_TRUE(contains(to_dot(graph), "subgraph cluster_2"));
  EXPECT_TRUE(contains(to_mermaid(graph), "subgraph use2[\"child (a block)\"]"));
}

TEST(Graph, CarriesCounts) {
  auto graph = graph_of_text(sample());
  EXPECT_EQ(put_counts(graph, {{"language", {20, 15, 0, 2}}, {"done", {4, 0, 4, 0}}, {"gone", {}}}),
            1U);
  EXPECT_EQ(graph.counted, "4 registered of 20 who began");
  EXPECT_TRUE(contains(to_dot(graph), "20 came, 5 left (25 %), 2 wrong"));
  EXPECT_TRUE(contains(to_mermaid(graph), "20 came, 5 left (25 #37;), 2 wrong"));
  EXPECT_EQ(left_percent({8, 7, 0, 0}), 13);
  EXPECT_EQ(left_percent({}), 0);
}

}  // namespace
}  // namespace jisr::dialogs
