// What a request brings to be let in: a bearer token, or the cookie that a link was opened into. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/secret.h"
#include "base/time.h"
#include "net/http_server.h"

namespace presenced::web {

struct Credential {
  enum class Kind : std::uint8_t { none, bearer, cookie };
  Kind kind = Kind::none;
  base::Secret secret = {};
  bool operator==(const Credential&) const = default;
};

// A bearer counts before a cookie.
Credential credential_of(const net::HttpQuestion& question);

// The value of Set-Cookie for it: unreadable to scripts, never sent from other sites, and only over https when that is
// how the browser came. `lasts`: as long as the token; at most 400 days, which is what browsers keep one for.
std::string set_cookie(const base::Secret& cookie, std::optional<base::Millis> lasts, bool https);

// Whether the browser came over https, as the reverse proxy tells it.
bool over_https(const net::HttpQuestion& question);

}  // namespace presenced::web
