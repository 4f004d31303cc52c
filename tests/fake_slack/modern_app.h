// A modern (granular) app of the fake workspace, beside the classic one or without it: its tokens, and how Slack treats
// its calls and its Socket Mode sockets. The defaults are the everyday Slack (docs/PROTOCOL.md, Socket Mode).
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace presenced::fake_slack {

inline constexpr std::string_view kTeamId = "T0FAKE";
inline constexpr std::string_view kEnterpriseId = "E0FAKE";
inline constexpr std::string_view kOtherTeamId = "T0ELSE";  // where guests and foreign events come from

struct ModernApp {
  // Its tokens. A bot token calls the Web API; an app-level token opens Socket Mode and nothing else.
  std::string bot_token;  // empty: the app is not installed
  std::string app_token;  // empty: it has no Socket Mode
  std::set<std::string> scopes{"users:read",    "users:read.email", "dnd:read",
                               "channels:read", "groups:read",      "usergroups:read"};  // of the bot token
  std::set<std::string> app_scopes{"connections:write"};                                 // of the app-level token
  std::string rtm_refusal = "not_allowed_token_type";  // of rtm.connect to the bot token; or missing_scope
  std::string app_id = "A0FAKEAPP";
  std::string bot_id = "B0FAKEBOT";
  bool org_wide = false;  // installed in a whole organisation: each call must name the workspace by `team_id`

  int open_burst = 10;                                // apps.connections.open: so many rapid calls pass...
  base::Millis open_interval = base::Millis{60'000};  // ...then one a minute

  // What it is told. An event is sent only if the app has the scope that it needs.
  std::set<std::string> events{"user_status_changed", "user_huddle_changed", "dnd_updated_user",
                               "team_join",           "tokens_revoked",      "app_uninstalled"};
  bool reduced_users = false;     // user objects lack deleted, tz, is_bot, name, each by the seed
  bool noise = false;             // envelopes nobody asked for: null users, foreign teams, unknown types
  base::Millis event_jitter{};    // the first delivery of an event is up to this late, so events overtake each other
  bool new_envelope_ids = true;   // a retry may have a new envelope_id, by the seed; else never
  base::Millis ack_limit{3'000};  // Slack: 3 s
  std::vector<base::Millis> retries{base::Millis{0}, base::Millis{60'000}, base::Millis{300'000}};  // after a failure

  // The life of a socket.
  int max_sockets = 10;
  base::Millis socket_life{18'060'000};  // the longest; each lives between half of it and all of it
  base::Millis debug_life{360'000};      // of a socket whose url was dialled with &debug_reconnects=true
  base::Millis warning_ahead{10'000};    // from `warning` to `refresh_requested`; 0: no warning
  base::Millis refresh_grace{10'000};    // from `refresh_requested` to the close
};

// A modern app with both tokens, as its administrator would have made it.
inline ModernApp modern_app() {
  ModernApp app;
  app.bot_token = "xoxb-1000-2000-modern";
  app.app_token = "xapp-1-A0FAKEAPP-3000-fake";
  return app;
}

}  // namespace presenced::fake_slack
