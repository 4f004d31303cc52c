// Slack's words for what went wrong, and what each asks of us: the table of docs/PROTOCOL.md, section 2.
#include <algorithm>
#include <array>

#include "slack/web_api.h"

namespace presenced::slack {
namespace {

// Somebody has to do something at Slack or about the token.
constexpr std::array<std::string_view, 26> kCredential{
    "not_authed",
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
    "permission_denied",
};

// It may mend itself, but not within seconds.
constexpr std::array<std::string_view, 5> kSlow{
    "org_login_required", "team_added_to_org", "accesslimited", "access_denied", "ekm_access_denied",
};

constexpr std::array<std::string_view, 5> kAbsent{
    "user_not_found", "user_not_visible", "users_not_found", "no_such_subteam", "channel_not_found",
};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

ErrorClass classify(std::string_view error) {
  if (holds(kCredential, error)) return ErrorClass::credential;
  if (holds(kSlow, error)) return ErrorClass::slow;
  if (holds(kAbsent, error)) return ErrorClass::absent;
  return ErrorClass::transient;  // whatever we do not know may pass
}

}  // namespace presenced::slack
