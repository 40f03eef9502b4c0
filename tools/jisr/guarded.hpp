// How a command ends that cannot go on: what it says, and its exit code.
#pragma once
#include <functional>

namespace jisr::tools {

// Ends the command with this exit code; the reason was printed.
struct Stop {
  int code;
};

// Runs a command and gives its exit code. What it throws is said on standard error:
// std::invalid_argument is wrong use, std::runtime_error what could not be done.
int guarded(const std::function<int()>& command);

}  // namespace jisr::tools
