// Socket Mode beside RTM: a classic and a modern app serve one workspace together.
#include <doctest/doctest.h>

#include "feeds/table.h"
#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

struct BothWorld : SocketModeWorld {
  BothWorld()
      : SocketModeWorld(
            pair(), [](engine::Settings& settings) { settings.tuning.polls_per_minute = 0; }, {}, feeds::all_feeds()) {}

  support::PeerSocket& rtm() {
    for (std::size_t i = sockets(); i-- > 0;)
      if (!socket(i).envelopes) return socket(i);
    throw std::runtime_error("RTM has not been opened");
  }
};

}  // namespace

TEST_CASE("RTM has the better rank: it covers statuses, too, and events of both are one change") {
  BothWorld world;
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(1min);
  world.change(world.up(0), kAnn, "told by both");
  world.run_for(1s);
  CHECK(world.texts_of(kAnn) == Words{"", said("told by both")});
  CHECK(world.last_change(kAnn).source == Source::push);
  CHECK(world.history().covered(kAnn, presence));
  world.check_against_truth();
}

TEST_CASE("when RTM is lost statuses go on over Socket Mode from the next answer on") {
  BothWorld world;
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(1min);
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.close(world.rtm(), EndReason::peer_closed);
  CHECK(world.run_until([&] { return world.history().covered(kAnn, status) && world.history().covered(kBob, status); },
                        10s));
  CHECK_FALSE(world.history().covered(kAnn, presence));
  world.change(world.up(0), kAnn, "over Socket Mode");
  world.run_for(1s);
  CHECK(world.texts_of(kAnn) == Words{"", said("over Socket Mode")});
  world.check_against_truth();
}

TEST_CASE("when RTM comes back it takes statuses over again") {
  BothWorld world;
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.start();
  REQUIRE(world.run_until([&] { return world.history().covered(kAnn, status); }, 60s));
  world.run_for(1min);
  world.slack.connect_always.reset();
  world.watch(pair());  // as on a reload
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(1min);
  world.set(kAnn, saying("over RTM"));
  world.run_for(1s);
  CHECK(world.texts_of(kAnn).back() == said("over RTM"));
  world.check_against_truth();
}
