// The wall clock contradicts Slack's, and what a wrong clock has left in the history.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

struct DatedWorld : EngineWorld {
  explicit DatedWorld(const history::Resume& resume = {}) : EngineWorld(pair(), {}, resume) {
    slack.dates_replies = true;
  }
};

history::Resume of_the_future(EngineWorld& world, Millis ahead) {
  history::Resume resume;
  resume.last_session = SessionNumber{7};
  resume.last_batch = BatchNumber{99};
  resume.recorded_until = world.now().wall + ahead;
  return resume;
}

WallTime newest_mark(const EngineWorld& world) { return world.history().marks().back(); }

}  // namespace

TEST_CASE("defect: while the clock is ahead nothing is claimed and nothing is dated, and the log says by how much") {
  DatedWorld world;
  bring_up(world);
  world.run_for(5min);
  const WallTime before = world.now().wall;
  world.step_clock(24h * 365);
  world.run_for(10min);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(world.history().spans_of(kAnn, presence)[0].reason == EndReason::clock_step);
  CHECK(newest_mark(world) <= before);
  CHECK(world.log().count("clock_wrong") == 1);
  CHECK(world.log().last("clock_wrong").message.find("31536000 s ahead of Slack's") != std::string::npos);
  CHECK(world.snapshot().clock.state == engine::ClockState::contradicts);
  CHECK(std::chrono::abs(world.snapshot().clock.ahead - 24h * 365) <= 1s);
  world.step_clock(-24h * 365);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(world.log().count("clock_right") == 1);
  CHECK(world.log().count("set_aside") == 0);
  world.check();
}

TEST_CASE("defect: a clock that is ahead at the start is known to be wrong before anything is claimed") {
  DatedWorld world;
  world.step_clock(24h);
  world.start();
  world.run_for(10min);
  CHECK(world.history().spans().empty());
  CHECK(world.log().count("clock_wrong") == 1);
  world.step_clock(-24h);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 3min));
  CHECK(world.log().count("set_aside") == 1);
  world.run_for(1h);
  CHECK(newest_mark(world) <= world.now().wall);
  CHECK(world.log().count("set_aside") == 1);
  world.check();
}

TEST_CASE("defect: a history that lies a day ahead is moved aside once Slack has confirmed the clock for a minute") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 24h));
  world.start();
  world.run_for(55s);
  CHECK(world.log().count("clock_behind") == 1);
  CHECK(world.log().count("set_aside") == 0);
  CHECK_FALSE(world.everyone_covered());
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.log().count("set_aside") == 1);
  world.run_for(5s);
  CHECK(world.history().spans().front().started_at <= world.now().wall);
  CHECK(newest_mark(world) <= world.now().wall);
  world.set(kBob, active);
  world.run_for(5s);
  CHECK(world.history().changes_of(kBob, presence).back().after == "active");
  world.check();
}

TEST_CASE("a history that lies less than a minute ahead is waited for") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 58s));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.log().count("set_aside") == 0);
  world.check();
}

TEST_CASE("defect: a clock that is set back moves nothing aside, however long; coverage returns with it") {
  DatedWorld world;
  bring_up(world);
  world.run_for(10min);
  const auto spans = world.history().spans().size();
  const auto changes = world.history().changes().size();
  world.step_clock(-1h);
  world.run_for(50min);
  CHECK(world.log().count("set_aside") == 0);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(world.log().last("clock_wrong").message.find("3600 s behind Slack's") != std::string::npos);
  world.step_clock(1h);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(world.history().changes().size() == changes);
  CHECK(world.history().spans().size() == spans + 4);
  world.check();
}

TEST_CASE("defect: a clock that crawls is noticed when it is a minute off, without a step") {
  for (const Millis drift : {Millis{-300}, Millis{300}}) {
    DatedWorld world;
    bring_up(world);
    for (int second = 0; second < 300; ++second) {
      world.run_for(1s);
      world.step_clock(drift);
    }
    CHECK(world.log().count("clock_step") == 0);
    CHECK(world.log().count("clock_wrong") == 1);
    CHECK_FALSE(world.everyone_covered());
    world.step_clock(-300 * drift);
    CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
    world.check();
  }
}

TEST_CASE("a machine that slept is covered again after one reading, and the log calls no clock wrong") {
  DatedWorld world;
  bring_up(world);
  world.run_for(5min);
  world.suspend(8h);
  CHECK(world.run_until([&] { return world.log().count("clock_step") > 0; }, 10s));
  CHECK_FALSE(world.everyone_covered());
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 5s));
  CHECK(world.log().count("clock_wrong") == 0);
  world.check();
}

TEST_CASE("a Slack that dates no reply is believed nothing about our clock, and is not asked") {
  EngineWorld world(pair());
  bring_up(world);
  world.step_clock(1h);
  world.run_for(2h);
  CHECK(world.everyone_covered());
  CHECK(world.calls(slack::Method::auth_test) == 0);
  CHECK(world.snapshot().clock.state == engine::ClockState::unknown);
  world.check();
}

TEST_CASE("Slack is asked for its time twice an hour, when no other call is made") {
  DatedWorld world;
  bring_up(world);
  world.run_for(24h);
  CHECK(world.calls(slack::Method::auth_test) >= 45);
  CHECK(world.calls(slack::Method::auth_test) <= 50);
  CHECK(world.snapshot().clock.confirmed);
  CHECK(world.now().mono - world.snapshot().clock.agreed->at <= 31min);
  world.check();
}

TEST_CASE("a limit on auth.test is obeyed, and nothing depends on its answer while the clocks agree") {
  DatedWorld world;
  world.slack.time_reply = http(429);
  world.slack.time_reply->retry_after = std::chrono::seconds{600};
  bring_up(world);
  world.run_for(30min);
  CHECK(world.calls(slack::Method::auth_test) <= 4);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("an order to move the future aside that fails is given again a minute later") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 24h));
  world.store(support::StoreMode::holds);
  world.start();
  world.run_for(3min);
  CHECK(world.log().count("set_aside_failed") >= 1);
  CHECK(world.log().count("set_aside_failed") <= 3);
  world.store(support::StoreMode::commits);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.check();
}

TEST_CASE("old bug (seed 656): a slow disk that moved the future aside had the engine woken every millisecond") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 24h));
  world.set_aside_takes = 12s;
  world.start();
  REQUIRE(world.run_until([&] { return world.log().count("set_aside") == 1; }, 3min));
  const std::size_t wakes = world.wakes();
  world.run_for(11s);
  CHECK(world.wakes() - wakes < 20);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.check();
}

TEST_CASE("somebody whose history is deleted while the future is moved aside is not known again by it") {
  DatedWorld other;
  history::Resume resume = of_the_future(other, 24h);
  history::PersonResume ann;
  ann.watched = true;
  ann.facets[base::Facet::presence] = history::LastKnown{active, resume.recorded_until - 25h};
  resume.people.emplace_back(kAnn, ann);
  DatedWorld world(resume);
  world.start();
  REQUIRE(world.run_until([&] { return world.log().count("set_aside") == 1; }, 3min));
  world.purge(kAnn, false);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 3min));
  CHECK(world.history().changes_of(kAnn, presence).front().source == Source::first);
  world.check();
}

TEST_CASE("what is recorded while the future is moved aside is dated by what is left") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 24h));
  world.start();
  REQUIRE(world.run_until([&] { return world.log().count("set_aside") == 1; }, 3min));
  const auto marks = world.history().marks().size();
  world.join(kCyd);
  world.watch(trio());
  CHECK(world.history().marks().size() == marks);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 3min));
  world.run_for(5s);
  CHECK(newest_mark(world) <= world.now().wall);
  world.check();
}

TEST_CASE("a history in the future is reason enough to ask a Slack for its time that has not shown it yet") {
  EngineWorld other(pair());
  EngineWorld world(pair(), {}, of_the_future(other, 24h));
  world.start();
  world.run_for(10min);
  CHECK(world.calls(slack::Method::auth_test) >= 9);
  CHECK(world.calls(slack::Method::auth_test) <= 11);
  world.slack.dates_replies = true;
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 4min));
  world.check();
}

TEST_CASE("a repair that somebody asks for needs no word of Slack's, and none against it") {
  EngineWorld other(pair());
  EngineWorld world(pair(), {}, of_the_future(other, 24h));
  world.start();
  world.run_for(5min);
  CHECK_FALSE(world.everyone_covered());
  world.repair();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(newest_mark(world) <= world.now().wall);
  const auto spans = world.history().spans_of(kAnn, presence).size();
  world.repair();  // nothing lies in the future now
  world.run_for(10s);
  CHECK(world.everyone_covered());
  CHECK(world.history().spans_of(kAnn, presence).size() == spans);
  world.check();

  DatedWorld contradicted(of_the_future(other, 24h));
  contradicted.step_clock(1h);
  contradicted.start();
  contradicted.run_for(5s);
  REQUIRE(contradicted.snapshot().clock.state == engine::ClockState::contradicts);
  contradicted.repair();
  contradicted.run_for(10s);
  CHECK_FALSE(contradicted.everyone_covered());
}

TEST_CASE("rows of up to now at Slack stay, also by a clock that is a little behind") {
  DatedWorld other;
  DatedWorld world(of_the_future(other, 95s));  // half a minute of it is left when the clock is confirmed
  world.step_clock(-50s);
  world.start();
  world.run_for(5min);
  CHECK(world.log().count("clock_wrong") == 0);
  CHECK(world.log().count("set_aside") == 0);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("defect: what was claimed of the future is no longer known once it is moved aside") {
  EngineWorld world(pair());
  world.step_clock(24h);
  bring_up(world);
  world.set(kAnn, active);
  world.set(kBob, saying("of tomorrow"));
  world.run_for(1min);
  CHECK(world.history().changes_of(kAnn, presence).size() == 2);
  world.step_clock(-24h);
  world.slack.dates_replies = true;
  world.run_for(2s);
  CHECK_FALSE(world.everyone_covered());
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 4min));
  world.run_for(5s);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"active"});
  CHECK(world.history().changes_of(kAnn, presence)[0].source == Source::first);
  CHECK(world.history().changes_of(kBob, status).back().at <= world.now().wall);
  CHECK(newest_mark(world) <= world.now().wall);
  world.set(kAnn, away);
  world.run_for(1min);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"active", "away"});
  world.check();
}
