// The way through an HTTP proxy: CONNECT (RFC 9110, 9.3.6) with basic authentication (RFC 7617). Private to lib/net.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "net/private/channel.h"
#include "net/private/failure.h"

namespace presenced::net {

// Asks the proxy that the channel's socket is connected to for a way to the host of the channel's url. `done` is called
// on the loop, exactly once; empty: what is sent from now on reaches that host. The time is kept by the caller, who
// closes the channel when it is up.
void open_tunnel(std::shared_ptr<Channel> channel, std::function<void(std::optional<Failure>)> done);

}  // namespace presenced::net
