// The commands of `jisr`. Each takes its options as a value and gives the exit code of the
// contract: 0 well, 1 findings, 2 wrong use, 3 could not go on.
#pragma once
#include <string>
#include <vector>

namespace jisr::tools {

constexpr int kWell = 0;
constexpr int kFindings = 1;
constexpr int kWrongUse = 2;
constexpr int kCannot = 3;

struct ServeOptions {
  std::string config = "config/gateway.yaml";
};
int serve(const ServeOptions& options);

struct CheckOptions {
  std::string config = "config/gateway.yaml";  // gateway.yaml, or one dialog's file
  bool json = false;
  bool figures = false;  // what each dialog asks of her time
};
int check(const CheckOptions& options);

struct DialOptions {
  std::string code;
  std::string config = "config/gateway.yaml";
  std::string language;              // BCP 47; answers the language screen
  std::vector<std::string> answers;  // played one after the other; then the terminal, or the end
  bool scripted = false;             // --answers was given: do not ask the terminal
  std::string url;                   // of a running gateway's channel; empty: no gateway at all
  std::string phone = "+212600000001";
};
int dial(const DialOptions& options);

struct OutboxOptions {
  enum class What { list, show, retry } what = What::list;
  std::string config = "config/gateway.yaml";
  std::string id;
  bool dead_only = false;
  bool json = false;
  std::size_t limit = 100;
};
int outbox(const OutboxOptions& options);

}  // namespace jisr::tools
