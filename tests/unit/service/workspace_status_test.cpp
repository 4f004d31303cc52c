#include "service/workspace_status.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using service::workspace_status;

namespace {

const WallTime kNow = wall_from_unix_ms(1'770'000'000'000);

engine::StreamSnapshot live(std::size_t confirmed, Millis standing_for = 1h) {
  engine::StreamSnapshot stream;
  stream.standing_for = standing_for;
  stream.feed = "rtm";
  stream.state = "live";
  stream.confirmed = confirmed;
  return stream;
}

engine::StreamSnapshot down(Millis next, std::string trouble, Millis standing_for = 1min) {
  engine::StreamSnapshot stream;
  stream.standing_for = standing_for;
  stream.feed = "rtm";
  stream.state = "disconnected";
  stream.next_attempt_in = next;
  stream.trouble = std::move(trouble);
  return stream;
}

}  // namespace

TEST_CASE("a missing scope is named beside the trouble that it makes") {
  engine::Snapshot snapshot;
  snapshot.streams = {down(10min, "rtm.connect: missing_scope")};
  snapshot.streams[0].needed = "rtm:stream";
  snapshot.streams[0].provided = "identify,users:read";
  const control::WorkspaceStatus status = workspace_status(snapshot, kNow);
  CHECK(status.needed == "rtm:stream");
  CHECK(status.provided == "identify,users:read");
}

TEST_CASE("the figures of a workspace are those of its snapshot, summed over its sockets") {
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  snapshot.watched = 9;
  snapshot.facet_covered[base::Facet::presence] = 8;
  snapshot.facet_covered[base::Facet::status] = 7;
  snapshot.sampled = 1;
  snapshot.uncommitted = 5;
  snapshot.uncommitted_bytes = 2'275;
  snapshot.held = true;
  snapshot.last_event = kNow - 3s;
  snapshot.unresolved = {{"w.yaml:3", "email \"a@example.com\"", "is not watched: nobody has it"}};
  snapshot.streams = {live(4, 2h), live(2, 1h)};
  snapshot.streams[0].unconfirmed = {{"U1"}};
  snapshot.streams[1].unconfirmed = {{"U2"}};
  control::WorkspaceStatus expected;
  expected.name = "acme";
  expected.connected = true;
  expected.state = "live";
  expected.since = kNow - 1h;
  expected.watched = 9;
  expected.unresolved = {{"w.yaml:3", "email \"a@example.com\"", "is not watched: nobody has it"}};
  expected.confirmed = 6;
  expected.unconfirmed = {{"U1"}, {"U2"}};
  expected.sampled = 1;
  expected.covered[base::Facet::presence] = 8;
  expected.covered[base::Facet::status] = 7;
  expected.last_event = kNow - 3s;
  expected.uncommitted = 5;
  expected.uncommitted_bytes = 2'275;
  expected.held = true;
  expected.feeds = {{"rtm", "live", "", 0, 0}};
  CHECK(workspace_status(snapshot, kNow) == expected);
}

TEST_CASE("a workspace is connected when all of its sockets are, and the first that knows says why it is not") {
  engine::Snapshot snapshot;
  snapshot.streams = {live(1), down(60s, "", 2min), down(60s, "timeout", 3min), down(30s, "other", 1min)};
  const auto status = workspace_status(snapshot, kNow);
  CHECK_FALSE(status.connected);
  CHECK(status.state == "disconnected");
  CHECK(status.trouble == "timeout");
  CHECK(status.next_attempt_at == kNow + 30s);
  CHECK(status.since == kNow - 3min);
}

TEST_CASE("a socket whose people have all left keeps nobody from being connected, and tells of no time") {
  engine::Snapshot snapshot;
  snapshot.streams = {live(1, 2h), down(60s, "")};
  snapshot.streams[1].state = "retired";
  const auto status = workspace_status(snapshot, kNow);
  CHECK(status.connected);
  CHECK(status.since == kNow - 2h);
}

TEST_CASE("where RTM stands by, the workspace is connected by polling, and its feed says how long a round takes") {
  engine::Snapshot snapshot;
  snapshot.streams = {down(24h, "rtm.connect: not_allowed_token_type"), live(0, 1h)};
  snapshot.streams[0].state = "stand_by";
  snapshot.streams[1].feed = "poll";
  snapshot.streams[1].sampled = 45;
  snapshot.streams[1].sample_round = 60s;
  const auto status = workspace_status(snapshot, kNow);
  CHECK(status.connected);
  CHECK(status.trouble.empty());
  CHECK_FALSE(status.next_attempt_at);
  CHECK(status.feeds ==
        std::vector<control::FeedStatus>{{"rtm", "stand_by", "rtm.connect: not_allowed_token_type", 0, 0},
                                         {"poll", "live", "", 45, 60'000}});
}

TEST_CASE("a workspace without a socket is not connected") {
  const auto status = workspace_status({}, kNow);
  CHECK_FALSE(status.connected);
  CHECK_FALSE(status.since);
  CHECK(status.state == "disconnected");
}
