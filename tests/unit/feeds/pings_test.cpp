#include "feeds/rtm/pings.h"

#include <doctest/doctest.h>

using namespace std::chrono_literals;
using presenced::base::MonoTime;
using presenced::feeds::rtm::Pings;

namespace {

constexpr MonoTime kStart{1h};

}  // namespace

TEST_CASE("who waits for a pong waits for a ping that has yet to be sent, even if one is under way") {
  Pings pings;
  pings.want();
  CHECK(pings.send(kStart) == 1);
  CHECK(pings.await() == 2);
  CHECK(pings.due());
  CHECK(pings.answered(1));
  CHECK(pings.send(kStart + 1s) == 2);
  CHECK_FALSE(pings.due());
}

TEST_CASE("all who wait before the next ping is sent wait for the same one") {
  Pings pings;
  CHECK(pings.await() == 1);
  pings.want();
  CHECK(pings.await() == 1);
  pings.send(kStart);
  CHECK_FALSE(pings.due());
}

TEST_CASE("a pong that stays away is asked for again, as long as somebody waits for it") {
  Pings pings;
  pings.await();
  CHECK(pings.deadline() == MonoTime::max());  // it is due, and has no other limit than the socket's frame budget
  pings.send(kStart);
  CHECK(pings.deadline() == kStart + Pings::kPongWait);
  pings.woken(kStart + Pings::kPongWait - 1ms);
  CHECK_FALSE(pings.due());
  pings.woken(kStart + Pings::kPongWait);
  CHECK(pings.due());
  pings.send(kStart + 11s);
  CHECK(pings.answered(2));  // the later one will do
  CHECK(pings.deadline() == MonoTime::max());
}

TEST_CASE("a ping nobody waits for is not sent again, neither for its silence nor when a frame was refused") {
  Pings pings;
  pings.want();
  pings.send(kStart);
  pings.refused();
  pings.woken(kStart + 1h);
  CHECK_FALSE(pings.due());
  pings.await();
  pings.send(kStart + 1h);
  pings.refused();
  CHECK(pings.due());
}

TEST_CASE("a pong to a ping that was never sent answers nobody") {
  Pings pings;
  pings.await();
  pings.send(kStart);
  for (const int id : {-1, 0, 2, 99}) CHECK_FALSE(pings.answered(id));
  CHECK(pings.deadline() == kStart + Pings::kPongWait);
}

TEST_CASE("a socket that answers no ping is given up after a minute in which somebody waited") {
  Pings pings;
  pings.want();
  pings.send(kStart);
  CHECK_FALSE(pings.given_up(kStart + 1h));  // nobody waits
  pings.await();
  pings.send(kStart + 1h);
  pings.woken(kStart + 1h + Pings::kPongWait);
  pings.send(kStart + 1h + Pings::kPongWait);
  CHECK_FALSE(pings.given_up(kStart + 1h + Pings::kGivenUp - 1ms));
  CHECK(pings.given_up(kStart + 1h + Pings::kGivenUp));
  CHECK(pings.answered(2));
  CHECK_FALSE(pings.given_up(kStart + 3h));
}
