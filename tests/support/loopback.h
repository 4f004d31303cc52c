// What the network alone costs: bytes over a TCP connection of this machine, plain or with TLS, and somebody who reads
// and forgets them.
#pragma once

#include <chrono>
#include <span>
#include <string>

namespace presenced::test_support {

// From the first byte written, by a thread of its own, to the last one read. Throws boost::system::system_error.
std::chrono::duration<double> read_over_loopback(std::span<const std::string> pieces, bool tls);

}  // namespace presenced::test_support
