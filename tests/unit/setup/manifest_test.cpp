#include "setup/manifest.h"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <string>
#include <vector>

using namespace presenced::setup;
using Words = std::vector<std::string>;

TEST_CASE("the manifest asks for Socket Mode, its events, and no more scopes than ids need") {
  const YAML::Node manifest = YAML::Load(app_manifest(false));
  CHECK(manifest["settings"]["socket_mode_enabled"].as<bool>());
  CHECK_FALSE(manifest["settings"]["token_rotation_enabled"].as<bool>());
  CHECK(manifest["oauth_config"]["scopes"]["bot"].as<Words>() == Words{"users:read", "dnd:read"});
  CHECK(manifest["settings"]["event_subscriptions"]["bot_events"].as<Words>() ==
        Words{"user_status_changed", "user_huddle_changed", "dnd_updated_user", "team_join", "tokens_revoked",
              "app_uninstalled"});
  CHECK(manifest["features"]["bot_user"]["display_name"].as<std::string>() == "presenced");
  CHECK_FALSE(manifest["features"]["bot_user"]["always_online"].as<bool>());
}

TEST_CASE("Slack's limits for the texts of a manifest are kept") {
  const YAML::Node manifest = YAML::Load(app_manifest(true));
  CHECK(manifest["display_information"]["name"].as<std::string>().size() <= 35);
  CHECK(manifest["display_information"]["description"].as<std::string>().size() <= 140);
}

TEST_CASE("names on the watchlist need more scopes, and get them when asked for") {
  const auto scopes = YAML::Load(app_manifest(true))["oauth_config"]["scopes"]["bot"].as<Words>();
  for (const char* scope :
       {"users:read", "dnd:read", "users:read.email", "usergroups:read", "channels:read", "groups:read"})
    CHECK(std::find(scopes.begin(), scopes.end(), scope) != scopes.end());
}

TEST_CASE("the link carries the manifest, encoded") {
  const std::string manifest = app_manifest(true);
  const std::string link = manifest_link(manifest);
  CHECK(link.starts_with("https://api.slack.com/apps?new_app=1&manifest_yaml=display_information%3A%0A"));
  CHECK(link.find_first_of(" \n:/", std::string("https://api.slack.com/apps").size()) == std::string::npos);
  const auto url = boost::urls::parse_uri(link);
  REQUIRE(url.has_value());
  const auto parameters = url->params();
  REQUIRE(parameters.contains("manifest_yaml"));
  CHECK((*parameters.find("manifest_yaml")).value == manifest);
}
