#include "session/connection.h"

#include <algorithm>

namespace presenced::session {

using base::MonoTime;
using history::EndReason;

std::string_view name_of(State state) {
  switch (state) {
    case State::calling:
      return "calling rtm.connect";
    case State::opening:
      return "opening";
    case State::awaiting_hello:
      return "awaiting hello";
    case State::live:
      return "live";
    case State::closing:
      return "closing";
    case State::ended:
      return "ended";
  }
  return "unknown";
}

// On top of the limits that lib/net enforces itself: it knows better in which step the time ran out, and says so.
constexpr base::Millis kNetFirst{1'000};

Connection::Connection(Limits limits, MonoTime now) : limits_(limits), deadline_(now + limits.call + kNetFirst) {}

void Connection::enter(State state, MonoTime deadline) {
  state_ = state;
  deadline_ = deadline;
}

Action Connection::url_received(MonoTime now) {
  if (state_ != State::calling) return Action::none;
  enter(State::opening, now + limits_.open + kNetFirst);
  return Action::open_socket;
}

Action Connection::call_failed(EndReason reason) {
  if (state_ != State::calling) return Action::none;
  return closed(reason);
}

Action Connection::opened(MonoTime now) {
  if (state_ != State::opening) return Action::none;
  enter(State::awaiting_hello, now + limits_.hello);
  last_sign_ = now;
  return Action::none;
}

Action Connection::hello(MonoTime now) {
  if (state_ != State::awaiting_hello) return Action::none;
  enter(State::live, now);
  last_sign_ = last_ping_ = live_since_ = now;
  return Action::begin;
}

void Connection::alive(MonoTime now) {
  last_sign_ = now;
  unread_ = base::Millis{0};
  if (held_since_) held_since_ = now;
}

void Connection::pinged(MonoTime now) { last_ping_ = now; }

Action Connection::close(MonoTime now, EndReason reason) {
  if (state_ == State::closing || state_ == State::ended) return Action::none;
  if (state_ == State::calling) return closed(reason);
  if (!reason_) reason_ = reason;
  enter(State::closing, now + limits_.close);
  return Action::close_socket;
}

Action Connection::closed(EndReason reason) {
  if (state_ == State::ended) return Action::none;
  if (!reason_) reason_ = reason;
  state_ = State::ended;
  return Action::end;
}

void Connection::held(MonoTime now) { held_since_ = now; }

void Connection::released(MonoTime now) {
  if (held_since_) unread_ += now - *held_since_;
  held_since_.reset();
  if (state_ == State::awaiting_hello) deadline_ = now + limits_.hello;
}

// A caller without pings of its own sets `quiet` to `dead`.
MonoTime Connection::ping_at() const {
  return limits_.quiet < limits_.dead ? std::max(last_sign_, last_ping_) + limits_.quiet : MonoTime::max();
}

MonoTime Connection::dead_at() const { return held_since_ ? MonoTime::max() : last_sign_ + unread_ + limits_.dead; }

MonoTime Connection::deadline() const {
  if (state_ == State::ended || (state_ == State::awaiting_hello && held_since_)) return MonoTime::max();
  return state_ == State::live ? std::min(ping_at(), dead_at()) : deadline_;
}

Action Connection::woken(MonoTime now) {
  if (now < deadline()) return Action::none;
  switch (state_) {
    case State::calling:
      return closed(EndReason::timeout);
    case State::opening:
    case State::awaiting_hello:
      return close(now, EndReason::timeout);
    case State::live:
      return now >= dead_at() ? close(now, EndReason::timeout) : Action::ping;
    case State::closing:
      return closed(EndReason::timeout);
    case State::ended:
      return Action::none;
  }
  return Action::none;
}

}  // namespace presenced::session
