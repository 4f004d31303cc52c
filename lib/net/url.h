// The urls that presenced dials: base/url.h, and what lib/net does not accept of them.
//
// Pure. A url can be a credential (the socket url of rtm.connect is), so no error repeats any part of it.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/url.h"

namespace presenced::net {

using base::Url;

// The error says what is wrong, in words for an administrator: "the url has a user name in it".
// Refused besides broken urls: user names, and plain http and ws to a host that base::is_loopback does not know.
base::Result<Url, std::string> parse_url(std::string_view text);

// What goes into the Host header: brackets around IPv6, and the port unless it is the scheme's own.
std::string host_header(const Url& url);

}  // namespace presenced::net
