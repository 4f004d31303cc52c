// The `Date` header of HTTP. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "base/time.h"

namespace presenced::net {

// An IMF-fixdate (RFC 9110, 5.6.7), "Sun, 06 Nov 1994 08:49:37 GMT"; the two obsolete forms are not read. The name of
// the day is not checked. Empty for anything else.
std::optional<base::WallTime> http_date(std::string_view text);

}  // namespace presenced::net
