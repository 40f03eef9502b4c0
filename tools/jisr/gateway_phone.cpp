// A phone on a running gateway: each answer is a callback as an operator would send it.
#include <curl/curl.h>

#include <array>
#include <random>
#include <stdexcept>

#include "tools/jisr/phone.hpp"

namespace jisr::tools {

namespace {

constexpr long kTimeoutSeconds = 20;
constexpr std::size_t kBodyBytesMax = 64 * 1024;

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& body = *static_cast<std::string*>(to);
  if (body.size() + size * count > kBodyBytesMax) return 0;
  body.append(bytes, size * count);
  return size * count;
}

class GatewayPhone : public Phone {
 public:
  GatewayPhone(std::string url, std::string code, std::string msisdn)
      : url_(std::move(url)),
        code_(std::move(code)),
        msisdn_(std::move(msisdn)),
        curl_(curl_easy_init()) {
    if (!curl_) throw std::runtime_error("cannot start libcurl");
  }

  PhonePage dial() override {
    session_ = "dial-" + std::to_string(std::random_device{}());
    text_.clear();
    first_ = true;
    return call();
  }
  // The form has no word for a dropped call: the next one has another id.
  void hang() override {}
  bool wait(std::int64_t) override { return false; }
  PhonePage send(const std::string& answer) override {
    text_ += text_.empty() && first_ ? answer : "*" + answer;
    first_ = false;
    return call();
  }

 private:
  struct Free {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  };

  std::string escape(const std::string& value) const {
    char* escaped = curl_easy_escape(curl_.get(), value.data(), static_cast<int>(value.size()));
    if (escaped == nullptr) throw std::runtime_error("out of memory");
    std::string out = escaped;
    curl_free(escaped);
    return out;
  }

  PhonePage call() {
    const std::string form = "sessionId=" + escape(session_) + "&serviceCode=" + escape(code_) +
                             "&phoneNumber=" + escape(msisdn_) + "&text=" + escape(text_);
    std::string body;
    CURL* curl = curl_.get();
    curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, form.c_str());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTimeoutSeconds);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    const auto failed = curl_easy_perform(curl);
    if (failed != CURLE_OK) {
      throw std::runtime_error(url_ + ": " + curl_easy_strerror(failed));
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    PhonePage page;
    page.ends = body.starts_with("END");
    if (status != 200 || (!page.ends && !body.starts_with("CON"))) {
      throw std::runtime_error(url_ + " answered " + std::to_string(status) +
                               ", not a page; is it a channel with the CON/END form?");
    }
    page.text = body.substr(body.size() > 3 && body[3] == ' ' ? 4 : 3);
    return page;
  }

  std::string url_;
  std::string code_;
  std::string msisdn_;
  std::string session_;
  std::string text_;
  bool first_ = true;
  std::unique_ptr<CURL, Free> curl_;
};

}  // namespace

std::unique_ptr<Phone> gateway_phone(std::string url, std::string code, std::string msisdn) {
  return std::make_unique<GatewayPhone>(std::move(url), std::move(code), std::move(msisdn));
}

}  // namespace jisr::tools
