// The strict reading of a request head, one row a form of smuggling or oddity.
#include "gateway/http/strict.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace jisr::gateway {
namespace {

using namespace std::string_view_literals;

TEST(StrictHead, RefusesRawBytesThatAParserWouldHide) {
  const struct {
    std::string_view head, fault;
  } rows[] = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n"sv, ""},
      {"\r\n\r\n"sv, ""},
      {""sv, ""},
      {"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"sv, "folded field"},
      {"GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n"sv, "folded field"},
      {"GET / HTTP/1.1\r\n Host: a\r\n\r\n"sv, "folded field"},
      {"GET / HTTP/1.1\nHost: a\r\n\r\n"sv, "line feed without carriage return"},
      {"GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n"sv, "carriage return without line feed"},
      {"GET / HTTP/1.1\r"sv, "carriage return without line feed"},
      {"GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n"sv, "NUL in the head"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.head);
    EXPECT_EQ(raw_head_fault(row.head), row.fault);
  }
}

TEST(StrictTarget, TakesOnlyAPath) {
  const struct {
    std::string_view method, target, fault;
  } rows[] = {
      {"GET", "/", ""},
      {"GET", "/callbacks/iam-ussd?text=1*2&from=%2B212", ""},
      {"OPTIONS", "*", ""},
      {"GET", "*", "target is not a path"},
      {"GET", "", "target is not a path"},
      {"GET", "http://elsewhere/", "target is not a path"},
      {"CONNECT", "elsewhere:443", "target is not a path"},
      {"GET", "/caf\xc3\xa9", "target is not visible ASCII"},
      {"GET", "/a\x01", "target is not visible ASCII"},
      {"GET", "/a\x7f", "target is not visible ASCII"},
      {"GET", "/a b", "target is not visible ASCII"},
      {"GET", "/a#b", "fragment in the target"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.target);
    EXPECT_EQ(target_fault(row.method, row.target), row.fault);
  }
}

TEST(StrictFields, RefusesAmbiguousFraming) {
  using List = std::vector<std::pair<std::string, std::string>>;
  const std::pair<std::string, std::string> host{"Host", "a"};
  const struct {
    List fields;
    int version;
    std::string_view fault;
  } rows[] = {
      {{host}, 11, ""},
      {{host, {"content-LENGTH", "5"}}, 11, ""},
      {{host, {"Transfer-Encoding", "Chunked"}}, 11, ""},
      {{host, {"Expect", "100-Continue"}}, 11, ""},
      {{host, {"X", "caf\xc3\xa9\t!"}}, 11, ""},
      {{}, 10, ""},
      {{{"Host", "[::1]:8080"}}, 11, ""},
      {{}, 11, "no Host"},
      {{host, {"hOST", "a"}}, 11, "more than one Host"},
      {{host, host}, 10, "more than one Host"},
      {{{"Host", "a, b"}}, 11, "Host is not one host"},
      {{{"Host", "user@a"}}, 11, "Host is not one host"},
      {{{"Host", ""}}, 11, "Host is not one host"},
      {{host, {"Transfer-Encoding", "chunked, chunked"}},
       11,
       "Transfer-Encoding is not chunked alone"},
      {{host, {"Transfer-Encoding", "xchunked"}}, 11, "Transfer-Encoding is not chunked alone"},
      {{host, {"Transfer-Encoding", "gzip"}}, 11, "Transfer-Encoding is not chunked alone"},
      {{host, {"Transfer-Encoding", "identity"}}, 11, "Transfer-Encoding is not chunked alone"},
      {{host, {"Transfer-Encoding", ""}}, 11, "Transfer-Encoding is not chunked alone"},
      {{host, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}},
       11,
       "more than one Transfer-Encoding"},
      {{host, {"Transfer-Encoding", "chunked"}, {"Content-Length", "5"}},
       11,
       "Transfer-Encoding with Content-Length"},
      {{host, {"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}},
       11,
       "Transfer-Encoding with Content-Length"},
      {{{"Transfer-Encoding", "chunked"}}, 10, "Transfer-Encoding in HTTP/1.0"},
      {{host, {"Content-Length", "3, 3"}}, 11, "Content-Length is not one number"},
      {{host, {"Content-Length", "+3"}}, 11, "Content-Length is not one number"},
      {{host, {"Content-Length", "0x3"}}, 11, "Content-Length is not one number"},
      {{host, {"Content-Length", ""}}, 11, "Content-Length is not one number"},
      {{host, {"Content-Length", "3"}, {"Content-Length", "3"}},
       11,
       "more than one Content-Length"},
      {{host, {"Expect", "something"}}, 11, "unknown expectation"},
      {{host, {"Upgrade", "h2c"}}, 11, "upgrade is not offered"},
      {{host, {"X", "a\x1b[31m"}}, 11, "control character in a field"},
      {{host, {"X", "a\x7f"}}, 11, "control character in a field"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(testing::PrintToString(row.fields));
    providers::HttpRequest request;
    request.headers = row.fields;
    EXPECT_EQ(fields_fault(request, row.version), row.fault);
  }
}

}  // namespace
}  // namespace jisr::gateway
