// The address of the Web API, as an administrator writes it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace presenced::config {

// Why an address was refused: "what is wrong; expected ...". Never repeats the address, which may hold a password.
struct UrlError {
  std::string message;
};

// The address with a "/" at its end. Accepted: https://HOST[:PORT][/PATH], and http for loopback hosts only
// (127.0.0.0/8, [::1], localhost): the token goes over it. No user, password, query or fragment.
base::Result<std::string, UrlError> checked_api_url(std::string_view text);

}  // namespace presenced::config
