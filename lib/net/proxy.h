// HTTP proxies: which of them serves a url. How a connection gets through one is private/dial.h.
//
// Pure.
#pragma once

#include <optional>
#include <string>

#include "net/url.h"

namespace presenced::net {

using base::Proxy;

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

}  // namespace presenced::net
