// What a token is, and the way into Socket Mode.
#include "fake_slack/json.h"
#include "fake_slack/web_api.h"

namespace presenced::fake_slack {

RecordShape WebApi::shape_for(const Call& call) const {
  return {tokens_.scopes(call.kind).contains("users:read.email"), false};
}

// Which methods really insist on `team_id` differs; one that does not takes it, so a client may send it with every
// call.
std::string_view WebApi::wrong_team(const Call& call) const {
  const bool asked_for = call.kind == TokenKind::bot && options_.modern.org_wide && call.method != "auth.test";
  if (!asked_for) return {};
  const std::string team = parameter(call, "team_id");
  if (team.empty()) return "missing_argument";
  return team == kTeamId ? std::string_view{} : "team_access_not_granted";
}

HttpAnswer WebApi::auth_test(base::Instant, const Call& call) {
  if (call.kind == TokenKind::app) return auth_test_of_app(call);
  const bool org_wide = call.kind == TokenKind::bot && options_.modern.org_wide;
  JsonObject body(Escapes::ascii);
  body.text("url", "https://fake.slack.com/").text("team", "Fake Workspace").text("user", "presenced");
  body.text("team_id", org_wide ? kEnterpriseId : kTeamId).text("user_id", self_.text);
  if (call.kind == TokenKind::bot) {
    body.text("bot_id", options_.modern.bot_id).text("app_id", options_.modern.app_id);
    if (org_wide) body.text("enterprise_id", kEnterpriseId);
    body.boolean("is_enterprise_install", org_wide);
  }
  return done(body);
}

// Such a token belongs to an app and to no workspace.
HttpAnswer WebApi::auth_test_of_app(const Call&) const {
  JsonObject body;
  body.text("app_name", "presenced").text("app_id", options_.modern.app_id);
  return done(body);
}

HttpAnswer WebApi::apps_connections_open(base::Instant now, const Call& call) {
  if (!call.post) return refused("invalid_http_method");  // what Slack really says is not known
  if (auto missing = lacks(call, {"connections:write"})) return *missing;
  if (!socket_mode_enabled_) return refused("socket_mode_not_enabled");
  JsonObject body(Escapes::ascii);
  body.text("url", options_.url_base + tickets_.issue_link(now.mono, random_, call.wants_expired_url));
  return done(body);
}

}  // namespace presenced::fake_slack
