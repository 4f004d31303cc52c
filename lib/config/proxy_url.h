// The address of an HTTP proxy, as an administrator writes it, or as `https_proxy` in the environment holds it.
#pragma once

#include <string_view>

#include "base/result.h"
#include "base/url.h"
#include "config/api_url.h"

namespace presenced::config {

// Accepted: http://[USER[:PASSWORD]@]HOST:PORT[/], %XX in user and password decoded. The error never repeats the
// address, which may hold a password.
base::Result<base::Proxy, UrlError> checked_proxy(std::string_view text);

}  // namespace presenced::config
