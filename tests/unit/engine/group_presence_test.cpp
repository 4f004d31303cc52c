// How many people of each group are active, away or unknown, as the metrics have it.
#include "engine/group_presence.h"

#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::engine::testing;
using engine::GroupPresence;
using Groups = std::vector<GroupPresence>;

namespace {

watch::Group group(std::string name, const std::vector<UserId>& users,
                   base::Facets track = base::Facets::tracked_by_default()) {
  watch::Group one{std::move(name), track, {}, {}};
  for (const UserId& user : users) one.members.push_back({watch::Id{user, ""}, 1});
  return one;
}

// Ann and Bob on call, Bob and Cyd in ops, and a group of nobody.
watch::Watchlist three_groups() {
  return {{group("on-call", {kAnn, kBob}), group("ops", {kBob, kCyd}), group("none", {})}, {}};
}

EngineWorld::Tweak grouped(watch::Watchlist list) {
  return [list](engine::Settings& settings) { settings.watchlist = list; };
}

}  // namespace

TEST_CASE("people of a group are unknown until they are covered, then active or away as Slack shows them") {
  EngineWorld world(trio(), grouped(three_groups()));
  CHECK(world.groups().empty());  // not started: no watchlist is in force
  world.set(kAnn, active);
  world.start();
  CHECK(world.groups() == Groups{{"on-call", 0, 0, 2}, {"ops", 0, 0, 2}, {"none", 0, 0, 0}});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.groups() == Groups{{"on-call", 1, 1, 0}, {"ops", 0, 2, 0}, {"none", 0, 0, 0}});
  world.set(kBob, active);
  world.run_for(1s);
  CHECK(world.groups() == Groups{{"on-call", 2, 0, 0}, {"ops", 1, 1, 0}, {"none", 0, 0, 0}});
}

TEST_CASE("people of a group are unknown while the session is lost, and while nothing can be written") {
  EngineWorld world(trio(), grouped(three_groups()));
  bring_up(world);
  world.close(world.socket(0), EndReason::peer_closed);
  CHECK(world.groups() == Groups{{"on-call", 0, 0, 2}, {"ops", 0, 0, 2}, {"none", 0, 0, 0}});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 60s));
  CHECK(world.groups()[0] == GroupPresence{"on-call", 0, 2, 0});
  world.store(support::StoreMode::fails);
  world.set(kBob, active);
  world.run_for(5s);
  CHECK(world.groups()[0] == GroupPresence{"on-call", 0, 0, 2});
}

TEST_CASE("a person whose presence is not tracked is unknown in their group") {
  EngineWorld world({person(kAnn), status_only(kBob)},
                    grouped({{group("on-call", {kAnn}), group("quiet", {kBob}, {base::Facet::status})}, {}}));
  bring_up(world);
  CHECK(world.groups() == Groups{{"on-call", 0, 1, 0}, {"quiet", 0, 0, 1}});
}

TEST_CASE("a person who was forgotten, excluded or taken off the watchlist is not counted in any group") {
  EngineWorld world(trio(), grouped(three_groups()));
  bring_up(world);
  world.purge(kBob, true);
  CHECK(world.groups() == Groups{{"on-call", 0, 1, 0}, {"ops", 0, 1, 0}, {"none", 0, 0, 0}});
  world.feed(
      engine::WatchlistChanged{watch::Watchlist{{group("on-call", {kAnn, kBob}), group("ops", {kCyd})}, {kCyd}}});
  CHECK(world.groups() == Groups{{"on-call", 0, 1, 0}, {"ops", 0, 0, 0}});
  world.feed(engine::WatchlistChanged{watch::Watchlist{{group("ops", {kBob})}, {}}});
  CHECK(world.groups() == Groups{{"ops", 0, 0, 0}});
}

TEST_CASE("a person who was only purged is unknown until they are seen again") {
  EngineWorld world(pair(), grouped({{group("on-call", {kAnn, kBob})}, {}}));
  bring_up(world);
  world.purge(kAnn, false);
  CHECK(world.groups() == Groups{{"on-call", 0, 1, 1}});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 5s));
  CHECK(world.groups() == Groups{{"on-call", 0, 2, 0}});
}
