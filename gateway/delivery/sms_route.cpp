// Network, then longest prefix.
#include "gateway/delivery/sms_route.hpp"

#include <algorithm>

namespace jisr::gateway {

const SmsRoute* route_of(const SmsConfig& config, std::string_view msisdn,
                         std::string_view network) {
  const SmsRoute* best = nullptr;
  std::size_t longest = 0;
  for (const auto& route : config.routes) {
    const auto& networks = route.networks;
    if (!network.empty() &&
        std::find(networks.begin(), networks.end(), network) != networks.end()) {
      return &route;
    }
    for (const auto& prefix : route.prefixes) {
      if (prefix.size() <= longest || !msisdn.starts_with(prefix)) continue;
      longest = prefix.size();
      best = &route;
    }
  }
  return best;
}

std::string sms_channel_for(const SmsConfig& config, const SmsTo& to) {
  const std::string own(to.sms_channel);
  if (to.is_caller && !own.empty()) return own;
  const auto* route = route_of(config, to.msisdn, to.is_caller ? to.network : std::string_view());
  return route != nullptr ? route->channel : own;
}

std::string fallback_of(const SmsConfig& config, const SendingConfig& sending,
                        std::string_view channel, std::string_view msisdn) {
  const auto* route = route_of(config, msisdn);
  const bool says = route != nullptr && route->channel == channel && !route->fallback.empty();
  const auto& fallback = says ? route->fallback : sending.fallback;
  return fallback == channel ? std::string() : fallback;
}

std::string sender_of(const SmsConfig& config, std::string_view channel, std::string_view msisdn) {
  const auto* route = route_of(config, msisdn);
  return route != nullptr && route->channel == channel ? route->sender : std::string();
}

}  // namespace jisr::gateway
