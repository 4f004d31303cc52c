// From a url to a connection: name look-up, TCP, the way through a proxy, TLS. Private to lib/net.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/time.h"
#include "net/private/channel.h"
#include "net/private/failure.h"

namespace presenced::net {

// `done` is called on the loop, exactly once: empty when the channel is connected and (with TLS) verified. When the
// channel was closed meanwhile, the failure says nothing useful: whoever closed it knows why.
//
// The addresses are tried in turn, each for its share of `limit`, so that one that swallows packets does not cost the
// others their chance. The limit as a whole is kept by the caller, who closes the channel when it is up: a look-up
// cannot be cancelled, so `done` may come much later than that (it does no harm, and holds on to what it needs).
void dial(std::shared_ptr<Channel> channel, base::Millis limit, std::function<void(std::optional<Failure>)> done);

}  // namespace presenced::net
