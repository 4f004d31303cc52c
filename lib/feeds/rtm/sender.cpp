#include "feeds/rtm/sender.h"

#include <algorithm>
#include <utility>

namespace presenced::feeds::rtm {

using base::Instant;
using base::Millis;
using base::MonoTime;

// Pings go first: they keep the session alive and the coverage proven. Samples come last, and wait while a hand-over
// needs both sockets free to send at the same moment.
void Sender::pump(Socket& socket, Instant now) {
  if (!socket.live() || !socket.limiter.ready(now.mono)) return;
  if (socket.pings.due()) {
    const PingNumber ping = socket.pings.send(now.mono);
    parts_.hand_over.ping_sent(socket, ping);
    socket.sent_after.ping_sent(ping, parts_.context.keeper.stamp(now.wall));
    socket.connection.pinged(now.mono);
    socket.limiter.sent(now.mono);
    context_.orders.send(socket.id, slack::ping(ping, now.wall));
  } else if (auto frame = socket.subscription.next_frame(now.mono)) {
    if (socket.subscribed == 0) socket.subscribed = parts_.order.next();
    socket.limiter.sent(now.mono);
    context_.orders.send(socket.id, std::move(*frame));
  } else if (!parts_.hand_over.wants_both()) {
    auto question = parts_.samples.next_frame(socket, now);
    if (!question) return;
    socket.limiter.sent(now.mono);
    context_.orders.send(socket.id, std::move(*question));
  }
}

void Sender::send_again(Socket& socket, MonoTime now) {
  socket.limiter.hold(now, Millis{2'000});
  socket.subscription.refused();
  socket.pings.refused();
  if (&socket == parts_.sockets.current.get()) parts_.samples.ask_again();
}

MonoTime Sender::deadline() const {
  MonoTime at = MonoTime::max();
  for (const Socket* socket : parts_.sockets.open()) {
    if (!context_.backlog.since()) at = std::min({at, socket->subscription.deadline(), socket->pings.deadline()});
    if (socket->live() && (socket->pings.due() || socket->subscription.has_frame()))
      at = std::min(at, socket->limiter.earliest());
    if (const MonoTime sample = parts_.samples.deadline(*socket);
        sample != MonoTime::max() && !parts_.hand_over.wants_both())
      at = std::min(at, std::max(socket->limiter.earliest(), sample));
  }
  return at;
}

}  // namespace presenced::feeds::rtm
