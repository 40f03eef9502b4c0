// ICU's bidirectional algorithm and Arabic shaping, line by line.
#include "tools/jisr/visual.hpp"

#include <unicode/ubidi.h>
#include <unicode/unistr.h>
#include <unicode/ushape.h>

#include <memory>
#include <sstream>

namespace jisr::tools {

namespace {

struct Close {
  void operator()(UBiDi* bidi) const { ubidi_close(bidi); }
};

icu::UnicodeString shaped(const icu::UnicodeString& line) {
  icu::UnicodeString out;
  UErrorCode failed = U_ZERO_ERROR;
  const auto room = line.length() * 2 + 1;
  const auto length = u_shapeArabic(
      line.getBuffer(), line.length(), out.getBuffer(room), room,
      U_SHAPE_LETTERS_SHAPE | U_SHAPE_LENGTH_GROW_SHRINK | U_SHAPE_TEXT_DIRECTION_LOGICAL, &failed);
  out.releaseBuffer(U_SUCCESS(failed) ? length : 0);
  return U_SUCCESS(failed) ? out : line;
}

std::string visual_line(const std::string& utf8) {
  const auto line = shaped(icu::UnicodeString::fromUTF8(utf8));
  const std::unique_ptr<UBiDi, Close> bidi(ubidi_open());
  UErrorCode failed = U_ZERO_ERROR;
  ubidi_setPara(bidi.get(), line.getBuffer(), line.length(), UBIDI_DEFAULT_LTR, nullptr, &failed);
  icu::UnicodeString seen;
  const auto room = line.length() + 1;
  const auto length =
      ubidi_writeReordered(bidi.get(), seen.getBuffer(room), room,
                           UBIDI_DO_MIRRORING | UBIDI_REMOVE_BIDI_CONTROLS, &failed);
  seen.releaseBuffer(U_SUCCESS(failed) ? length : 0);
  if (U_FAILURE(failed)) return utf8;
  std::string out;
  seen.toUTF8String(out);
  return out;
}

}  // namespace

std::string visual(const std::string& text) {
  std::string out;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    out += (out.empty() ? "" : "\n") + visual_line(line);
  }
  return out;
}

}  // namespace jisr::tools
