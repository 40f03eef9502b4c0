// `jisr person`: what is kept of one subscriber, and its end.
#include "gateway/person.hpp"

#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <limits>

#include "dialogs/rewrite.hpp"
#include "dialogs/text.hpp"
#include "gateway/calendar.hpp"
#include "gateway/kept_sessions.hpp"
#include "gateway/version.hpp"
#include "providers/msisdn.hpp"
#include "tools/jisr/commands.hpp"
#include "tools/jisr/with_store.hpp"

namespace jisr::tools {

namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using gateway::Concern;
using gateway::PersonErased;
using gateway::PersonFile;

// Who is asked about.
struct Said {
  std::string number;
  std::vector<std::string> known;  // her cards and the numbers of her registrations
};

// A card as a dialog may have kept it: country files drop its signs, a type of the dialog's own may
// not. None when the line is empty.
std::vector<std::string> spellings(const std::string& line) {
  using dialogs::Rewrite;
  const auto typed = dialogs::normalise(line);
  std::vector<std::string> all{dialogs::rewrite({Rewrite::upper, Rewrite::alphanumeric}, typed)};
  auto with_signs = dialogs::rewrite({Rewrite::upper, Rewrite::no_spaces}, typed);
  if (with_signs != all.front()) all.push_back(std::move(with_signs));
  if (all.front().empty()) all.clear();
  return all;
}

// The number out of the command line, or out of a file or the input, where no shell remembers it.
Said said_in(const PersonOptions& options) {
  Said said;
  said.number = options.number;
  if (!said.number.empty()) return said;
  if (options.file == "-") {
    std::getline(std::cin, said.number);
    return said;
  }
  std::ifstream file(options.file);
  std::getline(file, said.number);
  for (std::string line; std::getline(file, line);) {
    for (auto& one : spellings(line)) said.known.push_back(std::move(one));
  }
  return said;
}

std::optional<std::string> msisdn_of(const std::string& number, const gateway::Config& config) {
  providers::NumberingPlan plan;
  plan.country_code = config.country.country_code;
  plan.trunk_prefix = config.country.trunk_prefix;
  plan.national_length = config.country.national_length;
  plan.mobile_prefixes = config.country.mobile_prefixes;
  return providers::normalise(number, plan);
}

std::string named(const std::vector<std::string>& names, std::size_t at) {
  return at < names.size() ? names[at] : "no. " + std::to_string(at);
}

// A session with the names of its version, as far as they are still there.
asio::awaitable<json::object> json_of(dialogs::Session session, StoreUse* use) {
  json::object out;
  auto stored = co_await use->store.load_version(session.dialog);
  const auto names = stored && stored->names ? *stored->names : dialogs::Names();
  out["dialog"] = names.dialog;
  out["state"] = session.state == dialogs::Session::State::open ? "open" : "ended";
  out["screen"] = named(names.screens, session.screen);
  out["language"] = named(names.languages, session.language);
  out["begun"] = gateway::rfc3339(session.begun_ms);
  out["reference"] = session.reference;
  json::object answers;
  for (const auto& answer : session.answers) {
    answers[named(names.fields, answer.field)] = answer.value;
  }
  out["answers"] = std::move(answers);
  co_return out;
}

asio::awaitable<json::array> conversations_of(const PersonFile* file, StoreUse* use) {
  json::array all;
  for (const auto& one : file->at.conversations) {
    const auto age_ms = std::numeric_limits<std::int64_t>::max() / 2;
    auto kept = gateway::decode_kept(one.session, gateway::now_ms(), age_ms);
    json::object out;
    out["medium"] = one.sms ? "sms" : "ussd";
    out["erased_in_s"] = one.left_ms / 1'000;
    json::array sessions;
    if (kept.current) {
      auto session = co_await json_of(std::move(*kept.current), use);
      sessions.push_back(std::move(session));
    }
    for (auto& aside : kept.aside) {
      auto session = co_await json_of(std::move(aside.session), use);
      sessions.push_back(std::move(session));
    }
    out["sessions"] = std::move(sessions);
    all.push_back(std::move(out));
  }
  co_return all;
}

json::value parsed(const std::string& text) {
  boost::system::error_code failed;
  auto value = json::parse(text, failed);
  if (failed) return json::string(text);
  return value;
}

json::object json_of(const gateway::PersonEntry& entry) {
  const auto& record = entry.shown.record;
  const char* state = "due";
  if (record.state == gateway::EntryRecord::State::refused) state = "refused";
  if (record.state == gateway::EntryRecord::State::parked) state = "parked";
  json::object out;
  out["id"] = record.id;
  out["kind"] = record.kind == gateway::EntryKind::registry ? "registry" : "sms";
  out["state"] = state;
  out["made"] = gateway::rfc3339(record.created_ms);
  out["attempts"] = record.attempts;
  // Somebody else's answers are not hers to see.
  out["made_by"] = entry.concern == Concern::hers ? "her" : "another, who gave her number";
  if (entry.concern == Concern::hers) out["content"] = parsed(entry.shown.payload);
  return out;
}

asio::awaitable<json::object> json_of(const PersonFile* file, StoreUse* use) {
  json::object out;
  out["number"] = file->msisdn;
  out["caller_in_logs"] = file->log_name;
  auto conversations = co_await conversations_of(file, use);
  out["conversations"] = std::move(conversations);
  out["registered_before"] = file->at.registered_before;
  out["said_stop"] = file->at.stopped;
  json::array entries;
  for (const auto& entry : file->entries) entries.push_back(json_of(entry));
  out["outbox"] = std::move(entries);
  json::array sent;
  for (const auto& one : file->sent) sent.push_back(parsed(one.plain()));
  out["sms_awaiting_receipts"] = std::move(sent);
  json::array parts;
  for (const auto& one : file->parts) parts.emplace_back(one.plain());
  out["parts_of_long_sms"] = std::move(parts);
  json::array files;
  for (const auto& one : file->files) {
    for (const auto& part : one.opened) files.push_back(parsed(part));
  }
  out["news_of_registrations"] = std::move(files);
  json::array cards;
  for (const auto& one : file->cards) cards.emplace_back(one.plain());
  out["registrations_by_card"] = std::move(cards);
  if (file->broken > 0) out["values_that_do_not_open"] = file->broken;
  co_return out;
}

// For people: one fact a line. Nested values stay JSON.
void print(const json::object& out) {
  for (const auto& fact : out) {
    const auto* list = fact.value().if_array();
    const auto* text = fact.value().if_string();
    std::cout << fact.key() << ": ";
    if (text != nullptr) {
      std::cout << text->c_str() << '\n';
    } else if (list == nullptr) {
      std::cout << json::serialize(fact.value()) << '\n';
    } else {
      std::cout << (list->empty() ? "none" : "") << '\n';
      for (const auto& item : *list) std::cout << "  " << json::serialize(item) << '\n';
    }
  }
}

json::object json_of(const PersonErased& erased, bool stopped) {
  json::object out;
  out["conversations_and_marks"] = erased.own;
  out["sms_that_waited"] = erased.sms;
  out["sms_awaiting_receipts"] = erased.receipts;
  out["parts_of_long_sms"] = erased.parts;
  out["news_of_registrations"] = erased.files;
  out["registrations_by_card"] = erased.cards;
  out["registrations"] = erased.registrations;
  json::array stays;
  if (stopped) stays.emplace_back("that she said STOP: without it she would get SMS again");
  for (const auto& id : erased.kept) {
    stays.emplace_back("registration " + id +
                       ": it is on its way to the registry (--also-outbox erases it); once it is "
                       "there, its number is kept by her card again");
  }
  if (erased.named_in > 0) {
    stays.emplace_back(std::to_string(erased.named_in) +
                       " registrations that others made with her number in them");
  }
  for (const auto& id : erased.attempted) {
    stays.emplace_back("registration " + id +
                       " was sent before it was erased: the registry may have it");
  }
  stays.emplace_back("what the registry has: ask there");
  out["stays"] = std::move(stays);
  return out;
}

asio::awaitable<int> run(PersonOptions options, StoreUse* use) {
  const bool erases = options.what == PersonOptions::What::erase;
  auto said = said_in(options);
  auto msisdn = msisdn_of(said.number, use->config);
  if (!msisdn) {
    std::cerr << "jisr: that is no phone number\n";
    co_return kWrongUse;
  }
  const auto log_name = use->vault.log_name(*msisdn);
  gateway::Act act;
  act.what = erases && options.yes ? "person erase" : "person show";
  act.by = options.by;
  act.target = log_name;
  act.reason = options.reason;
  const bool noted = co_await on_record(use, std::move(act));
  if (!noted) co_return kFindings;
  auto file = co_await gateway::find_person(&use->store, std::move(*msisdn), log_name,
                                            std::move(said.known));
  if (!file) co_return store_failed(file.error());
  json::object out;
  if (erases && options.yes) {
    auto erased = co_await gateway::erase_person(&use->store, &*file, options.also_outbox);
    if (!erased) co_return store_failed(erased.error());
    out = json_of(*erased, file->at.stopped);
  } else {
    auto held = co_await json_of(&*file, use);
    out = std::move(held);
  }
  if (options.json) {
    std::cout << json::serialize(out) << '\n';
  } else {
    print(out);
  }
  if (erases && !options.yes) {
    std::cerr << "jisr: nothing is erased; the same with --yes erases it\n";
    co_return kFindings;
  }
  co_return kWell;
}

}  // namespace

int person(const PersonOptions& options) {
  return with_store(options.config, [&](StoreUse* use) { return run(options, use); });
}

}  // namespace jisr::tools
