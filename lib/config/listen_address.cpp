#include "config/listen_address.h"

#include <fmt/format.h>

#include "base/host.h"
#include "config/host.h"
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
    if (metrics.socket.empty()) return refused(text, "names no path");
    return metrics;
  }
  const std::size_t colon = text.rfind(':');
  const std::string_view host = text.substr(0, colon);
  const auto port = colon == text.npos ? std::nullopt : port_number(text.substr(colon + 1));
  if (!port) return refused(text, "has no port");
  metrics.address = without_brackets(host);
  const bool bracketed = metrics.address.size() != host.size();
  if (bracketed ? !base::is_ipv6(metrics.address) : !base::is_ipv4(metrics.address))
    return refused(text, "is not a numeric address");
  if (!allow_remote && !base::is_loopback(metrics.address))
    return refused(text,
                   "can be reached from other machines, who are not asked who they are (allow_remote: true "
                   "beside it permits that)");
  metrics.port = *port;
  return metrics;
}

}  // namespace presenced::config
