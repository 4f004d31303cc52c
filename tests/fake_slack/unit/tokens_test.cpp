// The tokens of a classic and of a modern app, side by side: what each may call, and what a refusal says.
#include <doctest/doctest.h>

#include "fake_slack/unit/answer.h"
#include "fake_slack/unit/bench.h"

namespace presenced::fake_slack {
namespace {

Options both_apps() {
  Options options = Bench::plain();
  options.modern = modern_app();
  return options;
}

HttpAnswer as_bot(Bench& bench, const std::string& method, Form parameters = {}) {
  return bench.model.http(bench.now, {method, std::move(parameters), bench.model.options().modern.bot_token, ""});
}

HttpAnswer as_app(Bench& bench, const std::string& method) {
  return bench.model.http(bench.now, {method, {}, bench.model.options().modern.app_token, ""});
}

}  // namespace

TEST_CASE("a modern bot token calls the Web API, but RTM is closed to it") {
  Bench bench(both_apps());
  CHECK(as_bot(bench, "auth.test").ok);
  CHECK(as_bot(bench, "users.list").ok);
  CHECK(error_of(as_bot(bench, "rtm.connect")) == "not_allowed_token_type");
  CHECK(error_of(as_bot(bench, "apps.connections.open")) == "not_allowed_token_type");
  CHECK(bench.call("rtm.connect").ok);
  CHECK(error_of(bench.call("apps.connections.open")) == "not_allowed_token_type");
}

TEST_CASE("rtm.connect may also refuse a modern token for its scopes") {
  Options options = both_apps();
  options.modern.rtm_refusal = "missing_scope";
  Bench bench(options);
  const HttpAnswer refused = as_bot(bench, "rtm.connect");
  CHECK(error_of(refused) == "missing_scope");
  CHECK(text_of(refused, "needed") == "rtm:stream");
}

TEST_CASE("an app-level token opens Socket Mode and is refused everywhere else") {
  Bench bench(both_apps());
  const HttpAnswer opened = as_app(bench, "apps.connections.open");
  CHECK(opened.ok);
  CHECK(text_of(opened, "url").starts_with(bench.model.options().url_base + "/link/?ticket="));
  for (const char* method : {"rtm.connect", "users.list", "users.getPresence", "conversations.list"})
    CHECK(error_of(as_app(bench, method)) == "not_allowed_token_type");
  CHECK(text_of(as_app(bench, "auth.test"), "app_id") == "A0FAKEAPP");
}

TEST_CASE("without a classic app its token is invalid") {
  Options options = both_apps();
  options.token.clear();
  Bench bench(options);
  CHECK(error_of(bench.model.http(bench.now, {"rtm.connect", {}, "xoxb-fake", ""})) == "invalid_auth");
  CHECK(error_of(bench.model.http(bench.now, {"rtm.connect", {}, "", ""})) == "not_authed");
  CHECK(as_bot(bench, "auth.test").ok);
}

TEST_CASE("auth.test of a modern bot names the team, the user, the bot and the app") {
  Bench bench(both_apps());
  const HttpAnswer answer = as_bot(bench, "auth.test");
  CHECK(text_of(answer, "team_id") == "T0FAKE");
  CHECK(text_of(answer, "user_id") == "U0FAKEBOT");
  CHECK(text_of(answer, "bot_id") == "B0FAKEBOT");
  CHECK(text_of(answer, "app_id") == "A0FAKEAPP");
}

TEST_CASE("each token has its own scopes, named with every answer and when one is missing") {
  Bench bench(both_apps());
  bench.model.grant({"users:read"}, TokenKind::bot);
  CHECK(as_bot(bench, "auth.test").scopes == "users:read");
  CHECK(as_app(bench, "auth.test").scopes == "connections:write");
  CHECK(bench.call("auth.test").scopes.find("client") != std::string::npos);
  CHECK(bench.model.http(bench.now, {"auth.test", {}, "xoxb-other", ""}).scopes.empty());
  const HttpAnswer refused = as_bot(bench, "usergroups.list");
  CHECK(error_of(refused) == "missing_scope");
  CHECK(text_of(refused, "needed") == "usergroups:read");
  CHECK(text_of(refused, "provided") == "users:read");
  CHECK(bench.call("usergroups.list").ok);
  bench.model.grant({}, TokenKind::app);
  CHECK(text_of(as_app(bench, "apps.connections.open"), "needed") == "connections:write");
}

TEST_CASE("a record shows the e-mail address only to a token with the scope for it") {
  Bench bench(both_apps());
  bench.model.set_email(bench.now, {"U0ANN"}, "ann@example.com");
  bench.model.grant({"users:read"}, TokenKind::bot);
  const Form ann{{"user", "U0ANN"}};
  CHECK(as_bot(bench, "users.info", ann).body.find("ann@") == std::string::npos);
  CHECK(bench.call("users.info", ann).body.find("ann@") != std::string::npos);
}

TEST_CASE("a modern token can be revoked and rotated while the classic one goes on") {
  Bench bench(both_apps());
  bench.model.api().refuse_token("token_revoked", TokenKind::bot);
  CHECK(error_of(as_bot(bench, "auth.test")) == "token_revoked");
  CHECK(bench.call("auth.test").ok);
  bench.model.api().accept_token(TokenKind::bot);
  bench.model.api().accept_only("xoxb-new", TokenKind::bot);
  CHECK(error_of(as_bot(bench, "auth.test")) == "invalid_auth");
  CHECK(bench.model.http(bench.now, {"auth.test", {}, "xoxb-new", ""}).ok);
}

TEST_CASE("a token of a whole organisation must name the workspace in every call") {
  Options options = both_apps();
  options.modern.org_wide = true;
  Bench bench(options);
  CHECK(text_of(as_bot(bench, "auth.test"), "enterprise_id") == "E0FAKE");
  CHECK(error_of(as_bot(bench, "users.list")) == "missing_argument");
  CHECK(error_of(as_bot(bench, "users.list", {{"team_id", "T0ELSE"}})) == "team_access_not_granted");
  CHECK(as_bot(bench, "users.list", {{"team_id", "T0FAKE"}}).ok);
  CHECK(as_bot(bench, "users.getPresence", {{"team_id", "T0FAKE"}, {"user", "U0ANN"}}).ok);
  CHECK(bench.call("users.list").ok);
  CHECK(as_app(bench, "apps.connections.open").ok);
}

TEST_CASE("a token that needs no team takes one") {
  Bench bench(both_apps());
  CHECK(as_bot(bench, "users.list", {{"team_id", "T0FAKE"}}).ok);
}

}  // namespace presenced::fake_slack
