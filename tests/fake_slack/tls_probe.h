// A client without any scruples: which TLS does a server really speak?
#pragma once

#include <cstdint>
#include <string>

namespace presenced::fake_slack {

// What the two agree on, "TLSv1.1"; empty: nothing. Verifies nobody. Blocks.
std::string tls_version_spoken_by(std::uint16_t port);  // of 127.0.0.1

}  // namespace presenced::fake_slack
