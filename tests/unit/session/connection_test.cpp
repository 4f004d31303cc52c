#include "session/connection.h"

#include <doctest/doctest.h>

#include <vector>

using namespace presenced::base;
using namespace presenced::session;
using presenced::history::EndReason;

namespace {

constexpr MonoTime kStart{Millis{1'000'000}};

// A connection that has come as far as `state`, without any time having passed.
Connection in(State state) {
  Connection connection({}, kStart);
  if (state == State::calling) return connection;
  connection.url_received(kStart);
  if (state == State::opening) return connection;
  connection.opened(kStart);
  if (state == State::awaiting_hello) return connection;
  connection.hello(kStart);
  if (state == State::live) return connection;
  connection.close(kStart, EndReason::shutdown);
  if (state == State::closing) return connection;
  connection.closed(EndReason::shutdown);
  return connection;
}

constexpr State kStates[] = {State::calling, State::opening, State::awaiting_hello,
                             State::live,    State::closing, State::ended};

}  // namespace

TEST_CASE("a session comes up in its steps, and each names what is to be done") {
  Connection connection({}, kStart);
  CHECK(connection.state() == State::calling);
  CHECK(connection.url_received(kStart + 1s) == Action::open_socket);
  CHECK(connection.state() == State::opening);
  CHECK(connection.opened(kStart + 2s) == Action::none);
  CHECK(connection.state() == State::awaiting_hello);
  CHECK_FALSE(connection.live());
  CHECK(connection.hello(kStart + 3s) == Action::begin);
  CHECK(connection.live());
  CHECK(connection.live_since() == kStart + 3s);
  CHECK(connection.close(kStart + 4s, EndReason::shutdown) == Action::close_socket);
  CHECK(connection.state() == State::closing);
  CHECK(connection.closed(EndReason::peer_closed) == Action::end);
  CHECK(connection.state() == State::ended);
  CHECK(connection.end_reason() == EndReason::shutdown);
}

TEST_CASE("every state has its own deadline, and nothing happens before it") {
  struct Row {
    State state;
    Millis deadline;
    Action action;
    State after;
  };
  const Row rows[] = {{State::calling, 16s, Action::end, State::ended},
                      {State::opening, 11s, Action::close_socket, State::closing},
                      {State::awaiting_hello, 15s, Action::close_socket, State::closing},
                      {State::live, 9s, Action::ping, State::live},
                      {State::closing, 2s, Action::end, State::ended}};
  for (const Row& row : rows) {
    CAPTURE(name_of(row.state));
    Connection connection = in(row.state);
    CHECK(connection.deadline() == kStart + row.deadline);
    CHECK(connection.woken(kStart + row.deadline - 1ms) == Action::none);
    CHECK(connection.state() == row.state);
    CHECK(connection.woken(kStart + row.deadline) == row.action);
    CHECK(connection.state() == row.after);
    if (row.state != State::live && row.state != State::closing) CHECK(connection.end_reason() == EndReason::timeout);
  }
}

TEST_CASE("what has ended is never due again") {
  Connection connection = in(State::ended);
  CHECK(connection.deadline() == MonoTime::max());
  CHECK(connection.woken(kStart + 1000h) == Action::none);
}

TEST_CASE("a quiet session is pinged after 9 s and dead after 30 s, when nobody answers") {
  Connection connection = in(State::live);
  std::vector<Millis> pings;
  for (MonoTime now = connection.deadline(); connection.live(); now = connection.deadline()) {
    const Action action = connection.woken(now);
    if (action == Action::ping) {
      pings.push_back(now - kStart);
      connection.pinged(now);
    } else {
      CHECK(action == Action::close_socket);
      CHECK(now == kStart + 30s);
    }
  }
  CHECK(pings == std::vector<Millis>{9s, 18s, 27s});
  CHECK(connection.end_reason() == EndReason::timeout);
}

TEST_CASE("any sign of life puts off the ping and the end") {
  Connection connection = in(State::live);
  connection.alive(kStart + 8s);
  CHECK(connection.deadline() == kStart + 17s);
  CHECK(connection.woken(kStart + 17s) == Action::ping);
  connection.pinged(kStart + 17s);
  connection.alive(kStart + 18s);
  CHECK(connection.woken(kStart + 26s) == Action::none);
  CHECK(connection.deadline() == kStart + 27s);
  CHECK(connection.last_sign() == kStart + 18s);
  connection.pinged(kStart + 27s);
  connection.pinged(kStart + 40s);  // our own pings are no sign of life
  CHECK(connection.deadline() == kStart + 48s);
  CHECK(connection.woken(kStart + 48s) == Action::close_socket);
}

TEST_CASE("the first reason wins, whatever else goes wrong on the way down") {
  Connection ours = in(State::live);
  ours.close(kStart, EndReason::goodbye);
  CHECK(ours.close(kStart, EndReason::shutdown) == Action::none);
  ours.closed(EndReason::network_error);
  CHECK(ours.end_reason() == EndReason::goodbye);

  Connection theirs = in(State::live);
  theirs.closed(EndReason::peer_closed);
  CHECK(theirs.close(kStart, EndReason::shutdown) == Action::none);
  CHECK(theirs.closed(EndReason::network_error) == Action::none);
  CHECK(theirs.end_reason() == EndReason::peer_closed);
}

TEST_CASE("the reason is known as soon as the session is over, while the socket is still being closed") {
  Connection connection = in(State::live);
  CHECK_FALSE(connection.end_reason().has_value());
  connection.close(kStart, EndReason::goodbye);
  CHECK(connection.state() == State::closing);
  CHECK(connection.end_reason() == EndReason::goodbye);
}

TEST_CASE("it can be closed from every state, and a state without a socket ends at once") {
  struct Row {
    State state;
    Action action;
    State after;
  };
  const Row rows[] = {{State::calling, Action::end, State::ended},
                      {State::opening, Action::close_socket, State::closing},
                      {State::awaiting_hello, Action::close_socket, State::closing},
                      {State::live, Action::close_socket, State::closing},
                      {State::closing, Action::none, State::closing},
                      {State::ended, Action::none, State::ended}};
  for (const Row& row : rows) {
    CAPTURE(name_of(row.state));
    Connection connection = in(row.state);
    CHECK(connection.close(kStart, EndReason::shutdown) == row.action);
    CHECK(connection.state() == row.after);
    CHECK(connection.end_reason() == EndReason::shutdown);
  }
}

TEST_CASE("the socket may go away in every state, and that ends the connection exactly once") {
  for (const State state : kStates) {
    CAPTURE(name_of(state));
    Connection connection = in(state);
    CHECK(connection.closed(EndReason::network_error) == (state == State::ended ? Action::none : Action::end));
    CHECK(connection.state() == State::ended);
    CHECK(connection.closed(EndReason::network_error) == Action::none);
  }
}

TEST_CASE("a failed call ends the connection, and only while it is calling") {
  for (const State state : kStates) {
    CAPTURE(name_of(state));
    Connection connection = in(state);
    const bool calling = state == State::calling;
    CHECK(connection.call_failed(EndReason::network_error) == (calling ? Action::end : Action::none));
    CHECK(connection.state() == (calling ? State::ended : state));
  }
}

TEST_CASE("a call that comes too late or too early changes nothing") {
  for (const State state : kStates) {
    CAPTURE(name_of(state));
    Connection connection = in(state);
    const MonoTime deadline = connection.deadline();
    if (state != State::calling) CHECK(connection.url_received(kStart + 1s) == Action::none);
    if (state != State::opening) CHECK(connection.opened(kStart + 1s) == Action::none);
    if (state != State::awaiting_hello) CHECK(connection.hello(kStart + 1s) == Action::none);
    CHECK(connection.state() == state);
    CHECK(connection.deadline() == deadline);
  }
}

TEST_CASE("what is heard before the session is live does not put off its deadline") {
  for (const State state : {State::opening, State::awaiting_hello, State::closing}) {
    CAPTURE(name_of(state));
    Connection connection = in(state);
    const MonoTime deadline = connection.deadline();
    connection.alive(kStart + 1s);
    CHECK(connection.deadline() == deadline);
  }
}

TEST_CASE("a hello does not inherit a ping or a silence from before it") {
  Connection connection = in(State::awaiting_hello);
  connection.hello(kStart + 14s);
  CHECK(connection.deadline() == kStart + 23s);
}

TEST_CASE("the time for which a socket is held does not count as its silence, and pings go on") {
  Connection connection = in(State::live);
  connection.held(kStart + 5s);
  CHECK(connection.woken(kStart + 9s) == Action::ping);
  connection.pinged(kStart + 9s);
  CHECK(connection.woken(kStart + 60s) == Action::ping);
  connection.pinged(kStart + 60s);
  connection.released(kStart + 65s);
  connection.pinged(kStart + 69s);
  CHECK(connection.woken(kStart + 89s) == Action::ping);
  CHECK(connection.woken(kStart + 90s) == Action::close_socket);  // five seconds of silence, the hold, 25 more
}

TEST_CASE("a socket that is held again and again is given up all the same when it stays silent") {
  Connection connection = in(State::live);
  for (int i = 0; i < 31; ++i) {
    connection.held(kStart + i * 1s);
    connection.released(kStart + i * 1s + 10ms);
  }
  CHECK(connection.woken(kStart + 30s + 400ms) == Action::close_socket);
}

TEST_CASE("hello is waited for anew when a socket is let go") {
  Connection connection = in(State::awaiting_hello);
  connection.held(kStart + 1s);
  CHECK(connection.deadline() == MonoTime::max());
  connection.released(kStart + 60s);
  CHECK(connection.deadline() == kStart + 75s);
}
