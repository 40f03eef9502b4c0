// The program reads and writes files that have no name, so neither waits for the other.
#include "tools/jisr/graphviz.hpp"

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <system_error>

extern char** environ;

namespace jisr::tools {

namespace {

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

File nameless() {
  File file(std::tmpfile());
  if (!file) throw std::system_error(errno, std::generic_category(), "a file for Graphviz");
  return file;
}

// Runs `dot -Tsvg`; its exit code, or -1 when a signal ended it.
int run(int in, int out) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, in, 0);
  posix_spawn_file_actions_adddup2(&files, out, 1);
  char name[] = "dot";
  char format[] = "-Tsvg";
  char* const words[] = {name, format, nullptr};
  pid_t child = 0;
  const int failed = posix_spawnp(&child, name, &files, nullptr, words, environ);
  posix_spawn_file_actions_destroy(&files);
  if (failed == ENOENT) {
    throw std::runtime_error(
        "an SVG is drawn by Graphviz, and there is no `dot` here: apt-get install graphviz, or "
        "take --format dot or mermaid");
  }
  if (failed != 0) throw std::system_error(failed, std::generic_category(), "dot");
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "dot");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

std::string svg_by_graphviz(const std::string& dot) {
  const auto in = nameless();
  const auto out = nameless();
  std::fwrite(dot.data(), 1, dot.size(), in.get());
  std::rewind(in.get());  // also writes what is still in the buffer
  const int code = run(fileno(in.get()), fileno(out.get()));
  if (code != 0) throw std::runtime_error("dot ended with " + std::to_string(code));
  std::rewind(out.get());
  std::string svg;
  char block[65536];
  for (std::size_t read = 1; read > 0;) {
    read = std::fread(block, 1, sizeof block, out.get());
    svg.append(block, read);
  }
  return svg;
}

}  // namespace jisr::tools
