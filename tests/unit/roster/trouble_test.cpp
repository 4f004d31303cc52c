// What happens to names when Slack refuses, is slow, or does not know them.
#include <doctest/doctest.h>

#include "desk.h"

namespace presenced::roster {
namespace {

using namespace testing;
using history::NameKind;
using watch::Channel;
using watch::Email;
using watch::Handle;
using watch::Usergroup;

TEST_CASE("what is stored is in force before anything is asked") {
  Desk desk(
      {{NameKind::usergroup, "sre", ids({"U1", "U2"}), {}}, {NameKind::email, "lee@example.com", ids({"U3"}), {}}});
  desk.set(list_of({member(Usergroup{"SRE"}), member(Email{"Lee@example.com"})}));
  CHECK(desk.calls.empty());
  CHECK(desk.people() == ids({"U1", "U2", "U3"}));
  CHECK(desk.recorded<history::NameResolved>().empty());
}

TEST_CASE("what is stored of a name that has left the watchlist is deleted") {
  Desk desk({{NameKind::handle, "kim", ids({"U1"}), {}}});
  desk.set(list_of({member(Handle{"lee"})}));
  REQUIRE(desk.recorded<history::NameDropped>().size() == 1);
  CHECK(desk.recorded<history::NameDropped>()[0].name == "kim");
  desk.members = {user("U2", "lee")};
  desk.run_for(10s);
  desk.set(list_of({}));
  CHECK(desk.recorded<history::NameDropped>().back().name == "lee");
  CHECK(desk.people().empty());
}

TEST_CASE("the forgotten are not watched, whoever names them") {
  Desk desk({}, ids({"U1"}));
  desk.usergroups = {{"sre", {"S1", ids({"U1", "U2"})}}};
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(30s);
  CHECK(desk.people() == ids({"U2"}));
}

TEST_CASE("a call that fails unwatches nobody, and is made again") {
  for (const char* error : {"http 503", "missing_scope", "ratelimited"}) {
    CAPTURE(error);
    const bool refusal = std::string(error) == "missing_scope";
    Desk desk({{NameKind::usergroup, "sre", ids({"U1"}), {}},
               {NameKind::channel, "incidents", ids({"U2"}), {}},
               {NameKind::handle, "kim", ids({"U3"}), {}},
               {NameKind::email, "lee@example.com", ids({"U4"}), {}}});
    for (const Method method :
         {Method::users_list, Method::users_lookup_by_email, Method::usergroups_list, Method::usergroups_users_list,
          Method::conversations_list, Method::conversations_members})
      desk.fails[method] = refused(error, refusal ? slack::ErrorClass::credential : slack::ErrorClass::transient);
    desk.set(list_of({member(Usergroup{"sre"}), member(Channel{"incidents"}), member(Handle{"kim"}),
                      member(Email{"lee@example.com"})}));
    desk.run_for(2h);
    CHECK(desk.people() == ids({"U1", "U2", "U3", "U4"}));
    CHECK(desk.changes == 1);
    desk.fails.clear();
    desk.usergroups = {{"sre", {"S1", ids({"U5"})}}};
    desk.run_for(30min);
    CHECK(desk.people() == ids({"U5"}));  // Slack has answered: there is no such channel, handle or address
  }
}

TEST_CASE("a missing scope is said with the scope, its place and its name, once") {
  Desk desk;
  desk.fails[Method::usergroups_list] = refused("missing_scope");
  desk.fails[Method::users_lookup_by_email] = refused("missing_scope");
  desk.fails[Method::users_lookup_by_email].needed = "users:read.email";
  desk.set(list_of({member(Usergroup{"sre"}, 4), member(Email{"lee@example.com"}, 5)}));
  desk.run_for(3h);
  CHECK(desk.warnings ==
        std::vector<std::string>{
            "w:5: email \"lee@example.com\" is not watched: users.lookupByEmail was refused (missing_scope); the token "
            "lacks the scope users:read.email (to find people by address); use a token that has it",
            "w:4: usergroup \"@sre\" is not watched: usergroups.list was refused (missing_scope); the token lacks the "
            "scope usergroups:read (to find user groups); use a token that has it"});
  CHECK(desk.count(Method::usergroups_list) >= 17);  // every ten minutes
  CHECK(desk.count(Method::usergroups_list) <= 19);
  CHECK(desk.roster.unresolved().size() == 2);
  CHECK(desk.roster.settled());
}

TEST_CASE("a reload asks at once what had been refused") {
  Desk desk;
  desk.fails[Method::usergroups_list] = refused("missing_scope");
  desk.usergroups = {{"sre", {"S1", ids({"U1"})}}};
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(5s);
  CHECK(desk.people().empty());
  desk.fails.clear();
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1"}));
}

TEST_CASE("where user groups need a paid plan, that is what is said") {
  Desk desk;
  desk.fails[Method::usergroups_list] = refused("plan_upgrade_required", slack::ErrorClass::plan);
  desk.set(list_of({member(Usergroup{"sre"}, 4)}));
  desk.run_for(5s);
  REQUIRE(desk.warnings.size() == 1);
  CHECK(desk.warnings[0].find("user groups need a paid Slack plan") != std::string::npos);
}

TEST_CASE("what Slack does not know is said with what to do, and is found when it comes to be") {
  Desk desk;
  desk.set(list_of({member(Usergroup{"sre"}, 4), member(Channel{"incidents"}, 5), member(Handle{"kim"}, 6)}));
  desk.run_for(1min);
  REQUIRE(desk.warnings.size() == 3);
  for (const std::string& warning : desk.warnings) CHECK(warning.find(" is not watched: ") != std::string::npos);
  desk.usergroups = {{"sre", {"S1", ids({"U1"})}}};
  desk.hear(slack::SubteamUpdated{"S1"});
  desk.members = {user("U2", "kim")};
  desk.hear(slack::TeamJoin{desk.members[0]});
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U2"}));
  CHECK(desk.warnings.size() == 3);
}

TEST_CASE("without the scope for private channels the public ones are found") {
  Desk desk;
  desk.channels = {{"incidents", {"C1", ids({"U1"})}}};
  desk.fails[Method::conversations_list] = refused("missing_scope");
  desk.set(list_of({member(Channel{"incidents"}, 5), member(Channel{"secret"}, 6)}));
  desk.run_for(30ms);
  desk.fails.clear();
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1"}));
  REQUIRE(desk.warnings.size() == 1);
  CHECK(desk.warnings[0] ==
        "w:6: channel \"#secret\" is not watched: no unarchived public channel has this name; a private one needs the "
        "scope groups:read");
}

TEST_CASE("a channel is watched with its bots where nobody tells who is one, and that is said") {
  Desk desk;
  desk.channels = {{"incidents", {"C1", ids({"U1", "U3"})}}};
  desk.fails[Method::users_list] = refused("missing_scope");
  desk.set(list_of({member(Channel{"incidents"}, 5)}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U3"}));
  REQUIRE(desk.warnings.size() == 1);
  CHECK(desk.warnings[0].find("cannot be distinguished from people") != std::string::npos);
}

TEST_CASE("bots in a channel are watched no longer than until Slack lists the members") {
  Desk desk;
  desk.channels = {{"incidents", {"C1", ids({"U1", "U3"})}}};
  desk.members = {user("U1", "a"), user("U3", "robot")};
  desk.members[1].is_bot = true;
  desk.fails[Method::users_list] = refused("missing_scope");
  desk.set(list_of({member(Channel{"incidents"}, 5)}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1", "U3"}));
  desk.fails.clear();
  desk.run_for(10min);
  CHECK(desk.people() == ids({"U1"}));
}

TEST_CASE("old bug: a token that was refused for a moment let the bots of a channel be watched for hours") {
  Desk desk({{history::NameKind::channel, "incidents", ids({"U1"}), {}}});
  desk.channels = {{"incidents", {"C1", ids({"U1", "U2", "U3"})}}};
  desk.members = {user("U1", "a"), user("U2", "b"), user("U3", "robot")};
  desk.members[2].is_bot = true;
  desk.fails[Method::users_list] = refused("invalid_auth");
  desk.set(list_of({member(Channel{"incidents"}, 5)}));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U1"}));  // as before
  REQUIRE(desk.warnings.size() == 1);
  CHECK(desk.warnings[0] ==
        "w:5: channel \"#incidents\" is watched as before: users.list was refused (invalid_auth); put another token "
        "in its place and reload");
  desk.fails.clear();
  desk.run_for(10min);
  CHECK(desk.people() == ids({"U1", "U2"}));
}

// A word of Slack's that nobody knows, about one name.
slack::ApiError odd() {
  slack::ApiError error = refused("brand_new_error", slack::ErrorClass::transient);
  error.of_this_one = true;
  return error;
}

// Two of each kind; the calls about the first fail. No list of members is read, which would tell of the addresses, too.
void give_pairs(Desk& desk, const slack::ApiError& failure) {
  desk.members = {user("U1", "a", "", "a@x.org"), user("U2", "b", "", "b@x.org")};
  desk.usergroups = {{"a", {"SA", ids({"U3"})}}, {"b", {"SB", ids({"U4"})}}};
  desk.channels = {{"a", {"CA", ids({"U5"})}}, {"b", {"CB", ids({"U6"})}}};
  desk.fails[Method::users_list] = refused("missing_scope");
  desk.fails_for = {{"email=a%40x.org", failure}, {"usergroup=SA", failure}, {"channel=CA", failure}};
  desk.set(list_of({member(Email{"a@x.org"}, 1), member(Email{"b@x.org"}, 2), member(Usergroup{"a"}, 3),
                    member(Usergroup{"b"}, 4), member(Channel{"a"}, 5), member(Channel{"b"}, 6)}));
}

TEST_CASE("old bug: one address, user group or channel that Slack did not answer for blocked all behind it") {
  Desk desk;
  give_pairs(desk, odd());
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U2", "U4", "U6"}));
  desk.warnings.clear();
  desk.run_for(10min);
  REQUIRE(desk.warnings.size() == 3);
  for (const std::string& warning : desk.warnings)
    CHECK(warning.find(" is not watched: Slack does not show this to the token (") != std::string::npos);
  const auto asked = [&] {
    return desk.count(Method::users_lookup_by_email) + desk.count(Method::usergroups_users_list) +
           desk.count(Method::conversations_members);
  };
  const std::size_t before = asked();
  desk.run_for(5h);
  CHECK(asked() < before + 3 * 10);  // rarely
  desk.fails_for.clear();
  desk.run_for(1h + 10min);
  CHECK(desk.people() == ids({"U1", "U2", "U3", "U4", "U5", "U6"}));
  CHECK(desk.warnings.size() == 3);
  CHECK(desk.roster.unresolved().empty());
}

TEST_CASE("a name that Slack answers for with an internal error every time holds up none of the others") {
  Desk desk;
  give_pairs(desk, refused("http 500", slack::ErrorClass::transient));
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U2", "U4", "U6"}));
}

TEST_CASE("a reload asks at once about a name that waits, and forgets its failures") {
  Desk desk;
  desk.usergroups = {{"sre", {"S1", ids({"U1"})}}};
  desk.fails_for = {{"usergroup=S1", odd()}};
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(3h);
  CHECK(desk.people().empty());
  CHECK(desk.roster.settled());
  desk.fails_for.clear();
  desk.set(list_of({member(Usergroup{"sre"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1"}));
}

TEST_CASE("old bug: addresses and channels waited for ever for a users.list that always failed") {
  Desk desk;
  desk.fails[Method::users_list] = refused("brand_new_error", slack::ErrorClass::transient);
  desk.channels = {{"incidents", {"C1", ids({"U9"})}}};
  std::vector<watch::Member> members{member(Channel{"incidents"}, 9)};
  for (const char* name : {"a", "b", "c", "d"}) {
    desk.members.push_back(user((std::string("U") + name).c_str(), name, "", (std::string(name) + "@x.org").c_str()));
    members.push_back(member(Email{std::string(name) + "@x.org"}));
  }
  desk.set(list_of(std::move(members)));
  desk.run_for(30min);
  CHECK(desk.people() == ids({"U9", "Ua", "Ub", "Uc", "Ud"}));
  const auto about_bots = [](const std::string& one) {
    return one.find("cannot be distinguished from people") != one.npos;
  };
  CHECK(std::count_if(desk.warnings.begin(), desk.warnings.end(), about_bots) == 1);
  desk.fails.clear();
  desk.members.push_back(user("U9", "robot"));
  desk.members.back().is_bot = true;
  desk.run_for(10min);
  CHECK(desk.people() == ids({"Ua", "Ub", "Uc", "Ud"}));
}

TEST_CASE("a reduced record names nobody by what it lacks") {
  Desk desk;
  slack::User reduced;
  reduced.id = {"U1"};
  reduced.handle = "kim";
  desk.members = {reduced};
  desk.set(list_of({member(Handle{"kim"})}));
  desk.run_for(10s);
  CHECK(desk.people() == ids({"U1"}));
}

TEST_CASE("a stale cursor begins the walk again") {
  Desk desk;
  desk.page = 1;
  desk.members = {user("U1", "a"), user("U2", "b")};
  desk.set(list_of({member(Handle{"b"})}));
  desk.run_for(1s);
  desk.fails[Method::users_list] = refused("invalid_cursor", slack::ErrorClass::transient);
  desk.run_for(3s);
  desk.fails.clear();
  desk.run_for(1min);
  CHECK(desk.people() == ids({"U2"}));
}

}  // namespace
}  // namespace presenced::roster
