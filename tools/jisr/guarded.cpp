// One place for what several commands would catch.
#include "tools/jisr/guarded.hpp"

#include <iostream>
#include <stdexcept>

#include "tools/jisr/commands.hpp"

namespace jisr::tools {

int guarded(const std::function<int()>& command) {
  try {
    return command();
  } catch (const Stop& stop) {
    return stop.code;
  } catch (const std::invalid_argument& use) {
    std::cerr << "jisr: " << use.what() << '\n';
    return kWrongUse;
  } catch (const std::runtime_error& error) {
    std::cerr << "jisr: " << error.what() << '\n';
    return kCannot;
  }
}

}  // namespace jisr::tools
