// A body that is to be written, as a typed tree: what a profile says a reply or an SMS looks like.
// Placeholders stand in the leaves only and are filled before anything is written, so whatever
// stands in them is escaped by the writer of the format and can never become structure. Plain
// values; any thread.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "providers/fill.hpp"

namespace jisr::providers {

struct Tree {
  enum class Kind {
    text,
    literal,  // true, false, null or a number: written as it stands where the format has types
    map,
    list,
  };
  Kind kind = Kind::text;
  std::string text;  // of text and literal
  struct Member;
  std::vector<Member> members;  // of map, in order; of list, without names

  static Tree of(std::string text, Kind kind = Kind::text);
};
struct Tree::Member {
  std::string name;
  Tree value;
};

// Puts the values in. An element of a list in which {line} stands is there once for each line of
// the value "text". With `complete_only` a leaf that lacks the value of one of its placeholders
// is left out, and so is a map or list that loses all its leaves by that.
Tree fill(const Tree& tree, const Values& values, bool complete_only);

// Whether {line} stands where no list repeats it.
bool has_stray_line(const Tree& tree);

// Every text of the leaves, for whoever checks a profile before it runs.
std::vector<std::string> leaves(const Tree& tree);

// The members of a map as fields of a form or a query. What is no leaf is left out.
std::vector<std::pair<std::string, std::string>> as_fields(const Tree& tree);

}  // namespace jisr::providers
