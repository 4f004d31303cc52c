// Addresses on the network, taken apart. One reading serves the configuration and lib/net, so that what
// `presenced check` accepts is not refused when the daemon dials it. Pure; looks nothing up.
//
// An address may hold a password or be a credential itself (the socket url of rtm.connect is), so an error never
// repeats any part of it: it is one of the faults below, for which each caller has words of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"

namespace presenced::base {

inline constexpr std::size_t kMaxUrlBytes = 8 * 1024;  // what servers commonly accept in a request line

enum class UrlFault : std::uint8_t {
  too_long,    // more than kMaxUrlBytes
  character,   // something other than visible ASCII
  scheme,      // not one of the four
  fragment,    // "#..."
  user,        // a user or password that cannot be decoded, a user that is empty or holds a colon
  bracket,     // an IPv6 address whose bracket is not closed
  ipv6,        // no IPv6 address between the brackets
  after_host,  // something other than a port after the brackets
  host,        // not a host name (base/host.h)
  port,        // not a number from 1 to 65535
};

// "HOST" or "HOST:PORT". An IPv6 address is written in brackets, and read without them.
struct HostAndPort {
  std::string host;  // lower case
  std::optional<std::uint16_t> port;
};
Result<HostAndPort, UrlFault> parse_host_and_port(std::string_view text);
std::string host_and_port(std::string_view host, std::uint16_t port);  // "HOST:PORT", with brackets for IPv6

struct Url {
  enum class Scheme : std::uint8_t { http, https, ws, wss };

  Scheme scheme = Scheme::https;
  Secret credentials = {};  // "USER:PASSWORD", decoded; empty: none
  std::string host;         // lower case; an IPv6 address stands without its brackets
  std::uint16_t port = 443;
  bool port_is_written = false;  // else it is the scheme's own
  std::string target;            // path and query, byte for byte as given; at least "/". For a socket url: secret

  bool tls() const { return scheme == Scheme::https || scheme == Scheme::wss; }
  bool web_socket() const { return scheme == Scheme::ws || scheme == Scheme::wss; }
};
Result<Url, UrlFault> parse_url(std::string_view text);

// An HTTP proxy. It is reached by plain HTTP and asked with CONNECT to pass bytes on, so it sees nothing of what TLS
// protects.
struct Proxy {
  std::string host;  // an IPv6 address stands without its brackets
  std::uint16_t port = 0;
  Secret credentials = {};  // "USER:PASSWORD" for basic authentication; empty: none
  bool operator==(const Proxy&) const = default;
};

}  // namespace presenced::base
