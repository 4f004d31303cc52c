#include "runtime/connection_probe.h"

#include <boost/asio/post.hpp>
#include <optional>
#include <utility>

#include "config/token_kind.h"
#include "roster/method_pace.h"
#include "slack/web_api.h"

namespace presenced::runtime {
namespace {

using setup::Opening;
using slack::ApiError;
using slack::AuthTested;

constexpr int kMostTries = 3;  // somebody is sitting in front of it
constexpr base::Millis kBetweenTries{2'000};
constexpr base::Millis kUntoldPause{30'000};  // for a 429 that does not say how long
constexpr base::Millis kLongestPause = std::chrono::minutes{2};
constexpr int kMembersOnAPage = 200;  // as Slack advises (docs/PROTOCOL.md)

setup::TokenAnswer token_answer(const slack::Reply& reply) {
  if (const auto* error = std::get_if<ApiError>(&reply)) return *error;
  if (const auto* tested = std::get_if<AuthTested>(&reply)) return *tested;
  return {};
}

// Before the call is made again; empty: that would be in vain, or take too long.
std::optional<base::Millis> pause_after(const ApiError& error) {
  if (error.kind != slack::ErrorClass::transient) return std::nullopt;
  if (error.retry_after && *error.retry_after > kLongestPause) return std::nullopt;
  if (error.retry_after) return *error.retry_after;
  return error.error == "ratelimited" ? kUntoldPause : kBetweenTries;
}

setup::Tried tried(const slack::Reply& reply) {
  if (const auto* error = std::get_if<ApiError>(&reply)) return {Opening::refused, *error};
  return {Opening::opens, {}};
}

}  // namespace

ConnectionProbe::ConnectionProbe(boost::asio::io_context& loop, Access access, setup::Findings findings,
                                 std::uint64_t seed, std::function<void()> done)
    : loop_(loop),
      access_(std::move(access)),
      findings_(std::move(findings)),
      done_(std::move(done)),
      resolver_(loop, access_, findings_.watchlist, seed, [this] { names_resolved(); }),
      timer_(loop) {
  findings_.token_kind = config::kind_of_token(access_.token.reveal());
}

void ConnectionProbe::start() { test_token(); }

void ConnectionProbe::test_token() {
  ask(slack::auth_test(), [this](const slack::Reply& reply) {
    findings_.token = token_answer(reply);
    // Everything else would be refused for the same reason.
    if (std::holds_alternative<AuthTested>(findings_.token)) return test_app_token();
    finish();
  });
}

void ConnectionProbe::test_app_token() {
  if (!access_.app_token) return try_rtm();
  ask_with(slack::Credential::app_token, slack::auth_test(), [this](const slack::Reply& reply) {
    findings_.app_token = token_answer(reply);
    try_rtm();
  });
}

void ConnectionProbe::try_rtm() {
  if (findings_.tuning.rtm == feeds::RtmUse::never) return try_socket_mode();
  ask(slack::rtm_connect(), [this](const slack::Reply& reply) {
    findings_.rtm = tried(reply);
    try_socket_mode();
  });
}

void ConnectionProbe::try_socket_mode() {
  if (!std::holds_alternative<AuthTested>(findings_.app_token)) return resolve_names();
  ask(slack::apps_connections_open(), [this](const slack::Reply& reply) {
    findings_.socket_mode = tried(reply);
    resolve_names();
  });
}

void ConnectionProbe::resolve_names() { resolver_.start(); }

void ConnectionProbe::names_resolved() {
  findings_.name_warnings = resolver_.warnings();
  const auto& people = resolver_.roster().composition().people;
  findings_.people = people.size();
  for (const watch::Person& person : people)
    if (resolver_.name_of(person.id).empty()) unseen_.insert(person.id);
  list_members("");
}

// Page by page, until everybody has been seen.
void ConnectionProbe::list_members(const std::string& cursor) {
  if (unseen_.empty()) return finish();
  ask(slack::users_list(cursor, kMembersOnAPage), [this](const slack::Reply& reply) {
    if (const auto* error = std::get_if<ApiError>(&reply)) findings_.no_list = *error;
    const auto* page = std::get_if<slack::UserPage>(&reply);
    if (!page) return finish();
    for (const slack::User& user : page->users) unseen_.erase(user.id);
    if (page->next_cursor.empty() || unseen_.empty()) return finish();
    after(roster::MethodPace::spacing(slack::Method::users_list),
          [this, next = page->next_cursor] { list_members(next); });
  });
}

void ConnectionProbe::finish() {
  for (const watch::Person& person : resolver_.roster().composition().people)
    if (unseen_.contains(person.id)) findings_.not_visible.push_back(person.id);
  boost::asio::post(loop_, done_);
}

void ConnectionProbe::ask(slack::Request request, Answered answered) {
  const slack::Credential credential = slack::row_of(request.method).credential;
  ask_with(credential, std::move(request), std::move(answered));
}

void ConnectionProbe::ask_with(slack::Credential credential, slack::Request request, Answered answered) {
  ++calls_made_;
  ++tries_;
  auto on_reply = [this, credential, request, answered = std::move(answered)](const slack::HttpReply& http) {
    const auto call = std::move(call_);  // its callback is running: it dies with this function
    const slack::Reply reply = slack::decode_reply(request.method, http);
    const auto* error = std::get_if<ApiError>(&reply);
    const auto pause = error && tries_ < kMostTries ? pause_after(*error) : std::nullopt;
    if (pause) return after(*pause, [this, credential, request, answered] { ask_with(credential, request, answered); });
    tries_ = 0;
    answered(reply);
  };
  call_ = call_web_api_with(credential, loop_, access_, request, Resolver::kCallLimit, std::move(on_reply));
}

void ConnectionProbe::after(base::Millis pause, std::function<void()> next) {
  timer_.expires_after(pause);
  timer_.async_wait([next = std::move(next)](const boost::system::error_code& error) {
    if (!error) next();
  });
}

}  // namespace presenced::runtime
