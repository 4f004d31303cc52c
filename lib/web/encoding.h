// What a client says of how it takes a body (Accept-Encoding). Pure.
#pragma once

#include <cstdint>

#include "net/http_server.h"

namespace presenced::web {

enum class Encodings : std::uint8_t {
  any,    // says nothing, so any will do (RFC 9110, 12.5.3)
  gzip,   // names it, or "*". A weight of 0 is not looked at: no client sends one
  plain,  // others
};
Encodings encodings_of(const net::HttpQuestion& question);

}  // namespace presenced::web
