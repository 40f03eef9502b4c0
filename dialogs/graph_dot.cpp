// A graph in the language of Graphviz's `dot`. Labels are its HTML-like ones, in which every sign
// of a text has an escape.
#include <algorithm>
#include <array>

#include "dialogs/describe.hpp"
#include "dialogs/graph.hpp"
#include "dialogs/text.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kLineMax = 30;  // of a screen's text
constexpr std::size_t kLinesMax = 3;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;  // XML has no control characters
    }
  }
  return out;
}

// A quoted string. dot reads \n and the like in it, so a backslash stands for itself when doubled.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

// The first lines of a text, broken at words.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kLinesMax) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (code_points(line) > kLineMax) {
      auto first = first_words(line, kLineMax);
      first.resize(first.size() - 2);
      const auto rest = line.substr(std::min(first.size() + 1, line.size()));
      lines.push_back(first);
      line = first_words(rest, kLineMax);
    }
    if (!line.empty()) lines.push_back(std::move(line));
  }
  if (lines.size() > kLinesMax) lines.resize(kLinesMax);
  return lines;
}

std::string row(const std::string& inner) {
  return "<TR><TD>" + inner + "</TD></TR>";
}
std::string small(const std::string& text, const char* colour) {
  return row(std::string("<FONT POINT-SIZE=\"9\" COLOR=\"") + colour + "\">" + escaped(text) +
             "</FONT>");
}

// From white to red, by the share of those who left.
std::string heat(const ScreenCount& count) {
  const int pale = 255 - std::min(left_percent(count), 50) * 4;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string two = {kDigits[pale / 16], kDigits[pale % 16]};
  return "#ff" + two + two;
}

std::string fill_of(const GraphNode& node) {
  if (node.count && node.kind != Screen::Kind::end) return heat(*node.count);
  if (node.registers) return "#d5efd5";
  switch (node.kind) {
    case Screen::Kind::end:
      return "#e8e8e8";
    case Screen::Kind::branch:
    case Screen::Kind::set:
      return "#fff6d6";
    case Screen::Kind::lookup:
      return "#ffe6c7";
    case Screen::Kind::summary:
      return "#efe3f7";
    default:
      return "#eaf2fb";
  }
}

std::string marks_of(const GraphNode& node) {
  std::string marks;
  if (node.broken) marks += small("a way leads nowhere", "#b00000");
  if (node.dead_end) marks += small("dead end: no way to an end", "#b00000");
  if (node.unreached) marks += small("nobody can come here", "#b00000");
  if (node.off) marks += small("off, as the settings stand", "#707070");
  return marks;
}

std::string attributes_of(const GraphNode& node) {
  const bool wrong = node.broken || node.dead_end || node.unreached;
  std::string style = "filled";
  std::string shape = "box";
  if (node.kind == Screen::Kind::lookup) shape = "component";
  if (node.kind == Screen::Kind::branch) shape = "hexagon";
  if (!node.registers && shape == "box") style += ",rounded";
  if (node.off || node.kind == Screen::Kind::set) style += ",dashed";
  std::string out = ", shape=" + shape + ", style=\"" + style + "\"";
  if (node.registers) out += ", peripheries=2";
  if (wrong) out += ", color=\"#b00000\", penwidth=2";
  out += ", fillcolor=\"" + (node.off ? std::string("#f7f7f7") : fill_of(node)) + "\"";
  return out;
}

std::string node_of(const Graph& graph, std::size_t at) {
  const auto& node = graph.nodes[at];
  std::string label = "<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">";
  label += row("<B>" + escaped(node.name) + "</B>");
  label += small(node.about, "#505050");
  for (const auto& line : lines_of(node.text)) label += row(escaped(directed(graph, line)));
  label += marks_of(node);
  if (node.count) label += row("<B>" + escaped(figures_line(*node.count)) + "</B>");
  label += "</TABLE>";
  return "n" + std::to_string(at) + " [label=<" + label +
         ">, tooltip=" + quoted(node.text.empty() ? node.name : node.text) + attributes_of(node) +
         "];\n";
}

// Nodes, and in clusters those that stand in uses of blocks.
class Clusters {
 public:
  explicit Clusters(const Graph& graph) : graph_(graph) {}

  std::string all() {
    put(scopes_of(graph_), "  ");
    return std::move(out_);
  }

 private:
  void put(const GraphScope& scope, const std::string& indent) {
    for (const auto at : scope.nodes) out_ += indent + node_of(graph_, at);
    for (const auto& use : scope.inner) {
      out_ += indent + "subgraph cluster_" + std::to_string(++count_) + " {\n" + indent +
              "  label=<<B>" + escaped(use.name) + "</B> (a block)>; color=\"#9aa7b5\"; " +
              "style=\"rounded,dashed\";\n";
      put(use, indent + "  ");
      out_ += indent + "}\n";
    }
  }

  const Graph& graph_;
  std::string out_;
  int count_ = 0;
};

std::string edge_of(const GraphEdge& edge) {
  // A change or the next call goes back: it does not decide who stands above whom.
  static constexpr std::array<const char*, 6> kStyles = {
      "color=\"#404040\"",
      "color=\"#909090\", fontcolor=\"#707070\", style=dashed",
      "color=\"#c06000\", fontcolor=\"#c06000\", style=dashed",
      "color=\"#c00000\", fontcolor=\"#c00000\", style=dashed",
      "color=\"#3060c0\", fontcolor=\"#3060c0\", style=dotted, constraint=false",
      "color=\"#8030a0\", fontcolor=\"#8030a0\", style=dotted, constraint=false"};
  std::string label;
  for (const auto& line : edge.labels) {
    label += (label.empty() ? "" : "<BR/>") + escaped(line);
  }
  std::string out = "  n" + std::to_string(edge.from) + " -> n" + std::to_string(edge.to) + " [";
  if (!label.empty()) out += "label=<" + label + ">, ";
  return out + kStyles[static_cast<std::size_t>(edge.kind)] + "];\n";
}

std::string title_of(const Graph& graph) {
  std::string title =
      "<B>" + escaped(graph.title) + "</B><BR/><FONT POINT-SIZE=\"10\">" + escaped(graph.languages);
  if (!graph.counted.empty()) title += "<BR/>" + escaped(graph.counted);
  return title + "</FONT>";
}

}  // namespace

std::string to_dot(const Graph& graph) {
  std::string out = "digraph dialog {\n  label=<" + title_of(graph) + ">; labelloc=t;\n";
  out +=
      "  rankdir=TB; nodesep=0.35; ranksep=0.45; fontname=\"sans-serif\"; fontsize=16;\n"
      "  node [fontname=\"sans-serif\", fontsize=11, margin=\"0.12,0.06\"];\n"
      "  edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];\n";
  if (graph.start < graph.nodes.size()) {
    out +=
        "  start [shape=circle, style=filled, fillcolor=\"#303030\", width=0.25, "
        "fixedsize=true, label=\"\", tooltip=\"a call begins\"];\n";
    out += "  start -> n" + std::to_string(graph.start) + " [penwidth=2];\n";
  }
  out += Clusters(graph).all();
  for (const auto& edge : graph.edges) out += edge_of(edge);
  if (graph.give_up < graph.nodes.size()) {
    out += "  wrong [shape=plaintext, fontcolor=\"#c00000\", label=\"" +
           std::to_string(graph.wrong_max) + " wrong answers\\nwhere nothing else is said\"];\n";
    out += "  wrong -> n" + std::to_string(graph.give_up) + " [color=\"#c00000\", style=dashed];\n";
  }
  return out + "}\n";
}

}  // namespace jisr::dialogs
