// More sockets than one, each with its own set of people.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;

namespace {

// Two sockets of two people each.
EngineWorld::Tweak two_sets() {
  return [](auto& settings) {
    settings.tuning.max_sockets = 2;
    settings.ids_per_set = 2;
  };
}

}  // namespace

TEST_CASE("a longer watchlist takes more sockets, within the pace of rtm.connect") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.sockets() == 2);
  CHECK(world.socket(0).subscribed.size() == 2);
  CHECK(world.socket(1).subscribed.size() == 2);
  world.check();
}

TEST_CASE("one socket that dies takes the coverage of its own people only") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(10s);
  const bool first_is_mine = world.socket(0).subscribed.contains(nth(0).text);
  world.close(world.socket(first_is_mine ? 0 : 1), EndReason::network_error);
  CHECK_FALSE(world.history().covered(nth(0), presence));
  CHECK_FALSE(world.history().covered(nth(0), status));
  CHECK(world.history().covered(nth(3), presence));
  CHECK(world.history().covered(nth(3), status));
  world.run_for(1min);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("old bug: a status is told to every socket, and each of them spoke for the people of the others") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(10s);
  world.socket(1).delay = 1s;
  world.set(nth(0), saying("one"));
  world.run_for(500ms);
  world.set(nth(0), saying("two"));
  world.run_for(5s);
  CHECK(states(world.history().changes_of(nth(0), status)) == Words{"", "one|:wave:|", "two|:wave:|"});
  CHECK(world.history().spans_of(nth(0), status)[0].sessions.size() == 1);
  world.check();
}

TEST_CASE("old bug: a set that an edit of the watchlist made necessary was never connected") {
  EngineWorld world(crowd(2), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  for (const auto& one : crowd(4)) world.join(one.id);
  world.watch(crowd(4));
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.sockets() == 2);
  world.check();
}

TEST_CASE("old bug: whoever moved to another set stayed covered by a socket that no longer watched them") {
  EngineWorld world({person(nth(0)), person(nth(1)), status_only(nth(2))}, two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.watch(crowd(3));  // the third finds no room in the first set
  world.close(world.socket(0), EndReason::network_error);
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.history().spans_of(nth(2), status).size() == 2);
  world.check();
}

TEST_CASE("whoever is followed for statuses alone from now on keeps the coverage of their set") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.watch({person(nth(0)), person(nth(1)), person(nth(2)), status_only(nth(3))});
  world.run_for(1min);
  CHECK(world.history().spans_of(nth(3), status).size() == 1);
  CHECK(world.history().covered(nth(3), status));
  world.check();
}

TEST_CASE("a set whose last person left is retired: its socket is closed, and nobody else is touched") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(10s);
  world.watch(crowd(2));
  world.run_for(1min);
  CHECK(world.snapshot().streams[1].state == "retired");
  CHECK(world.snapshot().streams[1].trouble.empty());
  std::size_t open = 0;
  for (std::size_t i = 0; i < world.sockets(); ++i) open += world.socket(i).up;
  CHECK(open == 1);
  CHECK(world.history().sessions().at(SessionNumber{2}).reason == EndReason::unwatched);
  CHECK(world.history().spans_of(nth(0), presence).size() == 1);
  CHECK(world.log().count("lost") == 0);
  CHECK(world.connect_calls().size() == 2);
  world.watch(crowd(4));
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.history().spans_of(nth(0), presence).size() == 1);
  world.check_against_truth();
}

TEST_CASE("a set that is retired while its socket is being opened is left alone by what comes late") {
  EngineWorld world(crowd(4), two_sets());
  world.slack.says_hello = false;
  world.start();
  world.run_for(2s);
  world.watch(crowd(2));
  world.slack.says_hello = true;
  world.run_for(2min);
  CHECK(world.everyone_covered());
  CHECK(world.snapshot().streams[1].state == "retired");
  world.check();
}

TEST_CASE("an edit touches the sockets of those it is about only") {
  EngineWorld world(crowd(4), two_sets());
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  world.run_for(5s);
  auto people = crowd(4);
  std::swap(people[0], people[1]);
  people[3] = person(kAnn);
  world.join(kAnn);
  world.watch(people);
  world.run_for(10s);
  const std::size_t mine = world.socket(0).subscribed.contains(nth(0).text) ? 0 : 1;
  CHECK(world.socket(mine).count("presence_sub") == 1);
  CHECK(world.socket(1 - mine).count("presence_sub") == 2);
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("the sockets of the highest priority are opened first") {
  auto people = crowd(14);
  for (std::size_t i = 0; i < people.size(); ++i)
    people[i].priority = i < 6 ? watch::Priority::low : i < 10 ? watch::Priority::normal : watch::Priority::high;
  EngineWorld world(people, [](auto& settings) {
    settings.tuning.max_sockets = 7;
    settings.ids_per_set = 2;
    settings.pace.burst = 1;
  });
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10min));
  for (std::size_t i = 0; i < 7; ++i)
    for (const std::string& id : world.socket(i).subscribed)
      CHECK(id >= (i < 2 ? nth(10).text : i < 4 ? nth(6).text : nth(0).text));
  world.check();
}

TEST_CASE("sets that fail again and again do not keep the others from their turn") {
  auto people = crowd(30);
  for (std::size_t i = 0; i < 10; ++i) people[i].priority = watch::Priority::high;
  EngineWorld world(people, [](auto& settings) {
    settings.tuning.max_sockets = 15;
    settings.ids_per_set = 2;
  });
  world.before_step = [&](std::size_t) {  // whoever is of high priority loses the socket at once
    for (std::size_t i = 0; i < world.sockets(); ++i) {
      auto& socket = world.socket(i);
      if (!socket.up || socket.told_closed || socket.subscribed.empty() || *socket.subscribed.begin() > nth(9).text)
        continue;
      socket.up = false;
      world.later(1s, [&world, &socket] { world.close(socket, EndReason::network_error); });
    }
  };
  world.start();
  CHECK(world.run_until(
      [&] {
        for (std::size_t i = 10; i < 30; ++i)
          if (!world.history().covered(nth(i), presence)) return false;
        return true;
      },
      1h));
  world.before_step = nullptr;
  world.check();
}

TEST_CASE("a token that is refused is tried by one socket at a time, not by each") {
  EngineWorld world(crowd(10), [](auto& settings) {
    settings.tuning.max_sockets = 5;
    settings.ids_per_set = 2;
  });
  world.slack.connect_always = refusal("invalid_auth");
  world.start();
  world.run_for(1h);
  CHECK(world.connect_calls().size() <= 5 + 6);
  world.slack.connect_always.reset();
  world.watch(crowd(10));
  CHECK(world.run_until([&] { return world.everyone_covered(); }, 10min));
  world.check();
}

TEST_CASE("fifteen sets come up within the pace, and share the listings of the statuses") {
  EngineWorld world(crowd(600), [](auto& settings) {
    settings.tuning.max_sockets = 15;
    settings.ids_per_set = 40;
  });
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 11min));
  CHECK(world.sockets() == 15);
  CHECK(world.calls(slack::Method::users_list) <= 3 * 11);
  world.check();
}

TEST_CASE("several sets that reconnect at once share one listing, and claim no status until it comes") {
  EngineWorld world(crowd(600), [](auto& settings) {
    settings.tuning.max_sockets = 4;
    settings.ids_per_set = 150;
  });
  world.start();
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 2min));
  world.run_for(5min);
  const std::size_t before = world.calls(slack::Method::users_list);
  for (std::size_t i = 0; i < 4; ++i) world.close(world.socket(i), EndReason::network_error);
  CHECK(world.snapshot().facet_covered[base::Facet::status] == 0);
  world.set(nth(5), saying("changed in the gap"));
  world.slack.call_delay = 1s;
  std::vector<MonoTime> listed;
  std::size_t seen = before;
  world.before_step = [&](std::size_t) {
    if (world.calls(slack::Method::users_list) == seen) return;
    seen = world.calls(slack::Method::users_list);
    listed.push_back(world.now().mono);
    if (listed.size() == 1) CHECK(world.snapshot().facet_covered[base::Facet::status] == 0);
  };
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 10min));
  CHECK(seen - before <= 6);  // 3 pages, and once more for those who came when it was under way
  CHECK(world.calls(slack::Method::users_info) == 0);
  REQUIRE(listed.size() >= 3);  // seen a moment after each was made
  CHECK(listed.back() - listed.front() >= 3s * static_cast<int>(listed.size() - 1) - 1s);
  CHECK(world.history().changes_of(nth(5), status).back().source == Source::resync);
  world.before_step = nullptr;
  world.check_against_truth();
}
