#include "feeds/socket_mode/proof.h"

#include <algorithm>

namespace presenced::feeds::socket_mode {

using base::WallTime;

WallTime Proof::until(WallTime wall, const Socket* except) const {
  WallTime until = context_.keeper.stamp(wall);
  for (const auto& socket : sockets_)
    if (socket->session && socket.get() != except) until = std::min(until, socket->heard);
  return std::min(until, doubts_.since().value_or(until));
}

void Proof::advance(WallTime wall) {
  const WallTime proven = until(wall);
  for (const auto& socket : sockets_)
    if (socket->session) context_.keeper.sessions().prove_until(*socket->session, proven);
}

void Proof::tend(bool may_ask, base::Instant now) {
  if (!doubts_.any()) return;
  if (may_ask && doubts_.ask(now.mono)) statuses_.ask_all(now.mono);
  doubts_.settle(statuses_.asked_since());
  advance(now.wall);
}

}  // namespace presenced::feeds::socket_mode
