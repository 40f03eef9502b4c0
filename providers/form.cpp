// Percent and plus, both ways.
#include "providers/form.hpp"

#include <algorithm>

namespace jisr::providers {

namespace {

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool decode(std::string_view text, std::string& out, bool plus = true) {
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (plus && text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return false;
      const int high = hex(text[i + 1]);
      const int low = hex(text[i + 2]);
      if (high < 0 || low < 0) return false;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return true;
}

// Letters, digits, - . _ and `also` stand for themselves.
void escape(char c, char also, std::string& out) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     c == '-' || c == '.' || c == '_' || c == also;
  if (plain) {
    out += c;
  } else {
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
}

void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == ' ') {
      out += '+';
    } else {
      escape(c, '*', out);
    }
  }
}

}  // namespace

std::optional<Fields> parse_form(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const auto end = text.find('&');
    const auto pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (pair.empty()) continue;
    if (fields.size() == kFieldsMax) return std::nullopt;
    const auto equals = pair.find('=');
    std::string name;
    std::string value;
    if (!decode(pair.substr(0, equals), name)) return std::nullopt;
    if (equals != std::string_view::npos && !decode(pair.substr(equals + 1), value)) {
      return std::nullopt;
    }
    fields.emplace_back(std::move(name), std::move(value));
  }
  return fields;
}

std::string write_form(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    encode(name, out);
    out += '=';
    encode(value, out);
  }
  return out;
}

const std::string* find(const Fields& fields, std::string_view name) {
  for (const auto& field : fields) {
    if (field.first == name) return &field.second;
  }
  return nullptr;
}

std::size_t count(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; }));
}

std::optional<std::string> percent_decode(std::string_view text, bool plus) {
  std::string out;
  if (!decode(text, out, plus)) return std::nullopt;
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) escape(c, '~', out);
  return out;
}

}  // namespace jisr::providers
