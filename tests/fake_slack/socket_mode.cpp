// The sockets of Socket Mode; what is sent on them: socket_mode_events.cpp.
#include "fake_slack/socket_mode.h"

#include <fmt/format.h>

#include <utility>

namespace presenced::fake_slack {
namespace {

constexpr std::uint16_t kNormalEnd = 1000;

}  // namespace

// A seed of its own, so that a workspace without a modern app varies as if this were not here.
SocketMode::SocketMode(const Options& options, Rulebook& rulebook, Wire& wire)
    : options_(options),
      rulebook_(rulebook),
      wire_(wire),
      random_(options.seed ^ 0x50C4E7),
      writer_(options_, random_),
      deliveries_(options_, rulebook) {}

void SocketMode::open(base::Instant now, SocketId id, bool debug_reconnects, Welcome welcome) {
  was_opened_ = true;
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

void SocketMode::tick(base::Instant now) {
  std::vector<SocketId> due;
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step && *socket.next_step <= now.mono) due.push_back(id);
  for (const SocketId id : due)
    if (const auto found = sockets_.find(id); found != sockets_.end()) step(now, found->second);
  while (const auto event = deliveries_.next_to_send(now.mono)) deliver(now, *event);
}

std::optional<base::MonoTime> SocketMode::next_tick() const {
  std::optional<base::MonoTime> next = deliveries_.next_due();
  for (const auto& [id, socket] : sockets_)
    if (socket.next_step && (!next || *socket.next_step < *next)) next = socket.next_step;
  return next;
}

// What was due on this socket.
void SocketMode::step(base::Instant now, AppSocket& socket) {
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

void SocketMode::refresh(base::Instant now, AppSocket& socket) {
  say(now, socket.id, writer_.disconnect("refresh_requested"));
  socket.phase = AppSocket::Phase::leaving;
  socket.next_step = now.mono + options_.modern.refresh_grace;
}

// A client sends nothing but acknowledgements.
void SocketMode::frame_in(base::Instant now, SocketId id, std::string_view text) {
  const auto breach = [&](std::string_view what) {
    rulebook_.breach("frame-form", fmt::format("socket {}: {}", static_cast<std::uint64_t>(id), what));
  };
  simdjson::dom::element frame;
  if (parser_.parse(text.data(), text.size()).get(frame) != simdjson::SUCCESS) return breach("not JSON");
  std::string_view envelope_id;
  if (frame["envelope_id"].get_string().get(envelope_id) != simdjson::SUCCESS) return breach("no envelope_id");
  simdjson::dom::element payload;
  const bool responds = frame["payload"].get(payload) == simdjson::SUCCESS;
  deliveries_.acknowledge(now.mono, id, envelope_id, responds ? simdjson::minify(payload) : std::string{});
}

void SocketMode::misbehave(base::Instant now, SocketId id, LinkFault fault) {
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

void SocketMode::fall_silent(base::Instant now, SocketId id) {
  const auto found = sockets_.find(id);
  if (found == sockets_.end()) return;
  found->second.phase = AppSocket::Phase::silent;
  found->second.next_step.reset();
  wire_.send(now, {id, Deed::stall, {}, 0});
}

SocketId SocketMode::add_ghost(base::Instant now, SocketId id, AppSocket::Holder holder) {
  AppSocket ghost{.id = id, .holder = holder, .phase = AppSocket::Phase::silent, .opened = now.mono};
  sockets_.emplace(id, ghost);
  return id;
}

void SocketMode::disable(base::Instant now) {
  enabled_ = false;
  for (const SocketId id : sockets()) misbehave(now, id, LinkFault::link_disabled);
}

void SocketMode::heal() {
  delays_.clear();
  repeats_ = 0;
  dropping_ = false;
  std::erase_if(sockets_, [](const auto& entry) { return entry.second.holder != AppSocket::Holder::client; });
}

std::vector<SocketId> SocketMode::sockets() const {
  std::vector<SocketId> ids;
  for (const auto& [id, socket] : sockets_)
    if (socket.holder == AppSocket::Holder::client) ids.push_back(id);
  return ids;
}

const AppSocket* SocketMode::socket(SocketId id) const {
  const auto found = sockets_.find(id);
  return found == sockets_.end() ? nullptr : &found->second;
}

void SocketMode::say(base::Instant now, SocketId id, std::string text, Wire::Facts facts) {
  wire_.send(now, {id, Deed::text, std::move(text), 0}, std::move(facts));
}

void SocketMode::end(base::Instant now, SocketId id, Deed deed, std::uint16_t code) {
  wire_.send(now, {id, deed, {}, code});
  sockets_.erase(id);
}

}  // namespace presenced::fake_slack
