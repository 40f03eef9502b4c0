// How long a translation may be: measured on the page where the text stands, laid out by the engine
// with the longest answers. Private to dialogs/; lives for one read_catalog().
#pragma once
#include <string>
#include <vector>

#include "dialogs/compilation.hpp"
#include "dialogs/session.hpp"

namespace jisr::dialogs {

class Rooms {
 public:
  explicit Rooms(const Compilation& c);

  // A sentence for the translator, without a full stop; empty when there is no bound to tell.
  [[nodiscard]] std::string room(const WrittenText& written, std::size_t language) const;

 private:
  struct Around {
    std::size_t pages = 1;
    std::size_t characters = 0;  // of the page, without the text itself
  };
  [[nodiscard]] Around around(const WrittenText& written, std::size_t language,
                              const std::string& own) const;
  [[nodiscard]] std::string bound(std::size_t language, std::size_t around) const;
  [[nodiscard]] std::string counted(const WrittenText& written, std::size_t language) const;

  const Compilation& c_;
  Dialog full_;
  std::vector<Session> longest_;  // by language
  enum class Letters { gsm7, others, unknown };
  std::vector<Letters> letters_;  // by language
};

}  // namespace jisr::dialogs
