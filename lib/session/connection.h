// One attempt at a session, from the rtm.connect call to the end of its socket: a state machine without sockets.
//
//   calling -> opening -> awaiting_hello -> live -> closing -> ended
//
// Every state has a deadline, and from every state a failure leads on towards `ended`; nothing leads back. A new
// attempt is a new object, so nothing of an old session can act on a new one. Each call names what the caller has to do
// next. The reason of the end is set once, by whatever happened first.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.h"
#include "history/end_reason.h"

namespace presenced::session {

struct Limits {
  base::Millis call{15'000};   // for the answer to rtm.connect; a second more for lib/net to say what it waited for
  base::Millis open{10'000};   // DNS, TCP, TLS and upgrade; the url lives 30 s, so there is room to spare
  base::Millis hello{15'000};  // an expired url is answered with 101 and then silence or an error frame
  base::Millis quiet{9'000};   // then ping: the answer is there before 10 s have passed, so what a crash leaves
                               // unproven stays under the 10 s that are promised
  base::Millis dead{30'000};   // nothing heard for so long: Slack itself sends something every 30 s at the least
  base::Millis close{2'000};   // lib/net drops the connection 1 s after a close; this is the net under it
};

enum class State : std::uint8_t { calling, opening, awaiting_hello, live, closing, ended };
std::string_view name_of(State state);

enum class Action : std::uint8_t {
  none,
  open_socket,   // dial the url at once: it is valid for 30 s and a single use
  begin,         // hello came: the session has begun, subscribe
  ping,          // send a ping
  close_socket,  // the session is over; close what is left of the socket
  end,           // nothing is open any more: forget this object
};

class Connection {
 public:
  Connection(Limits limits, base::MonoTime now);  // in `calling`; the caller makes the call

  Action url_received(base::MonoTime now);
  Action call_failed(history::EndReason reason);
  Action opened(base::MonoTime now);
  Action hello(base::MonoTime now);
  void alive(base::MonoTime now);                               // any sign of life on the socket
  void pinged(base::MonoTime now);                              // a ping has been sent
  Action close(base::MonoTime now, history::EndReason reason);  // we end it
  Action closed(history::EndReason reason);                     // the socket is gone
  Action woken(base::MonoTime now);                             // time has passed
  // Nothing is read from the socket between these two: that time does not count as silence. Pings still go out.
  void held(base::MonoTime now);
  void released(base::MonoTime now);

  State state() const { return state_; }
  bool live() const { return state_ == State::live; }
  // Set as soon as the session is over, even while the socket is still being closed.
  std::optional<history::EndReason> end_reason() const { return reason_; }
  base::MonoTime last_sign() const { return last_sign_; }
  base::MonoTime live_since() const { return live_since_; }  // meaningful once it has been live
  base::MonoTime deadline() const;                           // when `woken` has to be called at the latest

 private:
  void enter(State state, base::MonoTime deadline);
  base::MonoTime ping_at() const;
  base::MonoTime dead_at() const;

  Limits limits_;
  State state_ = State::calling;
  base::MonoTime deadline_;
  base::MonoTime last_sign_{};
  base::MonoTime last_ping_{};
  base::MonoTime live_since_{};
  std::optional<base::MonoTime> held_since_;
  base::Millis unread_{0};  // so long nothing was read since the last sign of life
  std::optional<history::EndReason> reason_;
};

}  // namespace presenced::session
