// Any bytes as a text: its cost, its normal form, its search key and its pages. A page never takes
// more than a message carries, and what is normal stays as it is.
#include <cstdint>
#include <string>

#include "dialogs/charset.hpp"
#include "dialogs/page.hpp"
#include "dialogs/text.hpp"
#include "tests/fuzz/fail.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace jisr::dialogs;
  const std::string raw(reinterpret_cast<const char*>(data), size);
  const auto text = normalise(raw);
  // Bytes that are no UTF-8 grow, and what is too long is cut: then it is another text.
  const bool stable = text.size() > kInputBytesMax || normalise(text) == text;
  if (!valid_utf8(text) || !stable) jisr::fuzz::fail("normalise() is not stable");
  (void)search_key(text);
  (void)cost(raw);
  (void)sms_parts(text);
  (void)first_outside_gsm7(raw);
  const Limit limit{160, 70};
  Layout layout;
  const auto third = text.size() / 3;
  layout.heading = valid_utf8(text.substr(0, third)) ? text.substr(0, third) : text;
  layout.error = size % 2 == 0 ? "" : "Encore";
  layout.back = "0 Retour";
  layout.next = "9 Suite";
  layout.home = "00 Debut";
  for (std::size_t i = 0; i < size % 5; ++i)
    layout.choices.push_back({std::to_string(i + 1), text});
  layout.renumber = size % 7 == 0;
  const auto pages = lay_out(layout, limit);
  if (pages.empty() || pages.size() > kPagesMax) jisr::fuzz::fail("no pages, or too many");
  for (const auto& page : pages) {
    if (!fits(page.text, limit) || !valid_utf8(page.text))
      jisr::fuzz::fail("a page does not fit or is broken UTF-8");
  }
  return 0;
}
