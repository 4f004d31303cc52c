// When names are asked about again, and how fast.
#include <doctest/doctest.h>

#include "desk.h"

namespace presenced::roster {
namespace {

using namespace testing;
using watch::Channel;
using watch::Email;
using watch::Handle;
using watch::Usergroup;

// One of each, all of them known.
struct Known {
  Known() {
    desk.members = {user("U1", "kim"), user("U2", "lee", "", "lee@example.com")};
    desk.usergroups = {{"sre", {"S1", ids({"U3", "U4"})}}};
    desk.channels = {{"incidents", {"C1", ids({"U5", "U6"})}}};
    desk.set(list_of({member(Handle{"kim"}), member(Email{"lee@example.com"}), member(Usergroup{"sre"}),
                      member(Channel{"incidents"})}));
    desk.run_for(1min);
    REQUIRE(desk.people() == ids({"U1", "U2", "U3", "U4", "U5", "U6"}));
    calls = desk.calls.size();
    changes = desk.changes;
  }
  std::size_t more_calls() const { return desk.calls.size() - calls; }
  Desk desk;
  std::size_t calls = 0;
  std::size_t changes = 0;
};

TEST_CASE("everything is asked about again after the interval, with jitter, and not before") {
  Known known;
  known.desk.run_for(5h + 58min);
  CHECK(known.more_calls() == 0);
  known.desk.run_for(40min);
  CHECK(known.more_calls() == known.calls);
  CHECK(known.desk.changes == known.changes);  // a refresh that finds nothing new changes nothing
}

TEST_CASE("an interval that becomes another counts at once") {
  Known known;
  known.desk.roster.set_interval(1h, known.desk.now);
  known.desk.run_for(58min);
  CHECK(known.more_calls() == 0);
  known.desk.run_for(10min);
  CHECK(known.more_calls() == known.calls);
}

TEST_CASE("who leaves a user group or a channel ceases to be watched soon after Slack tells it") {
  Known known;
  known.desk.usergroups["sre"].second = ids({"U3"});
  known.desk.hear(slack::SubteamMembersChanged{"S1"});
  known.desk.run_for(5s);
  CHECK(known.desk.people() == ids({"U1", "U2", "U3", "U5", "U6"}));
  known.desk.channels["incidents"].second = ids({"U6"});
  known.desk.hear(slack::ChannelMembersChanged{"C1"});
  known.desk.run_for(5s);
  CHECK(known.desk.people() == ids({"U1", "U2", "U3", "U6"}));
  CHECK(known.more_calls() == 2);
}

TEST_CASE("events that come together are one question, and those about others are none") {
  Known known;
  for (int i = 0; i < 50; ++i) known.desk.hear(slack::ChannelMembersChanged{"C1"});
  known.desk.hear(slack::ChannelMembersChanged{"C9"});
  known.desk.hear(slack::SubteamMembersChanged{"S9"});
  known.desk.hear(slack::TeamJoin{user("U8", "new")});  // nobody is missing
  known.desk.run_for(10min);
  CHECK(known.more_calls() == 1);
}

TEST_CASE("a bot that joins the workspace and the channel is not watched") {
  Known known;
  slack::User bot = user("U7", "newbot");
  bot.is_bot = true;
  known.desk.hear(slack::TeamJoin{bot});
  known.desk.channels["incidents"].second = ids({"U5", "U6", "U7"});
  known.desk.hear(slack::ChannelMembersChanged{"C1"});
  known.desk.run_for(10s);
  CHECK(known.more_calls() == 1);
  CHECK(known.desk.people() == ids({"U1", "U2", "U3", "U4", "U5", "U6"}));
}

TEST_CASE("a user group that was renamed is no longer the one that was named") {
  Known known;
  known.desk.usergroups = {{"sre-team", {"S1", ids({"U3", "U4"})}}};
  known.desk.hear(slack::SubteamUpdated{"S1"});
  known.desk.run_for(10s);
  CHECK(known.desk.people() == ids({"U1", "U2", "U5", "U6"}));
  CHECK(known.desk.warnings.size() == 1);
}

TEST_CASE("old bug: what was told of a channel that has another name now brought its people back") {
  Known known;
  known.desk.channels = {{"old-incidents", {"C1", ids({"U5", "U6"})}}};  // of which Slack says nothing
  known.desk.run_for(7h);
  REQUIRE(known.desk.people() == ids({"U1", "U2", "U3", "U4"}));
  known.desk.hear(slack::ChannelMembersChanged{"C1"});
  known.desk.run_for(10s);
  CHECK(known.desk.people() == ids({"U1", "U2", "U3", "U4"}));
}

TEST_CASE("an edit keeps what is known and asks about all of it") {
  Known known;
  known.desk.set(list_of({member(Handle{"kim"}), member(Usergroup{"sre"})}));
  CHECK(known.desk.people() == ids({"U1", "U3", "U4"}));
  CHECK(known.desk.recorded<history::NameDropped>().size() == 2);
  known.desk.run_for(1min);
  CHECK(known.more_calls() == 3);
}

TEST_CASE("an edit in the midst of a walk begins it anew with the names that are wanted now") {
  Desk desk;
  desk.page = 1;
  desk.members = {user("U1", "a"), user("U2", "b"), user("U3", "c")};
  desk.set(list_of({member(Handle{"c"})}));
  desk.run_for(3s + 10ms);  // the second page is on its way
  desk.set(list_of({member(Handle{"a"}), member(Handle{"c"})}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U3"}));
}

TEST_CASE("a walk that takes longer than the interval comes to its end") {
  Desk desk({}, {}, 1min);
  desk.page = 1;
  for (int i = 0; i < 60; ++i) desk.members.push_back(user(("U" + std::to_string(100 + i)).c_str(), "x"));
  desk.members.push_back(user("U1", "kim"));
  desk.set(list_of({member(Handle{"kim"})}));
  desk.run_for(4min);
  CHECK(desk.people() == ids({"U1"}));
}

TEST_CASE("each method keeps to its tier, and one does not wait for the other") {
  Desk desk;
  desk.page = 1;
  std::vector<watch::Member> members;
  for (int i = 0; i < 30; ++i) {
    const std::string name = "g" + std::to_string(i);
    desk.usergroups[name] = {"S" + name, ids({"U1"})};
    desk.channels[name] = {"C" + name, ids({"U1", "U2"})};
    desk.members.push_back(user(("U" + std::to_string(100 + i)).c_str(), name.c_str()));
    members.push_back(member(Usergroup{name}));
    members.push_back(member(Channel{name}));
  }
  desk.set(list_of(std::move(members)));
  desk.run_for(10min);
  std::map<Method, base::MonoTime> last;
  for (const Call& call : desk.calls) {
    if (const auto before = last.find(call.method); before != last.end())
      CHECK(call.at - before->second >= MethodPace::spacing(call.method));
    last[call.method] = call.at;
  }
  CHECK(MethodPace::spacing(Method::users_list) == 3s);
  CHECK(MethodPace::spacing(Method::users_lookup_by_email) == 1'200ms);
  CHECK(MethodPace::spacing(Method::conversations_members) == 1s);
  CHECK(desk.count(Method::conversations_members) == 60);
  CHECK(desk.count(Method::usergroups_users_list) == 30);
}

TEST_CASE("a Retry-After pauses its own method and no other") {
  Desk desk;
  desk.usergroups = {{"sre", {"S1", ids({"U1"})}}};
  desk.members = {user("U2", "kim")};
  desk.fails[Method::usergroups_list] = refused("ratelimited", slack::ErrorClass::transient);
  desk.fails[Method::usergroups_list].retry_after = 600s;
  desk.set(list_of({member(Usergroup{"sre"}), member(Handle{"kim"})}));
  desk.run_for(30ms);
  desk.fails.clear();
  desk.run_for(9min + 59s);
  CHECK(desk.people() == ids({"U2"}));
  CHECK(desk.count(Method::usergroups_list) == 1);
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1", "U2"}));
  CHECK(desk.warnings.empty());
}

}  // namespace
}  // namespace presenced::roster
