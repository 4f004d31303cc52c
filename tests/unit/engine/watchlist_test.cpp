// The watchlist is edited while it runs, and after a restart.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

TEST_CASE("who comes is subscribed and covered, who goes ends as unwatched, who stays has no gap") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.join(kCyd);
  world.watch({person(kBob), person(kCyd)});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  CHECK(world.history().spans_of(kAnn, presence)[0].reason == EndReason::unwatched);
  CHECK(world.history().spans_of(kAnn, status)[0].reason == EndReason::unwatched);
  world.set(kAnn, active);
  world.run_for(1s);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away"});
  CHECK(world.sockets() == 1);
  world.check();
}

TEST_CASE("edits in quick succession are one frame") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  for (int i = 0; i < 20; ++i) {
    world.join(nth(static_cast<std::size_t>(i)));
    auto people = pair();
    people.push_back(person(nth(static_cast<std::size_t>(i))));
    world.watch(people);
    world.run_for(10ms);
  }
  world.run_for(1min);
  CHECK(world.socket(0).count("presence_sub") <= 3);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("who is followed for presence alone is not asked for a status, and the other way round") {
  EngineWorld world({presence_only(kAnn), status_only(kBob)});
  bring_up(world);
  CHECK(world.calls(slack::Method::users_info) == 1);
  CHECK_FALSE(world.socket(0).subscribed.contains(kBob.text));
  world.set(kAnn, saying("unseen"));
  world.set(kBob, active);
  world.set(kBob, saying("seen"));
  world.run_for(1s);
  CHECK(world.history().changes_of(kAnn, status).empty());
  CHECK(world.history().changes_of(kBob, presence).empty());
  CHECK(states(world.history().changes_of(kBob, status)) == Words{"", "seen|:wave:|"});
  world.check();
}

TEST_CASE("old bug: a status that was not followed for a while was taken to be what it had been before") {
  EngineWorld world({person(kAnn)});
  bring_up(world);
  world.set(kAnn, saying("before"));
  world.run_for(1min);
  world.watch({presence_only(kAnn)});
  world.run_for(1min);
  world.set(kAnn, saying("meanwhile"));
  world.run_for(1min);
  world.watch({person(kAnn)});
  world.run_for(1min);
  CHECK(world.everyone_covered());
  const auto changes = world.history().changes_of(kAnn, status);
  CHECK(states(changes) == Words{"", "before|:wave:|", "meanwhile|:wave:|"});
  CHECK(changes.back().source == Source::resync);
  world.check();
}

TEST_CASE("an edit while disconnected holds from the next session on") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(1min);
  world.slack.answers_calls = false;
  world.close(world.socket(0), EndReason::network_error);
  world.run_for(1min);
  world.join(kCyd);
  world.watch({person(kCyd)});
  world.slack.answers_calls = true;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 6min));
  CHECK(world.newest_socket().subscribed == std::set<std::string>{kCyd.text});
  world.check();
}

TEST_CASE("nobody on the watchlist: connected, and nothing is written of anybody") {
  EngineWorld world({});
  world.start();
  world.run_for(1min);
  CHECK(world.history().sessions().size() == 1);
  CHECK(world.history().spans().empty());
  world.join(kAnn);
  world.watch({person(kAnn)});
  world.run_for(10s);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("more people than fit are said to be sampled, not forgotten in silence") {
  EngineWorld world(crowd(501, {base::Facet::presence}));
  world.start();
  world.run_for(1min);
  CHECK(world.log().count("sampled") == 1);
  CHECK(world.snapshot().sampled == 1);
  CHECK(world.snapshot().facet_covered[base::Facet::presence] == 501);
  world.check();
}

TEST_CASE("after a restart it goes on where the history ends: what is equal is no transition, what differs a resync") {
  EngineWorld before(pair());
  before.set(kAnn, saying("on leave"));
  bring_up(before);
  before.run_for(10min);
  const history::Resume resume = before.history().resume();

  EngineWorld after(pair(), {}, resume);
  after.step_clock(1h);
  after.set(kAnn, saying("on leave"));
  after.set(kBob, active);
  bring_up(after);
  CHECK(after.history().changes_of(kAnn, presence).empty());
  CHECK(after.history().changes_of(kAnn, status).empty());
  const auto changes = after.history().changes_of(kBob, presence);
  REQUIRE(states(changes) == Words{"active"});
  CHECK(changes[0].before == "away");
  CHECK(changes[0].source == Source::resync);
  CHECK(changes[0].earliest <= resume.recorded_until);
  CHECK(after.history().sessions().begin()->first == SessionNumber{2});
  after.check();
}
