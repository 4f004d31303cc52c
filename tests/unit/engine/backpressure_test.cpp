// A disk that is behind holds the sockets; only one that is stuck costs coverage.
#include "engine/backpressure.h"

#include <doctest/doctest.h>

#include "unit/engine/held.h"
#include "unit/engine/people.h"
#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;

using engine::Backpressure;
using support::StoreMode;
using Turn = Backpressure::Turn;

namespace {

base::MonoTime at(base::Millis after) { return base::MonoTime{1'000'000ms + after}; }

}  // namespace

TEST_CASE("sockets are held above the mark and let go at half of it") {
  Backpressure pressure(1'000);
  CHECK(pressure.turn(1'000, true, at(0ms)) == Turn::none);
  CHECK(pressure.turn(1'001, true, at(1ms)) == Turn::hold);
  CHECK(pressure.turn(3'000, true, at(2ms)) == Turn::none);
  CHECK(pressure.turn(501, true, at(3ms)) == Turn::none);
  CHECK(pressure.turn(500, true, at(4ms)) == Turn::release);
  CHECK(pressure.turn(900, true, at(5ms)) == Turn::none);
  CHECK(pressure.held_for(at(9ms)) == 3ms);
}

TEST_CASE("a disk that is stuck for longer than Slack waits, or too much that needs no socket, is given up on") {
  Backpressure pressure(1'000);
  CHECK(pressure.turn(1'001, true, at(0ms)) == Turn::hold);
  CHECK(pressure.turn(1'001, true, at(Backpressure::kNoted)) == Turn::note);
  CHECK(pressure.turn(1'001, true, at(Backpressure::kLongest - 1ms)) == Turn::none);
  CHECK(pressure.turn(1'001, true, at(Backpressure::kLongest)) == Turn::give_up);
  CHECK(pressure.turn(9'000, false, at(Backpressure::kLongest + 1ms)) == Turn::none);
  CHECK(pressure.turn(1'001, true, at(3min)) == Turn::hold);
  CHECK(pressure.turn(4'001, true, at(3min + 1ms)) == Turn::give_up);
}

TEST_CASE("where what is read cannot be recorded anyway the sockets are let go") {
  Backpressure pressure(1'000);
  CHECK(pressure.turn(1'001, true, at(0ms)) == Turn::hold);
  CHECK(pressure.turn(1'001, false, at(1ms)) == Turn::release);
  CHECK(pressure.turn(1'001, false, at(2ms)) == Turn::none);
}

TEST_CASE("a batch counts with the texts that its records carry, and an empty one with its place in the queue") {
  history::Batch batch{"acme", base::BatchNumber{1}, {}, {}};
  const std::size_t empty = history::bytes_of(batch);
  CHECK(empty > 0);
  const std::string text(1'000, 'x');
  batch.records.emplace_back(history::Transition{kAnn, {}, {}, {}, base::Status{text, "", {}}, Source::push, {}});
  CHECK(history::bytes_of(batch) > empty + text.size());
}

TEST_CASE("a disk that stalls for a minute loses nothing, and what has waited says so by its bounds") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  world.run_for(1min);
  flood(world);
  const auto held_since = world.now().wall;
  world.run_for(30s);
  world.set(kBob, active);
  world.run_for(30s);
  CHECK(world.history().changes_of(kBob, presence).size() == 1);
  CHECK(world.snapshot().held);
  CHECK(world.snapshot().uncommitted_bytes < kMark + 2'000);

  world.store(StoreMode::commits);
  world.run_for(1s);
  CHECK_FALSE(world.held());
  const auto change = world.history().changes_of(kBob, presence).back();
  CHECK(change.after == "active");
  CHECK(change.source == Source::late);
  CHECK(change.earliest <= held_since + 30s);  // a pong that was read before it tells that it is no older than that
  CHECK(change.earliest > held_since - 1s);
  CHECK(change.at >= held_since + 60s);
  CHECK(world.everyone_covered());
  CHECK(world.sockets() == 1);
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  CHECK(world.log().count("disk_behind") == 1);

  world.run_for(20s);
  world.set(kBob, away);
  world.run_for(1s);
  CHECK(world.history().changes_of(kBob, presence).back().source == Source::push);
  world.check();
}

TEST_CASE("a socket whose frames wait proves nothing beyond the moment at which reading stopped, until a pong") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  world.slack.answers_pings = false;
  flood(world);
  const auto held_since = world.now().wall;
  world.run_for(20s);
  world.set(kBob, active);
  world.run_for(1s);
  world.store(StoreMode::commits);
  world.run_for(500ms);
  world.close(world.newest_socket(), EndReason::network_error);
  const auto ann = world.history().spans_of(kAnn, status)[0];
  REQUIRE(ann.ended_at);
  CHECK(*ann.ended_at <= held_since);
  world.check();
}

TEST_CASE("a disk that is stuck for minutes ends coverage, and lets the sockets go") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  flood(world);
  world.run_for(Backpressure::kLongest + 1s);
  CHECK_FALSE(world.held());
  CHECK(world.log().count("store_behind") == 1);
  CHECK_FALSE(world.history().covered(kAnn, presence));
  CHECK(world.history().spans_of(kAnn, presence)[0].reason == EndReason::store_error);
  for (int i = 0; i < 300; ++i) {
    world.set(kAnn, i % 2 == 0 ? active : away);
    world.run_for(100ms);
  }
  CHECK(world.snapshot().uncommitted_bytes < kMark + 4'000);
  world.store(StoreMode::commits);
  world.run_for(5s);
  CHECK(world.everyone_covered());
  CHECK(world.sockets() == 1);
  CHECK(world.snapshot().uncommitted < 5);
  world.check();
}

TEST_CASE("a stop does not wait for sockets that are held") {
  EngineWorld world(pair(), small_mark);
  bring_up(world);
  flood(world);
  world.feed(engine::StopRequested{});
  world.run_for(4s);
  CHECK_FALSE(world.held());
  world.check();
}

// ---- Socket Mode ----

namespace {

// Up, and the sockets held, with a change of Bob's and one of somebody else's waiting to be read.
struct HeldLinks : SocketModeWorld {
  HeldLinks() : SocketModeWorld(status_pair(), small_mark) {
    bring_up();
    run_for(3min);
    store(StoreMode::holds);
    for (int i = 0; i < 300 && !held(); ++i) {
      change(up(0), kAnn, "on " + std::to_string(i));
      run_for(20ms);
    }
    REQUIRE(held());
    waited = change(up(0), kBob, "waited");
    unwatched = deliver(up(0), told(kCyd, "nobody asked"));
    run_for(500ms);
  }
  void let_go() {
    store(StoreMode::commits);
    run_for(500ms);
    REQUIRE_FALSE(held());
  }
  std::string waited, unwatched;
};

}  // namespace

TEST_CASE("Socket Mode: what has waited to be read for longer than Slack waits is recorded, and not acknowledged") {
  HeldLinks world;
  world.run_for(4s);
  world.let_go();
  CHECK(world.texts_of(kBob) == Words{"", said("waited")});
  CHECK_FALSE(world.acknowledged(world.waited));
  CHECK_FALSE(world.acknowledged(world.unwatched));
  world.run_for(feeds::Backlog::kDrained);
  const std::string next = world.change(world.up(0), kBob, "read at once");
  world.run_for(100ms);
  CHECK(world.acknowledged(next));
  CHECK(world.everyone_covered());
  world.check_against_truth();
}

TEST_CASE("Socket Mode: what has waited only for as long as Slack waits is acknowledged") {
  HeldLinks world;
  world.let_go();
  CHECK(world.texts_of(kBob) == Words{"", said("waited")});
  CHECK(world.acknowledged(world.waited));
  CHECK(world.acknowledged(world.unwatched));
  world.check_against_truth();
}
