// Writes down what is typed at the terminal phone, as a transcript that `jisr test` replays.
#pragma once
#include <string>
#include <vector>

#include "tools/jisr/local_phone.hpp"

namespace jisr::tools {

class Recorder {
 public:
  void typed(const std::string& answer) { lines_.push_back("> " + answer); }
  // "hang", "wait 1 day", …
  void event(const std::string& what) { lines_.push_back("~ " + what); }
  // A look-up asked while the last line was played: what the service said goes before it.
  void service(const std::string& what);

  // Plays what was typed once more and writes the whole. Throws std::runtime_error.
  void write(const std::string& path, const Line& line) const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace jisr::tools
