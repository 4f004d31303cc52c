#include "feeds/socket_mode/lifecycle.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace presenced::feeds::socket_mode {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using base::WallTime;
using history::EndReason;
using session::Action;
using slack::DisconnectReason;

// ---- beginnings ----

void Lifecycle::attempt(MonoTime now) {
  connecting_.attempted(now);
  const auto call = context_.orders.call(slack::apps_connections_open());
  Socket& socket =
      sockets_.add(std::make_unique<Socket>(context_.orders.new_link(), call, context_.settings.limits, now));
  if (context_.backlog.held()) socket.connection.held(now);
}

void Lifecycle::replied(base::CallId call, const slack::Reply& reply, Instant now) {
  Socket* socket = sockets_.first([&](const Socket& one) { return one.connect_call == call; });
  if (!socket || socket->connection.state() != session::State::calling) return;
  if (const auto* offered = std::get_if<slack::SocketOffered>(&reply)) {
    connecting_.url_received();
    socket->connection.url_received(now.mono);
    socket->dialled = true;
    return context_.orders.open(socket->id, offered->url);
  }
  slack::ApiError failure;
  failure.error = "unexpected reply";
  if (const auto* error = std::get_if<slack::ApiError>(&reply)) failure = *error;
  connecting_.call_failed(failure, now);
  socket->connection.call_failed(EndReason::network_error);
  sockets_.forget_ended();
}

void Lifecycle::opened(Socket& socket, Instant now) {
  socket.connection.opened(now.mono);
  alive(socket, now);
}

void Lifecycle::alive(Socket& socket, Instant now) {
  socket.connection.alive(now.mono);
  socket.heard = std::max(socket.heard, sent_by(now.wall));
  proof_.advance(now.wall);
}

// By when what is read now was sent, and all before it: more may wait to be read.
WallTime Lifecycle::sent_by(WallTime wall) const {
  const auto& since = context_.backlog.since();
  return since ? since->recorded : context_.keeper.stamp(wall);
}

void Lifecycle::held(MonoTime now) {
  for (const auto& socket : sockets_) socket->connection.held(now);
}

void Lifecycle::released(MonoTime now) {
  for (const auto& socket : sockets_) socket->connection.released(now);
}

void Lifecycle::hello(Socket& socket, const slack::SocketHello& hello, Instant now) {
  if (socket.connection.hello(now.mono) != Action::begin) return;
  socket.app = hello.app;
  socket.session = context_.keeper.sessions().open(context_.id, now.wall);
  connecting_.session_began();
  context_.note(LogLevel::info, "connected",
                fmt::format("session {} has begun, over Socket Mode: {} of {} sockets",
                            static_cast<std::int64_t>(*socket.session), sockets_.live(), kSockets));
  count(hello, now);
}

void Lifecycle::count(const slack::SocketHello& hello, Instant now) {
  const auto ours = static_cast<std::int64_t>(sockets_.counted());
  const bool before = connections_.foreign() > 0;
  connections_.told(hello.connections.value_or(ours), ours, now.mono);
  const std::int64_t foreign = connections_.foreign();
  if (foreign == 0) alone_until_ = std::max(alone_until_, sent_by(now.wall));
  if (connections_.doubtful()) proof_.doubt(proof_.until(now.wall), connections_.check_at());
  if (foreign > 0 && !before)
    context_.note(
        LogLevel::error, "foreign_connection",
        fmt::format(
            "Slack counts {} connections of the app, {} of them of another program, which receives some of its events; "
            "statuses are not covered; give presenced an app of its own (presenced setup), or stop the other program",
            ours + foreign, foreign));
  if (foreign == 0 && before)
    context_.note(LogLevel::info, "foreign_connection_gone", "no other program is connected to the app any more");
}

// ---- ends ----

void Lifecycle::disconnect(Socket& socket, const slack::Disconnect& why, Instant now) {
  switch (why.reason) {
    case DisconnectReason::link_disabled:
      return link_disabled(now);
    case DisconnectReason::too_many_websockets:
      return too_many(socket, now);
    case DisconnectReason::warning:
    case DisconnectReason::refresh_requested:
    case DisconnectReason::other:
      break;
  }
  if (socket.leaving) return;  // the second frame about the same rotation
  if (!socket.live()) return close(socket, EndReason::goodbye, "Slack asks for a new connection: " + why.word, now);
  context_.note(LogLevel::info, "goodbye",
                fmt::format("Slack announced the end of a socket ({}); opening its successor", why.word));
  replace(socket, now.mono);
}

void Lifecycle::replace(Socket& socket, MonoTime now) {
  socket.leaving = true;
  connecting_.successor_wanted(now, now - socket.connection.live_since());
}

void Lifecycle::link_disabled(Instant now) {
  slack::ApiError refusal;
  refusal.kind = slack::ErrorClass::credential;
  refusal.error = "link_disabled";
  connecting_.refused(refusal, now.mono);
  context_.note(LogLevel::error, "link_disabled",
                "Socket Mode was switched off for the app; its events no longer cover statuses; switch it on at "
                "https://api.slack.com/apps (Settings, Socket Mode) and reload");
  for (const auto& socket : sockets_) {
    last_end_ = EndReason::link_disabled;
    socket->missed = true;
    close(*socket, EndReason::link_disabled, "Socket Mode is switched off for the app", now);
  }
}

void Lifecycle::too_many(Socket& socket, Instant now) {
  slack::ApiError refusal;
  refusal.kind = slack::ErrorClass::slow;
  refusal.error = "too_many_websockets";
  connecting_.refused(refusal, now.mono);
  context_.note(LogLevel::warning, "too_many_connections",
                "all 10 connections that Slack allows an app are in use; next attempt in some minutes; stop other "
                "programs that use the app");
  socket.missed = true;
  close(socket, EndReason::protocol_error, "the app has too many connections", now);
}

void Lifecycle::close(Socket& socket, EndReason reason, const std::string& trouble, Instant now) {
  if (!trouble.empty()) socket.trouble = trouble;
  act(socket, socket.connection.close(now.mono, reason), now);
}

void Lifecycle::closed(Socket& socket, EndReason reason, const std::string& detail, Instant now) {
  const bool expected = socket.leaving || socket.connection.state() == session::State::closing;
  const bool clean = expected && reason == EndReason::peer_closed;
  if (socket.trouble.empty()) socket.trouble = detail;
  if (socket.connection.closed(clean ? EndReason::goodbye : reason) == Action::end) over(socket, clean, now);
  sockets_.forget_ended();
}

void Lifecycle::woken(Instant now) {
  for (const auto& socket : sockets_) {
    const session::State state = socket->connection.state();
    const Action action = socket->connection.woken(now.mono);
    if (action == Action::none) continue;
    if (socket->trouble.empty()) socket->trouble = fmt::format("no frame from Slack while {}", name_of(state));
    act(*socket, action, now);
  }
  sockets_.forget_ended();
}

void Lifecycle::act(Socket& socket, Action action, Instant now) {
  if (action == Action::end) return over(socket, false, now);
  if (action != Action::close_socket) return;
  context_.orders.close(socket.id);
  miss(socket, now.mono);
}

// Once for each socket, when it stands no more.
void Lifecycle::miss(Socket& socket, MonoTime now) {
  if (std::exchange(socket.missed, true)) return;
  connecting_.in_trouble(socket.trouble);
  if (socket.session) last_end_ = socket.connection.end_reason().value_or(last_end_);
  if (socket.leaving) return;  // its successor is wanted already
  if (socket.session)
    connecting_.session_ended(now, now - socket.connection.live_since());
  else
    connecting_.failed(now);
}

void Lifecycle::over(Socket& socket, bool clean, Instant now) {
  const EndReason reason = socket.connection.end_reason().value_or(EndReason::network_error);
  miss(socket, now.mono);
  log_end(socket, reason);
  if (!clean && socket.dialled) connections_.ended(now.mono);
  if (!clean && socket.heard != WallTime{}) proof_.doubt(socket.heard, now.mono + ConnectionCount::kGhost);
  if (!socket.session) return;
  hand_on(socket, reason, now);
  context_.keeper.sessions().end(*std::exchange(socket.session, std::nullopt), now.wall, reason);
}

// What is covered through this session goes on through that of the oldest socket: nothing more has been recorded as
// proven of it than is proven of all sockets together. A younger one can be proven further, then coverage begins anew.
void Lifecycle::hand_on(Socket& ended, EndReason reason, Instant now) {
  if (sockets_.carrier() != &ended) return;
  const Socket* next = sockets_.first([&](const Socket& one) { return one.session && &one != &ended; });
  if (!next) return statuses_.lose_all(reason);
  if (context_.keeper.sessions().proof(*next->session) <= proof_.until(now.wall, &ended))
    return statuses_.move(*next->session);
  statuses_.lose_all(reason);
  statuses_.ask_all(now.mono);
}

void Lifecycle::log_end(const Socket& socket, EndReason reason) {
  const bool planned = reason == EndReason::shutdown || reason == EndReason::goodbye || reason == EndReason::unwatched;
  const std::string why = socket.trouble.empty() ? "" : " (" + socket.trouble + ")";
  if (socket.session)
    context_.note(
        planned ? LogLevel::info : LogLevel::warning, planned ? "session_ended" : "lost",
        fmt::format("session {} ended: {}{}; {} of {} sockets are left", static_cast<std::int64_t>(*socket.session),
                    name_of(reason), why, sockets_.live(), kSockets));
  else if (!planned)
    context_.note(LogLevel::warning, "connect_failed",
                  fmt::format("no Socket Mode connection: {}{}", name_of(reason), why));
}

void Lifecycle::stop(EndReason reason, Instant now) {
  connecting_.want_none();
  for (const auto& socket : sockets_) {
    socket->missed = true;
    if (socket->session) {
      log_end(*socket, reason);
      context_.keeper.sessions().end(*std::exchange(socket->session, std::nullopt), now.wall, reason);
    }
    close(*socket, reason, "", now);
  }
  sockets_.forget_ended();
}

void Lifecycle::rewound(WallTime until) {
  for (const auto& socket : sockets_) socket->heard = std::min(socket->heard, until);
  proof_.rewound(until);
  alone_until_ = std::min(alone_until_, until);
}

// ---- what is due ----

void Lifecycle::tend(bool may_open, Instant now) {
  woken(now);
  if (may_open) open(now);
  while (Socket* old = sockets_.live() > kSockets ? sockets_.replaceable() : nullptr)
    close(*old, EndReason::goodbye, "", now);
  proof_.tend(!connections_.doubtful(), now);
}

void Lifecycle::open(Instant now) {
  if (check_at() <= now.mono) replace(*sockets_.newest(), now.mono);
  if (sockets_.standing() >= kSockets) return connecting_.want_none();
  if (sockets_.attempting()) return;
  connecting_.want(now.mono);
  if (*connecting_.due(now.mono) <= now.mono) attempt(now.mono);
}

// While one is being replaced anyway, its successor tells the count.
MonoTime Lifecycle::check_at() const {
  const bool settled = sockets_.standing() == kSockets && !sockets_.attempting() && !sockets_.replaceable();
  return settled ? connections_.check_at() : MonoTime::max();
}

MonoTime Lifecycle::deadline(bool may_open, MonoTime now) const {
  MonoTime at = proof_.deadline(!connections_.doubtful());
  for (const auto& socket : sockets_) at = std::min(at, socket->connection.deadline());
  if (!may_open) return at;
  at = std::min(at, check_at());
  if (sockets_.standing() >= kSockets || sockets_.attempting()) return at;
  return std::min(at, connecting_.due(now).value_or(now));
}

}  // namespace presenced::feeds::socket_mode
