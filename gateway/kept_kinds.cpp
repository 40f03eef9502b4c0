// The list of kinds, and how a key's name is taken apart.
#include "gateway/kept_kinds.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace jisr::gateway {

namespace {

using Whose = KeptKind::Whose;
using Sealed = KeptKind::Sealed;

constexpr std::string_view kVersionSign = "version";
constexpr std::string_view kNamesSign = "names";

constexpr KeptKind kKinds[] = {
    {"u", "conversation by USSD", Whose::hers, Sealed::whole, "session.open, session.ended"},
    {"m", "conversation by SMS", Whose::hers, Sealed::whole, "session.open, session.ended"},
    {"r", "that she registered before", Whose::hers, Sealed::nothing, "session.returning"},
    {"s", "that she said STOP", Whose::hers, Sealed::nothing, "her START"},
    {"p", "parts of a long SMS", Whose::inside, Sealed::parts, "ten minutes, at most 70"},
    {"e", "entry of the outbox", Whose::inside, Sealed::payload,
     "its delivery; outbox.refused, outbox.parked"},
    {"x", "SMS that waits for its receipt", Whose::inside, Sealed::payload, "sms.receipts"},
    {"d", "what became of a registration", Whose::inside, Sealed::parts, "updates.keep"},
    {"i", "number of a person's registration", Whose::nobody, Sealed::whole, "updates.keep"},
    {"due", "which entries wait", Whose::nobody, Sealed::nothing, "with the entry"},
    {"dead", "which entries are set aside", Whose::nobody, Sealed::nothing, "with the entry"},
    {"dropped", "why an entry was dropped", Whose::nobody, Sealed::nothing, "outbox.dropped"},
    {"parts", "which parts wait", Whose::nobody, Sealed::nothing, "with the parts"},
    {"refs", "which reference numbers are taken", Whose::nobody, Sealed::nothing, "never"},
    {"t", "what SMS cost, by day", Whose::nobody, Sealed::nothing, "400 days"},
    {"f", "where women leave a dialog, by day", Whose::nobody, Sealed::nothing, "funnel.keep"},
    {kVersionSign, "version of a dialog", Whose::nobody, Sealed::whole,
     "twice the longest session"},
    {kNamesSign, "names in a version", Whose::nobody, Sealed::whole, "30 days after the version"},
    {"gateways", "which gateways run", Whose::nobody, Sealed::nothing, "six seconds"},
    {"audit", "what people did by hand", Whose::nobody, Sealed::nothing, "audit.keep"},
    {"meta", "proofs of the keys", Whose::nobody, Sealed::proof, "never"},
};

const KeptKind* kind_signed(std::string_view sign) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const KeptKind& one) { return one.sign == sign; });
  return found == std::end(kKinds) ? nullptr : found;
}

constexpr std::string_view kHome = "jisr:";
constexpr std::string_view kVersions = "{versions}:";

// Behind "jisr:{versions}:".
KeyRead read_versions(std::string_view rest) {
  constexpr std::size_t kHashDigits = 16;
  KeyRead read;
  read.rest = rest;
  const auto digits = rest.find_first_not_of("0123456789abcdef");
  if (digits == std::string_view::npos && rest.size() == kHashDigits) {
    read.kind = kind_signed(kVersionSign);
  } else if (digits == kHashDigits && rest.substr(digits) == ":map") {
    read.kind = kind_signed(kNamesSign);
  } else if (rest == "gateways" || rest == "audit") {
    read.kind = kind_signed(rest);
  }
  return read;
}

}  // namespace

std::span<const KeptKind> kept_kinds() {
  return kKinds;
}

KeyRead read_key(std::string_view key) {
  if (!key.starts_with(kHome)) return {};
  key.remove_prefix(kHome.size());
  if (key == "meta") return {kind_signed(key), std::nullopt, {}};
  if (key.starts_with(kVersions)) return read_versions(key.substr(kVersions.size()));
  if (!key.starts_with('{')) return {};
  KeyRead read;
  std::uint16_t partition = 0;
  const auto close = key.find("}:");
  if (close == std::string_view::npos) return {};
  const auto* end_of_number = key.data() + close;
  const auto [end, failed] = std::from_chars(key.data() + 1, end_of_number, partition);
  if (failed != std::errc{} || end != end_of_number) return {};
  read.partition = partition;
  key.remove_prefix(close + 2);
  const auto colon = key.find(':');
  read.kind = kind_signed(key.substr(0, colon));
  if (colon != std::string_view::npos) read.rest = key.substr(colon + 1);
  return read;
}

}  // namespace jisr::gateway
