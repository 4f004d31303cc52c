// What may stand for a host in an address. Exactly what lib/net is able to dial: an address that `presenced check`
// accepts must not be refused when the daemon runs. Looks nothing up.
#pragma once

#include <string_view>

namespace presenced::config {

// A name of labels of 1-63 letters, digits and dashes, at most 253 characters (RFC 1035); a dotted IPv4 address looks
// the same. Or an IPv6 address in brackets (RFC 4291, 2.2).
bool valid_host(std::string_view host);

// "localhost", "[::1]", and 127.0.0.0/8 as four decimal numbers: short and octal forms ("127.1") mean different things
// to different resolvers.
bool loopback_host(std::string_view host);

}  // namespace presenced::config
