// The proxy that the environment names, for workspaces without one of their own: https_proxy or HTTPS_PROXY, and whom
// it is not for: no_proxy or NO_PROXY; where both are set, the small one counts, as with curl.
//
// http_proxy is of no use here: plain http goes to this machine alone. So HTTP_PROXY, which a CGI server
// sets to what any stranger sends, cannot lead anything astray.
#pragma once

#include <optional>
#include <string>

#include "config/environment.h"
#include "config/problem.h"
#include "config/settings.h"

namespace presenced::config {

struct EnvironmentProxy {
  std::optional<base::Proxy> proxy;
  std::string except;  // as net::ProxyRules has it
  bool operator==(const EnvironmentProxy&) const = default;
};

// A value without a scheme is one of http, as curl reads it. What is wrong is added to `problems`.
EnvironmentProxy environment_proxy(const Variables& variable, Problems& problems);

}  // namespace presenced::config
