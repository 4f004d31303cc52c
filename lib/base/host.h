// What may stand for a host in an address, and which hosts are this machine itself. One home for both, so that an
// address which `presenced check` accepts is not refused when the daemon dials it. Pure; looks nothing up.
#pragma once

#include <string_view>

namespace presenced::base {

// Labels of 1-63 letters, digits, "-" and "_", at most 253 characters (RFC 1035). A dotted IPv4 address looks the same.
bool is_host_name(std::string_view host);

// Four decimal numbers without leading zeros: short and octal forms ("127.1", "0177.0.0.1") mean different things to
// different resolvers.
bool is_ipv4(std::string_view host);

// RFC 4291, 2.2: without brackets, and without a zone.
bool is_ipv6(std::string_view host);

// "localhost" (in any case), 127.0.0.0/8, and ::1 in any of its spellings, without brackets.
bool is_loopback(std::string_view host);

}  // namespace presenced::base
