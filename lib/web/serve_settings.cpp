#include "web/serve_settings.h"

#include <fmt/format.h>

#include "access/token.h"
#include "base/ascii.h"
#include "base/escape.h"
#include "base/host.h"
#include "base/url.h"
#include "net/headers.h"

namespace presenced::web {
namespace {

using commands::ExitStatus;
using commands::Refused;

void read_address(const std::string& listen, ServeSettings& settings) {
  const auto place = base::parse_host_and_port(listen);
  const bool number = place && (base::is_ipv4(place.value().host) || base::is_ipv6(place.value().host));
  if (!number || !place.value().port)
    throw Refused(ExitStatus::usage, fmt::format("--listen: '{}' is not an address and a port, such as 127.0.0.1:8420",
                                                 base::printable(listen)));
  settings.address = place.value().host;
  settings.port = *place.value().port;
}

std::string host_name(const std::string& written) {
  const auto host = base::parse_host_and_port(written);
  if (!host || host.value().port)
    throw Refused(ExitStatus::usage, fmt::format("--allow-host: '{}' is not a host name; leave out scheme and port",
                                                 base::printable(written)));
  return host.value().host;
}

std::optional<access::Limit> limit_of(const commands::Request& request) {
  if (request.groups.empty()) return std::nullopt;
  access::Limit limit;
  for (const std::string& group : request.groups) {
    limit.groups.push_back(group.starts_with('@') ? group.substr(1) : group);
    if (const std::string fault = access::fault_in_group(limit.groups.back()); !fault.empty())
      throw Refused(ExitStatus::usage, "--group: " + fault);
  }
  return limit;
}

std::filesystem::path opened_links(const commands::Request& request, const commands::CommandContext& context) {
  const auto state = context.variable ? context.variable("STATE_DIRECTORY") : std::nullopt;
  if (!state || state->empty()) return request.tokens + ".opened";
  return std::filesystem::path(state->substr(0, state->find(':'))) / "opened-links";
}

}  // namespace

ServeSettings serve_settings(const commands::Request& request, const commands::CommandContext& context) {
  ServeSettings settings;
  if (request.listen && request.unix_socket)
    throw Refused(ExitStatus::usage, "--listen cannot be combined with --unix");
  if (request.listen) read_address(*request.listen, settings);
  if (request.unix_socket) {
    settings.unix_socket = *request.unix_socket;
    settings.address.clear();
  }
  if (request.trust_header && (request.trust_header->empty() || !net::fault_in({{*request.trust_header, "x"}}).empty()))
    throw Refused(ExitStatus::usage, fmt::format("--trust-header: '{}' is not the name of a header field",
                                                 base::printable(*request.trust_header)));
  settings.tokens = request.tokens;
  settings.site.tokens = !request.tokens.empty();
  if (settings.site.tokens) settings.opened_links = opened_links(request, context);
  settings.site.limit = limit_of(request);
  settings.access_log = request.access_log;
  settings.site.gate.address = settings.address;
  settings.site.gate.port = settings.port;
  settings.site.gate.trust_header = request.trust_header;
  for (const std::string& host : request.allow_hosts) settings.site.gate.hosts.push_back(host_name(host));
  const bool local = settings.address.empty() || base::is_loopback(settings.address);
  if (!local && !settings.site.tokens && !request.trust_header)
    throw Refused(ExitStatus::usage,
                  fmt::format("--listen {}: everybody who reaches that address could look; add --tokens, or "
                              "--trust-header behind a proxy that authenticates",
                              base::printable(*request.listen)));
  return settings;
}

}  // namespace presenced::web
