// A watchlist of names: who is watched for them, from when, and until when.
#include <doctest/doctest.h>

#include "unit/engine/people.h"

using namespace presenced;
using namespace presenced::base;
using namespace presenced::engine::testing;
using history::EndReason;
using history::NameKind;
using slack::Method;
using support::EngineWorld;

namespace {

watch::Watchlist naming(watch::Who who) {
  watch::Watchlist list;
  list.file = "w.yaml";
  list.groups.push_back({"team", base::Facets::tracked_by_default(), {}, {{std::move(who), 3}}});
  return list;
}

EngineWorld::Tweak watching(watch::Who who) {
  return [who](engine::Settings& settings) { settings.watchlist = naming(who); };
}

// A user group of this world's Slack.
void make_sre(EngineWorld& world, const std::vector<UserId>& users) {
  world.slack.name_replies["usergroups.list"] = http(200, R"({"ok":true,"usergroups":[{"id":"S1","handle":"sre"}]})");
  std::string members;
  for (const UserId& user : users) members += (members.empty() ? "\"" : ",\"") + user.text + '"';
  world.slack.name_replies["usergroups.users.list"] = http(200, R"({"ok":true,"users":[)" + members + "]}");
}

history::Resume knowing_sre(const std::vector<UserId>& users) {
  history::Resume resume;
  resume.names.push_back({NameKind::usergroup, "sre", users, {}});
  return resume;
}

}  // namespace

TEST_CASE("a user group is looked up, and its people are covered") {
  EngineWorld world(pair(), watching(watch::Usergroup{"sre"}));
  make_sre(world, {kAnn, kBob});
  bring_up(world);
  CHECK(world.calls(Method::usergroups_list) == 1);
  CHECK(world.snapshot().watched == 2);
  CHECK(world.snapshot().unresolved.empty());
  world.check_against_truth();
}

TEST_CASE("a handle is found in the list of members, without a call more than that") {
  EngineWorld world({person(kAnn)}, watching(watch::Handle{"NAME-of-" + kAnn.text}));
  world.join(kBob);
  bring_up(world);
  CHECK(world.everyone_covered());
  CHECK(world.calls(Method::users_list) == 1);
  CHECK(world.calls(Method::users_info) == 1);  // the status
  world.check_against_truth();
}

TEST_CASE("stored names are in force at the start without any call") {
  EngineWorld world(pair(), watching(watch::Usergroup{"sre"}), knowing_sre({kAnn, kBob}));
  for (const char* method : {"usergroups.list", "usergroups.users.list"}) world.slack.name_replies[method] = http(503);
  bring_up(world);
  CHECK(world.everyone_covered());
  world.run_for(24h);
  CHECK(world.everyone_covered());  // a refresh that fails keeps everybody
  CHECK(world.history().spans_of(kAnn, presence).size() == 1);
  world.check_against_truth();
}

TEST_CASE("who leaves a user group is covered no longer, and who stays has no gap") {
  EngineWorld world(pair(), watching(watch::Usergroup{"sre"}));
  make_sre(world, {kAnn, kBob});
  bring_up(world);
  world.run_for(1min);
  make_sre(world, {kBob});
  world.say(world.socket(0), R"({"type":"subteam_members_changed","subteam_id":"S1","removed_users":["U0ANN"]})");
  world.run_for(10s);
  CHECK(world.history().spans_of(kAnn, presence).at(0).reason == EndReason::unwatched);
  CHECK(world.history().spans_of(kAnn, status).at(0).reason == EndReason::unwatched);
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  CHECK_FALSE(world.history().spans_of(kBob, presence).at(0).ended_at);
  CHECK(world.calls(Method::usergroups_list) == 1);
  world.check();
}

TEST_CASE("names are looked up also while RTM is refused") {
  EngineWorld world(pair(), watching(watch::Usergroup{"sre"}));
  make_sre(world, {kAnn, kBob});
  world.slack.connect_always = refusal("not_allowed_token_type");
  world.start();
  world.run_for(1min);
  CHECK(world.snapshot().watched == 2);
  world.check();
}

TEST_CASE("a name that cannot be resolved is a warning with its place, and the others are watched") {
  watch::Watchlist list = naming(watch::Email{"nobody@example.com"});
  list.groups[0].members.push_back({watch::Id{kAnn, ""}, 4});
  EngineWorld world({person(kAnn)}, [&](engine::Settings& settings) { settings.watchlist = list; });
  bring_up(world);
  world.run_for(24h);
  CHECK(world.log().count("unresolved") == 1);
  const auto unresolved = world.snapshot().unresolved;
  REQUIRE(unresolved.size() == 1);
  CHECK(unresolved[0].where == "w.yaml:3");
  CHECK(unresolved[0].name == "email \"nobody@example.com\"");
  CHECK(unresolved[0].trouble.starts_with("is not watched: "));
  CHECK(world.everyone_covered());
  world.check();
}

TEST_CASE("an edit to names changes who is watched when Slack has answered") {
  EngineWorld world(pair());
  make_sre(world, {kBob, kCyd});
  world.join(kCyd);
  bring_up(world);
  world.run_for(1min);
  watch::Watchlist list = naming(watch::Usergroup{"sre"});
  list.groups[0].members.push_back({watch::Id{kBob, ""}, 4});
  world.watch(list, {person(kBob), person(kCyd)});
  REQUIRE(world.run_until([&] { return world.everyone_covered(); }, 30s));
  CHECK(world.history().spans_of(kAnn, presence).at(0).reason == EndReason::unwatched);
  CHECK(world.history().spans_of(kBob, presence).size() == 1);
  world.check();
}

TEST_CASE("present statuses and names share the pace of users.list") {
  EngineWorld world(crowd(300), [](engine::Settings& settings) {
    watch::Watchlist list = *settings.watchlist;
    list.groups.push_back({"more", base::Facets::tracked_by_default(), {}, {{watch::Handle{"name-of-U0N0000"}, 3}}});
    settings.watchlist = std::move(list);
  });
  std::vector<MonoTime> calls;
  std::size_t seen = 0;
  world.before_step = [&](std::size_t) {
    if (const std::size_t made = world.calls(Method::users_list); made > seen) {
      seen = made;
      calls.push_back(world.now().mono);
    }
  };
  world.start();
  world.run_for(1min);
  CHECK(calls.size() >= 4);                                                                  // two pages for each
  for (std::size_t i = 1; i < calls.size(); ++i) CHECK(calls[i] - calls[i - 1] >= 2'900ms);  // seen a step late
  world.check();
}

TEST_CASE("old bug: the names did not know of a Retry-After that users.list had answered for the statuses") {
  EngineWorld world(crowd(300), [](engine::Settings& settings) {
    watch::Watchlist list = *settings.watchlist;
    list.groups.push_back({"more", base::Facets::tracked_by_default(), {}, {{watch::Handle{"name-of-U0N0000"}, 3}}});
    settings.watchlist = std::move(list);
  });
  bring_up(world);
  world.run_for(1min);
  const std::size_t before = world.calls(Method::users_list);
  slack::HttpReply busy = http(429);
  busy.retry_after = std::chrono::seconds{50};
  world.slack.status_replies = {busy};
  world.close(world.newest_socket(), EndReason::network_error);
  REQUIRE(world.run_until([&] { return world.calls(Method::users_list) > before; }, 30s));
  world.run_for(1s);
  REQUIRE(world.slack.status_replies.empty());
  const std::size_t refused = world.calls(Method::users_list);
  watch::Watchlist list = naming(watch::Handle{"name-of-U0N0001"});
  world.watch(list, crowd(2));
  world.run_for(45s);
  CHECK(world.calls(Method::users_list) == refused);
  world.run_for(10s);
  CHECK(world.calls(Method::users_list) > refused);
}
