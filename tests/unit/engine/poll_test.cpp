// Presence and statuses by polling: where Slack does not open RTM, and while RTM is lost.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

EngineWorld::Tweak polling(int polls_per_minute = 45) {
  return [polls_per_minute](auto& settings) {
    settings.tuning.rtm = feeds::RtmUse::automatic;
    settings.tuning.polls_per_minute = polls_per_minute;
  };
}

// A workspace with the token of a modern app.
struct ModernApp : EngineWorld {
  explicit ModernApp(std::vector<watch::Person> people, const Tweak& tweak = polling())
      : EngineWorld(std::move(people), tweak) {
    slack.connect_always = refusal("not_allowed_token_type");
  }
  void up() {
    start();
    REQUIRE(run_until([&] { return everyone_covered(); }, 60s));
  }
};

support::Span last_span(const EngineWorld& world, const UserId& user, Facet facet = presence) {
  return world.history().spans_of(user, facet).back();
}

std::ptrdiff_t closed_spans(const EngineWorld& world) {
  const auto& spans = world.history().spans();
  return std::count_if(spans.begin(), spans.end(), [](const support::Span& span) { return span.ended_at.has_value(); });
}

slack::HttpReply too_many(std::optional<std::chrono::seconds> retry_after) {
  slack::HttpReply reply = http(429, "<html>slow down</html>");
  reply.retry_after = retry_after;
  return reply;
}

std::size_t polls_between(const EngineWorld& world, MonoTime from, MonoTime to) {
  return static_cast<std::size_t>(std::count_if(world.polled().begin(), world.polled().end(),
                                                [&](const auto& one) { return one.first >= from && one.first < to; }));
}

}  // namespace

TEST_CASE("where Slack does not open RTM, presence and status are covered by samples") {
  ModernApp world(pair());
  world.set(kAnn, active);
  world.set(kBob, saying("Lunch"));
  world.up();
  CHECK(last_span(world, kAnn).mode == Mode::sampled);
  CHECK(last_span(world, kBob, status).mode == Mode::sampled);
  CHECK(world.log().count("rtm_refused") == 1);
  CHECK(world.log().count("credential_refused") == 0);
  world.check_against_truth();
}

TEST_CASE("polling begins at once when Slack refuses RTM") {
  ModernApp world(pair());
  world.start();
  world.run_for(2s);
  REQUIRE(world.polled().size() >= 1);
  CHECK(world.everyone_covered() == (world.polled().size() >= 2));
}

TEST_CASE("a change found by polling has the source sample, and happened since the sample before") {
  ModernApp world({presence_only(kAnn)});
  world.up();
  world.run_for(60s);
  const base::WallTime before = world.now().wall;
  world.set(kAnn, active);
  world.run_for(60s);
  const auto change = world.history().changes_of(kAnn, presence).back();
  CHECK(change.source == Source::sample);
  CHECK(change.earliest <= before);
  CHECK(change.at > before);
  CHECK(change.at - change.earliest < 3s);
  world.check_against_truth();
}

TEST_CASE("polls go out at 45 a minute, never in a burst") {
  ModernApp world(crowd(90, {presence}));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 3min));
  const MonoTime from = world.now().mono;
  world.run_for(10min);
  const std::size_t calls = polls_between(world, from, from + 10min);
  CHECK(calls >= 440);
  CHECK(calls <= 455);
  for (Millis at = 0s; at < 9min; at += 10s) CHECK(polls_between(world, from + at, from + at + 1min) <= 50);
  for (std::size_t i = 1; i < world.polled().size(); ++i)
    CHECK(world.polled()[i].first - world.polled()[i - 1].first >= 1s);
}

TEST_CASE("450 people take a round of ten minutes") {
  ModernApp world(crowd(450, {presence}));
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 11min));
  CHECK(world.log().count("long_round") == 0);
  world.run_for(30min);
  CHECK(world.everyone_covered());
  CHECK(closed_spans(world) == 0);
}

TEST_CASE("a round of more than ten minutes is worth a warning that says what to do") {
  ModernApp world(crowd(500, {presence}));
  world.start();
  world.run_for(12min);
  CHECK(world.log().count("long_round") == 1);
  CHECK(world.log().last("long_round").message.find("priority: high") != std::string::npos);
}

TEST_CASE("a 429 pauses polling for as long as Slack says; short pauses end no coverage") {
  ModernApp world({presence_only(kAnn)});
  world.up();
  world.slack.poll_replies = {too_many(20s)};
  world.run_for(3s);
  const MonoTime from = world.now().mono;
  CHECK(polls_between(world, from, from + 15s) == 0);
  world.run_for(60s);
  CHECK(polls_between(world, from, from + 16s) == 0);
  CHECK(polls_between(world, from + 16s, from + 60s) > 20);
  CHECK(closed_spans(world) == 0);
}

TEST_CASE("a long series of 429 ends the coverage at the last sample, with rate_limited") {
  ModernApp world({presence_only(kAnn)});
  world.up();
  world.run_for(5s);
  world.slack.poll_always = too_many(std::nullopt);
  const base::WallTime last = world.now().wall;
  world.run_for(5min);
  REQUIRE(closed_spans(world) == 1);
  const auto span = last_span(world, kAnn);
  CHECK(span.ended_at <= last + 1s);
  CHECK(span.reason == EndReason::rate_limited);
  world.slack.poll_always.reset();
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 6min));
}

TEST_CASE("a failed sample is no sample: what Slack does not answer is never taken for away") {
  ModernApp world({presence_only(kAnn)});
  world.set(kAnn, active);
  world.up();
  world.slack.poll_always = http(503, "<html>");
  world.run_for(10min);
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"active"});
  CHECK(last_span(world, kAnn).reason == EndReason::network_error);
  CHECK(polls_between(world, world.now().mono - 5min, world.now().mono) < 30);  // backs off
}

TEST_CASE("somebody whom Slack does not show is said so once, and the round goes on") {
  ModernApp world(trio());
  world.slack.absent = {kBob};
  world.start();
  world.run_for(10min);
  CHECK(world.history().covered(kAnn, presence));
  CHECK(world.history().covered(kCyd, presence));
  CHECK_FALSE(world.history().covered(kBob, presence));
  CHECK(world.log().count("not_visible") == 1);
  const auto about_bob =
      std::count_if(world.polled().begin(), world.polled().end(), [](const auto& one) { return one.second == kBob; });
  CHECK(about_bob == 1);
}

TEST_CASE("an answer that took too long is no sample") {
  ModernApp world({presence_only(kAnn)});
  world.slack.call_delay = 11s;
  world.start();
  world.run_for(5min);
  CHECK_FALSE(world.history().covered(kAnn, presence));
}

TEST_CASE("when RTM is lost polling takes over after 10 s, and gives back when RTM is confirmed") {
  EngineWorld world(pair(), polling());
  bring_up(world);
  CHECK(world.polled().empty());
  world.slack.accepts_sockets = false;
  world.slack.connect_always = http(503);
  const MonoTime lost = world.now().mono;
  world.close(world.newest_socket(), EndReason::peer_closed);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.polled().front().first - lost >= 10s);
  CHECK(world.polled().front().first - lost < 12s);
  CHECK(last_span(world, kAnn).mode == Mode::sampled);
  world.set(kAnn, active);
  world.run_for(2min);
  world.slack.connect_always.reset();
  world.slack.accepts_sockets = true;
  REQUIRE(world.run_until(
      [&] {
        return last_span(world, kAnn).mode == Mode::subscribed &&
               last_span(world, kBob, status).mode == Mode::subscribed;
      },
      10min));
  const auto spans = world.history().spans_of(kAnn, presence);
  CHECK(spans[spans.size() - 2].reason == EndReason::polling_ended);
  const MonoTime back = world.now().mono;
  world.run_for(5min);
  CHECK(polls_between(world, back + 1min, back + 5min) == 0);
  CHECK(world.log().count("polling_ended") == 1);
  world.check_against_truth();
}

TEST_CASE("a short loss of RTM does not begin to poll") {
  EngineWorld world(pair(), polling());
  bring_up(world);
  world.close(world.newest_socket(), EndReason::peer_closed);
  world.run_for(2min);
  CHECK(world.everyone_covered());
  CHECK(world.polled().empty());
}

TEST_CASE("with `rtm: always` presence is never polled") {
  EngineWorld world(pair());
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.start();
  world.run_for(1h);
  CHECK(world.polled().empty());
  CHECK(world.log().count("credential_refused") > 0);
}

TEST_CASE("with `rtm: never` RTM is not even tried") {
  EngineWorld world(pair(), [](auto& settings) { settings.tuning.rtm = feeds::RtmUse::never; });
  world.start();
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  world.run_for(1h);
  CHECK(world.connect_calls().empty());
}

TEST_CASE("a refused RTM is tried again once a day, and on reload") {
  ModernApp world(pair());
  world.up();
  world.run_for(23h);
  CHECK(world.connect_calls().size() == 1);
  world.run_for(2h);
  CHECK(world.connect_calls().size() == 2);
  world.watch(pair());
  world.run_for(1min);
  CHECK(world.connect_calls().size() == 3);
}

TEST_CASE("RTM that is switched off while it runs ends with polling_began, and comes back when switched on") {
  EngineWorld world(pair(), polling());
  bring_up(world);
  feeds::Tuning tuning;
  tuning.max_sockets = 1;
  tuning.rtm = feeds::RtmUse::never;
  world.feed(engine::TuningChanged{tuning});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(last_span(world, kAnn).mode == Mode::sampled);
  CHECK(world.history().spans_of(kAnn, presence).front().reason == EndReason::polling_began);
  tuning.rtm = feeds::RtmUse::automatic;
  world.feed(engine::TuningChanged{tuning});
  REQUIRE(world.run_until([&] { return last_span(world, kAnn).mode == Mode::subscribed; }, 2min));
  world.check_against_truth();
}

TEST_CASE("polling that is switched off ends its coverage with polling_ended") {
  ModernApp world(pair());
  world.up();
  feeds::Tuning tuning;
  tuning.polls_per_minute = 0;
  world.feed(engine::TuningChanged{tuning});
  world.run_for(1min);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(last_span(world, kAnn).reason == EndReason::polling_ended);
  const std::size_t calls = world.polled().size();
  world.run_for(10min);
  CHECK(world.polled().size() == calls);
}

TEST_CASE("nothing polled is claimed while the disk is full, and polling begins again after it") {
  ModernApp world(pair());
  world.up();
  world.store(support::StoreMode::fails);
  world.run_for(1min);
  world.set(kAnn, active);
  world.run_for(1min);
  world.store(support::StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 1min));
  CHECK(world.history().changes_of(kAnn, presence).back().source == Source::resync);
  world.check_against_truth();
}

TEST_CASE("who was purged is polled again from the start") {
  ModernApp world(pair());
  world.up();
  world.purge(kAnn, false);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 3min));
  CHECK(world.history().changes_of(kAnn, presence).front().source == Source::first);
  world.check_against_truth();
}

TEST_CASE("old bug: with polling alone, a history of the future was never moved aside, because nothing was asked") {
  history::Resume resume;
  resume.last_session = SessionNumber{7};
  resume.last_batch = BatchNumber{99};
  resume.recorded_until = base::WallTime{Millis{4'000'000'000'000}};
  EngineWorld world(pair(), polling(), resume);
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.slack.dates_replies = true;
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5min));
  CHECK(world.log().count("set_aside") == 1);
  world.check();
}

TEST_CASE("old bug: a polled status that ran out was claimed beyond its last sample") {
  ModernApp world({status_only(kAnn), presence_only(kBob)});
  base::Status lunch = saying("Lunch");
  lunch.expires_at = world.now().wall + 90s;
  world.set(kAnn, lunch);
  world.up();
  world.run_for(65s);
  const base::WallTime last = world.now().wall;
  world.slack.status_replies.assign(100, http(503));
  world.run_for(10min);
  REQUIRE(last_span(world, kAnn, status).ended_at);
  CHECK(*last_span(world, kAnn, status).ended_at <= last);
  CHECK(world.history().changes_of(kAnn, status).size() == 1);
}

TEST_CASE("old bug: an answer that came after polling was switched off counted, and divided by its pace of zero") {
  ModernApp world(pair());
  world.up();
  world.slack.call_delay = 500ms;
  const std::size_t calls = world.polled().size();
  REQUIRE(world.run_until([&] { return world.polled().size() > calls; }, 5s));
  feeds::Tuning tuning;
  tuning.polls_per_minute = 0;
  world.feed(engine::TuningChanged{tuning});
  world.run_for(5min);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK_FALSE(world.history().covered(kAnn, status));
}

TEST_CASE("an answer to a question from before a step of the clock covers nobody") {
  ModernApp world({presence_only(kAnn)});
  world.up();
  world.slack.call_delay = 500ms;
  world.run_for(5s);
  const std::size_t calls = world.polled().size();
  REQUIRE(world.run_until([&] { return world.polled().size() > calls; }, 5s));
  world.step_clock(30s);
  world.feed(engine::Woken{});
  const base::WallTime stepped = world.now().wall;
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(last_span(world, kAnn).started_at - stepped > 500ms);
  world.check_against_truth();
}
