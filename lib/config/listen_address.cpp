#include "config/listen_address.h"

#include <fmt/format.h>

#include "base/host.h"
#include "base/url.h"
#include "config/wording.h"

namespace presenced::config {
namespace {

constexpr std::string_view kUnix = "unix:";

std::string refused(std::string_view text, std::string_view why) {
  return fmt::format("{} {}; expected {}", in_quotes(text), why, kExpectedListen);
}

}  // namespace

base::Result<Metrics, std::string> checked_listen_address(std::string_view text, bool allow_remote) {
  Metrics metrics;
  if (text.starts_with(kUnix)) {
    metrics.socket = text.substr(kUnix.size());
    if (metrics.socket.empty()) return refused(text, "does not name a path");
    return metrics;
  }
  const auto found = base::parse_host_and_port(text);
  if (found ? !found.value().port : found.error() == base::UrlFault::port) return refused(text, "has no port");
  if (!found || !(base::is_ipv4(found.value().host) || base::is_ipv6(found.value().host)))
    return refused(text, "is not a numeric address");
  metrics.address = found.value().host;
  metrics.port = *found.value().port;
  if (!allow_remote && !base::is_loopback(metrics.address))
    return refused(text,
                   "is reachable from other machines, and they are not authenticated (allow_remote: true "
                   "permits that)");
  return metrics;
}

}  // namespace presenced::config
