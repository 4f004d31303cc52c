// What of do-not-disturb and huddles may end without an event: how long it is believed, and what confirms it.
#include <doctest/doctest.h>

#include "unit/engine/dnd_huddle.h"
#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;
using slack::Method;

namespace {

const std::string kNoScope = R"({"ok":false,"error":"missing_scope","needed":"dnd:read","provided":"users:read"})";

}  // namespace

TEST_CASE("an answer confirms a huddle for when it was asked for, not for when it came") {
  EngineWorld world({meeting(kAnn)});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.slack.call_delay = 4s;
  const auto calls = world.calls(Method::users_info);
  REQUIRE(world.run_until([&] { return world.calls(Method::users_info) > calls; }, 2min));
  world.run_for(1s);
  set_untold(world, kAnn, Huddle::out);
  const WallTime left = world.now().wall;
  REQUIRE(world.run_until([&] { return words(world, kAnn, huddle).back() == "out"; }, 2min));
  const auto last = world.history().changes_of(kAnn, huddle).back();
  CHECK(last.source == Source::audit);
  CHECK(last.earliest <= left);
  world.check();
}

TEST_CASE("an event about something else does not tell when a huddle has ended: that is asked for") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(30s);
  set_untold(world, kAnn, Huddle::out);
  const WallTime left = world.now().wall;
  world.run_for(10s);
  world.set(kAnn, saying("back at the desk"));
  world.run_for(10s);
  const auto last = world.history().changes_of(kAnn, huddle).back();
  CHECK(last.after == "out");
  CHECK(last.source == Source::audit);
  CHECK(last.earliest <= left);
  world.check_against_truth();
}

TEST_CASE("an event about something else does not date the end of a huddle while the answer waits for its pong") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(30s);
  set_untold(world, kAnn, Huddle::out);
  const WallTime left = world.now().wall;
  world.slack.answers_pings = false;
  const auto calls = world.calls(Method::users_info);
  REQUIRE(world.run_until([&] { return world.calls(Method::users_info) > calls; }, 2min));
  world.run_for(1s);
  world.set(kAnn, saying("back at the desk"));
  world.run_for(1s);
  CHECK(words(world, kAnn, huddle).back() == "in");
  world.slack.answers_pings = true;
  world.run_for(20s);
  const auto last = world.history().changes_of(kAnn, huddle).back();
  CHECK(last.after == "out");
  CHECK(last.source != Source::push);
  CHECK(last.earliest <= left);
  world.check_against_truth();
}

TEST_CASE("old bug: on a socket that answered no ping a huddle went on for as long as the socket") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(30s);
  set_untold(world, kAnn, Huddle::out);
  world.slack.answers_pings = false;  // what we send no longer arrives
  for (int i = 0; i < 12 && world.log().count("lost") == 0; ++i) {
    world.run_for(25s);
    world.set(kAnn, saying(std::to_string(i)));
  }
  CHECK(world.log().count("lost") == 1);
  world.slack.answers_pings = true;
  world.run_for(20s);
  CHECK(words(world, kAnn, huddle).back() == "out");
  world.check_against_truth();
}

TEST_CASE("the end of a huddle that has an event is live, and costs no question") {
  EngineWorld world({meeting(kAnn)});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(10s);
  const auto calls = world.calls(Method::users_info);
  world.set(kAnn, Huddle::out);
  world.run_for(20s);
  CHECK(last_source(world, huddle) == Source::push);
  CHECK(world.calls(Method::users_info) == calls);
  world.check_against_truth();
}

TEST_CASE("after a full disk a huddle and a window of before are asked about before they are claimed") {
  EngineWorld world({person(kAnn, {presence, dnd, huddle})});
  world.set(kAnn, Huddle::in);
  world.set(kAnn, window(world, 1min, 1min));
  bring_up(world);
  world.store(support::StoreMode::fails);
  world.set(kAnn, active);
  world.run_for(5s);
  REQUIRE_FALSE(world.snapshot().covering);
  set_untold(world, kAnn, Huddle::out);
  world.run_for(10min);
  set_untold(world, kAnn, window(world, 23h, 1h));
  world.store(support::StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  for (const Facet facet : {dnd, huddle}) {
    const auto last = world.history().changes_of(kAnn, facet).back();
    CHECK(last.source == Source::resync);
    CHECK(last.at == world.history().spans_of(kAnn, facet).back().started_at);
  }
  world.check();
}

TEST_CASE("a huddle about which Slack answers nothing is not believed for longer than a minute") {
  EngineWorld world({meeting(kAnn), meeting(kBob)});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(10s);
  world.slack.answers_calls = false;
  world.run_for(8min);
  const auto spans = world.history().spans_of(kAnn, huddle);
  REQUIRE(spans.size() == 1);
  REQUIRE(spans[0].ended_at);
  CHECK(*spans[0].ended_at - spans[0].started_at <= 61s);
  CHECK(world.history().covered(kBob, huddle));
  world.slack.answers_calls = true;
  CHECK(world.run_until([&] { return world.history().covered(kAnn, huddle); }, 5min));
  world.check();
}

TEST_CASE("a window of do-not-disturb after which Slack tells no next one is believed until its end") {
  EngineWorld world({quiet(kAnn)});
  const Dnd first = window(world, 1min, 2min);
  world.set(kAnn, first);
  bring_up(world);
  for (int i = 0; i < 5; ++i) world.slack.dnd_replies.push_back(http(200, kNoScope));
  world.run_for(12min);
  const auto spans = world.history().spans_of(kAnn, dnd);
  REQUIRE(spans.size() == 1);
  REQUIRE(spans[0].ended_at);
  CHECK(*spans[0].ended_at - *first.ends_at <= 6s);
  world.check();
}

TEST_CASE("without the scope for do-not-disturb there is one message, whichever feeds ask") {
  SocketModeWorld world(
      {person(kAnn, base::Facets::all())}, [](auto& settings) { settings.tuning.rtm = feeds::RtmUse::automatic; }, {},
      feeds::all_feeds());
  world.slack.connect_always = refusal("not_allowed_token_type");
  for (int i = 0; i < 50; ++i) world.slack.dnd_replies.push_back(http(200, kNoScope));
  world.start();
  world.run_for(50min);
  for (const Facet facet : {presence, status, huddle}) CHECK(world.history().covered(kAnn, facet));
  CHECK_FALSE(world.history().covered(kAnn, dnd));
  CHECK(world.calls(Method::dnd_team_info) >= 4);
  CHECK(world.log().count("status_fetch_failed") + world.log().count("poll_failed") == 1);
  world.check();
}

TEST_CASE("polling: one person whom Slack refuses to tell of keeps nobody else's do-not-disturb from being sampled") {
  const std::vector<watch::Person> people = crowd(9, {dnd});
  EngineWorld world(people, [](auto& settings) { settings.tuning.rtm = feeds::RtmUse::never; });
  world.slack.dnd_refuses = nth(4);
  world.start();
  world.run_for(2min);
  for (std::size_t i = 0; i < people.size(); ++i) CHECK(world.history().covered(nth(i), dnd) == (i != 4));
  world.run_for(10min);
  CHECK(world.history().covered(nth(8), dnd));
  CHECK(world.log().count("poll_failed") == 0);
  world.check();
}

TEST_CASE("news that an answer brings waits for a sign that the socket lives, which should have told it") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  world.set(kAnn, Huddle::in);
  bring_up(world);
  world.run_for(45s);
  world.newest_socket().mute = true;
  const WallTime died = world.now().wall;
  set_untold(world, kAnn, saying("told on a dead socket"));
  world.run_for(2min);
  CHECK(last_source(world, status) == Source::resync);
  REQUIRE(world.history().spans_of(kAnn, status)[0].ended_at);
  CHECK(*world.history().spans_of(kAnn, status)[0].ended_at <= died);
  world.check();
}
