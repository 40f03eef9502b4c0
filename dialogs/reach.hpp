// What the ways of a dialog reach, conditions left aside: for its checks, and for drawings of one
// that has mistakes. Private to dialogs/.
#pragma once
#include <vector>

namespace jisr::dialogs {

struct Compilation;

struct Reach {
  std::vector<bool> reached;  // by screen: some way leads here
  std::vector<bool> ends;     // an end follows, or a mistake lets nothing be said
};
Reach reach_of(const Compilation& c);  // check_graph.cpp

}  // namespace jisr::dialogs
