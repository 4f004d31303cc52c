#include "net/private/deadline.h"

#include <doctest/doctest.h>

#include <boost/asio/post.hpp>
#include <optional>

#include "unit/net/event_loop.h"

using namespace presenced::net;
using presenced::base::Millis;

TEST_CASE("a deadline runs what it was armed with, once, and not from inside arm") {
  test::EventLoop loop;
  Deadline deadline(loop.io.get_executor());
  int runs = 0;
  deadline.arm(Millis{0}, [&] { ++runs; });
  CHECK(runs == 0);
  CHECK(loop.drain());
  CHECK(runs == 1);
}

TEST_CASE("a deadline that is disarmed, armed anew or destroyed when it has already expired does not run") {
  test::EventLoop loop;
  std::optional<Deadline> deadline(loop.io.get_executor());
  int old_runs = 0;
  int new_runs = 0;
  deadline->arm(Millis{-1}, [&] { ++old_runs; });  // expired already: its handler is queued at the first look
  SUBCASE("disarmed") { deadline->disarm(); }
  SUBCASE("armed anew") {
    deadline->arm(Millis{0}, [&] { ++new_runs; });
  }
  SUBCASE("destroyed") { deadline.reset(); }
  const bool anew = deadline.has_value();
  CHECK(loop.drain());
  CHECK(old_runs == 0);
  CHECK(new_runs <= (anew ? 1 : 0));
}

TEST_CASE("what a deadline runs may destroy it") {
  test::EventLoop loop;
  std::optional<Deadline> deadline(loop.io.get_executor());
  bool ran = false;
  deadline->arm(Millis{0}, [&, kept = std::string(100, 'x')] {
    deadline.reset();
    ran = kept.size() == 100;
  });
  CHECK(loop.drain());
  CHECK(ran);
}
