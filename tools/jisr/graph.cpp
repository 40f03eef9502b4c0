// `jisr graph`: a dialog as a drawing, and on it where women left.
#include "dialogs/graph.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <stdexcept>

#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/funnel_file.hpp"
#include "tools/jisr/graphviz.hpp"
#include "tools/jisr/guarded.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

std::string read(const std::string& path) {
  if (path == "-") return {std::istreambuf_iterator<char>(std::cin), {}};
  auto text = gateway::read_text(path);
  if (!text) throw std::runtime_error("cannot read " + path);
  return std::move(*text);
}

std::string format_of(const GraphOptions& options) {
  if (!options.format.empty()) return options.format;
  if (options.file.ends_with(".svg")) return "svg";
  return options.file.ends_with(".mmd") || options.file.ends_with(".md") ? "mermaid" : "dot";
}

std::string drawn(const dialogs::Graph& graph, const std::string& format) {
  if (format == "mermaid") return to_mermaid(graph);
  const auto dot = to_dot(graph);
  return format == "svg" ? svg_by_graphviz(dot) : dot;
}

void count(dialogs::Graph& graph, const std::string& path) {
  const auto funnel = funnel_of(read(path));
  const auto found =
      std::find_if(funnel.dialogs.begin(), funnel.dialogs.end(),
                   [&](const DialogFunnel& one) { return one.dialog == graph.name; });
  if (found == funnel.dialogs.end()) {
    throw std::runtime_error("the funnel has no counts of the dialog \"" + graph.name + "\"");
  }
  const auto others = put_counts(graph, found->screens);
  graph.counted += ", " + funnel.from;
  if (funnel.to != funnel.from) graph.counted += " to " + funnel.to;
  if (others == 0) return;
  std::cerr << "jisr: counts of " << others << (others == 1 ? " screen" : " screens")
            << " that this version of the dialog does not have are left out\n";
}

int draw(const GraphOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  const auto& yaml = sources[options.dialog] = read(options.dialog);
  auto compile = compile_options(options.dialog);
  compile.settings = settings_of(options.settings);
  auto graph = dialogs::read_graph(yaml, options.dialog, compile, options.language, findings);
  const bool wrong = findings.has_errors();
  if (wrong) print_findings(findings, sources, std::cerr);
  if (!graph) return kFindings;
  if (!options.funnel.empty()) count(*graph, options.funnel);
  const auto drawing = drawn(*graph, format_of(options));
  if (options.file == "-") {
    std::cout << drawing;
  } else {
    write_whole(options.file, drawing);
  }
  return wrong ? kFindings : kWell;
}

}  // namespace

int graph(const GraphOptions& options) {
  return guarded([&] { return draw(options); });
}

}  // namespace jisr::tools
