// The app that presenced needs at Slack, as a manifest: what api.slack.com/apps makes an app of. Pure.
#pragma once

#include <string>
#include <string_view>

namespace presenced::setup {

// YAML. `by_name`: with the scopes that names on a watchlist need (email, usergroup, channel), beside those that people
// named by id need.
std::string app_manifest(bool by_name);

// Opens Slack's form for a new app with this manifest filled in.
std::string manifest_link(std::string_view manifest);

}  // namespace presenced::setup
