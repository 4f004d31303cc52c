// Do-not-disturb and huddles over each feed: asked for at the beginning, pushed afterwards, asked for again where Slack
// has no event.
#include "unit/engine/dnd_huddle.h"

#include <doctest/doctest.h>

#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;
using slack::Method;

// ---- RTM ----

TEST_CASE("RTM: present do-not-disturb is asked for, and what changes is pushed") {
  EngineWorld world({quiet(kAnn), quiet(kBob)});
  const Dnd night = window(world, 6h, 8h);
  world.set(kAnn, night);
  bring_up(world);
  CHECK(world.calls(Method::dnd_team_info) == 1);
  CHECK(world.calls(Method::users_info) == 0);
  const Dnd now = window(world, 0s, 1h);
  world.set(kAnn, now);
  world.run_for(1s);
  CHECK(words(world, kAnn, dnd) == Words{support::text_of(night), support::text_of(now)});
  CHECK(last_source(world, dnd) == Source::push);
  CHECK(words(world, kBob, dnd) == Words{support::text_of(Dnd{})});
  world.check_against_truth();
}

TEST_CASE("RTM: after the end of a window the next one is asked for") {
  EngineWorld world({quiet(kAnn)});
  world.set(kAnn, window(world, 1min, 9min));
  bring_up(world);
  world.run_for(9min);
  CHECK(world.calls(Method::dnd_team_info) == 1);
  const Dnd next = window(world, 24h, 9min);
  set_untold(world, kAnn, next);
  world.run_for(2min);
  CHECK(words(world, kAnn, dnd).back() == support::text_of(next));
  CHECK(last_source(world, dnd) == Source::audit);
  CHECK(world.history().spans_of(kAnn, dnd).size() == 1);
  world.check();
}

TEST_CASE("RTM: the do-not-disturb of many is asked for by fifties") {
  EngineWorld world(crowd(120, {dnd}));
  bring_up(world);
  CHECK(world.calls(Method::dnd_team_info) == 3);
  world.check_against_truth();
}

TEST_CASE("RTM: what no event tells of do-not-disturb is found by the audit") {
  EngineWorld world({person(kAnn, {presence, dnd})});
  bring_up(world);
  const Dnd missed = window(world, 6h, 8h);
  set_untold(world, kAnn, missed);
  world.run_for(40min);
  CHECK(words(world, kAnn, dnd).back() == support::text_of(missed));
  CHECK(last_source(world, dnd) == Source::audit);
  world.check();
}

TEST_CASE("RTM: without the scope for do-not-disturb all else is recorded, and the log names it") {
  EngineWorld world({person(kAnn, base::Facets::all())});
  for (int i = 0; i < 3; ++i)
    world.slack.dnd_replies.push_back(
        http(200, R"({"ok":false,"error":"missing_scope","needed":"dnd:read","provided":"users:read"})"));
  world.start();
  world.run_for(1min);
  for (const Facet facet : {presence, status, huddle}) CHECK(world.history().covered(kAnn, facet));
  CHECK_FALSE(world.history().covered(kAnn, dnd));
  CHECK(world.log().holds("dnd:read"));
  CHECK(world.log().count("ready") == 1);
  world.check();
}

TEST_CASE("RTM: a huddle is pushed, and asked about again every minute while somebody is in it") {
  EngineWorld world({meeting(kAnn), meeting(kBob)});
  bring_up(world);
  world.run_for(10min);
  CHECK(world.calls(Method::users_info) == 2);
  world.set(kAnn, Huddle::in);
  world.run_for(150s);
  CHECK(last_source(world, huddle) == Source::push);
  CHECK(world.calls(Method::users_info) == 4);
  set_untold(world, kAnn, Huddle::out);
  world.run_for(65s);
  CHECK(words(world, kAnn, huddle) == Words{"out", "in", "out"});
  const auto last = world.history().changes_of(kAnn, huddle).back();
  CHECK(last.source == Source::audit);
  CHECK(last.at - last.earliest <= 61s);
  const std::size_t calls = world.calls(Method::users_info);
  world.run_for(10min);
  CHECK(world.calls(Method::users_info) == calls);
  world.check();
}

TEST_CASE("RTM: a planned rotation loses nothing of any facet") {
  EngineWorld world({person(kAnn, base::Facets::all()), person(kBob, base::Facets::all())});
  bring_up(world);
  world.set(kAnn, Huddle::in);
  world.run_for(1min);
  world.goodbye(world.newest_socket());
  world.set(kBob, window(world, 1h, 1h));
  world.run_for(1min);
  world.set(kBob, Dnd{});
  world.set(kAnn, Huddle::out);
  world.run_for(1min);
  for (const base::FacetRow& row : base::kFacets) CHECK(world.history().spans_of(kAnn, row.facet).size() == 1);
  CHECK(world.history().sessions().size() == 2);
  world.check_against_truth();
}

TEST_CASE("RTM: what changed during a gap of the session is found when it is back") {
  EngineWorld world({person(kAnn, {dnd, huddle})});
  bring_up(world);
  world.close(world.newest_socket(), EndReason::network_error);
  world.set(kAnn, Huddle::in);
  world.set(kAnn, window(world, 1h, 1h));
  world.run_for(1min);
  for (const Facet facet : {dnd, huddle}) {
    CHECK(last_source(world, facet) == Source::resync);
    CHECK(world.history().spans_of(kAnn, facet).size() == 2);
  }
  world.check_against_truth();
}

// ---- Socket Mode ----

namespace {

std::string dnd_event(const EngineWorld& world, const Dnd& one) {
  const auto seconds = [](WallTime at) { return std::to_string(base::unix_ms(at) / 1000); };
  return R"({"type":"dnd_updated_user","user":"U0ANN","dnd_status":{"dnd_enabled":true,"next_dnd_start_ts":)" +
         seconds(*one.starts_at) + R"(,"next_dnd_end_ts":)" + seconds(*one.ends_at) + R"(},"event_ts":")" +
         seconds(world.slack_time()) + R"(.000100"})";
}
std::string huddle_event(const EngineWorld& world, const std::string& state) {
  const std::string now = std::to_string(base::unix_ms(world.slack_time()) / 1000);
  return R"({"type":"user_huddle_changed","user":{"id":"U0ANN","updated":)" + now + R"(,"huddle_state":")" + state +
         R"("},"event_ts":")" + now + R"(.000200"})";
}

}  // namespace

TEST_CASE("Socket Mode: do-not-disturb and huddles are asked for, and their events recorded and acknowledged") {
  SocketModeWorld world({person(kAnn, base::Facets::asked_for())});
  world.bring_up();
  world.run_for(3min);
  const Dnd night = window(world, 6h, 8h);
  world.EngineWorld::set(kAnn, night);
  const std::string first = world.deliver(world.up(0), dnd_event(world, night));
  world.EngineWorld::set(kAnn, Huddle::in);
  const std::string second = world.deliver(world.up(1), huddle_event(world, "in_a_huddle"));
  world.run_for(1s);
  CHECK(world.acknowledged(first));
  CHECK(world.acknowledged(second));
  CHECK(words(world, kAnn, dnd) == Words{support::text_of(Dnd{}), support::text_of(night)});
  CHECK(words(world, kAnn, huddle) == Words{"out", "in"});
  CHECK(last_source(world, dnd) == Source::push);
  world.check_against_truth();
}

TEST_CASE("Socket Mode: an event about somebody who is not watched is acknowledged at once") {
  SocketModeWorld world({quiet(kBob)});
  world.bring_up();
  const std::string id = world.deliver(world.up(0), dnd_event(world, window(world, 1h, 1h)));
  world.run_for(10ms);
  CHECK(world.acknowledged(id));
  CHECK(world.history().changes_of(kAnn, dnd).empty());
}

TEST_CASE("Socket Mode: an event that is delivered again, or late and overtaken, changes nothing") {
  SocketModeWorld world({quiet(kAnn)});
  world.bring_up();
  world.run_for(3min);
  const Dnd old = window(world, 1h, 1h);
  const std::string older = dnd_event(world, old);
  world.run_for(2s);
  const Dnd newer = window(world, 2h, 1h);
  world.EngineWorld::set(kAnn, newer);
  const std::string event = dnd_event(world, newer);
  for (const std::string& one : {event, older, event}) world.deliver(world.up(0), one);
  world.run_for(2s);
  CHECK(words(world, kAnn, dnd) == Words{support::text_of(Dnd{}), support::text_of(newer)});
  world.check();
}

TEST_CASE("Socket Mode: the end of a huddle without an event is found within a minute") {
  SocketModeWorld world({meeting(kAnn)});
  world.EngineWorld::set(kAnn, Huddle::in);
  world.bring_up();
  world.run_for(90s);
  world.EngineWorld::set(kAnn, Huddle::out);
  world.run_for(65s);
  CHECK(words(world, kAnn, huddle) == Words{"in", "out"});
  CHECK(last_source(world, huddle) == Source::audit);
  world.check();
}

// ---- polling ----

TEST_CASE("polling: do-not-disturb and huddles are samples, where no feed of events supplies them") {
  EngineWorld world({person(kAnn, base::Facets::all()), quiet(kBob)},
                    [](auto& settings) { settings.tuning.rtm = feeds::RtmUse::automatic; });
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  const Dnd night = window(world, 6h, 8h);
  world.set(kAnn, night);
  world.set(kAnn, Huddle::in);
  world.run_for(3min);
  CHECK(words(world, kAnn, dnd).back() == support::text_of(night));
  CHECK(words(world, kAnn, huddle).back() == "in");
  for (const Facet facet : {dnd, huddle}) {
    CHECK(last_source(world, facet) == Source::sample);
    CHECK(world.history().spans_of(kAnn, facet).back().mode == Mode::sampled);
  }
  world.check_against_truth();
}

TEST_CASE("polling: the do-not-disturb of many is asked for by fifties, and all of it is covered") {
  EngineWorld world(crowd(120, {dnd}), [](auto& settings) { settings.tuning.rtm = feeds::RtmUse::never; });
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  CHECK(world.calls(Method::dnd_team_info) == 3);
  world.run_for(5min);
  CHECK(world.everyone_covered());
  CHECK(world.history().spans().size() == 120);
  world.check();
}
