#include "feeds/socket_mode/doubts.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using feeds::socket_mode::Doubts;

namespace {

constexpr MonoTime mono(int seconds) { return MonoTime{std::chrono::seconds{seconds}}; }
constexpr WallTime wall(int seconds) { return WallTime{std::chrono::seconds{seconds}}; }

}  // namespace

TEST_CASE("the earliest doubt counts until questions asked after its end are answered") {
  Doubts doubts;
  CHECK_FALSE(doubts.any());
  doubts.add(wall(100), mono(160));
  doubts.add(wall(110), mono(170));
  CHECK(doubts.since() == wall(100));
  CHECK(doubts.deadline() == mono(160));
  CHECK_FALSE(doubts.ask(mono(159)));
  CHECK(doubts.ask(mono(160)));
  CHECK_FALSE(doubts.ask(mono(165)));  // has been asked for it
  CHECK(doubts.deadline() == mono(170));
  doubts.settle(mono(159));
  CHECK(doubts.since() == wall(100));
  doubts.settle(mono(161));
  CHECK(doubts.since() == wall(110));
}

TEST_CASE("answers do not settle a doubt that has not ended yet") {
  Doubts doubts;
  doubts.add(wall(100), mono(160));
  doubts.settle(MonoTime::max());
  CHECK(doubts.any());
  CHECK(doubts.ask(mono(200)));
  doubts.settle(MonoTime::max());  // nobody is covered
  CHECK_FALSE(doubts.any());
  CHECK(doubts.deadline() == MonoTime::max());
}

TEST_CASE("a history that is moved back takes the doubts along") {
  Doubts doubts;
  doubts.add(wall(100), mono(160));
  doubts.rewind(wall(50));
  CHECK(doubts.since() == wall(50));
}
