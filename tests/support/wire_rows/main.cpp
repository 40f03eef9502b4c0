// The recorded requests of each shipped provider, for tests that are no C++: one JSON object a
// provider and line, bytes in hex. With `--seeds FOLDER` the same as inputs of profile_fuzz and
// http_fuzz, and some replies and registrations for their fuzzers: a file each, a folder a target.
#include <boost/json.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "providers/signature.hpp"
#include "tests/support/wire_rows/shipped.hpp"

namespace {

namespace json = boost::json;
using jisr::gateway::WireFile;
using jisr::gateway::WireRow;
using jisr::providers::hex;

json::object request_of(const WireRow& row) {
  json::object object;
  object["title"] = row.title;
  object["method"] = row.request.method;
  object["rest"] = row.request.rest;
  object["query"] = row.request.query;
  json::array headers;
  for (const auto& [name, value] : row.request.headers) headers.push_back({name, value});
  object["headers"] = std::move(headers);
  object["body"] = hex(row.request.body);
  object["receipt"] = row.yaml["receipt"].exists();
  object["refused"] = row.yaml["refused"].exists();
  return object;
}

bool is_request(const WireRow& row) {
  for (const char* key : {"inbound", "receipt", "refused", "answered"}) {
    if (row.yaml[key].exists()) return true;
  }
  return false;
}

json::object lines_of(const WireFile& file) {
  const auto& secrets = file.secrets();
  json::object object;
  object["provider"] = file.profile().name;
  object["ussd"] = file.profile().ussd;
  object["receipts"] = file.profile().receipts.can;
  const auto& refused = file.profile().refused;
  object["refuses_with"] = refused ? refused->status : 0;  // 0: the refusal's own status
  object["secrets"] = {{"inbound_secret", secrets.secret},
                       {"inbound_username", secrets.username},
                       {"inbound_password", secrets.password},
                       {"public_url", secrets.public_url}};
  json::array rows;
  for (const auto& row : file.rows()) {
    if (is_request(row)) rows.push_back(request_of(row));
  }
  object["rows"] = std::move(rows);
  return object;
}

// As tests/fuzz/profile_fuzz.cpp reads it.
std::string seed_of(std::size_t provider, const WireRow& row) {
  std::string seed(1, static_cast<char>(provider));
  seed += row.yaml["receipt"].exists() ? '\3' : '\1';
  seed += row.request.method + ' ' + row.request.rest + '?' + row.request.query + '\n';
  for (const auto& [name, value] : row.request.headers) seed += name + ": " + value + '\n';
  return seed + '\n' + row.request.body;
}

// As it comes over a socket; the first byte is the fuzzer's.
std::string bytes_of(const WireRow& row) {
  const auto& request = row.request;
  auto bytes = "\7" + request.method + " " + request.path;
  if (!request.query.empty()) bytes += "?" + request.query;
  bytes += " HTTP/1.1\r\nHost: h\r\n";
  for (const auto& [name, value] : request.headers) bytes += name + ": " + value + "\r\n";
  const auto length = std::to_string(request.body.size());
  if (!request.body.empty()) bytes += "Content-Length: " + length + "\r\n";
  return bytes + "\r\n" + request.body;
}

void write(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

constexpr const char* kChunked =
    "\3POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n";
constexpr const char* kReplies =
    "\5*3\r\n$2\r\nab\r\n:-5\r\n*1\r\n$-1\r\n+OK\r\n-MOVED 7 a:1\r\n-ERR a: b\r\n";
constexpr const char* kRegistration =
    R"({"v":2,"kind":"k","tags":["t"],"id":"i","ref":"48271936","dialog":"d","version":"1",)"
    R"("channel":"c","lang":"fr","msisdn":"+212600000001","at":"","consent":"",)"
    R"("answers":[["a",1],["b","x"]],"sms":{"text":"t","channel":"c","msisdn":"m"}})";

void write_seeds(const std::vector<WireFile>& all, const std::filesystem::path& folder) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (const auto& row : all[i].rows()) {
      if (!is_request(row)) continue;
      const auto name = all[i].profile().name + "-" + std::to_string(row.yaml.place().line);
      write(folder / "profile_fuzz" / name, seed_of(i, row));
      write(folder / "http_fuzz" / name, bytes_of(row));
    }
  }
  write(folder / "http_fuzz/chunked", kChunked);
  write(folder / "resp_fuzz/replies", kReplies);
  write(folder / "registration_fuzz/one", kRegistration);
}

}  // namespace

int main(int argc, char** argv) {
  const auto all = jisr::test::shipped_traffic();
  if (argc == 3 && std::string_view(argv[1]) == "--seeds") {
    write_seeds(all, argv[2]);
    return 0;
  }
  for (const auto& file : all) std::puts(json::serialize(lines_of(file)).c_str());
  return 0;
}
