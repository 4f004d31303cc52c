// Who may call, how often, and what goes wrong. The answers themselves: web_api_methods.cpp.
#include "fake_slack/web_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "fake_slack/cookie.h"
#include "fake_slack/json.h"

namespace presenced::fake_slack {
namespace {

constexpr std::string_view kHtml = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Whoops</body></html>";

std::int64_t seconds_up(base::Millis span) { return (span.count() + 999) / 1000; }

HttpAnswer plain(int status, std::string_view body, std::string_view content_type) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = body;
  answer.content_type = content_type;
  return answer;
}

}  // namespace

WebApi::WebApi(const Options& options, const Directory& directory, const Groups& groups, Tickets& tickets,
               Rulebook& rulebook, base::Random& random)
    : options_(options),
      directory_(directory),
      groups_(groups),
      tickets_(tickets),
      rulebook_(rulebook),
      random_(random),
      tokens_(options),
      classic_tiers_(options, rulebook),
      modern_tiers_(options, rulebook),
      cursors_(options.cursor_life) {}

void WebApi::client_started() {
  classic_tiers_.client_started();
  modern_tiers_.client_started();
}

Tiers& WebApi::tiers_of(const HttpCall& call) {
  const TokenKind kind = tokens_.kind_of(call.token).value_or(TokenKind::classic);
  return kind == TokenKind::classic ? classic_tiers_ : modern_tiers_;
}

HttpAnswer WebApi::answer(base::Instant now, const HttpCall& call) {
  HttpAnswer answer = answer_to(now, call);
  if (const auto kind = tokens_.kind_of(call.token))
    answer.scopes = fmt::format("{}", fmt::join(tokens_.scopes(*kind), ","));
  return answer;
}

HttpAnswer WebApi::answer_to(base::Instant now, const HttpCall& call) {
  if (const auto wait = tiers_of(call).too_often(now, call.method)) {
    ApiFault fault;
    fault.answer = options_.over_tier;
    fault.retry_after = *wait;
    return failed(now, call, fault);
  }
  Call admitted{call};
  base::Millis delay{};
  if (const auto fault = next_fault(call.method)) {
    if (fault->answer != ApiAnswer::slow && fault->answer != ApiAnswer::expired_url) return failed(now, call, *fault);
    delay = fault->delay;
    admitted.wants_expired_url = fault->answer == ApiAnswer::expired_url;
  }
  const std::string refusal = why_refused(call);
  admitted.kind = tokens_.kind_of(call.token).value_or(TokenKind::classic);
  HttpAnswer answer = refusal.empty() ? right_answer(now, admitted) : refused(refusal);
  answer.delay = delay;
  return answer;
}

std::optional<ApiFault> WebApi::next_fault(const std::string& method) {
  const auto found = std::find_if(faults_.begin(), faults_.end(), [&](const PendingFault& pending) {
    return pending.method.empty() || pending.method == method;
  });
  if (found == faults_.end()) return std::nullopt;
  const ApiFault fault = found->fault;
  if (--found->times <= 0) faults_.erase(found);
  return fault;
}

void WebApi::fail_next(std::string method, ApiFault fault, int times) {
  faults_.push_back({std::move(method), std::move(fault), times});
}

HttpAnswer WebApi::failed(base::Instant now, const HttpCall& call, const ApiFault& fault) {
  HttpAnswer answer;
  const bool tells_when = fault.answer == ApiAnswer::rate_limited || fault.answer == ApiAnswer::rate_limited_ok;
  switch (fault.answer) {
    case ApiAnswer::rate_limited:
    case ApiAnswer::rate_limited_bare:
    case ApiAnswer::rate_limited_ok:
      answer = refused("ratelimited");
      if (fault.answer != ApiAnswer::rate_limited_ok) answer.status = 429;
      break;
    case ApiAnswer::rate_limited_page:
      answer = plain(429, kHtml, "text/html");
      break;
    case ApiAnswer::unavailable:
      answer = plain(503, kHtml, "text/html");
      break;
    case ApiAnswer::not_found:
      answer = plain(404, kHtml, "text/html");
      break;
    case ApiAnswer::request_timeout:
      answer = plain(408, "", "text/plain");
      break;
    case ApiAnswer::error:
      answer = refused(fault.word);
      break;
    case ApiAnswer::redirect:
      answer = plain(302, "", "text/html");
      answer.location = "https://elsewhere.invalid/api/" + call.method;
      break;
    case ApiAnswer::not_json:
      answer = plain(200, "ok: true\n\x01{{{", "application/json");
      break;
    case ApiAnswer::empty:
      answer = plain(200, "", "application/json");
      break;
    case ApiAnswer::expired_url:
    case ApiAnswer::slow:
      break;  // these answer rightly, see `answer`
  }
  if (tells_when) {
    answer.retry_after = seconds_up(fault.retry_after);
    tiers_of(call).close(call.method, now.mono, now.mono + fault.retry_after);
  }
  answer.delay = fault.delay;
  return answer;
}

std::string WebApi::why_refused(const HttpCall& call) {
  if (call.token.empty()) return "not_authed";
  const auto kind = tokens_.kind_of(call.token);
  if (!kind) return "invalid_auth";
  if (*kind == TokenKind::classic && !options_.cookie.empty()) {
    const CookieVerdict cookie = judge_cookie(call.cookie, options_.cookie);
    if (!cookie.breach.empty()) rulebook_.breach("cookie", call.method + ": " + cookie.breach);
    if (!cookie.good) return "invalid_auth";
  }
  const std::string& refusal = tokens_.refusal(*kind);
  return refusal.empty() ? std::string(tokens_.wrong_kind(*kind, call.method)) : refusal;
}

std::optional<HttpAnswer> WebApi::lacks(const Call& call, std::initializer_list<std::string_view> any_of) const {
  const std::set<std::string>& scopes = tokens_.scopes(call.kind);
  for (const std::string_view scope : any_of)
    if (scopes.contains(std::string(scope))) return std::nullopt;
  JsonObject body;
  body.boolean("ok", false).text("error", "missing_scope").text("needed", *any_of.begin());
  body.text("provided", fmt::format("{}", fmt::join(scopes, ",")));
  HttpAnswer answer;
  answer.body = body.written();
  return answer;
}

HttpAnswer WebApi::right_answer(base::Instant now, const Call& call) {
  using slack::Method;
  struct Row {
    std::string_view name;
    HttpAnswer (WebApi::*answer)(base::Instant, const Call&);
  };
  static const std::array kMethods{
      Row{slack::row_of(Method::rtm_connect).name, &WebApi::rtm_connect},
      Row{slack::row_of(Method::auth_test).name, &WebApi::auth_test},
      Row{slack::row_of(Method::users_list).name, &WebApi::users_list},
      Row{slack::row_of(Method::users_info).name, &WebApi::users_info},
      Row{slack::row_of(Method::users_lookup_by_email).name, &WebApi::users_lookup_by_email},
      Row{slack::row_of(Method::users_set_presence).name, &WebApi::users_set_presence},
      Row{slack::row_of(Method::usergroups_list).name, &WebApi::usergroups_list},
      Row{slack::row_of(Method::usergroups_users_list).name, &WebApi::usergroups_users_list},
      Row{slack::row_of(Method::conversations_list).name, &WebApi::conversations_list},
      Row{slack::row_of(Method::conversations_members).name, &WebApi::conversations_members},
      Row{slack::row_of(Method::dnd_team_info).name, &WebApi::dnd_team_info},
      Row{"users.getPresence", &WebApi::users_get_presence},
      Row{"apps.connections.open", &WebApi::apps_connections_open},
  };
  for (const Row& row : kMethods) {
    if (row.name != call.method) continue;
    const std::string_view team_error = wrong_team(call);
    return team_error.empty() ? (this->*row.answer)(now, call) : refused(team_error);
  }
  return refused("unknown_method");
}

}  // namespace presenced::fake_slack
