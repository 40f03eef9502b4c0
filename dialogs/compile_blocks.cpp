// Blocks: screens that are written once and used in several places, with parameters. Each use is
// unfolded here into screens of its own ("mother.birth"), so the engine and the checks know
// nothing of blocks.
#include "dialogs/compilation.hpp"

namespace jisr::dialogs {

namespace {

constexpr int kDepthMax = 4;  // a block that uses a block that uses itself

using Named = std::pair<std::string, Yaml>;

class Unfolding {
 public:
  Unfolding(Compilation& c, const Yaml& root) : c_(c), blocks_(root["blocks"]) {
    if (blocks_.exists() && !blocks_.is_map()) blocks_.only_keys(c.findings, "blocks", {});
    for (const auto& [name, written] : blocks_.entries()) {
      const auto block = c.map_or_file(written);
      names_.push_back(name);
      read_.emplace(name, block);
      if (block.exists())
        block.only_keys(c.findings, "a block", {"parameters", "start", "screens"});
    }
  }

  void take(const std::string& scope, const Yaml& screens, int depth) {
    if (screens.exists() && !screens.is_map()) screens.only_keys(c_.findings, "screens", {});
    for (const auto& [name, node] : screens.entries()) {
      if (all_.size() > kScreensMax) return;  // said where the screens are counted
      if (node["use"].exists()) {
        use(scope, name, node, depth);
      } else {
        all_.emplace_back(scope + name, node);
      }
    }
  }

  std::vector<Named> done() {
    for (const auto& name : names_) {
      if (used_.contains(name)) continue;
      c_.findings.warning("W506", blocks_[name].key_place(), "the block " + name + " is never used",
                          "take it out, or use it", name.size());
    }
    return std::move(all_);
  }

 private:
  void use(const std::string& scope, const std::string& name, const Yaml& node, int depth) {
    node.only_keys(c_.findings, "a use", {"use", "with", "next"});
    const auto wanted = node["use"].as_string(c_.findings);
    if (!wanted) return;
    const auto found = read_.find(*wanted);
    const auto block = found == read_.end() ? Yaml() : found->second;
    if (!block.is_map()) {
      c_.findings.error("E224", node["use"].place(), "there is no block \"" + *wanted + "\"",
                        did_you_mean(*wanted, names_), node["use"].width());
      c_.spoilt.insert(name);
      c_.lost = true;
      return;
    }
    if (depth >= kDepthMax) {
      c_.findings.error("E106", node["use"].place(), "blocks are used in blocks too deep",
                        "does a block use itself?", node["use"].width());
      c_.spoilt.insert(name);
      c_.lost = true;
      return;
    }
    used_.insert(*wanted);
    const auto inner = scope + name + ".";
    const auto start = c_.require(block, "start", "a block");
    c_.entrances[scope + name] = inner + start.text();
    c_.returns[inner] = c_.require(node, "next", "a use");
    const auto screens = c_.require(block, "screens", "a block");
    if (start.is_scalar() && screens.is_map() && !screens[start.text()].exists()) {
      c_.findings.error("E210", start.place(), "there is no screen \"" + start.text() + "\"",
                        "a block starts at one of its own screens", start.width());
      c_.lost = true;
    }
    take(inner, screens.with(parameters(node, block)), depth + 1);
  }

  // What the use gives for each of the block's parameters.
  std::map<std::string, Yaml> parameters(const Yaml& node, const Yaml& block) {
    std::map<std::string, Yaml> given;
    std::vector<std::string> known;
    for (const auto& parameter : block["parameters"].items()) known.push_back(parameter.text());
    const auto with = node["with"];
    if (with.exists()) with.only_keys(c_.findings, "with", known);
    for (const auto& name : known) {
      const auto value = with[name];
      if (value.exists()) {
        given.emplace(name, value);
      } else {
        c_.findings.error("E110", node.key_place(), "this use needs `with: {" + name + ": …}`", "",
                          4);
      }
    }
    return given;
  }

  Compilation& c_;
  Yaml blocks_;
  std::vector<std::string> names_;
  std::map<std::string, Yaml> read_;
  std::set<std::string> used_;
  std::vector<Named> all_;
};

}  // namespace

std::vector<Named> unfold_blocks(Compilation& c, const Yaml& root) {
  Unfolding unfolding(c, root);
  unfolding.take("", c.require(root, "screens", "a dialog"), 0);
  return unfolding.done();
}

}  // namespace jisr::dialogs
