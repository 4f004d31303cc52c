// Which credentials a reload warns about.
#include "reload/old_credentials.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "history/feed_name.h"

using namespace presenced;

namespace {

class Lines final : public base::LogSink {
 public:
  void write(const base::LogEntry& entry) override { messages.emplace_back(entry.message); }
  std::vector<std::string> messages;
};

config::Loaded with_credentials() {
  config::Loaded loaded;
  config::Workspace acme;
  acme.name = "acme";
  acme.token = config::TokenCredential{"slack-token"};
  acme.app_token = config::TokenCredential{"slack-app-token"};
  loaded.settings.workspaces.push_back(acme);
  return loaded;
}

engine::Snapshot of(history::FeedName feed, bool refused) {
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  engine::StreamSnapshot stream;
  stream.feed = name_of(feed);
  stream.credential_refused = refused;
  snapshot.streams.push_back(std::move(stream));
  return snapshot;
}

std::vector<std::string> warned(const engine::Snapshot& snapshot, const reload::Changes& changes = {}) {
  Lines lines;
  reload::warn_of_old_credentials(changes, with_credentials(), {snapshot}, lines);
  return lines.messages;
}

}  // namespace

TEST_CASE("a reload warns about the credential whose token Slack rejects: of Socket Mode the app-level token") {
  const auto token = warned(of(history::FeedName::rtm, true));
  REQUIRE(token.size() == 1);
  CHECK(token[0].find("the credential slack-token is unchanged") != std::string::npos);
  const auto app_token = warned(of(history::FeedName::socket_mode, true));
  REQUIRE(app_token.size() == 1);
  CHECK(app_token[0].find("the credential slack-app-token is unchanged") != std::string::npos);
}

TEST_CASE("a reload does not warn about tokens that Slack takes, or that the reload has changed") {
  CHECK(warned(of(history::FeedName::socket_mode, false)).empty());
  reload::Changes changes;
  reload::WorkspaceChange change;
  change.name = "acme";
  change.access = true;
  changes.changed.push_back(change);
  CHECK(warned(of(history::FeedName::socket_mode, true), changes).empty());
}
