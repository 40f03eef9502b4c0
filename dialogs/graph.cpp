// From screens to nodes and edges. Ways between the same two screens become one edge.
#include "dialogs/graph.hpp"

#include <algorithm>
#include <map>

#include "dialogs/compilation.hpp"
#include "dialogs/condition.hpp"
#include "dialogs/describe.hpp"
#include "dialogs/prove_explore.hpp"
#include "dialogs/reach.hpp"
#include "dialogs/ways.hpp"

namespace jisr::dialogs {

namespace {

constexpr std::size_t kLabelMax = 28;
constexpr std::size_t kConditionMax = 44;

GraphEdge::Kind drawn(WayOut::Kind kind) {
  switch (kind) {
    case WayOut::Kind::passed:
      return GraphEdge::Kind::passed;
    case WayOut::Kind::failed:
      return GraphEdge::Kind::failed;
    case WayOut::Kind::wrong:
      return GraphEdge::Kind::wrong;
    case WayOut::Kind::change:
      return GraphEdge::Kind::change;
    case WayOut::Kind::redial:
      return GraphEdge::Kind::redial;
    default:
      return GraphEdge::Kind::on;
  }
}

class Drawing {
 public:
  Drawing(const Dialog& dialog, std::string_view language) : dialog_(dialog) {
    language_ = dialog.default_language;
    for (std::size_t i = 0; i < dialog.languages.size(); ++i) {
      if (dialog.languages[i].code == language) language_ = static_cast<std::uint8_t>(i);
    }
  }

  Graph draw() {
    graph_.name = dialog_.name;
    graph_.title = dialog_.name + (dialog_.version.empty() ? "" : " " + dialog_.version);
    graph_.start = dialog_.start;
    graph_.wrong_max = dialog_.wrong_max;
    name_languages();
    for (const auto& screen : dialog_.screens) graph_.nodes.push_back(node(screen));
    for (std::size_t i = 0; i < dialog_.screens.size(); ++i) {
      add_ways(static_cast<std::uint16_t>(i));
    }
    if (dialog_.give_up < dialog_.screens.size()) graph_.give_up = dialog_.give_up;
    return std::move(graph_);
  }

 private:
  void name_languages() {
    std::string offered;
    std::string others;
    for (const auto& one : dialog_.languages) {
      auto& to = one.enabled ? offered : others;
      to += (to.empty() ? "" : ", ") + one.name + " (" + one.code + ")";
    }
    graph_.languages = "offered: " + offered + (others.empty() ? "" : "; not offered: " + others);
    if (language_ >= dialog_.languages.size()) return;
    const auto& code = dialog_.languages[language_].code;
    graph_.languages += "; drawn in " + code;
    graph_.right_to_left = code.starts_with("ar");
  }

  [[nodiscard]] std::string words(const Texts& texts) const {
    const auto in = [&](std::size_t i) {
      return i < texts.size() ? described(dialog_, texts[i]) : std::string();
    };
    auto text = in(language_);
    return text.empty() ? in(dialog_.default_language) : text;
  }

  [[nodiscard]] GraphNode node(const Screen& screen) const {
    GraphNode node;
    node.name = screen.name;
    node.kind = screen.kind;
    node.text = words(screen.text);
    node.registers = screen.effects.registers;
    node.about = std::string(dialogs::name(screen.kind));
    if (screen.field < dialog_.fields.size()) node.about += " " + dialog_.fields[screen.field].name;
    if (screen.skip_if_answered) node.about += ", skipped if answered";
    if (screen.kind == Screen::Kind::set) node.text = described(dialog_, screen.set);
    if (screen.kind == Screen::Kind::lookup) node.about += " of " + screen.lookup.service;
    if (node.registers) {
      node.about += ", registers " + screen.effects.kind;
      if (node.about.ends_with(' ')) node.about.pop_back();
    }
    return node;
  }

  [[nodiscard]] std::string label(const Screen& screen, const WayOut& way) const {
    const auto when = [&] {
      return way.when == nullptr ? std::string()
                                 : first_words(described(dialog_, *way.when), kConditionMax);
    };
    switch (way.kind) {
      case WayOut::Kind::choice:
        return directed(graph_, screen.choices[way.index].key + " " +
                                    first_words(words(screen.choices[way.index].label), kLabelMax));
      case WayOut::Kind::change:
        return "change: " +
               directed(graph_, first_words(words(screen.changes[way.index].label), kLabelMax));
      case WayOut::Kind::answer:
        return "answer";
      case WayOut::Kind::passed:
        return way.when != nullptr && way.when->kind == Condition::Kind::constant
                   ? std::string("skipped if a setting says so")
                   : "skipped unless " + when();
      case WayOut::Kind::way:
        return way.when == nullptr ? "always" : when();
      case WayOut::Kind::otherwise:
        return "else";
      case WayOut::Kind::done:
        return "then";
      case WayOut::Kind::found:
        return "found";
      case WayOut::Kind::not_found:
        return "not found";
      case WayOut::Kind::failed:
        return "failed";
      case WayOut::Kind::wrong:
        return std::to_string(screen.wrong_max > 0 ? screen.wrong_max : dialog_.wrong_max) +
               " wrong answers";
      case WayOut::Kind::redial:
        return "next call";
    }
    return {};
  }

  void add_ways(std::uint16_t at) {
    const auto& screen = dialog_.screens[at];
    std::map<std::uint16_t, std::vector<const WayOut*>> by_target;
    const auto ways = ways_out(screen);
    for (const auto& way : ways) {
      if (way.to < dialog_.screens.size()) by_target[way.to].push_back(&way);
    }
    for (const auto& [to, all] : by_target) {
      GraphEdge edge{at, to, GraphEdge::Kind::redial, {}};
      std::vector<const WayOut*> choices;
      for (const auto* way : all) {
        edge.kind = std::min(edge.kind, drawn(way->kind));
        if (way->kind == WayOut::Kind::choice) choices.push_back(way);
      }
      add_choices(screen, choices, edge);
      for (const auto* way : all) {
        if (way->kind != WayOut::Kind::choice) edge.labels.push_back(label(screen, *way));
      }
      const bool plain = edge.labels == std::vector<std::string>{"answer"} ||
                         edge.labels == std::vector<std::string>{"then"};
      if (plain) edge.labels.clear();
      graph_.edges.push_back(std::move(edge));
    }
  }

  // Of more than two that lead to the same screen only the keys.
  void add_choices(const Screen& screen, const std::vector<const WayOut*>& choices,
                   GraphEdge& edge) const {
    constexpr std::size_t kWithWordsMax = 2;
    if (choices.size() <= kWithWordsMax) {
      for (const auto* way : choices) edge.labels.push_back(label(screen, *way));
      return;
    }
    std::string keys;
    for (const auto* way : choices) {
      keys += (keys.empty() ? "" : " ") + screen.choices[way->index].key;
    }
    edge.labels.push_back(std::move(keys));
  }

  const Dialog& dialog_;
  std::uint8_t language_ = 0;
  Graph graph_;
};

// What the prover says of a screen stands at its name.
bool said_of(const Findings& findings, const Screen& screen,
             const std::vector<std::string_view>& codes) {
  return std::any_of(findings.all().begin(), findings.all().end(), [&](const Finding& one) {
    const auto& at = one.place;
    return at.file == screen.place.file && at.line == screen.place.line &&
           at.column == screen.place.column &&
           std::find(codes.begin(), codes.end(), one.code) != codes.end();
  });
}

void mark(Graph& graph, const Compilation& c) {
  const auto reach = reach_of(c);
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    auto& node = graph.nodes[i];
    const auto& screen = c.dialog.screens[i];
    node.broken = c.broken.contains(static_cast<std::uint16_t>(i)) ||
                  (uses_next(screen) && screen.next == kNone);
    node.dead_end = !reach.ends[i] || said_of(c.findings, screen, {"E416", "E425", "E426"});
    node.unreached = !c.lost && !reach.reached[i];
    node.unreached = node.unreached || said_of(c.findings, screen, {"E421"});
    node.off = !node.unreached && never(screen.when);
  }
}

void mark_off(Graph& graph, const Dialog& dialog) {
  PossiblePool pool;
  const auto found = explore_turning({dialog, pool, false});
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& states = found.states[i];
    graph.nodes[i].off = states.empty() || never(dialog.screens[i].when);
  }
}

}  // namespace

Graph graph_of(const Dialog& dialog, std::string_view language) {
  auto graph = Drawing(dialog, language).draw();
  mark_off(graph, dialog);
  return graph;
}

std::string directed(const Graph& graph, const std::string& words) {
  constexpr const char* kRightToLeft = "\u2067";  // an isolate, so that nothing around it turns
  constexpr const char* kEnd = "\u2069";
  return graph.right_to_left ? kRightToLeft + words + kEnd : words;
}

GraphScope scopes_of(const Graph& graph) {
  GraphScope whole;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    std::string_view rest = graph.nodes[i].name;
    auto* scope = &whole;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      const auto name = rest.substr(0, dot);
      rest.remove_prefix(dot + 1);
      auto found = std::find_if(scope->inner.begin(), scope->inner.end(),
                                [&](const GraphScope& one) { return one.name == name; });
      if (found == scope->inner.end()) {
        scope->inner.push_back({std::string(name), {}, {}});
        found = scope->inner.end() - 1;
      }
      scope = &*found;
    }
    scope->nodes.push_back(i);
  }
  return whole;
}

std::optional<Graph> read_graph(std::string_view yaml, const std::string& file,
                                const CompileOptions& options, std::string_view language,
                                Findings& findings) {
  std::optional<Graph> graph;
  const auto draw = [&](const Compilation& c, const Yaml&) {
    if (c.dialog.screens.empty()) return;
    if (!c.findings.has_errors()) {
      graph = graph_of(c.dialog, language);
      return;
    }
    graph = Drawing(c.dialog, language).draw();
    mark(*graph, c);
  };
  compile_and(yaml, file, options, findings, draw);
  return graph;
}

std::size_t put_counts(Graph& graph, const NamedCounts& counts) {
  std::size_t unknown = 0;
  for (const auto& [name, count] : counts) {
    const auto node = std::find_if(graph.nodes.begin(), graph.nodes.end(),
                                   [&](const GraphNode& one) { return one.name == name; });
    if (node == graph.nodes.end()) {
      ++unknown;
    } else {
      node->count = count;
    }
  }
  std::uint64_t registered = 0;
  std::uint64_t began = 0;
  for (const auto& node : graph.nodes) {
    if (node.registers && node.count) registered += node.count->reached;
  }
  if (graph.start < graph.nodes.size() && graph.nodes[graph.start].count) {
    began = graph.nodes[graph.start].count->reached;
  }
  graph.counted =
      std::to_string(registered) + " registered of " + std::to_string(began) + " who began";
  return unknown;
}

int left_percent(const ScreenCount& count) {
  if (count.reached == 0) return 0;
  return static_cast<int>((200 * count.left() + count.reached) / (2 * count.reached));
}

std::string figures_line(const ScreenCount& count) {
  std::string line = std::to_string(count.reached) + " came";
  if (count.left() > 0) {
    line += ", " + std::to_string(count.left()) + " left (" + std::to_string(left_percent(count)) +
            " %)";
  }
  if (count.wrong > 0) line += ", " + std::to_string(count.wrong) + " wrong";
  return line;
}

}  // namespace jisr::dialogs
