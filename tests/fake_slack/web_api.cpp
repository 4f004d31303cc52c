// Who may call, how often, and what goes wrong. The answers themselves: web_api_methods.cpp.
#include "fake_slack/web_api.h"

#include <fmt/format.h>

#include <algorithm>

#include "fake_slack/json.h"

namespace presenced::fake_slack {
namespace {

constexpr std::string_view kHtml = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Whoops</body></html>";

std::int64_t seconds_up(base::Millis span) { return (span.count() + 999) / 1000; }

HttpAnswer refused(std::string_view error) {
  HttpAnswer answer;
  answer.body = JsonObject{}.boolean("ok", false).text("error", error).written();
  return answer;
}

HttpAnswer plain(int status, std::string_view body, std::string_view content_type) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = body;
  answer.content_type = content_type;
  return answer;
}

// Calls a minute (PROTOCOL 5). What is not listed is "hundreds".
int calls_a_minute(std::string_view method) {
  if (method == "users.list") return 20;
  if (method == "users.info") return 100;
  if (method == "users.getPresence" || method == "users.setPresence") return 50;
  return 300;
}

}  // namespace

WebApi::WebApi(const Options& options, const Directory& directory, Tickets& tickets, Rulebook& rulebook,
               base::Random& random)
    : options_(options),
      directory_(directory),
      tickets_(tickets),
      rulebook_(rulebook),
      random_(random),
      token_(options.token) {}

HttpAnswer WebApi::answer(base::Instant now, const HttpCall& call) {
  ++limit_of(call.method).calls;
  if (auto limited = too_often(now, call)) return *limited;
  base::Millis delay{};
  if (const auto fault = next_fault(call.method)) {
    if (fault->answer != ApiAnswer::slow && fault->answer != ApiAnswer::expired_url) return failed(now, call, *fault);
    delay = fault->delay;
    if (fault->answer == ApiAnswer::expired_url && why_refused(call).empty()) return rtm_connect(now, call, true);
  }
  const std::string refusal = why_refused(call);
  HttpAnswer answer = refusal.empty() ? right_answer(now, call) : refused(refusal);
  answer.delay = delay;
  return answer;
}

WebApi::Limit& WebApi::limit_of(const std::string& method) {
  const auto found = limits_.find(method);
  if (found != limits_.end()) return found->second;
  if (method == "rtm.connect")
    return limits_.emplace(method, Limit{Pace(options_.connect_burst, options_.connect_interval), {}, 0}).first->second;
  const int calls = calls_a_minute(method);
  return limits_.emplace(method, Limit{Pace(calls, base::Millis{60'000 / calls}), {}, 0}).first->second;
}

std::optional<HttpAnswer> WebApi::too_often(base::Instant now, const HttpCall& call) {
  Limit& limit = limit_of(call.method);
  if (limit.closed_until && now.mono < *limit.closed_until) {
    rulebook_.breach("retry-after", fmt::format("{} called {} ms before its Retry-After had passed", call.method,
                                                (*limit.closed_until - now.mono).count()));
  } else {
    limit.closed_until.reset();
    if (limit.pace.take(now.mono)) return std::nullopt;
  }
  const base::Millis wait = std::max(limit.pace.wait(now.mono), base::Millis{1});
  const base::MonoTime end = std::max(limit.closed_until.value_or(now.mono), now.mono + wait);
  ApiFault fault;
  fault.answer = ApiAnswer::rate_limited;
  fault.retry_after = end - now.mono;
  return failed(now, call, fault);
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
    limit_of(call.method).closed_until = now.mono + fault.retry_after;
  }
  answer.delay = fault.delay;
  return answer;
}

std::string WebApi::why_refused(const HttpCall& call) const {
  if (call.token.empty()) return "not_authed";
  if (call.token != token_) return "invalid_auth";
  // A browser session's token is worth nothing without its cookie.
  if (!options_.cookie.empty() && call.cookie != options_.cookie) return "invalid_auth";
  return refusal_;
}

std::uint64_t WebApi::calls(std::string_view method) const {
  const auto found = limits_.find(method);
  return found == limits_.end() ? 0 : found->second.calls;
}

HttpAnswer WebApi::right_answer(base::Instant now, const HttpCall& call) {
  if (call.method == "rtm.connect") {
    if (migrating_until_ && now.mono < *migrating_until_) return refused("migration_in_progress");
    return rtm_connect(now, call, false);
  }
  if (call.method == "auth.test") return auth_test();
  if (call.method == "users.list") return users_list(call);
  if (call.method == "users.info") return users_info(call);
  if (call.method == "users.getPresence") return users_get_presence(call);
  if (call.method == "users.setPresence") return users_set_presence(call);
  return refused("unknown_method");
}

}  // namespace presenced::fake_slack
