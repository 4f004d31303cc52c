// What each kind of name stands for.
#include <doctest/doctest.h>

#include "desk.h"

namespace presenced::roster {
namespace {

using namespace testing;
using watch::Channel;
using watch::Email;
using watch::Handle;
using watch::Usergroup;

TEST_CASE("an address is looked up by itself, whatever its capital letters") {
  Desk desk;
  desk.members = {user("U1", "lee", "", "lee@example.com")};
  desk.set(list_of({member(Email{"Lee@Example.com"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1"}));
  REQUIRE(desk.calls.size() == 1);
  CHECK(desk.calls[0].form == "email=lee%40example.com");
  const auto stored = desk.recorded<history::NameResolved>();
  REQUIRE(stored.size() == 1);
  CHECK(stored[0] == history::NameResolved{history::NameKind::email, "lee@example.com", ids({"U1"}),
                                           base::wall_from_unix_ms(1'700'000'000'000)});
}

TEST_CASE("a handle is the display name or the user name, and its capital letters do not matter") {
  Desk desk;
  desk.members = {user("U1", "kim.k", "Kim"), user("U2", "lee"), user("U3", "dana")};
  desk.set(list_of({member(Handle{"KIM"}), member(Handle{"Lee"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1", "U2"}));
  CHECK(desk.warnings.empty());
}

TEST_CASE("one walk through users.list serves all handles, page after page") {
  Desk desk;
  desk.page = 2;
  desk.members = {user("U1", "a"), user("U2", "b"), user("U3", "c"), user("U4", "d"), user("U5", "e")};
  desk.set(list_of({member(Handle{"a"}), member(Handle{"c"}), member(Handle{"e"})}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U3", "U5"}));
  REQUIRE(desk.calls.size() == 3);
  CHECK(desk.calls[2].form == "limit=200&cursor=4");
}

TEST_CASE("a name that two people have is nobody's, and said with both") {
  Desk desk;
  desk.members = {user("U1", "kim"), user("U2", "other", "Kim")};
  desk.set(list_of({member(Handle{"kim"}, 7)}));
  desk.run_for(10s);
  CHECK(desk.people().empty());
  CHECK(desk.warnings ==
        std::vector<std::string>{"w:7: handle \"@kim\" is not watched: it is the handle or display name "
                                 "of U1 and U2; write the id of the one that you mean"});
}

TEST_CASE("somebody else who takes the name does not end the watch of the one who has it still") {
  Desk desk({{history::NameKind::handle, "kim", ids({"U1"}), {}}});
  desk.members = {user("U1", "kim"), user("U2", "other", "Kim")};
  desk.set(list_of({member(Handle{"kim"}, 7)}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1"}));
  REQUIRE(desk.warnings.size() == 1);
  CHECK(desk.warnings[0].starts_with("w:7: handle \"@kim\" is watched as before: it is the handle or display name of"));
}

TEST_CASE("a deactivated account is nobody") {
  Desk desk;
  desk.members = {user("U1", "kim", "", "kim@example.com")};
  desk.members[0].deleted = true;
  desk.set(list_of({member(Handle{"kim"}), member(Email{"kim@example.com"}, 2)}));
  desk.run_for(10s);
  CHECK(desk.people().empty());
  CHECK(desk.warnings.size() == 2);
}

TEST_CASE("usergroups.list is called once for all user groups, then each one's members") {
  Desk desk;
  desk.usergroups = {
      {"sre", {"S1", ids({"U1", "U2"})}}, {"ops", {"S2", ids({"U2", "U3"})}}, {"x", {"S3", ids({"U9"})}}};
  desk.set(list_of({member(Usergroup{"SRE"}), member(Usergroup{"ops"})}));
  desk.run_for(30s);
  CHECK(desk.people() == ids({"U1", "U2", "U3"}));
  CHECK(desk.count(Method::usergroups_list) == 1);
  CHECK(desk.count(Method::usergroups_users_list) == 2);
  CHECK(desk.count(Method::users_list) == 0);
}

TEST_CASE("a user group without members is no mistake") {
  Desk desk;
  desk.usergroups = {{"sre", {"S1", {}}}};
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(30s);
  CHECK(desk.people().empty());
  CHECK(desk.warnings.empty());
  CHECK(desk.roster.unresolved().empty());
}

TEST_CASE("a channel's people are watched, its bots and deactivated accounts are not") {
  Desk desk;
  desk.page = 2;
  desk.members = {user("U1", "a"), user("U2", "b"), user("U3", "bot"), user("U4", "gone"),
                  user("USLACKBOT", "slackbot")};
  desk.members[2].is_bot = true;
  desk.members[3].deleted = true;
  desk.channels = {{"general", {"C1", ids({"U9"})}},
                   {"incidents", {"C2", ids({"U1", "U2", "U3", "U4", "USLACKBOT"})}},
                   {"random", {"C3", {}}}};
  desk.set(list_of({member(Channel{"incidents"})}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U2"}));
  CHECK(desk.changes == 2);                            // nobody at first, and then the two: the bots were never watched
  CHECK(desk.count(Method::conversations_list) == 1);  // what was looked for was on the first page
  CHECK(desk.calls.at(1).form == "types=public_channel%2Cprivate_channel&exclude_archived=true&limit=200");
  CHECK(desk.count(Method::conversations_members) == 3);
}

TEST_CASE("a bot that is named itself is watched") {
  Desk desk;
  desk.members = {user("U3", "deploybot")};
  desk.members[0].is_bot = true;
  desk.set(list_of({member(Handle{"deploybot"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U3"}));
}

TEST_CASE("many addresses take a walk through users.list, and those it does not show a look-up") {
  Desk desk;
  std::vector<watch::Member> members;
  for (int i = 0; i < 20; ++i) {
    const std::string name = "p" + std::to_string(i);
    desk.members.push_back(user(("U" + std::to_string(100 + i)).c_str(), name.c_str(), "", (name + "@x.org").c_str()));
    members.push_back(member(Email{name + "@x.org"}));
  }
  members.push_back(member(Email{"nobody@x.org"}, 99));
  desk.set(list_of(std::move(members)));
  desk.run_for(1min);
  CHECK(desk.people().size() == 20);
  CHECK(desk.count(Method::users_list) == 1);
  CHECK(desk.count(Method::users_lookup_by_email) == 1);
  CHECK(desk.warnings == std::vector<std::string>{
                             "w:99: email \"nobody@x.org\" is not watched: no active member has this address; correct "
                             "it, or name the member by id"});
}

TEST_CASE("the same name in two groups is asked about once") {
  Desk desk;
  desk.members = {user("U1", "kim")};
  watch::Watchlist list = list_of({member(Handle{"kim"})});
  list.groups.push_back(
      {"leads", base::Facets::tracked_by_default(), watch::Priority::high, {member(Handle{"Kim"}, 5)}});
  desk.set(list);
  desk.run_for(10s);
  CHECK(desk.calls.size() == 1);
  REQUIRE(desk.roster.composition().people.size() == 1);
  CHECK(desk.roster.composition().people[0].priority == watch::Priority::high);
  CHECK(desk.recorded<history::GroupsSet>().back().groups.size() == 2);
}

TEST_CASE("a watchlist of ids asks nothing") {
  Desk desk;
  desk.set(list_of({member(watch::Id{{"U1"}, ""})}));
  desk.run_for(48h);
  CHECK(desk.calls.empty());
  CHECK(desk.roster.settled());
  CHECK(desk.people() == ids({"U1"}));
}

}  // namespace
}  // namespace presenced::roster
