// A phone in the terminal: dials, shows a page, sends an answer, hangs up. One kind has the dialog
// inside this process; the other talks to a running gateway as an operator would.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "dialogs/charset.hpp"

namespace jisr::tools {

struct PhonePage {
  std::string text;
  bool ends = false;
  std::string screen;        // its name, where known
  std::string language_key;  // the key that picks the language asked for, on a language page
  dialogs::Limit limit;
  std::size_t page = 0;  // from 0, of `pages`, where known
  std::size_t pages = 1;
};

class Phone {
 public:
  virtual ~Phone() = default;
  // Both throw std::runtime_error with a sentence for a person when the line does not work.
  // dial() begins another call, and hangs up first.
  virtual PhonePage dial() = 0;
  virtual PhonePage send(const std::string& answer) = 0;
  virtual void hang() = 0;
  // Lets time pass between two calls; false where that cannot be done.
  virtual bool wait(std::int64_t ms) = 0;
  // What the dialog did when it ended (registration, SMS), for a person; empty when not known here.
  virtual std::string outcome() const { return {}; }
};

// Posts the form of Africa's Talking (cumulative text, CON/END) to `url`.
std::unique_ptr<Phone> gateway_phone(std::string url, std::string code, std::string msisdn);

}  // namespace jisr::tools
