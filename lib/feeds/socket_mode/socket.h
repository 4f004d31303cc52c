// One connection attempt with all that belongs to it and dies with it.
#pragma once

#include <optional>
#include <string>

#include "base/ids.h"
#include "base/time.h"
#include "session/connection.h"

namespace presenced::feeds::socket_mode {

struct Socket {
  Socket(base::LinkId link_id, base::CallId call_id, session::Limits limits, base::MonoTime now)
      : id(link_id), connect_call(call_id), connection(without_pings(limits), now) {}

  bool live() const { return connection.live(); }
  bool attempting() const { return connection.state() < session::State::live; }
  // Meant to stay: on its way to be live, or live and not about to be replaced.
  bool standing() const { return connection.state() <= session::State::live && !leaving; }
  // Slack counts it as a connection.
  bool counted() const {
    return connection.state() >= session::State::awaiting_hello && connection.state() < session::State::ended;
  }

  base::LinkId id;
  base::CallId connect_call;
  session::Connection connection;
  std::optional<base::SessionNumber> session;  // from `hello` to the end of the connection
  base::WallTime heard{};                      // the recorded moment of the last sign of life
  std::string app;                             // that its hello named
  bool dialled = false;
  bool leaving = false;  // a successor is wanted, by Slack or by us
  bool missed = false;   // whoever opens sockets knows that it stands no more
  bool ready = false;
  std::string trouble;  // what ends it, in words; empty: nothing to say

 private:
  // Slack pings every 10 s, and a client has nothing to ping with: text frames are acknowledgements.
  static session::Limits without_pings(session::Limits limits) {
    limits.quiet = limits.dead;
    return limits;
  }
};

}  // namespace presenced::feeds::socket_mode
