#include "feeds/rtm/lifecycle.h"

#include <fmt/format.h>

#include <utility>

#include "base/counted.h"

namespace presenced::feeds::rtm {

using base::Instant;
using base::LogLevel;
using base::MonoTime;
using history::EndReason;
using session::Action;

void Lifecycle::attempt(Instant now) {
  parts_.connecting.attempted(now.mono);
  const auto call = context_.orders.call(slack::rtm_connect());
  const Instant recorded{now.mono, context_.keeper.stamp(now.wall)};
  auto socket = std::make_unique<Socket>(context_.orders.new_link(), call, context_.settings.limits, recorded,
                                         parts_.members.subscribers());
  if (context_.backlog.held()) socket->connection.held(now.mono);
  Sockets& sockets = parts_.sockets;
  (sockets.current ? sockets.successor : sockets.current) = std::move(socket);
}

bool Lifecycle::connect_replied(base::CallId call, const slack::Reply& reply, Instant now) {
  Socket* socket = parts_.sockets.calling(call);
  if (!socket) return false;
  if (socket->connection.state() != session::State::calling) return true;
  if (const auto* connected = std::get_if<slack::SocketOffered>(&reply)) {
    parts_.connecting.url_received();
    socket->connection.url_received(now.mono);
    context_.orders.open(socket->id, connected->url);
    return true;
  }
  const auto* error = std::get_if<slack::ApiError>(&reply);
  slack::ApiError unexpected;
  unexpected.error = "unexpected reply";
  socket->connection.call_failed(EndReason::network_error);
  parts_.connecting.call_failed(error ? *error : unexpected, now);
  parts_.sockets.forget_ended();
  return true;
}

void Lifecycle::opened(Socket& socket, Instant now) { act(socket, socket.connection.opened(now.mono), now); }

void Lifecycle::closed(Socket& socket, EndReason reason, const std::string& detail, Instant now) {
  if (!socket.ended) socket.trouble = detail;
  if (socket.leaving && reason == EndReason::peer_closed) reason = EndReason::goodbye;  // as it had announced
  act(socket, socket.connection.closed(reason), now);
}

void Lifecycle::goodbye(Socket& socket, MonoTime now) {
  socket.leaving = true;
  Sockets& sockets = parts_.sockets;
  if (!sockets.live() || !sockets.current->leaving || sockets.successor || parts_.connecting.due()) return;
  context_.note(LogLevel::info, "goodbye", "Slack announced the end of the session; opening its successor");
  parts_.connecting.successor_wanted(now, now - sockets.current->connection.live_since());
}

bool Lifecycle::refused(Socket& socket, std::int64_t code, const std::string& message, Instant now) {
  const slack::ErrorClass kind = slack::classify(message);
  if (!slack::is_refusal(kind)) return false;
  socket.refusal.emplace();
  socket.refusal->kind = kind;
  socket.refusal->error = message;
  close(socket, EndReason::protocol_error, fmt::format("Slack refused it on the socket: {}, error {}", message, code),
        now);
  return true;
}

void Lifecycle::close(Socket& socket, EndReason reason, const std::string& trouble, Instant now) {
  if (!trouble.empty()) socket.trouble = trouble;
  act(socket, socket.connection.close(now.mono, reason), now);
}

void Lifecycle::stop(EndReason reason, Instant now) {
  parts_.connecting.want_none();
  parts_.publisher.lose_all(reason);
  parts_.samples.lose_all(reason);
  for (Socket* socket : {parts_.sockets.successor.get(), parts_.sockets.current.get()})
    if (socket) close(*socket, reason, "", now);
  parts_.sockets.forget_ended();
}

void Lifecycle::woken(Instant now) {
  for (Socket* socket : parts_.sockets.open()) woken(*socket, now);
  for (const auto& socket : parts_.sockets.closing) socket->connection.woken(now.mono);
  parts_.sockets.forget_ended();
}

void Lifecycle::woken(Socket& socket, Instant now) {
  const session::State state = socket.connection.state();
  const Action action = socket.connection.woken(now.mono);
  if (action == Action::close_socket || action == Action::end)
    socket.trouble = fmt::format("no frame from Slack while {}", session::name_of(state));
  if (action == Action::none && socket.live() && !context_.backlog.since() && socket.pings.given_up(now.mono))
    return close(socket, EndReason::timeout, "Slack answers no ping on it", now);
  act(socket, action, now);
}

void Lifecycle::act(Socket& socket, Action action, Instant now) {
  switch (action) {
    case Action::none:
    case Action::open_socket:
      return;
    case Action::begin:
      return begin(socket, now);
    case Action::ping:
      socket.pings.want();
      return socket.connection.pinged(now.mono);
    case Action::close_socket:
      context_.orders.close(socket.id);
      return over(socket, now);
    case Action::end:
      over(socket, now);
      return parts_.sockets.forget_ended();
  }
}

void Lifecycle::begin(Socket& socket, Instant now) {
  socket.session = context_.keeper.sessions().open(context_.id, now.wall);
  parts_.connecting.session_began();
  context_.note(LogLevel::info, "connected",
                fmt::format("session {} has begun; subscribing to {}", static_cast<std::int64_t>(*socket.session),
                            base::counted_people(parts_.members.subscribers().size())));
  if (&socket != parts_.sockets.current.get()) return;  // a successor takes the statuses over with the people
  if (socket.begins_late) parts_.publisher.hold_all(socket);
  parts_.statuses.session_began(socket, now.mono);
  parts_.samples.restart();
  if (parts_.index == 0) context_.own_presence.session_began();
}

// The attempt or session is over, for whatever reason; deals with it once. The socket may live on to be closed.
void Lifecycle::over(Socket& socket, Instant now) {
  if (socket.ended) return;
  socket.ended = true;
  const EndReason reason = socket.connection.end_reason().value_or(EndReason::network_error);
  log_end(socket, reason);
  parts_.connecting.in_trouble(socket.trouble);
  if (socket.session) context_.keeper.sessions().end(*socket.session, now.wall, reason);
  if (&socket == parts_.sockets.successor.get())
    successor_over(reason, now);
  else if (&socket == parts_.sockets.current.get())
    current_over(reason, now);
}

void Lifecycle::successor_over(EndReason reason, Instant now) {
  Sockets& sockets = parts_.sockets;
  parts_.hand_over.successor_ended(reason);
  sockets.closing.push_back(std::move(sockets.successor));
  if (parts_.retired()) return;
  if (const auto& refusal = sockets.closing.back()->refusal)
    parts_.connecting.refused(*refusal, now);
  else
    parts_.connecting.failed(now.mono);
}

void Lifecycle::current_over(EndReason reason, Instant now) {
  Sockets& sockets = parts_.sockets;
  parts_.publisher.lose_rest(reason);
  if (sockets.successor && sockets.successor->live())
    parts_.samples.hand_over();
  else
    parts_.samples.lose_all(reason);
  sockets.closing.push_back(std::move(sockets.current));
  const Socket& old = *sockets.closing.back();
  if (sockets.successor)
    promote(old, now.mono);
  else if (parts_.retired())
    parts_.connecting.want_none();
  else if (old.refusal)
    parts_.connecting.refused(*old.refusal, now);
  else if (old.session)
    parts_.connecting.session_ended(now.mono, now.mono - old.connection.live_since());
  else
    parts_.connecting.failed(now.mono);
}

void Lifecycle::promote(const Socket& old, MonoTime now) {
  Socket& current = *(parts_.sockets.current = std::move(parts_.sockets.successor));
  parts_.hand_over.promoted(old);
  parts_.audit.restart();
  if (current.live() && current.held.empty()) parts_.statuses.need_unknown(current, now);
  if (current.leaving) goodbye(current, now);
}

void Lifecycle::log_end(const Socket& socket, EndReason reason) {
  const bool planned = reason == EndReason::shutdown || reason == EndReason::goodbye || reason == EndReason::unwatched;
  const std::string why = socket.trouble.empty() ? "" : " (" + socket.trouble + ")";
  if (socket.session)
    context_.note(
        planned ? LogLevel::info : LogLevel::warning, planned ? "session_ended" : "lost",
        fmt::format("session {} ended: {}{}", static_cast<std::int64_t>(*socket.session), name_of(reason), why));
  else if (!planned)
    context_.note(LogLevel::warning, "connect_failed", fmt::format("no session: {}{}", name_of(reason), why));
}

}  // namespace presenced::feeds::rtm
