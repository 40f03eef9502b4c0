// Walks the facts of a profile over one request.
#include "providers/explain.hpp"

#include <utility>

#include "providers/reading.hpp"

namespace jisr::providers {

namespace {

using Named = std::vector<std::pair<std::string, const Source*>>;

const char* place(Source::In in) {
  switch (in) {
    case Source::In::query:
      return "query ";
    case Source::In::form:
      return "form ";
    case Source::In::json:
      return "json ";
    case Source::In::xml:
      return "xml ";
    case Source::In::body:
      return "the body";
    case Source::In::header:
      return "header ";
    case Source::In::path:
      return "path, part ";
    case Source::In::always:
      return "always ";
    case Source::In::nowhere:
      break;
  }
  return "nowhere";
}

Named facts_of(const Profile& profile, bool receipt) {
  if (receipt) {
    const auto& wire = profile.receipts;
    return {{"message_id", &wire.message_id}, {"status", &wire.status}, {"reason", &wire.reason}};
  }
  const auto& wire = profile.request;
  Named all{{"msisdn", &wire.msisdn},         {"session", &wire.session},
            {"service", &wire.service},       {"text", &wire.text},
            {"message_id", &wire.message_id}, {"network", &wire.network},
            {"part.of", &wire.part_of},       {"part.number", &wire.part_number},
            {"part.count", &wire.part_count}};
  for (const auto& [name, source] : wire.keep) all.emplace_back("kept." + name, &source);
  for (const auto& rule : wire.phases) {
    for (const auto& condition : rule.when) all.emplace_back("phase", &condition.at);
  }
  return all;
}

}  // namespace

std::string describe(const Source& source) {
  std::string text = place(source.in);
  if (source.in != Source::In::nowhere && source.in != Source::In::body) text += source.name;
  for (const auto& other : source.otherwise) text += ", or " + describe(other);
  return text;
}

std::vector<ExplainedFact> explain(const Profile& profile, const HttpRequest& request,
                                   bool receipt) {
  const auto named = facts_of(profile, receipt);
  const auto& each = receipt ? profile.receipts.each : profile.request.each;
  std::vector<const Source*> sources{&each};
  for (const auto& one : named) sources.push_back(one.second);
  auto reading = Reading::of(request);
  if (!reading) return {{"query", "the address", std::nullopt, reading.error().why}};
  const auto& types = receipt ? profile.receipts.types : profile.request.types;
  if (const auto refusal = reading->read_body(sources, types)) {
    return {{"body", "the body", std::nullopt, refusal->why}};
  }
  if (each.in != Source::In::nowhere && reading->elements(each) > 0) reading->look_at(each, 0);
  std::vector<ExplainedFact> all;
  for (const auto& [name, source] : named) {
    if (source->in == Source::In::nowhere) continue;
    ExplainedFact fact{name, describe(*source), std::nullopt, {}};
    // Several rules may look at one place.
    if (!all.empty() && name == "phase" && all.back().where == fact.where) continue;
    const auto found = reading->at(*source);
    if (found)
      fact.value = *found;
    else
      fact.why = found.error().why;
    all.push_back(std::move(fact));
  }
  return all;
}

}  // namespace jisr::providers
