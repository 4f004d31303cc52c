// The hand-over of people who change faster than two pings can find them quiet (feeds/rtm/hand_over.h).
#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "unit/engine/rotation.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// Somebody who changes again and again, and all states of theirs in order.
class Restless {
 public:
  Restless(EngineWorld& world, UserId user) : world_(world), user_(std::move(user)) {}

  void toggle_presence() {
    active_ = !active_;
    world_.set(user_, active_ ? active : away);
    presences_.push_back(active_ ? "active" : "away");
  }
  void toggle_status() {
    in_ = !in_;
    const base::Status next = saying(in_ ? "in" : "out");
    world_.set(user_, next);
    statuses_.push_back(support::text_of(next));
  }
  // Where coverage has no gap, the history has every state once and in order.
  void check_complete() const {
    for (const auto& [facet, expected] : {std::pair{presence, presences_}, std::pair{status, statuses_}})
      if (world_.history().spans_of(user_, facet).size() == 1)
        CHECK(states(world_.history().changes_of(user_, facet)) == expected);
  }

 private:
  EngineWorld& world_;
  UserId user_;
  bool active_ = false;
  bool in_ = false;
  Words presences_{"away"};
  Words statuses_{""};
};

// Changes every `period` while the world goes on for `span`.
void keep_changing(EngineWorld& world, Restless& person, bool presences, bool statuses, Millis period, Millis span) {
  for (const MonoTime end = world.now().mono + span; world.now().mono < end; world.run_for(period)) {
    if (presences) person.toggle_presence();
    if (statuses) person.toggle_status();
  }
}

}  // namespace

TEST_CASE("a change every half second does not keep a person from being handed over within three seconds") {
  struct Facets {
    bool presences;
    bool statuses;
  };
  for (const Facets& changing : {Facets{true, false}, Facets{false, true}, Facets{true, true}})
    for (const Millis delay : {5ms, 50ms, 150ms})
      for (Millis phase = 0ms; phase < 500ms; phase += 50ms) {
        CAPTURE(changing.presences);
        CAPTURE(changing.statuses);
        CAPTURE(delay.count());
        CAPTURE(phase.count());
        EngineWorld world(pair());
        bring_up(world);
        world.run_for(70s);
        world.slack.call_delay = 200ms;
        world.socket(0).delay = world.slack.socket_delay = delay;
        Restless ann(world, kAnn);
        keep_changing(world, ann, changing.presences, changing.statuses, 500ms, 5s);
        world.run_for(phase);
        world.goodbye(world.socket(0));
        world.run_for(500ms - phase);
        keep_changing(world, ann, changing.presences, changing.statuses, 500ms, 2'500ms);
        if (!world.socket(0).told_closed) world.close(world.socket(0), EndReason::network_error);
        keep_changing(world, ann, changing.presences, changing.statuses, 500ms, 5s);
        world.run_for(10s);
        CHECK(rotated(world));
        check_no_gap(world, kAnn);
        check_no_gap(world, kBob);
        ann.check_complete();
        world.check_against_truth();
      }
}

TEST_CASE("a member who never answers does not delay the hand-over of the others") {
  EngineWorld world(trio());
  world.slack.silent = {kCyd};
  world.start();
  REQUIRE(world.run_until([&] { return world.log().count("ready") > 0; }, 60s));
  world.run_for(70s);
  world.goodbye(world.socket(0));
  world.run_for(3s);
  if (!world.socket(0).told_closed) world.close(world.socket(0), EndReason::network_error);
  world.run_for(1min);
  CHECK(rotated(world));
  check_no_gap(world, kAnn);
  check_no_gap(world, kBob);
  world.check_against_truth();
}

TEST_CASE("people who change at any pace are recorded exactly through a rotation, however the sockets lag") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    base::Random random(seed);
    EngineWorld world(trio());
    bring_up(world);
    world.run_for(70s);
    const Millis slowest = Millis{20 + static_cast<Millis::rep>(random.below(3)) * 400};
    const Millis pause = Millis{40 + static_cast<Millis::rep>(random.below(4)) * 250};
    if (random.below(3) == 0) world.slack.silent = {kCyd};
    world.slack.call_delay = random.up_to(200ms);
    std::vector<Restless> people{{world, kAnn}, {world, kBob}};
    const auto go_on = [&](Millis span) {
      for (const MonoTime end = world.now().mono + span; world.now().mono < end; world.run_for(random.up_to(pause))) {
        for (std::size_t i = 0; i < world.sockets(); ++i)
          if (random.below(8) == 0) world.socket(i).delay = random.up_to(slowest);
        Restless& one = people[random.below(2)];
        random.below(2) == 0 ? one.toggle_presence() : one.toggle_status();
      }
    };
    world.slack.socket_delay = random.up_to(slowest);
    world.goodbye(world.socket(0));
    go_on(1s + random.up_to(6s));
    if (random.below(2) == 0 && !world.socket(0).told_closed) world.close(world.socket(0), EndReason::network_error);
    go_on(3s);
    world.run_for(1min);
    CHECK(rotated(world));
    for (const Restless& one : people) one.check_complete();
    world.check_against_truth();
  }
}

TEST_CASE("a first answer that is two changes ahead of the old socket is not taken for agreement") {
  EngineWorld world({presence_only(kAnn), presence_only(kBob)});
  bring_up(world);
  world.run_for(70s);
  world.slack.silent = {kAnn};  // the sockets say of her only what this test has them say
  const auto report = [&](support::PeerSocket& socket, const char* state) {
    world.say(socket, R"({"type":"presence_change","user":"U0ANN","presence":")" + std::string(state) + "\"}");
  };
  begin_rotation(world);
  world.socket(0).delay = 600ms;
  const std::size_t pings = world.socket(0).count("ping");
  REQUIRE(world.run_until([&] { return world.socket(0).count("ping") > pings; }, 10s));
  world.run_for(50ms);
  world.set(kAnn, active);
  report(world.socket(0), "active");
  world.set(kAnn, away);
  report(world.socket(0), "away");
  report(world.socket(1), "away");  // arrives first
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(states(world.history().changes_of(kAnn, presence)) == Words{"away", "active", "away"});
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check_against_truth();
}

TEST_CASE("a status there and back on the old socket, which the successor has yet to report, is not agreement") {
  EngineWorld world({status_only(kAnn), presence_only(kBob)});
  bring_up(world);
  world.run_for(70s);
  Restless ann(world, kAnn);
  world.slack.silent = {kBob};  // so that the presence_sub is not answered, and both sockets are pinged
  begin_rotation(world);
  ann.toggle_status();  // both sockets know it when they are pinged
  const std::size_t pings = world.socket(1).count("ping");
  REQUIRE(world.run_until([&] { return world.socket(1).count("ping") > pings; }, 10s));
  world.socket(1).delay = 600ms;
  ann.toggle_status();
  ann.toggle_status();
  world.run_for(1min);
  ann.check_complete();
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  world.check_against_truth();
}

TEST_CASE("a presence there and back while the successor's first answers are under way is not recorded again") {
  EngineWorld world({presence_only(kAnn)});
  bring_up(world);
  world.run_for(70s);
  Restless ann(world, kAnn);
  world.slack.socket_delay = 800ms;
  begin_rotation(world);
  world.run_for(100ms);
  ann.toggle_presence();
  world.run_for(100ms);
  ann.toggle_presence();  // the old socket has reported both when the successor first says `away`
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  ann.check_complete();
  world.check_against_truth();
}

TEST_CASE("what the old socket has yet to report when the successor connects is not lost") {
  EngineWorld world({status_only(kAnn), presence_only(kBob)});
  bring_up(world);
  world.run_for(70s);
  Restless ann(world, kAnn);
  world.goodbye(world.socket(0));
  world.run_for(10ms);
  world.socket(0).delay = 1'500ms;
  ann.toggle_status();
  ann.toggle_status();
  REQUIRE(world.sockets() == 1);
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  ann.check_complete();
  world.check_against_truth();
}

TEST_CASE("an invalidated status that only the successor has reported yet still ends the coverage") {
  EngineWorld world({person(kAnn)});
  world.slack.browser_session = true;
  bring_up(world);
  world.run_for(70s);
  begin_rotation(world);
  world.socket(0).delay = 600ms;
  const std::size_t pings = world.socket(0).count("ping");
  REQUIRE(world.run_until([&] { return world.socket(0).count("ping") > pings; }, 10s));
  world.run_for(50ms);
  world.set(kAnn, saying("lunch"));  // the old socket reports it after its pong
  world.run_for(1min);
  CHECK(rotated(world));
  CHECK(world.history().spans_of(kAnn, status).front().reason == EndReason::invalidated);
  CHECK(states(world.history().changes_of(kAnn, status)) == Words{"", support::text_of(saying("lunch"))});
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check();
}
