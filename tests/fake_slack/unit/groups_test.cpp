// User groups and channels: what their methods answer, and who is told of a change.
#include "fake_slack/groups.h"

#include <doctest/doctest.h>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

using Lines = std::vector<std::string>;

Usergroup sre() {
  Usergroup group;
  group.id = "S0SRE";
  group.handle = "sre";
  group.name = "Site reliability";
  group.members = Roll({{"U0ANN"}, {"U0BEN"}});
  return group;
}

Channel channel(const std::string& id, const std::string& name, const std::vector<base::UserId>& members) {
  Channel made;
  made.id = id;
  made.name = name;
  made.members = Roll(members);
  return made;
}

// One public channel that our bot is in, one that it is not in, one archived, one private with and one without it.
void add_channels(Bench& bench) {
  bench.model.add_channel(channel("C0GENERAL", "general", {self_id(), {"U0ANN"}, {"U0BEN"}, {"U0CAT"}}));
  bench.model.add_channel(channel("C0RANDOM", "random", {{"U0CAT"}}));
  Channel old = channel("C0OLD", "old", {{"U0ANN"}});
  old.archived = true;
  bench.model.add_channel(old);
  Channel ours = channel("C0OURS", "ours", {self_id(), {"U0ANN"}});
  ours.is_private = true;
  bench.model.add_channel(ours);
  Channel theirs = channel("G0THEIRS", "theirs", {{"U0ANN"}});
  theirs.is_private = true;
  bench.model.add_channel(theirs);
}

}  // namespace

TEST_CASE("usergroups.list names members only when asked to, and leaves out the disabled") {
  Bench bench;
  bench.model.add_usergroup(bench.now, sre());
  CHECK(list_of(bench.call("usergroups.list"), "usergroups", "handle") == Lines{"sre"});
  CHECK(bench.call("usergroups.list").body.find("\"users\"") == std::string::npos);
  CHECK(bench.call("usergroups.list", {{"include_users", "true"}}).body.find(R"("users":["U0ANN","U0BEN"])") !=
        std::string::npos);
  bench.model.disable_usergroup(bench.now, "S0SRE", true);
  CHECK(list_of(bench.call("usergroups.list"), "usergroups").empty());
  const HttpAnswer all = bench.call("usergroups.list", {{"include_disabled", "1"}});
  CHECK(list_of(all, "usergroups") == Lines{"S0SRE"});
  CHECK(all.body.find("\"date_delete\":0") == std::string::npos);
}

TEST_CASE("usergroups.users.list gives a group's members, and knows no other group") {
  Bench bench;
  bench.model.add_usergroup(bench.now, sre());
  CHECK(list_of(bench.call("usergroups.users.list", {{"usergroup", "S0SRE"}}), "users") == Lines{"U0ANN", "U0BEN"});
  CHECK(error_of(bench.call("usergroups.users.list", {{"usergroup", "S0NONE"}})) == "no_such_subteam");
  bench.model.disable_usergroup(bench.now, "S0SRE", true);
  CHECK(error_of(bench.call("usergroups.users.list", {{"usergroup", "S0SRE"}})) == "no_such_subteam");
}

TEST_CASE("a workspace on a free plan has no user groups") {
  Options options = Bench::plain();
  options.paid_plan = false;
  Bench bench(options);
  CHECK(error_of(bench.call("usergroups.list")) == "plan_upgrade_required");
  CHECK(error_of(bench.call("usergroups.users.list", {{"usergroup", "S0SRE"}})) == "plan_upgrade_required");
}

TEST_CASE("everybody is told of a group's change twice: who came and left, and how it is now") {
  Bench bench;
  bench.open();
  bench.model.add_usergroup(bench.now, sre());
  bench.take();
  bench.pass(2s);
  bench.model.change_usergroup(bench.now, "S0SRE", {{"U0CAT"}, {"U0BEN"}}, {{"U0ANN"}});
  const Lines told = bench.texts();
  REQUIRE(told.size() == 2);
  CHECK(told[0] == R"({"type":"subteam_members_changed","subteam_id":"S0SRE","team_id":"T0FAKE",)"
                   R"("date_previous_update":1700000000,"date_update":1700000002,"added_users":["U0CAT"],)"
                   R"("added_users_count":"1","removed_users":["U0ANN"],"removed_users_count":"1"})");
  CHECK(told[1].find("\"type\":\"subteam_updated\"") != std::string::npos);
  CHECK(told[1].find(R"("users":["U0BEN","U0CAT"])") != std::string::npos);
  bench.model.change_usergroup(bench.now, "S0SRE", {{"U0CAT"}}, {{"U0ANN"}});
  CHECK(bench.texts().empty());
  bench.model.rename_usergroup(bench.now, "S0SRE", "ops");
  CHECK(bench.texts().at(0).find("\"handle\":\"ops\"") != std::string::npos);
}

TEST_CASE("an event names 500 members of a group at most, and counts them all") {
  Bench bench;
  bench.open();
  bench.model.add_usergroup(bench.now, sre());
  bench.take();
  std::vector<base::UserId> many;
  for (int i = 0; i < 600; ++i) many.push_back({fmt::format("U{:04}", i)});
  bench.model.change_usergroup(bench.now, "S0SRE", many, {});
  const Lines told = bench.texts();
  CHECK(told.at(1).find("\"user_count\":602") != std::string::npos);
  CHECK(told.at(1).find("U0497") != std::string::npos);
  CHECK(told.at(1).find("U0498") == std::string::npos);
  CHECK(list_of(bench.call("usergroups.users.list", {{"usergroup", "S0SRE"}}), "users").size() == 602);
}

TEST_CASE("conversations.list shows what was asked for, and private channels to their members only") {
  Bench bench;
  add_channels(bench);
  const auto names = [&](const Form& form) {
    return list_of(bench.call("conversations.list", form), "channels", "name");
  };
  CHECK(names({}) == Lines{"general", "random", "old"});
  CHECK(names({{"types", "public_channel,private_channel"}, {"exclude_archived", "true"}}) ==
        Lines{"general", "random", "ours"});
  CHECK(names({{"types", "private_channel"}}) == Lines{"ours"});
  CHECK(error_of(bench.call("conversations.list", {{"types", "public_channel, private_channel"}})) == "invalid_types");
}

TEST_CASE("a page of channels is filtered after it was filled: it can be empty and not be the last") {
  Bench bench;
  add_channels(bench);
  const Form form{{"limit", "2"}, {"types", "public_channel"}, {"exclude_archived", "true"}};
  const HttpAnswer first = bench.call("conversations.list", form);
  CHECK(list_of(first, "channels", "name") == Lines{"general", "random"});
  Form next = form;
  next["cursor"] = next_cursor(first);
  const HttpAnswer second = bench.call("conversations.list", next);
  CHECK(list_of(second, "channels").empty());
  next["cursor"] = next_cursor(second);
  CHECK_FALSE(next["cursor"].empty());
  CHECK(next_cursor(bench.call("conversations.list", next)).empty());
}

TEST_CASE("conversations.members comes in pages, of which none skips anybody when others come and go") {
  Bench bench;
  add_channels(bench);
  const Form form{{"channel", "C0GENERAL"}, {"limit", "2"}};
  const HttpAnswer first = bench.call("conversations.members", form);
  CHECK(list_of(first, "members") == Lines{"U0FAKEBOT", "U0ANN"});
  bench.model.leave_channel(bench.now, "C0GENERAL", {"U0ANN"});
  bench.model.join_channel(bench.now, "C0GENERAL", {"U0ANN"});
  Form next = form;
  next["cursor"] = next_cursor(first);
  CHECK(list_of(bench.call("conversations.members", next), "members") == Lines{"U0BEN", "U0CAT"});
  next["channel"] = "C0RANDOM";
  CHECK(error_of(bench.call("conversations.members", next)) == "invalid_cursor");  // another list's
}

TEST_CASE("a private channel without us is as if it were not there") {
  Bench bench;
  add_channels(bench);
  CHECK(bench.call("conversations.members", {{"channel", "C0OURS"}}).ok);
  CHECK(bench.call("conversations.members", {{"channel", "C0RANDOM"}}).ok);
  CHECK(error_of(bench.call("conversations.members", {{"channel", "G0THEIRS"}})) == "channel_not_found");
  CHECK(error_of(bench.call("conversations.members", {{"channel", "C0NONE"}})) == "channel_not_found");
}

TEST_CASE("who joins or leaves a channel is told to those who are in it") {
  Bench bench;
  add_channels(bench);
  bench.open();
  bench.model.join_channel(bench.now, "C0RANDOM", {"U0ANN"});
  bench.model.leave_channel(bench.now, "C0GENERAL", {"U0NOBODY"});
  CHECK(bench.texts().empty());
  bench.model.leave_channel(bench.now, "C0GENERAL", {"U0ANN"});
  bench.model.join_channel(bench.now, "C0OURS", {"U0BEN"});
  const Lines told = bench.texts();
  REQUIRE(told.size() == 2);
  CHECK(told[0].starts_with(
      R"({"type":"member_left_channel","user":"U0ANN","channel":"C0GENERAL","channel_type":"C","team":"T0FAKE")"));
  CHECK(told[1].starts_with(
      R"({"type":"member_joined_channel","user":"U0BEN","channel":"C0OURS","channel_type":"G","team":"T0FAKE")"));
}

}  // namespace presenced::fake_slack
