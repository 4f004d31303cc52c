// What of its settings an engine takes while it runs.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::base;
using namespace presenced::engine::testing;
using support::EngineWorld;

namespace {

// As the settings that the world begins with, but for what a test changes.
engine::Tuning tuning() {
  engine::Tuning tuning;
  tuning.rtm = feeds::RtmUse::always;
  tuning.max_sockets = 1;
  return tuning;
}

EngineWorld::Tweak hidden(bool appear_away) {
  return [appear_away](auto& settings) { settings.tuning.appear_away = appear_away; };
}

}  // namespace

TEST_CASE("an audit interval that becomes shorter counts at once, and one of 0 ends the audits") {
  EngineWorld world(pair());
  bring_up(world);
  auto next = tuning();
  next.audit_interval = 2min;
  world.feed(engine::TuningChanged{next});
  world.run_for(21min);
  const auto asked = world.socket(0).count("presence_query");
  CHECK(asked >= 8);
  next.audit_interval = 0ms;
  world.feed(engine::TuningChanged{next});
  world.run_for(5h);
  CHECK(world.socket(0).count("presence_query") == asked);
  CHECK(world.sockets() == 1);  // the session is the same
  world.check();
}

TEST_CASE("our own green dot is hidden and shown when that changes, and left alone when something else does") {
  EngineWorld world(pair(), hidden(false));
  bring_up(world);
  world.run_for(5s);
  REQUIRE(world.calls(slack::Method::users_set_presence) == 1);
  auto next = tuning();
  world.feed(engine::TuningChanged{next});
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 2);
  CHECK(world.own_presence() == "away");
  next.audit_interval = 2min;
  world.feed(engine::TuningChanged{next});
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 2);
  next.appear_away = false;
  world.feed(engine::TuningChanged{next});
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 3);
  CHECK(world.own_presence() == "auto");
  world.check();
}

TEST_CASE("appear_away set to false before a start shows the account that an earlier run has hidden, once a run") {
  EngineWorld world(pair(), hidden(false));
  bring_up(world);
  world.run_for(5s);
  CHECK(world.own_presence() == "auto");
  CHECK(world.calls(slack::Method::users_set_presence) == 1);
  world.close(world.socket(0), EndReason::network_error);
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.everyone_covered(); }, 30s));
  world.run_for(5s);
  CHECK(world.calls(slack::Method::users_set_presence) == 1);
  world.check();
}

TEST_CASE("appear_away set to false during an outage shows the account in the next session") {
  EngineWorld world(pair());
  bring_up(world);
  world.run_for(5s);
  REQUIRE(world.own_presence() == "away");
  world.slack.accepts_sockets = false;
  world.close(world.socket(0), EndReason::network_error);
  world.run_for(10s);
  auto next = tuning();
  next.appear_away = false;
  world.feed(engine::TuningChanged{next});
  world.run_for(10s);
  CHECK(world.own_presence() == "away");
  world.slack.accepts_sockets = true;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5min));
  world.run_for(5s);
  CHECK(world.own_presence() == "auto");
  world.check();
}

TEST_CASE("users.setPresence is tried again after trouble that passes, and not after a refusal") {
  EngineWorld world(pair(), hidden(false));
  world.slack.presence_reply = http(503);
  bring_up(world);
  world.run_for(11min);
  CHECK(world.calls(slack::Method::users_set_presence) == 3);
  world.slack.presence_reply.reset();
  world.run_for(5min);
  CHECK(world.own_presence() == "auto");
  world.run_for(1h);
  CHECK(world.calls(slack::Method::users_set_presence) == 4);

  EngineWorld refused(pair(), hidden(false));
  refused.slack.presence_reply = refusal("missing_scope");
  bring_up(refused);
  refused.close(refused.socket(0), EndReason::network_error);
  refused.run_for(1h);
  CHECK(refused.calls(slack::Method::users_set_presence) == 1);
  CHECK(refused.log().last("appear_away_failed").level == LogLevel::debug);
}

TEST_CASE("a sample interval that becomes shorter or longer counts at once, in the round under way too") {
  EngineWorld world(crowd(3), [](auto& settings) {
    settings.tuning.max_sockets = 1;
    settings.ids_per_set = 2;
    settings.tuning.sample_interval = 1h;
  });
  bring_up(world);
  world.run_for(10min);
  const auto queries = [&] { return world.socket(0).count("presence_query"); };
  CHECK(queries() == 1);
  auto next = tuning();
  next.audit_interval = 0ms;
  next.sample_interval = 60s;
  world.feed(engine::TuningChanged{next});
  world.run_for(5min);
  const auto asked = queries();
  CHECK(asked >= 5);
  CHECK(asked <= 7);
  next.sample_interval = 1h;
  world.feed(engine::TuningChanged{next});
  world.run_for(50min);
  CHECK(queries() <= asked + 1);
  CHECK(world.sockets() == 1);
  world.check_against_truth();
}

TEST_CASE("another sample interval says again when the samples are coarser than it") {
  EngineWorld world(crowd(3'000), [](auto& settings) {
    settings.tuning.max_sockets = 1;
    settings.ids_per_set = 2;
    settings.tuning.audit_interval = 0ms;
    settings.tuning.sample_interval = 60s;
  });
  bring_up(world);
  world.run_for(5min);
  CHECK(world.log().count("coarse_samples") == 0);
  auto next = tuning();
  next.max_sockets = 1;
  next.audit_interval = 0ms;
  next.sample_interval = 2s;
  world.feed(engine::TuningChanged{next});
  world.run_for(1min);
  CHECK(world.log().count("coarse_samples") == 1);
  world.check();
}

TEST_CASE("a resolve interval that becomes shorter counts at once") {
  EngineWorld world(pair());
  watch::Watchlist list = watch::watchlist_of(pair());
  list.groups.front().members.push_back({watch::Email{"ann@example.com"}, 3});
  bring_up(world);
  world.watch(list, pair());
  world.run_for(30min);
  const auto asked = world.calls(slack::Method::users_lookup_by_email);
  REQUIRE(asked >= 1);
  auto next = tuning();
  next.resolve_interval = 10min;
  world.feed(engine::TuningChanged{next});
  world.run_for(1h);
  CHECK(world.calls(slack::Method::users_lookup_by_email) >= asked + 4);
  CHECK(world.sockets() == 1);
}

TEST_CASE("a shard leaves the people of other shards alone, and has them again when it becomes larger") {
  EngineWorld world(trio());
  bring_up(world);
  world.run_for(10s);
  auto next = tuning();
  next.shard = {2, 2};  // Cyd is in the first
  world.feed(engine::TuningChanged{next});
  world.run_for(10s);
  REQUIRE(world.history().spans_of(kCyd, presence).size() == 1);
  CHECK(world.history().spans_of(kCyd, presence).at(0).reason == EndReason::unwatched);
  CHECK(world.history().spans_of(kCyd, status).at(0).reason == EndReason::unwatched);
  CHECK(world.snapshot().watched == 2);
  next.shard = {};
  world.feed(engine::TuningChanged{next});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  CHECK(world.history().spans_of(kCyd, presence).size() == 2);
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  CHECK(world.sockets() == 1);
  world.check();
}

TEST_CASE("a daemon that begins as a shard never asks about the people of other shards") {
  EngineWorld world(trio(), [](auto& settings) { settings.tuning.shard = {1, 2}; });
  world.start();
  REQUIRE(world.run_until([&] { return world.snapshot().covered == 1; }, 1min));
  world.run_for(10min);
  CHECK(world.history().spans_of(kAnn, presence).empty());
  CHECK(world.history().spans_of(kBob, status).empty());
  CHECK(world.snapshot().watched == 1);
}
