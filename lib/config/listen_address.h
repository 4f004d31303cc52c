// Where metrics are served: "127.0.0.1:9723", "[::1]:9723" or "unix:/run/presenced/metrics.sock". They tell an outsider
// how many people are watched, and nothing asks who wants to know, so they stay on this machine unless somebody says
// otherwise.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "config/settings.h"

namespace presenced::config {

inline constexpr std::string_view kExpectedListen = "an address such as 127.0.0.1:9723, or unix: and a path";

// A socket's path is as it was written. The error is a sentence for a Problem.
base::Result<Metrics, std::string> checked_listen_address(std::string_view text, bool allow_remote);

}  // namespace presenced::config
