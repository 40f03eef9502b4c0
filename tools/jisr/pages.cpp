// `jisr pages`: every page of a dialog on paper, or as JSON lines for tools/picture.
#include <boost/json.hpp>
#include <iostream>
#include <stdexcept>

#include "dialogs/gallery.hpp"
#include "gateway/calendar.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/dialog_file.hpp"
#include "tools/jisr/report.hpp"

namespace jisr::tools {

namespace {

void print(const dialogs::GalleryPage& page, const dialogs::Limit& limit) {
  const auto cost = dialogs::cost(page.text);
  const bool gsm7 = cost.encoding == dialogs::Encoding::gsm7;
  std::cout << "── " << page.language << ' ' << page.screen;
  if (!page.why.empty()) std::cout << " (" << page.why << ')';
  if (page.pages > 1) std::cout << ' ' << page.page + 1 << " of " << page.pages;
  std::cout << " · " << dialogs::name(cost.encoding) << ' ' << cost.units << '/'
            << (gsm7 ? limit.gsm7 : limit.ucs2) << " ──\n"
            << page.text << "\n\n";
}

void print_json(const dialogs::GalleryPage& page) {
  boost::json::object one;
  one["language"] = page.language;
  one["screen"] = page.screen;
  one["why"] = page.why;
  one["page"] = page.page + 1;
  one["pages"] = page.pages;
  one["text"] = page.text;
  std::cout << boost::json::serialize(one) << '\n';
}

}  // namespace

int pages(const PagesOptions& options) {
  gateway::Sources sources;
  dialogs::Findings findings;
  std::map<std::string, std::string> settings;
  try {
    settings = settings_of(options.settings);
  } catch (const std::invalid_argument& wrong) {
    std::cerr << "jisr: " << wrong.what() << '\n';
    return kWrongUse;
  }
  const dialogs::Limit limit;
  const auto dialog = read_dialog(options.dialog, settings, limit, findings, sources);
  if (!dialog) {
    print_findings(findings, sources, std::cerr);
    return kFindings;
  }
  dialogs::Surroundings around{limit, gateway::today(gateway::now_ms())};
  around.reference = "48271936";
  for (const auto& page : dialogs::gallery(*dialog, around)) {
    if (!options.language.empty() && page.language != options.language) continue;
    options.json ? print_json(page) : print(page, limit);
  }
  return kWell;
}

}  // namespace jisr::tools
