// Requests as bytes: each row is fed at once, and one byte at a time; both must end the same way.
#include "gateway/http/request_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace jisr::gateway {
namespace {

constexpr HttpLimits kLimits{.head_bytes_max = 256, .body_bytes_max = 16};

// Feeds `bytes` as a connection would, `step` at a time, and gives how the parser ended: the
// refusal, "more" when it waits, or the request with what was left over.
std::string outcome(std::string_view bytes, std::size_t step) {
  RequestParser parser(kLimits);
  std::string buffer;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    buffer += bytes.substr(at, step);
    buffer.erase(0, parser.feed(buffer));
    if (parser.refusal() != 0)
      return std::to_string(parser.refusal()) + " " + std::string(parser.reason());
    if (!parser.whole()) continue;
    const HttpRequest& request = parser.request();
    std::string said = request.method + " " + request.path + " ?" + request.query + " [";
    for (const auto& [name, value] : request.headers)
      said.append(name).append("=").append(value).append(";");
    said += "] " + request.body + (parser.keep_alive() ? " keep" : " close");
    const std::size_t rest =
        buffer.size() + (at + step < bytes.size() ? bytes.size() - at - step : 0);
    return rest == 0 ? said : said + " +" + std::to_string(rest);
  }
  return "more";
}

struct Row {
  const char* name;
  std::string bytes;
  std::string expected;
};

class RequestBytes : public testing::TestWithParam<Row> {};

TEST_P(RequestBytes, EndTheSameWhole) {
  EXPECT_EQ(outcome(GetParam().bytes, 100'000), GetParam().expected);
}
TEST_P(RequestBytes, EndTheSameByteByByte) {
  EXPECT_EQ(outcome(GetParam().bytes, 1), GetParam().expected);
}

const std::string kPost = "POST /c HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Http, RequestBytes,
    testing::Values(
        Row{"get", "GET /a/b%20c?x=1&y HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a/b%20c ?x=1&y [Host=a;]  keep"},
        Row{"close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "GET / ? [Host=a;Connection=close;]  close"},
        Row{"http_1_0", "GET / HTTP/1.0\r\n\r\n", "GET / ? []  close"},
        Row{"http_1_0_kept", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET / ? [Connection=keep-alive;]  keep"},
        Row{"length", kPost + "Content-Length: 5\r\n\r\nhello",
            "POST /c ? [Host=a;Content-Length=5;] hello keep"},
        Row{"length_zero", kPost + "Content-Length: 0\r\n\r\n",
            "POST /c ? [Host=a;Content-Length=0;]  keep"},
        Row{"chunked", kPost + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            "POST /c ? [Host=a;Transfer-Encoding=chunked;] abcde keep"},
        Row{"trailer_is_no_field",
            kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nAuthorization: x\r\n\r\n",
            "POST /c ? [Host=a;Transfer-Encoding=chunked;] a keep"},
        // Byte by byte, an assertion in Beast would end the process at both of these.
        Row{"chunked_and_empty", kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /c ? [Host=a;Transfer-Encoding=chunked;]  keep"},
        Row{"trailer_of_nothing", kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n\r\n",
            "POST /c ? [Host=a;Transfer-Encoding=chunked;]  keep"},
        Row{"chunk_extension", kPost + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\na\r\n0\r\n\r\n",
            "400 chunk extension"},
        Row{"chunk_extension_without_end_of_its_quotes",
            kPost + "Transfer-Encoding: chunked\r\n\r\n0c;a=\"b\r\nc\r\n\r\nd",
            "400 chunk extension"},
        Row{"last_chunk_with_an_extension_and_no_end",
            kPost + "Transfer-Encoding: chunked\r\n\r\n0;a=\"b\r\nc", "400 chunk extension"},
        Row{"chunk_size_wraps", kPost + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\na",
            "400 malformed request"},
        Row{"chunk_that_goes_on_with_a_last_one",
            kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\na0\r\n\n", "400 malformed request"},
        Row{"chunk_without_end", kPost + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
            "400 malformed request"},
        Row{"chunk_head_without_end",
            kPost + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(300, 'x'),
            "400 chunk head too large"},
        Row{"trailers_too_large",
            kPost + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: " + std::string(300, 'x') +
                "\r\n\r\n",
            "400 chunk head too large"},
        Row{"chunk_size_too_long",
            kPost + "Transfer-Encoding: chunked\r\n\r\n" + std::string(300, '0') +
                "1\r\na\r\n0\r\n\r\n",
            "400 chunk head too large"},
        Row{"length_too_large", kPost + "Content-Length: 17\r\n\r\n", "413 body too large"},
        Row{"chunk_too_large",
            kPost + "Transfer-Encoding: chunked\r\n\r\n11\r\nabcdefghijklmnopq\r\n",
            "413 body too large"},
        Row{"chunks_too_large",
            kPost + "Transfer-Encoding: chunked\r\n\r\nf\r\nabcdefghijklmno\r\n2\r\nab\r\n",
            "413 body too large"},
        Row{"head_too_large", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(300, 'x'),
            "431 head too large"},
        Row{"target_too_large", "GET /" + std::string(300, 'x'), "431 head too large"},
        Row{"waits_for_head", "GET / HTTP/1.1\r\nHost: a\r\n", "more"},
        Row{"waits_for_body", kPost + "Content-Length: 5\r\n\r\nhell", "more"},
        Row{"no_host", "GET / HTTP/1.1\r\n\r\n", "400 no Host"},
        Row{"not_http", "\x16\x03\x01 hello\r\n\r\n", "400 malformed request"},
        Row{"empty_line_first", "\r\n\r\n", "400 malformed request"},
        Row{"http_0_9", "GET /\r\n\r\n", "400 malformed request"},
        Row{"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 unknown HTTP version"},
        Row{"http_2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505 unknown HTTP version"},
        Row{"absolute_target", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "400 target is not a path"},
        Row{"space_before_colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400 malformed request"},
        Row{"folded", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", "400 folded field"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(RequestParser, LeavesPipelinedBytesAlone) {
  const std::string one = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
  EXPECT_EQ(outcome(one + "GET /2 ", 100'000), "GET /1 ? [Host=a;]  keep +7");
  EXPECT_EQ(outcome(kPost + "Content-Length: 2\r\n\r\nabGET", 100'000),
            "POST /c ? [Host=a;Content-Length=2;] ab keep +3");
}

TEST(RequestParser, BoundsTheNumberOfFields) {
  HttpLimits roomy;
  for (const int fields : {100, 101}) {
    std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
    for (int i = 1; i < fields; ++i) bytes += "X: y\r\n";
    RequestParser parser(roomy);
    parser.feed(bytes + "\r\n");
    EXPECT_EQ(parser.refusal(), fields > 100 ? 431 : 0) << fields;
  }
}

}  // namespace
}  // namespace jisr::gateway
