// Who joined and who left a group, in words.
#include "roster/group_changes.h"

#include <doctest/doctest.h>

#include "desk.h"

namespace presenced::roster {
namespace {

using namespace testing;
using Lines = std::vector<std::string>;

TEST_CASE("each person who joins or leaves a group is named while they are few") {
  const std::vector<GroupOfIds> before{{"leads", ids({"U1", "U2"})}, {"old", ids({"U1"})}};
  const std::vector<GroupOfIds> after{{"leads", ids({"U3", "U1"})}, {"new", ids({"U2"})}};
  CHECK(group_changes(before, after) ==
        Lines{"U3 joined group leads", "U2 left group leads", "U2 joined group new", "U1 left group old"});
  CHECK(group_changes(before, before).empty());
}

TEST_CASE("an order that changes is no change, and many people are a number") {
  const auto six = ids({"U1", "U2", "U3", "U4", "U5", "U6"});
  CHECK(group_changes({{"all", ids({"U1", "U2"})}}, {{"all", ids({"U2", "U1"})}}).empty());
  CHECK(group_changes({}, {{"all", six}}) == Lines{"6 people joined group all"});
  CHECK(group_changes({{"all", six}}, {{"all", {}}}) == Lines{"6 people left group all"});
}

TEST_CASE("nothing is written of people who were forgotten") {
  CHECK(group_changes({{"all", ids({"U1", "U2"})}}, {{"all", ids({"U2"})}}, ids({"U1"})).empty());
}

TEST_CASE("the roster tells of changes after the first composition, and not of the first") {
  Desk desk;
  desk.usergroups = {{"sre", {"S1", ids({"U3", "U4"})}}};
  desk.set(list_of({member(watch::Usergroup{"sre"})}));
  desk.run_for(1min);
  const std::size_t first = desk.group_changes.size();
  desk.usergroups["sre"].second = ids({"U3"});
  desk.hear(slack::SubteamMembersChanged{"S1"});
  desk.run_for(5s);
  REQUIRE(desk.group_changes.size() == first + 1);
  CHECK(desk.group_changes.back().find("U4 left group ") == 0);
}

}  // namespace
}  // namespace presenced::roster
