#include "slack/api_errors.h"

#include <algorithm>
#include <array>

#include "slack/methods.h"

namespace presenced::slack {
namespace {

constexpr std::string_view kOtherKind =
    "RTM needs a token of another kind: the bot token of a classic app, a legacy user token or a browser session";

std::string_view kind_needed(const MethodRow& method) {
  if (method.credential == Credential::app_token) return "this needs an app-level token (xapp-)";
  return method.method == Method::rtm_connect ? kOtherKind : "this needs the token of a bot or user (xoxb-, xoxp-)";
}

struct Word {
  std::string_view word;
  ErrorClass kind;
  bool whole_token = false;      // of `credential`: every call with this token is refused
  std::string_view advice = {};  // where the advice of its class is not the best
};

// The table of docs/PROTOCOL.md, "Connecting".
constexpr std::array kWords{
    Word{"not_authed", ErrorClass::credential, true},
    Word{"invalid_auth", ErrorClass::credential, true},
    Word{"account_inactive", ErrorClass::credential, true},
    Word{"token_revoked", ErrorClass::credential, true},
    Word{"token_expired", ErrorClass::credential, true},
    Word{"user_removed_from_team", ErrorClass::credential, true},
    Word{"team_disabled", ErrorClass::credential, true},
    Word{"two_factor_setup_required", ErrorClass::credential, true,
         "the token's user must set up two-factor authentication in Slack"},
    Word{"not_allowed_token_type", ErrorClass::credential},
    Word{"team_access_not_granted", ErrorClass::credential, false,
         "the app has no access to the team in `team`; an administrator of the organisation can add the app there"},
    Word{"legacy_custom_bots_deprecated", ErrorClass::credential, false, kOtherKind},
    Word{"missing_scope", ErrorClass::credential},
    Word{"no_permission", ErrorClass::credential},
    Word{"permission_denied", ErrorClass::credential},
    Word{"enterprise_is_restricted", ErrorClass::credential},
    Word{"is_bot", ErrorClass::credential},

    Word{"plan_upgrade_required", ErrorClass::plan},
    Word{"paid_teams_only", ErrorClass::plan},

    Word{"unknown_method", ErrorClass::mistake},
    Word{"method_deprecated", ErrorClass::mistake},
    Word{"deprecated_endpoint", ErrorClass::mistake},
    Word{"invalid_arguments", ErrorClass::mistake},
    Word{"missing_argument", ErrorClass::mistake},
    Word{"invalid_arg_name", ErrorClass::mistake},
    Word{"invalid_array_arg", ErrorClass::mistake},
    Word{"invalid_charset", ErrorClass::mistake},
    Word{"invalid_form_data", ErrorClass::mistake},
    Word{"invalid_post_type", ErrorClass::mistake},
    Word{"missing_post_type", ErrorClass::mistake},

    Word{"org_login_required", ErrorClass::slow},
    Word{"team_added_to_org", ErrorClass::slow},
    Word{"accesslimited", ErrorClass::slow},
    Word{"access_denied", ErrorClass::slow},
    Word{"ekm_access_denied", ErrorClass::slow},

    Word{"ratelimited", ErrorClass::transient},
    Word{"rate_limited", ErrorClass::transient},
    Word{"migration_in_progress", ErrorClass::transient},
    Word{"fatal_error", ErrorClass::transient},
    Word{"internal_error", ErrorClass::transient},
    Word{"service_unavailable", ErrorClass::transient},
    Word{"request_timeout", ErrorClass::transient},
    Word{"invalid_cursor", ErrorClass::transient},

    Word{"user_not_found", ErrorClass::absent},
    Word{"user_not_visible", ErrorClass::absent},
    Word{"users_not_found", ErrorClass::absent},
    Word{"no_such_subteam", ErrorClass::absent},
    Word{"channel_not_found", ErrorClass::absent},
};

const Word* find(std::string_view word) {
  const auto* found = std::find_if(kWords.begin(), kWords.end(), [&](const Word& one) { return one.word == word; });
  return found == kWords.end() ? nullptr : found;
}

std::string advice_on_scope(const MethodRow& method, const ApiError& error) {
  const std::string scope = error.needed.empty() ? std::string(method.scope) : error.needed;
  const std::string purpose = method.scope_for.empty() ? "" : " (" + std::string(method.scope_for) + ")";
  return "the token lacks the scope " + scope + purpose + "; use a token that has it";
}

}  // namespace

ErrorClass classify(std::string_view error) {
  const Word* known = find(error);
  return known ? known->kind : ErrorClass::transient;
}

bool refuses_token(std::string_view error) {
  const Word* known = find(error);
  return known && known->whole_token;
}

bool refuses_method(const ApiError& error) {
  return (error.kind == ErrorClass::credential || error.kind == ErrorClass::mistake) && !refuses_token(error.error);
}

base::Obstacle obstacle_of(const ApiError& error) {
  using base::Obstacle;
  if (error.error == "ratelimited" || error.error == "too_many_websockets") return Obstacle::rate;
  switch (error.kind) {
    case ErrorClass::credential:
      return Obstacle::token;
    case ErrorClass::plan:
    case ErrorClass::mistake:
    case ErrorClass::slow:
      return Obstacle::slack;
    case ErrorClass::transient:
    case ErrorClass::absent:
      break;
  }
  return Obstacle::network;
}

bool is_known(std::string_view error) { return find(error) != nullptr; }

std::string advice(Method method, const ApiError& error) {
  if (error.error == "missing_scope") return advice_on_scope(row_of(method), error);
  if (error.error == "not_allowed_token_type") return std::string(kind_needed(row_of(method)));
  if (const Word* known = find(error.error); known && !known->advice.empty()) return std::string(known->advice);
  switch (error.kind) {
    case ErrorClass::credential:
      return "put another token in its place and reload";
    case ErrorClass::plan:
      return std::string(row_of(method).without_plan);
    case ErrorClass::mistake:
      return "Slack no longer accepts this request of presenced: update presenced, or report a bug";
    case ErrorClass::slow:
      return "wait, or ask an administrator of the Slack workspace whether access is restricted";
    case ErrorClass::transient:
    case ErrorClass::absent:
      return "";
  }
  return "";
}

}  // namespace presenced::slack
