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
  bool sarif = false;    // SARIF 2.1.0 instead of text
  bool figures = false;  // what each dialog asks of her time
  std::string explain;   // a code: say what it means, and check nothing
};
int check(const CheckOptions& options);

struct DialOptions {
  std::string code;
  std::string config = "config/gateway.yaml";
  std::string dialog;                 // a dialog's file, in place of a code
  std::string language;               // BCP 47; answers the language screen
  std::vector<std::string> answers;   // played one after the other; then the terminal, or the end
  bool scripted = false;              // --answers was given: do not ask the terminal
  std::vector<std::string> services;  // "NAME found field=value, …": what look-ups are told
  std::string today;                  // "2026-11-24"; empty: the real day
  int limit_s = 180;                  // after which the operator ends a call; 0: never
  std::string record;                 // the transcript to write; empty: none
  bool bidi = false;                  // Arabic in the order in which it is seen
  std::string url;                    // of a running gateway's channel; empty: no gateway at all
  std::string phone = "+212600000001";
};
int dial(const DialOptions& options);

struct OutboxOptions {
  enum class What { list, show, retry, edit, drop, sweep, costs } what = What::list;
  std::string config = "config/gateway.yaml";
  std::string id;
  bool dead_only = false;
  bool dropped = false;  // list: what is left of entries that were dropped
  std::string out;       // edit: write the content there, and stop
  std::string in;        // edit: take the content from there
  std::string reason;    // drop
  std::string by;        // who does it; empty: the system's user alone
  bool json = false;
  std::size_t limit = 100;
  std::size_t days = 31;  // costs: of how many, with today
};
int outbox(const OutboxOptions& options);

struct LeadsOptions {
  enum class What { list, export_file } what = What::list;
  std::string config = "config/gateway.yaml";
  std::vector<std::string> kinds = {"lead", "call_back"};  // as `register` of the dialogs
  std::string centre;                                      // only hers; empty: of all
  std::string file;                                        // export: to be written
  std::string by;
  std::string reason;
  bool json = false;
};
int leads(const LeadsOptions& options);

struct KeysOptions {
  enum class What { make, rotate, status } what = What::status;
  std::string config = "config/gateway.yaml";
  std::string file;  // make: of the new key
  std::string by;    // rotate: who does it
  bool json = false;
};
int keys(const KeysOptions& options);

struct PersonOptions {
  enum class What { show, erase } what = What::show;
  std::string config = "config/gateway.yaml";
  std::string number;  // as written in the country; empty: from the file
  // Its first line is the number, further ones are her cards and the numbers of her registrations.
  // "-" is the input, of which one line is read.
  std::string file = "-";
  std::string by;
  std::string reason;
  bool yes = false;          // erase; else only say what would be
  bool also_outbox = false;  // erase registrations that wait, too
  bool json = false;
};
int person(const PersonOptions& options);

struct AuditOptions {
  std::string config = "config/gateway.yaml";
  int days = 31;  // with today
  bool json = false;
};
int audit(const AuditOptions& options);

struct TestOptions {
  std::vector<std::string> paths;  // transcripts, dialogs with transcripts beside them, or folders
  bool update = false;             // write what comes in place of what was expected
};
int test(const TestOptions& options);

struct PagesOptions {
  std::string dialog;                 // its YAML file
  std::string language;               // only this one; empty: all
  std::vector<std::string> settings;  // "national_id=true"
  bool json = false;                  // one object a line
};
int pages(const PagesOptions& options);

struct TextsOptions {
  enum class What { export_file, import_file } what = What::export_file;
  std::string dialog;                  // its YAML file
  std::string file = "-";              // the translators' file; "-" is the standard output
  std::string format;                  // po or csv; empty: by the end of the file's name
  std::vector<std::string> languages;  // to export; or which one an import must be
  std::string source;                  // the language translated from; empty: the default one
  bool dry_run = false;                // check and say, but write nothing
};
int texts(const TextsOptions& options);

struct ProviderOptions {
  std::string profile;                 // a provider's page of YAML
  std::string cases;                   // test: recorded traffic; empty: where it usually is
  std::string request = "-";           // try: a file with a pasted HTTP request; - is the input
  std::vector<std::string> settings;   // try: "inbound_secret=…", as a channel has them
  std::string reply = "1 Oui\n2 Non";  // try: the page that is answered with
  bool receipt = false;                // try: it came to the address of receipts
};
int provider_test(const ProviderOptions& options);
int provider_try(const ProviderOptions& options);

struct GraphOptions {
  std::string dialog;                 // its YAML file
  std::string format;                 // dot, mermaid or svg; empty: by the end of the file's name
  std::string language;               // of the texts; empty: the dialog's default
  std::string funnel;                 // what `jisr funnel --json` gave; "-" is the input
  std::string file = "-";             // the drawing; "-" is the standard output
  std::vector<std::string> settings;  // "national_id=true"
};
int graph(const GraphOptions& options);

struct FunnelOptions {
  std::string config = "config/gateway.yaml";
  std::string dialog;  // as its `dialog:` says; empty: all that are served
  int days = 7;        // with today
  bool json = false;
};
int funnel(const FunnelOptions& options);

struct DiffOptions {
  std::string before;  // two files of one dialog
  std::string after;
  std::string language;               // of texts, only this one
  std::vector<std::string> settings;  // "national_id=true"
  bool json = false;
};
int diff(const DiffOptions& options);

}  // namespace jisr::tools
