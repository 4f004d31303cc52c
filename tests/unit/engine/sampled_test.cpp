// People for whom the sets have no room: asked about in turn, and covered by samples.
#include <doctest/doctest.h>

#include <algorithm>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// So many sockets of two people each.
EngineWorld::Tweak sets_of_two(std::size_t sets) {
  return [sets](auto& settings) {
    settings.tuning.max_sockets = sets;
    settings.ids_per_set = 2;
  };
}

support::Span newest_span(const EngineWorld& world, const UserId& user) {
  return world.history().spans_of(user, presence).back();
}

std::size_t queries(EngineWorld& world) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < world.sockets(); ++i) count += world.socket(i).count("presence_query");
  return count;
}

}  // namespace

TEST_CASE("who finds no room is covered by samples, and their status like everybody's") {
  EngineWorld world(crowd(5), sets_of_two(1));
  bring_up(world);
  world.run_for(5min);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(newest_span(world, nth(i)).mode == (i < 2 ? Mode::subscribed : Mode::sampled));
    CHECK(world.history().spans_of(nth(i), presence).size() == 1);
    CHECK(world.history().spans_of(nth(i), status)[0].mode == Mode::subscribed);
  }
  CHECK(world.socket(0).count("presence_query") == 6);  // at once, and each minute
  CHECK(world.snapshot().sampled == 3);
  CHECK(world.snapshot().streams[0].sampled == 3);
  CHECK(world.snapshot().streams[0].sample_round == 0ms);
  world.set(nth(4), saying("here"));
  world.run_for(1s);
  CHECK(world.history().changes_of(nth(4), status).back().source == Source::push);
  world.check_against_truth();
}

TEST_CASE("with more sockets those who were sampled are subscribed, with fewer they are sampled again") {
  EngineWorld world(crowd(6), sets_of_two(1));
  bring_up(world);
  const auto set_sockets = [&](std::size_t sockets) {
    engine::Tuning tuning;
    tuning.rtm = feeds::RtmUse::always;
    tuning.max_sockets = sockets;
    world.feed(engine::TuningChanged{tuning});
    world.run_for(3min);
  };
  const auto check_subscribed = [&](std::size_t people) {
    REQUIRE(world.everyone_covered());
    for (std::size_t i = 0; i < 6; ++i)
      CHECK(newest_span(world, nth(i)).mode == (i < people ? Mode::subscribed : Mode::sampled));
  };
  check_subscribed(2);
  set_sockets(3);
  check_subscribed(6);
  CHECK(world.snapshot().sampled == 0);
  set_sockets(1);
  check_subscribed(2);
  CHECK(world.snapshot().sampled == 4);
  CHECK(world.history().spans_of(nth(0), presence).size() == 1);  // who keeps the seat is not touched
  world.check_against_truth();
}

TEST_CASE("a change between two samples is found by the next, and bounded by both") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(10s);
  const WallTime first = world.history().changes_of(nth(2), presence)[0].at;
  world.set(nth(2), active);
  world.run_for(1min);
  const auto changes = world.history().changes_of(nth(2), presence);
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].source == Source::sample);
  CHECK(changes[1].earliest == first);
  CHECK(changes[1].at - first >= 59s);
  world.check_against_truth();
}

TEST_CASE("whatever is said of somebody who is sampled is a sample: an answer cannot be told from news") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(10s);
  world.say(world.socket(0), R"({"type":"presence_change","user":"U0N0002","presence":"active"})");
  world.run_for(1s);
  CHECK(world.history().changes_of(nth(2), presence).back().source == Source::sample);
  world.check();
}

TEST_CASE("who is not answered for in a whole round loses coverage at the last answer") {
  EngineWorld world(crowd(4), sets_of_two(1));
  bring_up(world);
  world.run_for(10s);
  const WallTime answered = world.history().changes_of(nth(2), presence)[0].at;
  world.slack.silent = {nth(2)};
  world.run_for(2min);
  CHECK(newest_span(world, nth(2)).reason == EndReason::timeout);
  CHECK(newest_span(world, nth(2)).ended_at == answered);
  CHECK(world.history().covered(nth(3), presence));
  world.slack.silent.clear();
  world.run_for(2min);
  CHECK(world.history().covered(nth(2), presence));
  world.check_against_truth();
}

TEST_CASE("a session that is lost ends its samples at the last answer, for its own reason") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(40s);
  const WallTime answered = world.history().changes_of(nth(2), presence)[0].at;
  world.close(world.socket(0), EndReason::network_error);
  CHECK(newest_span(world, nth(2)).reason == EndReason::network_error);
  CHECK(newest_span(world, nth(2)).ended_at == answered);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.check_against_truth();
}

TEST_CASE("the beginning of the last whole round is recorded for the session") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(10min);
  const WallTime sampled_at = world.history().sessions().at(SessionNumber{1}).sampled_at;
  CHECK(world.now().wall - sampled_at < 61s);
  const auto resume = world.history().resume();
  const auto cyd =
      std::find_if(resume.people.begin(), resume.people.end(), [](const auto& one) { return one.first == nth(2); });
  CHECK(cyd->second.facets[base::Facet::presence]->confirmed_until == sampled_at);
  world.check();
}

TEST_CASE("a rotation goes on with the samples without a gap") {
  EngineWorld world(crowd(4), sets_of_two(1));
  bring_up(world);
  world.run_for(90s);
  world.goodbye(world.socket(0));
  world.run_for(5min);
  REQUIRE(world.history().sessions().size() == 2);
  for (const std::size_t i : {2u, 3u}) {
    const auto spans = world.history().spans_of(nth(i), presence);
    REQUIRE(spans.size() == 1);
    CHECK(spans[0].sessions.size() == 2);
  }
  CHECK(world.socket(1).count("presence_query") >= 4);
  CHECK(world.socket(0).count("presence_query") <= 3);
  world.check_against_truth();
}

TEST_CASE("samples are shared out over the sockets, and go to the others when one dies") {
  EngineWorld world(crowd(40), sets_of_two(4));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.run_for(2min);
  for (const auto& stream : world.snapshot().streams) CHECK(stream.sampled == 8);
  world.slack.accepts_sockets = false;
  world.close(world.socket(2), EndReason::network_error);
  CHECK(world.snapshot().facet_covered[base::Facet::presence] == 40 - 2 - 8);
  world.run_for(70s);
  CHECK(world.snapshot().facet_covered[base::Facet::presence] ==
        38);  // the eight are asked on the others; two have lost their seats
  CHECK(world.snapshot().streams[2].sampled == 0);
  world.slack.accepts_sockets = true;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10min));
  world.run_for(2min);
  for (const auto& stream : world.snapshot().streams) CHECK(stream.sampled == 8);
  world.check_against_truth();
}

TEST_CASE("whoever moves to the samples of another socket, because one has come, stays covered") {
  EngineWorld world(crowd(22, {base::Facet::presence}), [](auto& settings) {
    settings.tuning.max_sockets = 2;
    settings.ids_per_set = 2;
    settings.pace.burst = 1;  // the second comes a minute later
  });
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5min));
  world.run_for(5min);
  std::size_t moved = 0;
  for (std::size_t i = 4; i < 22; ++i) {
    const auto spans = world.history().spans_of(nth(i), presence);
    CHECK(spans.size() == 1);
    moved += spans[0].sessions.size() == 2;
  }
  CHECK(moved == 9);
  world.check_against_truth();
}

TEST_CASE("a move from samples to a seat, and back, ends one coverage and begins the other") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(100s);
  auto people = crowd(3);
  people[2].priority = watch::Priority::high;
  world.watch(people);
  world.run_for(2min);
  auto spans = world.history().spans_of(nth(2), presence);
  REQUIRE(spans.size() == 2);
  CHECK(spans[0].mode == Mode::sampled);
  CHECK(spans[0].reason == EndReason::unwatched);
  CHECK(spans[1].mode == Mode::subscribed);
  CHECK(newest_span(world, nth(1)).mode == Mode::sampled);
  CHECK(world.history().spans_of(nth(1), status).size() == 1);
  CHECK(world.socket(0).subscribed.contains("U0N0002"));
  people[2].priority = watch::Priority::low;
  people[1].priority = watch::Priority::high;
  world.watch(people);
  world.run_for(2min);
  CHECK(newest_span(world, nth(2)).mode == Mode::sampled);
  CHECK(newest_span(world, nth(1)).mode == Mode::subscribed);
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("frames of the subscription and pings go before samples, and all of them keep their pace") {
  EngineWorld world(crowd(9'000, {base::Facet::presence}), [](auto& settings) {
    settings.ids_per_set = 500;
    settings.tuning.sample_interval = 10s;
    settings.tuning.audit_interval = 15s;
  });
  world.start();
  world.run_for(2min);
  CHECK(world.log().count("lost") == 0);
  const std::size_t subs = world.socket(0).count("presence_sub");
  auto people = crowd(9'000, {base::Facet::presence});
  people.erase(people.begin());
  world.watch(people);
  world.run_for(3s);  // a ping goes first: an answer to a sample may be under way
  CHECK(world.socket(0).count("presence_sub") == subs + 1);
  world.check();
}

TEST_CASE("a round that cannot keep the interval is said to be coarse, once") {
  EngineWorld world(crowd(9'000, {base::Facet::presence}), [](auto& settings) {
    settings.ids_per_set = 20;
    settings.tuning.sample_interval = 10s;
  });
  world.start();
  world.run_for(3min);
  CHECK(world.log().count("coarse_samples") == 1);
  CHECK(world.snapshot().streams[0].sample_round >= 18s);
  CHECK(world.snapshot().facet_covered[base::Facet::presence] == 9'000);
  world.check();
}

TEST_CASE("the audit asks about the subscribed only") {
  EngineWorld world(crowd(3, {base::Facet::presence}), [](auto& settings) {
    settings.ids_per_set = 2;
    settings.tuning.audit_interval = 1min;
    settings.tuning.sample_interval = 1h;
  });
  world.start();
  world.run_for(10min);
  REQUIRE(world.socket(0).count("presence_query") > 5);
  std::size_t asked = 0;
  for (const auto& [at, frame] : world.socket(0).frames)
    asked += frame.find("presence_query") != std::string::npos && frame.find("U0N0002") != std::string::npos;
  CHECK(asked == 1);
  world.check();
}

TEST_CASE("while nothing can be recorded nobody is asked, and afterwards everybody is, before anything is claimed") {
  EngineWorld world(crowd(4), sets_of_two(1));
  bring_up(world);
  world.run_for(10s);
  world.store(support::StoreMode::fails);
  world.set(nth(0), active);
  world.run_for(1min);
  CHECK(newest_span(world, nth(2)).reason == EndReason::store_error);
  const std::size_t asked = queries(world);
  world.run_for(2min);
  CHECK(queries(world) == asked);
  world.store(support::StoreMode::commits);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 1min));
  CHECK(queries(world) == asked + 1);
  world.check_against_truth();
}

TEST_CASE("old answers that were waiting while the machine slept open no coverage") {
  EngineWorld world(crowd(3, {base::Facet::presence}), sets_of_two(1));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.run_for(20s);
  world.socket(0).delay = 2s;
  world.say(world.socket(0), R"({"type":"presence_change","user":"U0N0002","presence":"active"})");
  world.step_clock(1h);
  world.run_for(2s);
  CHECK_FALSE(world.history().covered(nth(2), presence));
  world.run_for(20s);
  CHECK(world.history().covered(nth(2), presence));
  CHECK(states(world.history().changes_of(nth(2), presence)) == Words{"away"});
  world.check_against_truth();
}

TEST_CASE("a refused question is asked again") {
  EngineWorld world(crowd(3, {base::Facet::presence}), sets_of_two(1));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  world.slack.answers_queries = false;
  REQUIRE(world.run_until([&] { return queries(world) == 2; }, 70s));
  world.slack.answers_queries = true;
  world.say(world.socket(0), R"({"type":"error","error":{"code":-1,"msg":"slow down"}})");
  world.run_for(8s);
  CHECK(queries(world) == 3);
  world.run_for(2min);
  CHECK(world.history().spans_of(nth(2), presence).size() == 1);
  world.check();
}

TEST_CASE("stopping ends what is sampled at the last answer") {
  EngineWorld world(crowd(3), sets_of_two(1));
  bring_up(world);
  world.run_for(30s);
  world.stop();
  world.run_for(4s);
  CHECK(newest_span(world, nth(2)).reason == EndReason::shutdown);
  CHECK(newest_span(world, nth(2)).ended_at == world.history().changes_of(nth(2), presence)[0].at);
  CHECK(world.stopped());
  world.check();
}
