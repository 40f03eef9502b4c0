// Graphviz, which lays drawings out: its program `dot`, found when it is needed.
#pragma once
#include <string>

namespace jisr::tools {

// The drawing as SVG. Throws std::runtime_error: there is no `dot`, or it refused the text.
std::string svg_by_graphviz(const std::string& dot);

}  // namespace jisr::tools
