// Calls and answers.
#include "tests/simulation/people/woman.hpp"

#include <boost/json.hpp>
#include <cstdio>

namespace jisr::simulation {

namespace {

namespace json = boost::json;
const char* const kBearer =
    "Bearer 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
constexpr std::int64_t kOperatorWaitsUs = 4 * kSecond;
constexpr std::int64_t kOnItsWayUs = 12 * kSecond;  // longer than any callback may take

bool shows(const std::string& page, const char* mark) {
  return page.find(mark) != std::string::npos;
}

// Eight digits behind `mark`; empty when it is not there.
std::string reference_in(const std::string& text, const std::string& mark) {
  const auto at = text.find(mark + " ");
  return at == std::string::npos ? std::string() : text.substr(at + mark.size() + 1, 8);
}

gateway::HttpRequest post(std::string path, std::string type, std::string body) {
  gateway::HttpRequest request;
  request.method = "POST";
  request.path = std::move(path);
  request.headers.emplace_back("Content-Type", std::move(type));
  request.headers.emplace_back("Authorization", kBearer);
  request.body = std::move(body);
  request.peer = "192.0.2.1";
  return request;
}

// `*` as the form encodes it.
std::string form(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '*' || c == '?' || c == '+' || c == '#') {
      char hex[4];
      std::snprintf(hex, sizeof hex, "%%%02X", static_cast<unsigned char>(c));
      out += hex;
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

Woman::Woman(Town& town, std::size_t number)
    : town_(town), random_(town.world->random()), number_(number) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%02zu", number);
  msisdn_ = std::string("+2126000000") + digits;
  mark_ = std::string("w") + digits;
}

void Woman::plan(std::int64_t from_us, std::int64_t to_us, void (Woman::*what)()) {
  town_.world->after(random_.between(from_us, to_us), [this, what] { (this->*what)(); });
}

void Woman::live() {
  plan(0, 5 * kSecond, &Woman::dial);
  if (random_.chance(300)) plan(5 * kSecond, 60 * kSecond, &Woman::write_word);
}

std::string Woman::a_name() {
  return mark_ + "n" + std::to_string(++names_);
}

void Woman::dial() {
  if (town_.is_over || call_) return;
  call_ = std::make_shared<Call>();
  call_->session = mark_ + "c" + std::to_string(++calls_);
  call_->cumulative = random_.chance(500);
  ask(callback("", true));
}

Woman::Asked Woman::callback(const std::string& answer, bool begins) {
  auto request = std::make_shared<Request>();
  request->call = call_->session;
  request->is_first = begins;
  request->what = call_->session + (begins ? " begin" : " " + answer);
  if (call_->cumulative) {
    if (!begins) call_->text += (call_->text.empty() ? "" : "*") + answer;
    request->http = post("/callbacks/cumulative", "application/x-www-form-urlencoded",
                         "phoneNumber=" + form(msisdn_) + "&sessionId=" + call_->session +
                             "&serviceCode=" + form("*555#") + "&text=" + form(call_->text));
    return request;
  }
  json::object body;
  body["event"] = begins ? "begin" : "answer";
  body["session"] = call_->session;
  body["msisdn"] = msisdn_;
  body["service"] = "*556#";
  body["message_id"] = call_->session + "m" + std::to_string(++call_->messages);
  if (!begins) body["text"] = answer;
  request->http = post("/callbacks/json", "application/json", json::serialize(body));
  return request;
}

void Woman::ask(const Asked& request) {
  call_->waiting = request;
  send(request);
  // Some come twice at once; some come again long after.
  if (random_.chance(town_.repeats)) send(request);
  if (random_.chance(town_.repeats / 2)) {
    town_.world->after(random_.between(kSecond / 2, 40 * kSecond),
                       [this, request] { send(request); });
  }
}

void Woman::send(const Asked& request) {
  if (request.get() != last_) {
    last_ = request.get();
    ++epoch_;
  }
  if (request->attempts++ == 0) {
    request->epoch = epoch_;
    request->is_clear = on_their_way_ == 0;
  }
  ++on_their_way_;
  town_.world->trace(who(),
                     "sends " + request->what + " (" + std::to_string(request->attempts) + ")");
  auto pending = std::make_shared<bool>(true);
  town_.call(request->http, [this, request, pending](const gateway::HttpResponse& response) {
    if (std::exchange(*pending, false)) --on_their_way_;
    answered(request, response);
  });
  town_.world->after(kOnItsWayUs, [this, pending] {
    if (std::exchange(*pending, false)) --on_their_way_;
  });
  const auto attempts = request->attempts;
  town_.world->after(kOperatorWaitsUs, [this, request, attempts] { waited(request, attempts); });
}

// The operator got no answer: it tries again, or the call ends.
void Woman::waited(const Asked& request, int attempts) {
  const bool is_current = call_ && call_->waiting == request && !request->answered;
  if (!is_current || attempts != request->attempts) return;
  if (request->attempts < 4 && random_.chance(600)) return send(request);
  hang_up();
}

void Woman::hang_up() {
  call_.reset();
  if (random_.chance(900)) plan(kSecond / 2, 15 * kSecond, &Woman::dial);
}

void Woman::answered(const Asked& request, const gateway::HttpResponse& response) {
  const bool is_current = call_ && call_->waiting == request && !request->answered;
  if (response.status != 200) {
    town_.world->trace(who(), "gets " + std::to_string(response.status));
    if (response.status < 500) town_.world->fail("a callback was refused: " + response.body);
    return;
  }
  std::string page = response.body;
  bool ends = page.starts_with("END");
  if (page.starts_with("{")) {
    const auto parsed = json::parse(page);
    page = std::string(parsed.as_object().at("text").as_string());
    ends = parsed.as_object().at("end").as_bool();
  } else if (page.size() > 4) {
    page.erase(0, 4);
  }
  ++town_.pages;
  auto line = page;
  for (auto& c : line) c = c == '\n' ? '|' : c;
  town_.world->trace(who(), (is_current ? "reads " : "misses ") + line);
  if (shows(page, "[busy]")) {
    ++town_.busy;
    if (is_current) hang_up();
    return;
  }
  compare(request, page + (ends ? "." : ""));
  if (shows(page, "[done]")) told(request, page);
  if (!is_current) return;
  request->answered = true;
  look(request, page, ends);
}

// What was shown for a callback is shown for its repeat, unless she did something in between.
void Woman::compare(const Asked& request, const std::string& page) {
  if (request->page && request->is_clear && epoch_ == request->epoch) {
    ++town_.repeated_pages;
    if (*request->page != page) {
      town_.world->fail(who() + " was shown \"" + page + "\" for a repeat of what was answered \"" +
                        *request->page + "\"");
    }
  }
  request->page = page;
}

void Woman::told(const Asked& request, const std::string& page) {
  const auto reference = reference_in(page, "[done]");
  const auto [in, first] = told_in_.emplace(request->call, reference);
  if (!first && in->second != reference) {
    town_.world->fail(who() + " was told " + in->second + " and " + reference + " in one call");
  }
  const auto [whose, is_new] = town_.told.emplace(reference, msisdn_);
  if (!is_new && whose->second != msisdn_) {
    town_.world->fail(who() + " was told the reference of " + whose->second);
  }
}

void Woman::look(const Asked& request, const std::string& page, bool ends) {
  const bool begins_anew = shows(page, "[consent]") && request->is_first;
  if (begins_anew && in_progress_ && !town_.may_forget) {
    town_.world->fail(who() + " has to begin anew");
  }
  if (shows(page, "[consent]")) in_progress_ = false;
  for (const char* mark : {"[first]", "[summary]"}) {
    if (shows(page, mark) && !shows(page, (mark + (" " + mark_)).c_str())) {
      town_.world->fail(who() + " reads the name of somebody else: " + page);
    }
  }
  for (const char* mark : {"[first]", "[sms]", "[summary]", "[change]"}) {
    if (shows(page, mark)) in_progress_ = true;
  }
  if (ends) {
    in_progress_ = false;
    return hang_up();
  }
  if (random_.chance(40)) return hang_up();
  town_.world->after(random_.between(kSecond / 5, 4 * kSecond), [this, call = call_, page] {
    if (call != call_) return;
    bool confirms = false;
    const auto answer = answer_to(page, confirms);
    auto next = callback(answer, false);
    next->confirms = confirms;
    if (confirms) ++confirmations_;
    ask(next);
  });
}

std::string Woman::answer_to(const std::string& page, bool& confirms) {
  if (random_.chance(60)) return random_.chance(500) ? "?" : "77";
  if (random_.chance(30)) {
    in_progress_ = false;  // it may lead back to the beginning
    return "0";
  }
  if (shows(page, "[resume]")) {
    if (random_.chance(800)) return "1";
    in_progress_ = false;
    return "2";
  }
  if (shows(page, "[consent]")) return random_.chance(950) ? "1" : "2";
  if (shows(page, "[name]") || shows(page, "[first]")) return a_name();
  if (shows(page, "[sms]")) return random_.chance(700) ? "1" : "2";
  if (shows(page, "[change]")) return "1";
  if (shows(page, "[summary]")) {
    confirms = random_.chance(850);
    if (confirms) in_progress_ = false;
    return confirms ? "1" : "2";
  }
  return "1";
}

void Woman::write_word() {
  if (town_.is_over) return;
  json::object body;
  body["msisdn"] = msisdn_;
  body["to"] = "8351";
  body["text"] = random_.chance(600) ? "STOP" : (random_.chance(700) ? "START" : "HELP");
  body["message_id"] = mark_ + "s" + std::to_string(++words_);
  town_.world->trace(who(), "writes " + std::string(body["text"].as_string()));
  const auto request = post("/callbacks/sms", "application/json", json::serialize(body));
  town_.call(request, [](const gateway::HttpResponse&) {});
  if (random_.chance(200)) town_.call(request, [](const gateway::HttpResponse&) {});
  plan(5 * kSecond, 60 * kSecond, &Woman::write_word);
}

void Woman::held(const std::string& reference, const std::string& family_name) {
  ++held_;
  if (held_ > confirmations_) {
    town_.world->fail(who() + " confirmed " + std::to_string(confirmations_) +
                      " times, and the registry holds " + std::to_string(held_));
  }
  if (!family_name.starts_with(mark_)) {
    town_.world->fail(who() + " is registered as " + family_name);
  }
  const auto whose = town_.told.find(reference);
  if (whose != town_.told.end() && whose->second != msisdn_) {
    town_.world->fail(reference + " is held of another woman than who was told it");
  }
}

void Woman::read(const std::string& sms) {
  town_.world->trace(who(), "gets the SMS " + sms);
}

}  // namespace jisr::simulation
