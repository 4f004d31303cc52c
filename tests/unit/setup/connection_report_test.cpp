#include "setup/connection_report.h"

#include <doctest/doctest.h>

#include <array>

using namespace presenced;
using namespace presenced::setup;
using history::FeedName;

namespace {

// The feeds as the daemon ranks them; a report makes none of them.
const std::array kFeeds{
    feeds::FeedRow{FeedName::rtm, base::Facets::all(), nullptr},
    feeds::FeedRow{FeedName::socket_mode, {base::Facet::status}, nullptr},
    feeds::FeedRow{FeedName::poll, base::Facets::all(), nullptr},
};

slack::ApiError refusal(const std::string& word, const std::string& needed = "") {
  slack::ApiError error;
  error.kind = slack::classify(word);
  error.error = word;
  error.needed = needed;
  return error;
}

slack::AuthTested bot(std::vector<std::string> scopes) {
  slack::AuthTested tested;
  tested.team_id = "T1";
  tested.team = "Acme";
  tested.user_id = "U1";
  tested.user = "presenced";
  tested.scopes = std::move(scopes);
  return tested;
}

// A modern app with both tokens, and twelve people whom it sees.
Findings modern() {
  Findings findings;
  findings.workspace = "acme";
  findings.tuning.socket_mode = true;
  watch::Group group;
  group.name = "team";
  for (int i = 0; i < 12; ++i) group.members.push_back({watch::Id{{"U" + std::to_string(100 + i)}, ""}});
  findings.watchlist = watch::Watchlist{{group}, {}};
  findings.token_kind = config::TokenKind::bot;
  findings.token = bot({"users:read", "dnd:read"});
  slack::AuthTested app;
  app.app_id = "A1";
  findings.app_token = app;
  findings.rtm = {Opening::refused, refusal("not_allowed_token_type")};
  findings.socket_mode = {Opening::opens, {}};
  findings.people = 12;
  return findings;
}

struct Text {
  bool good;
  std::string all;
  bool has(const std::string& part) const { return all.find(part) != std::string::npos; }
};

Text text_of(const Findings& findings) {
  const ConnectionReport report = report_on(findings, kFeeds);
  Text text{report.good, ""};
  for (const std::string& line : report.lines) text.all += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("a modern app with both tokens: presence is polled, statuses come over Socket Mode") {
  const Text text = text_of(modern());
  CAPTURE(text.all);
  CHECK(text.good);
  CHECK(text.has("token: a bot token (xoxb-) of the workspace \"Acme\" (T1), as presenced (U1)\n"));
  CHECK(text.has("app-level token: of the app A1\n"));
  CHECK(text.has("RTM: not open to this token; Slack opens it to no modern app\n"));
  CHECK(text.has("Socket Mode: opens\n"));
  CHECK(text.has("people: 12 of the 12 on the watchlist are visible to the token\n"));
  CHECK(text.has("presence: polled, 45 people a minute; a round over 12 takes 16s\n"));
  CHECK(text.has("status: over Socket Mode, at each change\n"));
}

TEST_CASE("without an app-level token statuses are polled as well") {
  Findings findings = modern();
  findings.tuning.socket_mode = false;
  findings.app_token = {};
  findings.socket_mode = {};
  const Text text = text_of(findings);
  CHECK(text.good);
  CHECK(text.has("app-level token: none"));
  CHECK(text.has("status: polled, by pages of users.list\n"));
}

TEST_CASE("where RTM opens everything comes over it") {
  Findings findings = modern();
  findings.token = bot({"bot"});
  findings.rtm = {Opening::opens, {}};
  const Text text = text_of(findings);
  CHECK(text.good);
  CHECK(text.has("presence: over RTM, at each change\n"));
  CHECK(text.has("status: over RTM, at each change\n"));
  CHECK_FALSE(text.has("missing"));
}

TEST_CASE("a round of more than ten minutes is said with what to do") {
  Findings findings = modern();
  findings.people = 450;
  CHECK_FALSE(text_of(findings).has("priority"));
  findings.people = 451;
  CHECK(text_of(findings).has("a round over 451 takes 10m 01s: changes between rounds are missed; watch fewer people"));
  CHECK(text_of(findings).good);
}

TEST_CASE("a missing scope is named with what it is for; one that is not needed does no harm") {
  Findings findings = modern();
  watch::Watchlist watchlist = *findings.watchlist;
  watchlist.groups[0].members.push_back({watch::Email{"lee@example.com"}});
  findings.watchlist = watchlist;
  const Text text = text_of(findings);
  CAPTURE(text.all);
  CHECK_FALSE(text.good);
  CHECK(text.has("missing: users:read.email (to find people by address); the watchlist names 1 so; on the app's page"));
  CHECK(text.has("not granted, and not needed: usergroups:read (to find user groups"));
  findings = modern();
  findings.token = bot({"dnd:read"});
  CHECK(text_of(findings).has("missing: users:read ("));
  CHECK_FALSE(text_of(findings).good);
}

TEST_CASE("a refused token says why and what to do, and nothing else") {
  Findings findings = modern();
  findings.token = refusal("invalid_auth");
  const Text text = text_of(findings);
  CHECK_FALSE(text.good);
  CHECK(text.all == "token: a bot token (xoxb-): refused (invalid_auth); put another token in its place and reload\n");
}

TEST_CASE("a refused app-level token, or Socket Mode that does not open, is a fault of the configuration") {
  Findings findings = modern();
  findings.socket_mode = {Opening::refused, refusal("missing_scope", "connections:write")};
  const Text text = text_of(findings);
  CHECK_FALSE(text.good);
  CHECK(
      text.has("Socket Mode: refused (missing_scope); the token lacks the scope connections:write (to receive changes "
               "of status over Socket Mode)"));
  CHECK(text.has("status: polled"));
  findings.app_token = refusal("invalid_auth");
  findings.socket_mode = {};
  CHECK(text_of(findings).has("app-level token: refused (invalid_auth)"));
  CHECK_FALSE(text_of(findings).good);
}

TEST_CASE("what the configuration forbids is not used, and what is left over cannot be recorded") {
  Findings findings = modern();
  findings.tuning.rtm = feeds::RtmUse::always;
  const Text always = text_of(findings);
  CHECK_FALSE(always.good);
  CHECK(always.has("RTM: refused (not_allowed_token_type); RTM needs a token of another kind"));
  CHECK(always.has("presence: cannot be recorded"));
  CHECK(always.has("status: over Socket Mode"));
  findings = modern();
  findings.tuning.polls_per_minute = 0;
  CHECK(text_of(findings).has("presence: cannot be recorded"));
  findings.tuning.rtm = feeds::RtmUse::never;
  findings.rtm = {};
  CHECK(text_of(findings).has("RTM: not tried (rtm: never)"));
}

TEST_CASE("only what the watchlist tracks counts") {
  Findings findings = modern();
  watch::Watchlist watchlist = *findings.watchlist;
  watchlist.groups[0].track = {base::Facet::status};
  findings.watchlist = watchlist;
  findings.tuning.polls_per_minute = 0;
  const Text text = text_of(findings);
  CHECK(text.good);
  CHECK_FALSE(text.has("presence:"));
}

TEST_CASE("people who are not visible are named, and nobody being visible is a fault") {
  Findings findings = modern();
  findings.not_visible = {{"U100"}, {"U101"}};
  const Text text = text_of(findings);
  CHECK(text.good);
  CHECK(text.has("people: 10 of the 12 on the watchlist are visible"));
  CHECK(text.has("not visible: U100, U101; check the ids"));
  for (int i = 2; i < 12; ++i) findings.not_visible.push_back({"U" + std::to_string(100 + i)});
  CHECK(text_of(findings).has("U104 and 7 more"));
  CHECK_FALSE(text_of(findings).good);
}

TEST_CASE("an empty watchlist is no fault") {
  Findings findings = modern();
  findings.watchlist = watch::Watchlist{};
  findings.people = 0;
  CHECK(text_of(findings).good);
  CHECK(text_of(findings).has("the watchlist is empty"));
}

TEST_CASE("what was not asked to the end is no proof") {
  Findings findings = modern();
  findings.ended_early = "interrupted";
  CHECK_FALSE(text_of(findings).good);
  CHECK(text_of(findings).has("interrupted"));
  findings = modern();
  findings.no_list = refusal("missing_scope", "users:read");
  CHECK(text_of(findings).has("people: refused (missing_scope); the token lacks the scope users:read"));
  CHECK_FALSE(text_of(findings).good);
}

TEST_CASE("an app of a whole organisation needs to be told the team") {
  Findings findings = modern();
  auto tested = bot({"users:read"});
  tested.whole_organisation = true;
  findings.token = tested;
  CHECK(text_of(findings).has("set `team:` to the id of the team to record"));
  CHECK_FALSE(text_of(findings).good);
  findings.team_named = true;
  CHECK(text_of(findings).good);
}

TEST_CASE("what Slack says cannot drive a terminal") {
  Findings findings = modern();
  auto tested = bot({"users:read"});
  tested.team = "\x1b[2Jevil";
  findings.token = tested;
  CHECK_FALSE(text_of(findings).has("\x1b"));
}
