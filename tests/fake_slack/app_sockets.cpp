#include "fake_slack/app_sockets.h"

#include <utility>

namespace presenced::fake_slack {
namespace {

constexpr std::uint16_t kNormalEnd = 1000;

}  // namespace

void AppSockets::open(base::Instant now, SocketId id, bool debug_reconnects, Welcome welcome) {
  ever_opened_ = true;
  if (sockets_.size() >= static_cast<std::size_t>(options_.modern.max_sockets)) {
    say(now, id, writer_.disconnect("too_many_websockets"));
    return wire_.send(now, {id, Deed::close, {}, kNormalEnd});
  }
  const base::Millis half = options_.modern.socket_life / 2;
  const base::Millis life = debug_reconnects ? options_.modern.debug_life : half + random_.up_to(half);
  AppSocket socket{.id = id, .opened = now.mono, .life = life};
  if (welcome == Welcome::hello) {
    socket.next_step = now.mono + options_.hello_delay;
  } else {
    socket.phase = AppSocket::Phase::silent;
  }
  AppSocket& there = sockets_.emplace(id, socket).first->second;
  if (there.next_step && *there.next_step <= now.mono) step(now, there);
}

void AppSockets::tick(base::Instant now) {
  std::vector<SocketId> due;
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step && *socket.next_step <= now.mono) due.push_back(id);
  for (const SocketId id : due)
    if (const auto found = sockets_.find(id); found != sockets_.end()) step(now, found->second);
}

std::optional<base::MonoTime> AppSockets::next_tick() const {
  std::optional<base::MonoTime> next;
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step && (!next || *socket.next_step < *next)) next = socket.next_step;
  return next;
}

// What was due on this socket.
void AppSockets::step(base::Instant now, AppSocket& socket) {
  const base::Millis ahead = options_.modern.warning_ahead;
  socket.next_step.reset();
  switch (socket.phase) {
    case AppSocket::Phase::opening:
      say(now, socket.id, writer_.hello(sockets_.size(), socket.life));
      socket.phase = AppSocket::Phase::live;
      socket.next_step = socket.opened + socket.life - ahead;
      break;
    case AppSocket::Phase::live:
      if (ahead <= base::Millis{0}) return refresh(now, socket);
      say(now, socket.id, writer_.disconnect("warning"));
      socket.phase = AppSocket::Phase::warned;
      socket.next_step = now.mono + ahead;
      break;
    case AppSocket::Phase::warned:
      return refresh(now, socket);
    case AppSocket::Phase::leaving:
      return end(now, socket.id, Deed::close, kNormalEnd);
    case AppSocket::Phase::silent:
      break;
  }
}

void AppSockets::refresh(base::Instant now, AppSocket& socket) {
  say(now, socket.id, writer_.disconnect("refresh_requested"));
  socket.phase = AppSocket::Phase::leaving;
  socket.next_step = now.mono + options_.modern.refresh_grace;
}

void AppSockets::misbehave(base::Instant now, SocketId id, LinkFault fault) {
  const auto found = sockets_.find(id);
  if (found == sockets_.end()) return;
  AppSocket& socket = found->second;
  switch (fault) {
    case LinkFault::warning:
      return say(now, id, writer_.disconnect("warning"));
    case LinkFault::rotation:
      say(now, id, writer_.disconnect("warning"));
      socket.phase = AppSocket::Phase::warned;
      socket.next_step = now.mono + options_.modern.warning_ahead;
      return;
    case LinkFault::refresh:
      return refresh(now, socket);
    case LinkFault::refresh_and_close:
      say(now, id, writer_.disconnect("refresh_requested"));
      return end(now, id, Deed::close, kNormalEnd);
    case LinkFault::link_disabled:
      say(now, id, writer_.disconnect("link_disabled"));
      return end(now, id, Deed::close, kNormalEnd);
    case LinkFault::too_many_websockets:
      say(now, id, writer_.disconnect("too_many_websockets"));
      return end(now, id, Deed::close, kNormalEnd);
  }
}

void AppSockets::fall_silent(base::Instant now, SocketId id) {
  const auto found = sockets_.find(id);
  if (found == sockets_.end()) return;
  found->second.phase = AppSocket::Phase::silent;
  found->second.next_step.reset();
  wire_.send(now, {id, Deed::stall, {}, 0});
}

void AppSockets::add_ghost(base::Instant now, SocketId id, AppSocket::Holder holder) {
  sockets_.emplace(
      id, AppSocket{.id = id, .holder = holder, .phase = AppSocket::Phase::silent, .opened = now.mono, .life = {}});
}

void AppSockets::remove_ghosts() {
  std::erase_if(sockets_, [](const auto& entry) { return entry.second.holder != AppSocket::Holder::client; });
}

std::vector<SocketId> AppSockets::ids() const {
  std::vector<SocketId> ids;
  for (const auto& [id, socket] : sockets_)
    if (socket.holder == AppSocket::Holder::client) ids.push_back(id);
  return ids;
}

const AppSocket* AppSockets::find(SocketId id) const {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : &found->second;
}

const AppSocket* AppSockets::any() {
  std::vector<const AppSocket*> ready;
  for (const auto& [id, socket] : sockets_)
    if (socket.takes_events()) ready.push_back(&socket);
  return ready.empty() ? nullptr : ready[random_.below(ready.size())];
}

void AppSockets::say(base::Instant now, SocketId id, std::string text, Wire::Facts facts) {
  wire_.send(now, {id, Deed::text, std::move(text), 0}, std::move(facts));
}

void AppSockets::end(base::Instant now, SocketId id, Deed deed, std::uint16_t code) {
  wire_.send(now, {id, deed, {}, code});
  sockets_.erase(id);
}

}  // namespace presenced::fake_slack
