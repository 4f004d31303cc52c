#include "slack/api_errors.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "slack/web_api.h"

using namespace presenced::slack;

namespace {

std::string advice_on(Method method, const std::string& word, const std::string& needed = "") {
  ApiError error;
  error.kind = classify(word);
  error.error = word;
  error.needed = needed;
  return advice(method, error);
}

}  // namespace

TEST_CASE("errors of the token or its rights are the credential's") {
  for (const std::string_view error :
       {"not_authed", "invalid_auth", "account_inactive", "token_revoked", "token_expired", "user_removed_from_team",
        "team_disabled", "not_allowed_token_type", "missing_scope", "no_permission", "legacy_custom_bots_deprecated",
        "two_factor_setup_required", "enterprise_is_restricted", "is_bot", "permission_denied"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::credential);
    CHECK(is_refusal(classify(error)));
  }
}

TEST_CASE("old bug: the limits of a plan and mistakes of ours were blamed on the token") {
  for (const std::string error : {"plan_upgrade_required", "paid_teams_only"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::plan);
    CHECK(is_refusal(classify(error)));
    CHECK(advice_on(Method::rtm_connect, error) == "the workspace's Slack plan does not include it");
    CHECK(advice_on(Method::usergroups_list, error) ==
          "user groups need a paid Slack plan: name their members one by one");
  }
  for (const std::string error : {"unknown_method", "method_deprecated", "deprecated_endpoint", "invalid_arguments",
                                  "missing_argument", "invalid_arg_name", "invalid_array_arg", "invalid_charset",
                                  "invalid_form_data", "invalid_post_type", "missing_post_type"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::mistake);
    CHECK(is_refusal(classify(error)));
    CHECK(advice_on(Method::rtm_connect, error).find("update presenced") != std::string::npos);
    CHECK(advice_on(Method::rtm_connect, error).find("token") == std::string::npos);
  }
}

TEST_CASE("what stands between us and Slack: the token, the rate, Slack itself or the network") {
  const auto obstacle = [](const char* error) {
    ApiError failure;
    failure.error = error;
    failure.kind = classify(error);
    return obstacle_of(failure);
  };
  for (const char* error : {"invalid_auth", "missing_scope", "account_inactive"})
    CHECK(obstacle(error) == presenced::base::Obstacle::token);
  for (const char* error : {"ratelimited", "too_many_websockets"})
    CHECK(obstacle(error) == presenced::base::Obstacle::rate);
  for (const char* error : {"team_added_to_org", "paid_teams_only"})
    CHECK(obstacle(error) == presenced::base::Obstacle::slack);
  for (const char* error : {"connection refused", "timed out in TLS", "http 503", "not an answer from Slack"})
    CHECK(obstacle(error) == presenced::base::Obstacle::network);
}

TEST_CASE("errors that take minutes are slow") {
  for (const std::string_view error :
       {"org_login_required", "team_added_to_org", "accesslimited", "access_denied", "ekm_access_denied"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::slow);
    CHECK(is_refusal(classify(error)));
  }
}

TEST_CASE("somebody or something that is not there is nobody's fault") {
  for (const std::string_view error :
       {"users_not_found", "no_such_subteam", "channel_not_found", "user_not_found", "user_not_visible"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::absent);
    CHECK_FALSE(is_refusal(classify(error)));
  }
}

TEST_CASE("all other errors pass, the unknown ones too") {
  for (const std::string_view error :
       {"ratelimited", "migration_in_progress", "fatal_error", "internal_error", "service_unavailable",
        "request_timeout", "brand_new_error", "", "INVALID_AUTH"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::transient);
    CHECK(advice_on(Method::rtm_connect, std::string(error)).empty());
  }
  CHECK(is_known("fatal_error"));
  CHECK_FALSE(is_known("brand_new_error"));
}

TEST_CASE("a word that refuses the token whatever it is used for is told from one about its rights") {
  for (const std::string_view error : {"not_authed", "invalid_auth", "account_inactive", "token_revoked",
                                       "token_expired", "user_removed_from_team", "team_disabled"})
    CHECK(refuses_token(error));
  for (const std::string_view error :
       {"missing_scope", "not_allowed_token_type", "paid_teams_only", "access_denied", ""})
    CHECK_FALSE(refuses_token(error));
}

TEST_CASE("the advice on a missing scope names the scope and what it is for") {
  CHECK(advice_on(Method::rtm_connect, "missing_scope", "rtm:stream") ==
        "the token lacks the scope rtm:stream (to receive presence and statuses); use a token that has it");
  CHECK(advice_on(Method::usergroups_list, "missing_scope") ==
        "the token lacks the scope usergroups:read (to find user groups); use a token that has it");
  CHECK(advice_on(Method::rtm_connect, "invalid_auth") == "put another token in its place and reload");
  CHECK(advice_on(Method::rtm_connect, "not_allowed_token_type").find("classic app") != std::string::npos);
  CHECK(advice_on(Method::users_list, "not_allowed_token_type").find("xoxb-") != std::string::npos);
}
