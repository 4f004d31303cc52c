// A name look-up in a thread of its own. getaddrinfo cannot be cancelled, and a name server that says nothing holds it
// for 10 s and more (resolv.conf(5): timeout, attempts). Asio's resolver has one thread for all, and its end is waited
// for: one name that hangs would hold up the look-ups of all workspaces, and the end of the daemon. Private to lib/net.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace presenced::net {

using LookedUp =
    std::function<void(const boost::system::error_code&, const std::vector<boost::asio::ip::tcp::endpoint>&)>;

// `done` is called on the loop, later than this function and exactly once, unless the loop is destroyed first: then it
// is destroyed with it, and the thread, left to itself, ends when the system's resolver does.
void look_up(const boost::asio::any_io_executor& executor, std::string host, std::uint16_t port, LookedUp done);

}  // namespace presenced::net
