// Socket Mode: what becomes of a delivery, in which order events count, and when Slack gets its acknowledgement.
#include <doctest/doctest.h>

#include "unit/engine/socket_mode.h"

using namespace presenced;
using namespace presenced::engine::testing;
using slack::Method;

namespace {

// Up, and so long ago that every answer is older than what comes.
struct Settled : SocketModeWorld {
  using SocketModeWorld::SocketModeWorld;
  void settle() {
    bring_up();
    run_for(3min);
  }
};

}  // namespace

// ---- acknowledgements ----

TEST_CASE("a change is recorded as pushed, on whichever socket it comes, and then acknowledged") {
  Settled world;
  world.settle();
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string id = world.change(world.up(i), kAnn, "on " + std::to_string(i));
    CHECK_FALSE(world.acknowledged(id));
    world.run_for(100ms);
    CHECK(world.acknowledged(id));
    CHECK(world.last_change(kAnn).source == Source::push);
    CHECK(world.last_change(kAnn).earliest == world.last_change(kAnn).at);
  }
  CHECK(world.texts_of(kAnn) == Words{"", said("on 0"), said("on 1")});
  world.check_against_truth();
}

TEST_CASE("nothing is acknowledged before it is durable") {
  Settled world;
  world.settle();
  world.store(support::StoreMode::holds);
  const std::string id = world.change(world.up(0), kAnn, "held");
  world.run_for(2s);
  CHECK_FALSE(world.acknowledged(id));
  world.store(support::StoreMode::commits);
  world.run_for(100ms);
  CHECK(world.acknowledged(id));
  world.check_against_truth();
}

TEST_CASE("what is not durable within 3 s is not acknowledged; Slack sends it again, and then it is") {
  Settled world;
  world.settle();
  world.store(support::StoreMode::holds);
  Told told = world.told(kAnn, "held");
  const std::string first = world.change(world.up(0), kAnn, "held");
  world.run_for(4s);
  world.store(support::StoreMode::commits);
  world.run_for(1s);
  CHECK_FALSE(world.acknowledged(first));
  const std::string again = world.deliver(world.up(1), told);
  world.run_for(1s);
  CHECK(world.acknowledged(again));
  CHECK(world.texts_of(kAnn) == Words{"", said("held")});
  world.check_against_truth();
}

TEST_CASE("a repeated event waits for the record of the first one") {
  Settled world;
  world.settle();
  world.store(support::StoreMode::holds);
  const Told told = world.told(kAnn, "held");
  world.change(world.up(0), kAnn, "held");
  world.run_for(500ms);
  const std::string again = world.deliver(world.up(1), told);
  world.run_for(1s);
  CHECK_FALSE(world.acknowledged(again));
}

TEST_CASE("while nothing can be recorded, changes of watched people are not acknowledged, and others are") {
  Settled world;
  world.settle();
  world.store(support::StoreMode::fails);
  world.run_for(10s);
  REQUIRE_FALSE(world.snapshot().covering);
  const Told told = world.told(kAnn, "unwritten");
  const std::string watched = world.change(world.up(0), kAnn, "unwritten");
  const std::string other = world.deliver(world.up(0), world.told(kCyd, "nobody asked"));
  world.run_for(5s);
  CHECK_FALSE(world.acknowledged(watched));
  CHECK(world.acknowledged(other));
  world.store(support::StoreMode::commits);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  const std::string again = world.deliver(world.up(0), told);
  world.run_for(1s);
  CHECK(world.acknowledged(again));
  CHECK(world.texts_of(kAnn) == Words{"", said("unwritten")});
  CHECK(world.last_change(kAnn).source == Source::resync);
  world.check_against_truth();
}

TEST_CASE("what is of no use is acknowledged at once, also while the disk hesitates") {
  Settled world;
  world.settle();
  world.store(support::StoreMode::holds);
  auto& socket = world.up(0);
  const std::string message = world.deliver(socket, R"({"type":"message","user":"U0ANN","text":"hi"})");
  world.say(socket, R"({"type":"slash_commands","envelope_id":"e-slash","payload":{"command":"/x"}})");
  world.say(socket, R"({"type":"interactive","envelope_id":"e-click","payload":{"type":"block_actions"}})");
  world.say(socket, R"({"type":"something_new","envelope_id":"e-new"})");
  const std::string null_user = world.deliver(socket, R"({"type":"user_change","user":null})");
  const std::string empty = world.envelope(socket, R"("type":"event_callback")");
  world.run_for(20ms);
  for (const std::string& id :
       {message, std::string("e-slash"), std::string("e-click"), std::string("e-new"), null_user, empty})
    CHECK(world.acknowledged(id));
}

TEST_CASE("people who are not watched are acknowledged and leave no trace") {
  Settled world;
  world.settle();
  const std::size_t lines = world.log().lines().size();
  const std::string id = world.deliver(world.up(0), world.told(kCyd, "private matter"));
  world.deliver(world.up(0), R"({"type":"team_join","user":{"id":"U0CYD","name":"cyd"}})");
  world.run_for(100ms);
  CHECK(world.acknowledged(id));
  CHECK(world.log().lines().size() == lines);
  CHECK_FALSE(world.history().seen().contains(kCyd));
  CHECK(world.history().changes_of(kCyd, status).empty());
}

// ---- whose events ----

TEST_CASE("events of other workspaces of the app are acknowledged and passed over") {
  Settled world;
  world.settle();
  Told foreign = world.told(kAnn, "elsewhere");
  foreign.team = "T0OTHER";
  const std::string id = world.deliver(world.up(0), foreign);
  world.run_for(1s);
  CHECK(world.acknowledged(id));
  CHECK(world.texts_of(kAnn) == Words{""});
}

TEST_CASE("deliveries for another app are passed over, and the log says so once") {
  Settled world;
  world.settle();
  Told other = world.told(kAnn, "elsewhere");
  other.app = "A0OTHER";
  world.deliver(world.up(0), other);
  const std::string id = world.deliver(world.up(0), other);
  world.run_for(1s);
  CHECK(world.acknowledged(id));
  CHECK(world.log().count("foreign_app") == 1);
  CHECK(world.texts_of(kAnn) == Words{""});
}

TEST_CASE("names of watched people are recorded, and a member who joins is asked about") {
  Settled world;
  world.settle();
  const std::size_t before = world.calls(Method::users_info);
  world.deliver(world.up(0), R"({"type":"team_join","user":{"id":"U0ANN","name":"ann","real_name":"Ann Other"}})");
  world.run_for(5s);
  CHECK(world.history().seen().at(kAnn).real_name == "Real U0ANN");  // as the answer has it
  CHECK(world.calls(Method::users_info) == before + 1);
}

// ---- order ----

TEST_CASE("the same event again changes nothing, on whichever socket") {
  Settled world;
  world.settle();
  const Told told = world.told(kAnn, "once");
  world.change(world.up(0), kAnn, "once");
  world.run_for(1s);
  world.change(world.up(0), kAnn, "then");
  world.run_for(1s);
  for (int i = 0; i < 3; ++i) world.deliver(world.up(1), told);
  world.run_for(1s);
  CHECK(world.texts_of(kAnn) == Words{"", said("once"), said("then")});
  world.check_against_truth();
}

TEST_CASE("an older event that was overtaken is dropped and acknowledged") {
  Settled world;
  world.settle();
  const Told older = world.told(kAnn, "older");
  world.run_for(1s);
  world.change(world.up(0), kAnn, "newer");
  world.run_for(1s);
  const std::string id = world.deliver(world.up(1), older);
  world.run_for(1s);
  CHECK(world.acknowledged(id));
  CHECK(world.texts_of(kAnn) == Words{"", said("newer")});
}

TEST_CASE("an event of an older record does not overwrite a newer one, whatever its event_ts says") {
  Settled world;
  world.settle();
  world.change(world.up(0), kAnn, "newer");
  world.run_for(3s);
  Told stale = world.told(kAnn, "stale");
  stale.updated = *stale.updated - 60;
  world.deliver(world.up(0), stale);
  world.run_for(1s);
  CHECK(world.texts_of(kAnn) == Words{"", said("newer")});
}

TEST_CASE("a reduced record without `updated` counts by its event_ts") {
  Settled world;
  world.settle();
  Told reduced = world.told(kAnn, "reduced");
  reduced.updated.reset();
  world.deliver(world.up(0), reduced);
  world.run_for(1s);
  CHECK(world.texts_of(kAnn) == Words{"", said("reduced")});
  CHECK(world.last_change(kAnn).source == Source::push);
}

TEST_CASE("an event made before a question is older than its answer") {
  SocketModeWorld world;
  Told before = world.told(kAnn, "before");
  before.updated.reset();
  set_untold(world, kAnn, saying("answer"));
  world.run_for(30s);
  world.bring_up();
  world.deliver(world.up(0), before);
  world.run_for(5s);
  CHECK(world.texts_of(kAnn) == Words{said("answer")});
  CHECK(world.history().spans_of(kAnn, status).size() == 1);
  world.check_against_truth();
}

TEST_CASE("an event that cannot be told from the answer ends the coverage until the next answer") {
  SocketModeWorld world;
  world.bring_up();
  Told unclear = world.told(kAnn, "unclear");
  unclear.updated.reset();
  unclear.made -= 200ms;
  set_untold(world, kAnn, saying("unclear"));
  world.deliver(world.up(0), unclear);
  world.run_for(100ms);
  CHECK_FALSE(world.history().covered(kAnn, status));
  CHECK(world.history().spans_of(kAnn, status)[0].reason == EndReason::invalidated);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10s));
  CHECK(world.texts_of(kAnn).back() == said("unclear"));
  world.check_against_truth();
}

TEST_CASE("an answer that is older than an event is asked for again") {
  SocketModeWorld world;
  world.slack.call_delay = 3s;
  world.start();
  REQUIRE(world.run_until([&] { return world.calls(Method::users_info) == 1; }, 60s));
  const Told told = world.told(kAnn, "meanwhile");  // the answer on its way does not know it
  world.run_for(1s);
  world.slack.call_delay = 20ms;
  set_untold(world, kAnn, saying("meanwhile"));
  world.deliver(world.up(0), told);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(world.texts_of(kAnn) == Words{said("meanwhile")});
  world.check_against_truth();
}

TEST_CASE("events that Slack sends again after a restart change nothing") {
  SocketModeWorld first;
  first.bring_up();
  first.run_for(3min);
  const Told old = first.told(kAnn, "older");
  first.change(first.up(0), kAnn, "older");
  first.run_for(3s);
  first.change(first.up(0), kAnn, "newer");
  first.run_for(3s);

  SocketModeWorld second(status_pair(), {}, first.history().resume());
  second.run_for(first.now().mono - second.now().mono + 10s);
  set_untold(second, kAnn, saying("newer"));
  second.start();
  REQUIRE(second.run_until([&] { return second.open_links() > 0 && second.up(0).hello; }, 30s));
  second.deliver(second.up(0), old);  // before the answer
  REQUIRE(second.run_until([&] { return second.everyone_covered(); }, 60s));
  const std::string id = second.deliver(second.up(0), old);  // and after it
  second.run_for(5s);
  CHECK(second.acknowledged(id));
  CHECK(second.history().changes_of(kAnn, status).empty());
  CHECK(second.history().spans_of(kAnn, status).size() == 1);
  second.check();
}

// ---- late events ----

TEST_CASE("an event that was under way for more than 10 s is late, and its bounds reach back to Slack's time") {
  Settled world;
  world.settle();
  const Told told = world.told(kAnn, "late");
  const auto made = world.now().wall;
  world.run_for(60s);
  world.deliver(world.up(0), told);
  world.run_for(1s);
  const auto change = world.last_change(kAnn);
  CHECK(change.source == Source::late);
  CHECK(change.earliest <= made);
  CHECK(change.earliest >= made - 5s);
  CHECK(change.at >= made + 60s);
  world.check();
}

TEST_CASE("an event of some seconds ago is a push") {
  Settled world;
  world.settle();
  const Told told = world.told(kAnn, "nearly");
  world.run_for(8s);
  world.deliver(world.up(0), told);
  world.run_for(1s);
  CHECK(world.last_change(kAnn).source == Source::push);
}

TEST_CASE("a late event does not reach back beyond the answer that it changes") {
  SocketModeWorld world;
  world.slack.dates_replies = false;  // so the clocks may differ by a minute
  world.bring_up();
  const auto covered_since = world.history().spans_of(kAnn, status)[0].started_at;
  world.run_for(5s);
  const Told told = world.told(kAnn, "late");
  world.run_for(2min);
  world.deliver(world.up(0), told);
  world.run_for(1s);
  const auto change = world.last_change(kAnn);
  CHECK(change.source == Source::late);
  CHECK(change.earliest >= covered_since - 1s);
  world.check();
}

TEST_CASE("old bug: a status that an event about something else told first was dated by that event") {
  Settled world;
  world.settle();
  const auto before = world.now().wall;
  world.run_for(10s);
  Told told = world.told(kAnn, "lunch");  // the event of this change is under way for long
  const auto made = told.made;
  world.run_for(5s);
  told.made = world.now().wall;
  told.type = "user_huddle_changed";
  world.deliver(world.up(0), told);
  world.run_for(1s);
  const auto change = world.last_change(kAnn);
  CHECK(change.source == Source::late);
  CHECK(change.earliest <= made);
  CHECK(change.earliest >= before - 4min);
  world.check();
}

TEST_CASE("old bug: an event that repeats the status confirmed it on its arrival") {
  Settled world;
  world.settle();
  world.change(world.up(0), kAnn, "lunch");
  world.run_for(2s);
  const Told repeated = world.told(kAnn, "lunch");  // of something else in the record
  world.run_for(2s);
  set_untold(world, kAnn, saying("back"));
  const auto changed = world.now().wall;
  world.run_for(4s);
  world.deliver(world.up(0), repeated);
  world.run_for(1s);
  world.slack.answers_closes = false;
  world.up(1).mute = true;  // so that everybody is asked about
  REQUIRE(world.run_until([&] { return world.texts_of(kAnn).back() == said("back"); }, 3min));
  CHECK(world.last_change(kAnn).source == Source::audit);
  CHECK(world.last_change(kAnn).earliest <= changed);
  world.check_against_truth();
}

TEST_CASE("old bug: after an event of while the clock was wrong every later change looked as if it had just happened") {
  SocketModeWorld world;
  world.slack.dates_replies = false;
  world.step_clock(-24h * 365);
  world.bring_up();
  Told first = world.told(kAnn, "first");
  first.updated.reset();
  world.deliver(world.up(0), first);  // shows that the clock is wrong
  world.run_for(1min);
  REQUIRE_FALSE(world.history().covered(kAnn, status));
  world.step_clock(24h * 365);
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.run_for(3min);
  Told told = world.told(kAnn, "lunch");
  const auto made = told.made;
  world.run_for(5s);
  told.made = world.now().wall;
  told.type = "user_huddle_changed";
  world.deliver(world.up(0), told);
  world.run_for(1s);
  CHECK(world.last_change(kAnn).source == Source::late);
  CHECK(world.last_change(kAnn).earliest <= made);
  world.check();
}
