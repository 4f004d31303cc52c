// How the sockets begin and end: attempts, hello, rotation, failures of every kind, and what an end means for the
// coverage that rests on them.
//
// Two sockets are kept open, because one may be dead for half a minute before that shows: Slack then sends what it took
// along again, to the other one. When Slack announces the end of a socket, its successor is opened first.
#pragma once

#include <cstddef>
#include <string>

#include "feeds/socket_mode/connecting.h"
#include "feeds/socket_mode/connection_count.h"
#include "feeds/socket_mode/proof.h"
#include "feeds/socket_mode/sockets.h"
#include "feeds/socket_mode/statuses.h"
#include "slack/envelope.h"

namespace presenced::feeds::socket_mode {

class Lifecycle {
 public:
  static constexpr std::size_t kSockets = 2;  // of at most 10 that Slack allows an app

  // All must outlive it.
  Lifecycle(Context& context, Sockets& sockets, Connecting& connecting, Statuses& statuses)
      : context_(context), sockets_(sockets), connecting_(connecting), statuses_(statuses) {}

  void replied(base::CallId call, const slack::Reply& reply, base::Instant now);
  void opened(Socket& socket, base::Instant now);
  void alive(Socket& socket, base::Instant now);
  // Nothing is read from the sockets between these two.
  void held(base::MonoTime now);
  void released(base::MonoTime now);
  void hello(Socket& socket, const slack::SocketHello& hello, base::Instant now);
  void disconnect(Socket& socket, const slack::Disconnect& why, base::Instant now);
  void closed(Socket& socket, history::EndReason reason, const std::string& detail, base::Instant now);
  // Ends all of them.
  void stop(history::EndReason reason, base::Instant now);
  void rewound(base::WallTime until);

  // `may_open`: sockets are wanted, and what they need is known.
  void tend(bool may_open, base::Instant now);
  base::MonoTime deadline(bool may_open, base::MonoTime now) const;

  const ConnectionCount& connections() const { return connections_; }
  // The recorded moment at which Slack last counted no connection of somebody else's. What it delivered since may have
  // gone to one.
  base::WallTime alone_until() const { return alone_until_; }
  history::EndReason last_end() const { return last_end_; }  // of a socket that was live

 private:
  void attempt(base::MonoTime now);
  void replace(Socket& socket, base::MonoTime now);
  void close(Socket& socket, history::EndReason reason, const std::string& trouble, base::Instant now);
  void act(Socket& socket, session::Action action, base::Instant now);
  void link_disabled(base::Instant now);
  void too_many(Socket& socket, base::Instant now);
  void over(Socket& socket, bool clean, base::Instant now);
  void hand_on(Socket& ended, history::EndReason reason, base::Instant now);
  void miss(Socket& socket, base::MonoTime now);
  void log_end(const Socket& socket, history::EndReason reason);
  base::WallTime sent_by(base::WallTime wall) const;
  void count(const slack::SocketHello& hello, base::Instant now);
  void woken(base::Instant now);
  void open(base::Instant now);
  base::MonoTime check_at() const;

  Context& context_;
  Sockets& sockets_;
  Connecting& connecting_;
  Statuses& statuses_;
  ConnectionCount connections_;
  Proof proof_{context_, sockets_, statuses_};
  base::WallTime alone_until_{};
  history::EndReason last_end_ = history::EndReason::network_error;
};

}  // namespace presenced::feeds::socket_mode
