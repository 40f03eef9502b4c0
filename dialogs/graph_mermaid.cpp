// A graph as a Mermaid flowchart: for pages of Markdown that draw it themselves.
#include <algorithm>

#include "dialogs/describe.hpp"
#include "dialogs/graph.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kTextMax = 60;

// Labels stand in quotes; whatever means something to Mermaid, HTML or Markdown is written by its
// number.
std::string escaped(std::string_view text) {
  constexpr std::string_view kPlain = " .,:!?()/+-='_";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || byte >= 0x80 || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else if (byte < 0x20) {
      out += ' ';
    } else {
      out += "#" + std::to_string(byte) + ";";
    }
  }
  return out;
}

std::string label_of(const Graph& graph, const GraphNode& node) {
  std::string label = "<b>" + escaped(node.name) + "</b><br/><i>" + escaped(node.about) + "</i>";
  const auto add = [&](const std::string& line) { label += "<br/>" + escaped(line); };
  if (!node.text.empty()) add(directed(graph, first_words(node.text, kTextMax)));
  if (node.broken) add("a way leads nowhere");
  if (node.dead_end) add("dead end: no way to an end");
  if (node.unreached) add("nobody can come here");
  if (node.off) add("off, as the settings stand");
  if (node.count) add(figures_line(*node.count));
  return "\"" + label + "\"";
}

std::string node_of(const Graph& graph, std::size_t at) {
  const auto& node = graph.nodes[at];
  const auto id = "n" + std::to_string(at);
  const auto label = label_of(graph, node);
  switch (node.kind) {
    case Screen::Kind::end:
      return id + "([" + label + "])";
    case Screen::Kind::branch:
      return id + "{{" + label + "}}";
    case Screen::Kind::lookup:
      return id + "[[" + label + "]]";
    default:
      return id + "[" + label + "]";
  }
}

// How full of leaving a screen is, in four steps.
std::string class_of(const GraphNode& node) {
  if (node.broken || node.dead_end || node.unreached) return "mistake";
  if (node.off) return "off";
  if (node.registers) return "registers";
  if (node.kind == Screen::Kind::end) return "ends";
  if (!node.count || left_percent(*node.count) < 5) return {};
  const auto left = left_percent(*node.count);
  return left < 10 ? "left5" : left < 25 ? "left10" : "left25";
}

class Flowchart {
 public:
  explicit Flowchart(const Graph& graph) : graph_(graph) {}

  std::string draw() {
    auto title = graph_.title + "; " + graph_.languages;
    if (!graph_.counted.empty()) title += "; " + graph_.counted;
    out_ = "---\ntitle: " + double_quoted(title) + "\n---\n";  // YAML, and plain text
    out_ += "flowchart TD\n";
    put(scopes_of(graph_), "  ");
    if (graph_.start < graph_.nodes.size()) {
      out_ += "  start((\"call\")) ==> n" + std::to_string(graph_.start) + "\n";
    }
    for (const auto& edge : graph_.edges) put(edge);
    if (graph_.give_up < graph_.nodes.size()) {
      out_ += "  wrong[\"" + std::to_string(graph_.wrong_max) +
              " wrong answers where nothing else is said\"] -.-> n" +
              std::to_string(graph_.give_up) + "\n";
    }
    classes();
    return std::move(out_);
  }

 private:
  void put(const GraphScope& scope, const std::string& indent) {
    for (const auto at : scope.nodes) out_ += indent + node_of(graph_, at) + "\n";
    for (const auto& use : scope.inner) {
      out_ += indent + "subgraph use" + std::to_string(++count_) + "[\"" + escaped(use.name) +
              " (a block)\"]\n";
      put(use, indent + "  ");
      out_ += indent + "end\n";
    }
  }

  void put(const GraphEdge& edge) {
    std::string label;
    for (const auto& line : edge.labels) {
      label += (label.empty() ? "" : "<br/>") + escaped(line);
    }
    out_ +=
        "  n" + std::to_string(edge.from) + (edge.kind == GraphEdge::Kind::on ? " -->" : " -.->");
    if (!label.empty()) out_ += "|\"" + label + "\"|";
    out_ += " n" + std::to_string(edge.to) + "\n";
  }

  void classes() {
    out_ +=
        "  classDef mistake stroke:#b00000,stroke-width:3px\n"
        "  classDef off stroke-dasharray:4,fill:#f7f7f7\n"
        "  classDef registers fill:#d5efd5\n"
        "  classDef ends fill:#e8e8e8\n"
        "  classDef left5 fill:#ffe0e0\n"
        "  classDef left10 fill:#ffb0b0\n"
        "  classDef left25 fill:#ff7070\n";
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const auto name = class_of(graph_.nodes[i]);
      if (!name.empty()) out_ += "  class n" + std::to_string(i) + " " + name + "\n";
    }
  }

  const Graph& graph_;
  std::string out_;
  int count_ = 0;
};

}  // namespace

std::string to_mermaid(const Graph& graph) {
  return Flowchart(graph).draw();
}

}  // namespace jisr::dialogs
