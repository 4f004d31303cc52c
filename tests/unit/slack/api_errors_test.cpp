#include <doctest/doctest.h>

#include <string_view>

#include "slack/web_api.h"

using namespace presenced::slack;

TEST_CASE("errors that only an administrator can mend are the credential's") {
  for (const std::string_view error : {"not_authed",
                                       "invalid_auth",
                                       "account_inactive",
                                       "token_revoked",
                                       "token_expired",
                                       "user_removed_from_team",
                                       "team_disabled",
                                       "not_allowed_token_type",
                                       "missing_scope",
                                       "no_permission",
                                       "legacy_custom_bots_deprecated",
                                       "method_deprecated",
                                       "deprecated_endpoint",
                                       "unknown_method",
                                       "two_factor_setup_required",
                                       "enterprise_is_restricted",
                                       "is_bot",
                                       "invalid_arg_name",
                                       "invalid_array_arg",
                                       "invalid_charset",
                                       "invalid_form_data",
                                       "invalid_post_type",
                                       "missing_post_type",
                                       "plan_upgrade_required",
                                       "paid_teams_only",
                                       "permission_denied"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::credential);
  }
}

TEST_CASE("errors that take minutes are slow") {
  for (const std::string_view error :
       {"org_login_required", "team_added_to_org", "accesslimited", "access_denied", "ekm_access_denied"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::slow);
  }
}

TEST_CASE("somebody or something that is not there is nobody's fault") {
  CHECK(classify("users_not_found") == ErrorClass::absent);
  CHECK(classify("no_such_subteam") == ErrorClass::absent);
  CHECK(classify("channel_not_found") == ErrorClass::absent);
  CHECK(classify("user_not_found") == ErrorClass::absent);
  CHECK(classify("user_not_visible") == ErrorClass::absent);
}

TEST_CASE("all other errors pass, the unknown ones too") {
  for (const std::string_view error :
       {"ratelimited", "migration_in_progress", "fatal_error", "internal_error", "service_unavailable",
        "request_timeout", "brand_new_error", "", "INVALID_AUTH"}) {
    CAPTURE(error);
    CHECK(classify(error) == ErrorClass::transient);
  }
}
