#include "setup/manifest.h"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

namespace presenced::setup {
namespace {

constexpr std::string_view kHead = R"(display_information:
  name: presenced
  description: Records who on a watchlist is active or away, and what their status says.
features:
  bot_user:
    display_name: presenced
    always_online: false
oauth_config:
  scopes:
    bot:
      - users:read
      - dnd:read
)";

constexpr std::string_view kScopesOfNames = R"(      - users:read.email
      - usergroups:read
      - channels:read
      - groups:read
)";

// Token rotation cannot be turned off once it is on, and tokens then live for 12 hours (docs/PROTOCOL.md).
constexpr std::string_view kTail = R"(settings:
  event_subscriptions:
    bot_events:
      - user_status_changed
      - user_huddle_changed
      - dnd_updated_user
      - team_join
      - tokens_revoked
      - app_uninstalled
  socket_mode_enabled: true
  token_rotation_enabled: false
)";

}  // namespace

std::string app_manifest(bool by_name) {
  std::string manifest(kHead);
  if (by_name) manifest += kScopesOfNames;
  return manifest += kTail;
}

std::string manifest_link(std::string_view manifest) {
  namespace urls = boost::urls;
  return "https://api.slack.com/apps?new_app=1&manifest_yaml=" + urls::encode(manifest, urls::unreserved_chars);
}

}  // namespace presenced::setup
