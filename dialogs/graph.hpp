// A dialog as a drawing: screens are nodes, ways are edges, each with the words that stand at it.
// The two renderers know nothing of dialogs. Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/compile.hpp"
#include "dialogs/dialog.hpp"
#include "dialogs/screen_count.hpp"

namespace jisr::dialogs {

struct GraphNode {
  std::string name;   // of the screen; "mother.birth" stands in the block's use "mother"
  std::string about;  // "question birth", "end, registers"
  std::string text;   // what she reads, whole, in the drawing's language
  Screen::Kind kind = Screen::Kind::message;
  bool registers = false;
  bool off = false;        // as the settings stand, nobody comes here
  bool unreached = false;  // no way leads here at all
  bool dead_end = false;   // no end can be reached from here
  bool broken = false;     // a way of it leads to no screen
  std::optional<ScreenCount> count;
};

struct GraphEdge {
  // How it is drawn; of several reasons for one way, the first of these.
  enum class Kind : std::uint8_t { on, passed, failed, wrong, change, redial };
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  Kind kind = Kind::on;
  std::vector<std::string> labels;  // a line each
};

struct Graph {
  std::string name;       // of the dialog
  std::string title;      // "jisr 2026-11"
  std::string languages;  // which are offered, which are not, and which is drawn
  bool right_to_left = false;
  std::uint16_t start = kNone;
  std::uint16_t give_up = kNone;  // where too many wrong answers lead that have no way of their own
  int wrong_max = 3;
  std::vector<GraphNode> nodes;  // by screen
  std::vector<GraphEdge> edges;
  std::string counted;  // "3 of 12 who began registered"; empty: there are no counts
};

// `language` is BCP 47; an unknown one is the dialog's default. The dialog must have come from
// compile().
Graph graph_of(const Dialog& dialog, std::string_view language);

// Words of the drawing's language, marked where they run from right to left: else a drawing puts
// their full stop on the wrong side.
std::string directed(const Graph& graph, const std::string& words);

// The nodes by where they stand: those of the dialog itself, and in it the uses of blocks.
struct GraphScope {
  std::string name;  // "mother"; empty for the whole
  std::vector<std::size_t> nodes;
  std::vector<GraphScope> inner;
};
GraphScope scopes_of(const Graph& graph);

// Also of a dialog with errors, with marks where they are; nothing when no screen could be read.
std::optional<Graph> read_graph(std::string_view yaml, const std::string& file,
                                const CompileOptions& options, std::string_view language,
                                Findings& findings);

// Writes figures to the nodes. Counts of screens that the drawing does not have are left out; how
// many.
std::size_t put_counts(Graph& graph, const NamedCounts& counts);

std::string to_dot(const Graph& graph);      // for Graphviz; graph_dot.cpp
std::string to_mermaid(const Graph& graph);  // a flowchart; graph_mermaid.cpp

// "12 came, 3 left (25 %), 1 wrong", as both renderers have it.
std::string figures_line(const ScreenCount& count);
// The share of those who came that left, in percent, rounded.
int left_percent(const ScreenCount& count);

}  // namespace jisr::dialogs
