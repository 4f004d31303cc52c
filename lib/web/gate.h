// Which requests are looked at at all: addressed to this page, and not sent by another site on behalf of its visitor.
// And the header fields with which a browser keeps other sites away from the answers. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "net/headers.h"
#include "net/http_server.h"

namespace presenced::web {

// Where the page is, and who it believes.
struct GateSettings {
  std::string address = {};                      // that it listens on, without brackets; empty: a Unix socket
  std::uint16_t port = 0;                        // of it
  std::vector<std::string> hosts = {};           // further names under which it is reached, lower case
  std::optional<std::string> trust_header = {};  // in which a proxy names the user
};

// The refusal; empty: it may be answered.
// - 405: only GET and HEAD change nothing.
// - 421: the Host field does not name this page. A page of another site whose name was made to lead here (DNS
// rebinding)
//   has that name in it. Loopback and the address that is listened on count with the port; on a Unix socket every host
//   does unless hosts are given, because browsers cannot connect to one.
// - 403: the request comes from another site, or is for a frame. Another site may link to a page, not to an answer.
std::optional<net::HttpAnswer> refused_at_gate(const GateSettings& gate, const net::HttpQuestion& question);

// Whom the proxy names; empty: nobody, or the header is there twice, so that a client may have sent one of them.
std::optional<std::string> trusted_user(const GateSettings& gate, const net::HttpQuestion& question);

// Of every answer.
net::Headers protective_headers();

}  // namespace presenced::web
