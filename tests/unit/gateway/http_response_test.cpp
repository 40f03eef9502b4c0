// The bytes of an answer, and what cannot be said.
#include "gateway/http/response.hpp"

#include <gtest/gtest.h>

namespace jisr::gateway {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(HttpResponseBytes, FollowTheRequest) {
  const struct {
    HttpResponse response;
    ResponseFraming framing;
    std::string expected;
  } rows[] = {
      {{200, {{"Content-Type", "text/plain"}}, "END ok"},
       {},
       "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nEND ok"},
      {{404, {}, ""},
       {.keep_alive = false},
       "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"},
      {{200, {}, "x"},
       {.http10 = true},
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\nx"},
      {{200, {}, "abc"}, {.without_body = true}, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n"},
      {{204, {}, "lost"}, {}, "HTTP/1.1 204 No Content\r\n\r\n"},
      {{200, {{"content-length", "9"}, {"Transfer-Encoding", "chunked"}, {"Connection", "x"}}, "a"},
       {},
       "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"},
  };
  for (const auto& row : rows) {
    std::string out;
    EXPECT_TRUE(append_response(out, row.response, row.framing));
    EXPECT_EQ(out, row.expected);
  }
}

TEST(HttpResponseBytes, RefuseWhatWouldSplitTheAnswer) {
  const HttpResponse rows[] = {
      {200, {{"X", "a\r\nSet-Cookie: b"}}, ""},
      {200, {{"X", "a\nb"}}, ""},
      {200, {{"X:", "a"}}, ""},
      {200, {{"", "a"}}, ""},
      {200, {{"X", std::string("a\0b", 3)}}, ""},
      {99, {}, ""},
      {101, {}, ""},
      {600, {}, ""},
      {-1, {}, ""},
  };
  for (const auto& row : rows) {
    std::string out;
    EXPECT_FALSE(append_response(out, row, {}));
    EXPECT_EQ(out, "");
  }
}

}  // namespace
}  // namespace jisr::gateway
