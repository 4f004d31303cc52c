// The urls presenced dials, taken apart. Strict: what is not plainly a url of these four kinds is refused.
//
// Pure. A url can be a credential (the socket url of rtm.connect is), so no error repeats any part of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace presenced::net {

inline constexpr std::size_t kMaxUrlBytes = 8 * 1024;  // what servers commonly accept in a request line

struct Url {
  enum class Scheme : std::uint8_t { http, https, ws, wss };

  Scheme scheme = Scheme::https;
  std::string host;  // lower case; an IPv6 address stands without its brackets
  std::uint16_t port = 443;
  std::string target;  // path and query, byte for byte as given; at least "/". For a socket url: secret

  bool tls() const { return scheme == Scheme::https || scheme == Scheme::wss; }
  bool web_socket() const { return scheme == Scheme::ws || scheme == Scheme::wss; }
};

// The error says what is wrong, in words for an administrator: "the url has a user name in it".
// Refused besides broken urls: plain http and ws to a host that base::is_loopback does not know, user names
// and passwords, fragments, anything but printable ASCII, more than kMaxUrlBytes.
base::Result<Url, std::string> parse_url(std::string_view text);

// What goes into the Host header: brackets around IPv6, and the port unless it is the scheme's own.
std::string host_header(const Url& url);

// "HOST:PORT", for messages. Holds no secret.
std::string host_and_port(const Url& url);

}  // namespace presenced::net
