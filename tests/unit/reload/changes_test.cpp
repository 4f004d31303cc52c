#include "reload/changes.h"

#include <doctest/doctest.h>

using namespace presenced;
using reload::changes_between;
using Words = std::vector<std::string>;

namespace {

// Two workspaces, `acme` and `beta`.
config::Loaded two() {
  config::Loaded loaded;
  loaded.settings.history.path = "/h/history.db";
  for (const char* name : {"acme", "beta"}) {
    config::Workspace workspace;
    workspace.name = name;
    workspace.watchlist = std::string("/c/") + name + ".yaml";
    loaded.settings.workspaces.push_back(workspace);
    config::WorkspaceFiles files;
    files.token = base::Secret("xoxb-s3cret");
    loaded.files.push_back(std::move(files));
  }
  return loaded;
}

}  // namespace

TEST_CASE("the same configuration is no change, in whatever order its workspaces stand") {
  config::Loaded next = two();
  std::swap(next.settings.workspaces[0], next.settings.workspaces[1]);
  std::swap(next.files[0], next.files[1]);
  const auto changes = changes_between(two(), next);
  CHECK(changes.words.empty());
  CHECK(changes.changed.empty());
  CHECK(changes.refused.empty());
}

TEST_CASE("what counts from the start only is refused by its key") {
  config::Loaded next = two();
  next.settings.history.path = "/elsewhere";
  next.settings.history.durability = config::Durability::normal;
  next.settings.control.socket = "/s";
  CHECK(changes_between(two(), next).refused == Words{"history.path", "history.durability", "control.socket"});
}

TEST_CASE("workspaces that come and go are told from those that change") {
  config::Loaded next = two();
  next.settings.workspaces[0].name = "gamma";
  const auto changes = changes_between(two(), next);
  CHECK(changes.added == Words{"gamma"});
  CHECK(changes.removed == Words{"acme"});
  CHECK(changes.changed.empty());
}

TEST_CASE("each thing that changes is named, without its value, and touches its own workspace only") {
  config::Loaded next = two();
  next.settings.log.level = base::LogLevel::debug;
  next.settings.history.retention.reset();
  next.files[0].token = base::Secret("xoxb-an0ther");
  next.settings.workspaces[1].tuning.audit_interval = base::Millis{0};
  next.files[1].watchlist = watch::Watchlist{{}, {{"U1"}}};
  const auto changes = changes_between(two(), next);
  CHECK(changes.words == Words{"history.retention", "log.level", "workspace acme: token", "workspace beta: watchlist",
                               "workspace beta: audit_interval"});
  CHECK(changes.log);
  CHECK(changes.retention);
  REQUIRE(changes.changed.size() == 2);
  CHECK(changes.changed[0].access);
  CHECK_FALSE(changes.changed[0].watchlist);
  CHECK_FALSE(changes.changed[0].tuning);
  CHECK_FALSE(changes.changed[1].access);
  CHECK(changes.changed[1].watchlist);
  CHECK(changes.changed[1].tuning);
}

TEST_CASE("an app-level token that comes or goes changes the access and the tuning") {
  config::Loaded next = two();
  next.settings.workspaces[0].app_token = config::TokenEnv{"APP"};
  next.settings.workspaces[0].tuning.socket_mode = true;
  next.files[0].app_token = base::Secret("xapp-s3cret");
  next.settings.workspaces[1].team = "T1";
  const auto changes = changes_between(two(), next);
  CHECK(changes.words == Words{"workspace acme: app_token", "workspace beta: team"});
  REQUIRE(changes.changed.size() == 2);
  CHECK(changes.changed[0].access);
  CHECK(changes.changed[0].tuning);
  CHECK(changes.changed[1].access);
  CHECK_FALSE(changes.changed[1].tuning);
}

TEST_CASE("where the metrics are served may change while it runs") {
  config::Loaded next = two();
  next.settings.metrics.port = 9723;
  const auto changes = changes_between(two(), next);
  CHECK(changes.words == Words{"metrics"});
  CHECK(changes.metrics);
  CHECK(changes.refused.empty());
  CHECK_FALSE(changes_between(next, next).metrics);
}

TEST_CASE("a proxy is the workspace's own, or else the environment's") {
  config::Loaded next = two();
  next.settings.workspaces[0].proxy = base::Proxy{"own", 3128, {}};
  CHECK(changes_between(two(), next).words == Words{"workspace acme: proxy"});
  config::Loaded environment = next;
  environment.environment.proxy = base::Proxy{"env", 3128, {}};
  CHECK(changes_between(next, environment).words == Words{"workspace beta: proxy"});
}

TEST_CASE("another text in the same ca_file is a change; another file with the same text is none") {
  config::Loaded next = two();
  next.settings.workspaces[0].ca_file = "/moved.pem";
  CHECK(changes_between(two(), next).words.empty());
  next.files[0].authorities = "-----BEGIN CERTIFICATE-----";
  CHECK(changes_between(two(), next).words == Words{"workspace acme: ca_file"});
}
