// Written by system calls, which know of owners and links.
#include "tools/jisr/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace jisr::tools {

bool write_privately(const std::string& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0600);
  if (file < 0) return false;
  bool well = ::fchmod(file, 0600) == 0;
  std::size_t written = 0;
  while (well && written < text.size()) {
    const auto size = ::write(file, text.data() + written, text.size() - written);
    well = size > 0;
    written += well ? static_cast<std::size_t>(size) : 0;
  }
  return ::close(file) == 0 && well;
}

}  // namespace jisr::tools
