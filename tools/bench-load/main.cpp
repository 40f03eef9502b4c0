// The load generator of tools/bench: plays whole USSD registrations over kept HTTP connections,
// each connection one woman after the other, and compares every page. One thread; loopback only;
// bounded.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <charconv>
#include <chrono>
#include <iostream>

#include "tools/bench-load/script.hpp"

namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

struct Options {
  std::uint16_t port = 8080;
  std::string path = "/callbacks/demo-ussd";
  std::string config = "config/gateway.yaml";
  std::string code = "*555#";
  std::vector<std::string> answers;
  std::size_t connections = 64;
  int seconds = 10;
  double rate = 0;             // answers a second over all connections; 0: as fast as they come
  std::size_t stop_after = 0;  // leave each call open after so many answers; 0: whole registrations
  std::uint32_t first = 0;     // of the subscriber numbers
  bool any_page = false;
};

struct Tally {
  std::vector<std::uint32_t> latencies_us;
  std::uint64_t wrong = 0;
  std::uint64_t failed = 0;
  std::uint64_t registrations = 0;
  std::uint32_t subscriber = 0;
  Clock::time_point end;
};

std::string percent(std::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '*') {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

// One woman: her number, her call, and what she has typed so far.
struct Call {
  std::string head;  // the form up to the text
  std::string text;
  std::size_t typed = 0;
};

std::string request(const Options& options, const Call& call) {
  const std::string form = call.head + call.text;
  return "POST " + options.path +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
         "Content-Length: " +
         std::to_string(form.size()) + "\r\n\r\n" + form;
}

// Reads one response with a Content-Length; gives its body, or "" when it is not a 200.
awaitable<std::string> read_response(tcp::socket& socket, std::string& buffer) {
  const std::size_t head = co_await asio::async_read_until(socket, asio::dynamic_buffer(buffer),
                                                           "\r\n\r\n", use_awaitable);
  std::size_t length = 0;
  const std::string_view headers(buffer.data(), head);
  auto at = headers.find("Content-Length: ");
  if (at == std::string_view::npos) at = headers.find("content-length: ");
  if (at != std::string_view::npos) {
    std::from_chars(headers.data() + at + 16, headers.data() + head, length);
  }
  const bool good = headers.substr(9, 3) == "200";
  while (buffer.size() < head + length) {
    char piece[4096];
    const std::size_t got = co_await socket.async_read_some(asio::buffer(piece), use_awaitable);
    buffer.append(piece, got);
  }
  std::string body = good ? buffer.substr(head, length) : std::string();
  buffer.erase(0, head + length);
  co_return body;
}

void begin_call(const Options& options, Tally& tally, Call& call) {
  const auto number = options.first + tally.subscriber++;
  char phone[16];
  std::snprintf(phone, sizeof phone, "%08u", number % 100'000'000U);
  call.head = "sessionId=bench-" + std::to_string(number) +
              "&serviceCode=" + percent(options.code) + "&phoneNumber=%2B2126" + phone + "&text=";
  call.text.clear();
  call.typed = 0;
}

awaitable<void> play(Options& options, jisr::tools::LoadScript& script, Tally& tally,
                     std::size_t index) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::socket socket(executor);
  const tcp::endpoint to(asio::ip::address_v4::loopback(), options.port);
  co_await socket.async_connect(to, use_awaitable);
  socket.set_option(tcp::no_delay(true));
  const auto pause = options.rate > 0
                         ? std::chrono::nanoseconds(static_cast<long long>(
                               1e9 * static_cast<double>(options.connections) / options.rate))
                         : std::chrono::nanoseconds(0);
  auto due =
      Clock::now() + pause * static_cast<long>(index) / static_cast<long>(options.connections);
  asio::steady_timer timer(executor);
  const std::size_t last = options.stop_after > 0 ? options.stop_after : script.answers.size();
  // The first woman of each connection hangs up somewhere else: otherwise all of them would
  // register in the same moment, again and again, which no crowd does.
  std::size_t stop = 1 + index % last;
  std::string buffer;
  Call call;
  begin_call(options, tally, call);
  while (Clock::now() < tally.end) {
    if (pause.count() > 0) {
      timer.expires_at(due);
      co_await timer.async_wait(use_awaitable);
    }
    const auto started = pause.count() > 0 ? due : Clock::now();  // late starts count as latency
    due += pause;
    const std::string bytes = request(options, call);
    co_await asio::async_write(socket, asio::buffer(bytes), use_awaitable);
    const std::string body = co_await read_response(socket, buffer);
    tally.latencies_us.push_back(static_cast<std::uint32_t>(
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started).count()));
    if (body.empty()) ++tally.failed;
    if (!script.pages[call.typed].matches(body)) ++tally.wrong;
    if (call.typed == stop) {
      if (stop == script.answers.size()) ++tally.registrations;
      stop = last;
      begin_call(options, tally, call);
    } else {
      if (call.typed > 0) call.text += '*';
      call.text += percent(script.answers[call.typed++]);
    }
  }
}

double at_percent(std::vector<std::uint32_t>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto index = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
  return static_cast<double>(sorted[index]) / 1000.0;
}

int run(Options& options) {
  auto script = options.any_page
                    ? jisr::tools::any_page_script(options.answers)
                    : jisr::tools::make_script(options.config, options.code, options.answers);
  asio::io_context io(1);
  Tally tally;
  tally.latencies_us.reserve(4'000'000);
  const auto begun = Clock::now();
  tally.end = begun + std::chrono::seconds(options.seconds);
  bool broken = false;
  for (std::size_t i = 0; i < options.connections; ++i) {
    asio::co_spawn(io, play(options, script, tally, i), [&broken](std::exception_ptr failed) {
      if (!failed) return;
      broken = true;
      try {
        std::rethrow_exception(failed);
      } catch (const std::exception& error) {
        std::cerr << "bench-load: " << error.what() << '\n';
      }
    });
  }
  io.run();
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  auto& sorted = tally.latencies_us;
  std::sort(sorted.begin(), sorted.end());
  boost::json::object out;
  out["answers"] = sorted.size();
  out["seconds"] = seconds;
  out["answers_per_s"] = static_cast<double>(sorted.size()) / seconds;
  out["p50_ms"] = at_percent(sorted, 0.50);
  out["p99_ms"] = at_percent(sorted, 0.99);
  out["registrations"] = tally.registrations;
  out["subscribers"] = tally.subscriber;
  out["wrong_screens"] = tally.wrong;
  out["failed"] = tally.failed;
  std::cout << boost::json::serialize(out) << '\n';
  return broken || tally.failed > 0 ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Plays whole USSD registrations against a gateway on loopback and checks each page"};
  Options options;
  app.add_option("--port", options.port)->required();
  app.add_option("--path", options.path)->capture_default_str();
  app.add_option("--config", options.config)->capture_default_str();
  app.add_option("--code", options.code)->capture_default_str();
  app.add_option("--answers", options.answers)->delimiter(',')->required();
  app.add_option("--connections", options.connections)->check(CLI::Range(1, 4096));
  app.add_option("--seconds", options.seconds)->check(CLI::Range(1, 600));
  app.add_option("--rate", options.rate, "answers a second; 0: as fast as they come");
  app.add_option("--stop-after", options.stop_after, "hang up after so many answers");
  app.add_option("--first", options.first, "of the subscriber numbers");
  app.add_flag("--any-page", options.any_page, "do not compare the pages (the floor)");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    std::cerr << "bench-load: " << error.what() << '\n';
    return 3;
  }
}
