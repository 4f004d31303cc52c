// HTTP proxies: which of them serves a url. How a connection gets through one is private/dial.h.
//
// Pure. A proxy's credentials are a secret, and part of no message.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "net/url.h"

namespace presenced::net {

// Reached by plain HTTP; it is asked with CONNECT to pass bytes on, and so sees nothing of what TLS protects.
struct Proxy {
  std::string host;  // an IPv6 address stands without its brackets
  std::uint16_t port = 0;
  std::string credentials = {};  // "user:password" for basic authentication; empty: none. A secret
};

// What decides about the proxy of a workspace.
struct ProxyRules {
  std::optional<Proxy> always = {};     // the workspace's own: every url goes through it
  std::optional<Proxy> otherwise = {};  // the environment's https_proxy
  std::string except = {};              // the environment's no_proxy: who is reached without `otherwise`
};

// Empty: dial directly.
//
// `otherwise` never serves a loopback address: at another machine, it would be that machine's own. For the rest the
// rules of curl hold. `except` lists, separated by commas or blanks: "*" for everybody; a name ("slack.com",
// ".slack.com"), which stands for itself and all names that end in it after a dot; an address, with a mask if need be
// ("10.0.0.0/8"). A port after a name or an address ("h:8443", "[::1]:443") limits it to that port.
std::optional<Proxy> proxy_for(const Url& url, const ProxyRules& rules);

// "HOST:PORT", for messages.
std::string host_and_port(const Proxy& proxy);

}  // namespace presenced::net
