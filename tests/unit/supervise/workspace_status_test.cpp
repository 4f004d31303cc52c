#include "supervise/workspace_status.h"

#include <doctest/doctest.h>

using namespace presenced;
using namespace presenced::base;
using supervise::workspace_status;

namespace {

const WallTime kNow = wall_from_unix_ms(1'770'000'000'000);

engine::StreamSnapshot live(std::size_t confirmed) {
  engine::StreamSnapshot stream;
  stream.state = "live";
  stream.confirmed = confirmed;
  return stream;
}

engine::StreamSnapshot down(Millis next, std::string trouble) {
  engine::StreamSnapshot stream;
  stream.state = "disconnected";
  stream.next_attempt_in = next;
  stream.trouble = std::move(trouble);
  return stream;
}

}  // namespace

TEST_CASE("the figures of a workspace are those of its snapshot, summed over its sockets") {
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  snapshot.watched = 9;
  snapshot.presence_covered = 8;
  snapshot.status_covered = 7;
  snapshot.sampled = 1;
  snapshot.uncommitted = 5;
  snapshot.last_event = kNow - 3s;
  snapshot.streams = {live(4), live(2)};
  snapshot.streams[0].unconfirmed = {{"U1"}};
  snapshot.streams[1].unconfirmed = {{"U2"}};
  control::WorkspaceStatus expected;
  expected.name = "acme";
  expected.connected = true;
  expected.state = "live";
  expected.watched = 9;
  expected.confirmed = 6;
  expected.unconfirmed = {{"U1"}, {"U2"}};
  expected.sampled = 1;
  expected.presence_covered = 8;
  expected.status_covered = 7;
  expected.last_event = kNow - 3s;
  expected.uncommitted = 5;
  CHECK(workspace_status(snapshot, kNow) == expected);
}

TEST_CASE("a workspace is connected when all of its sockets are, and the first that is not says why") {
  engine::Snapshot snapshot;
  snapshot.streams = {live(1), down(60s, "timeout"), down(30s, "other")};
  const auto status = workspace_status(snapshot, kNow);
  CHECK_FALSE(status.connected);
  CHECK(status.state == "disconnected");
  CHECK(status.trouble == "timeout");
  CHECK(status.next_attempt_at == kNow + 30s);
}

TEST_CASE("a workspace without a socket is not connected") {
  const auto status = workspace_status({}, kNow);
  CHECK_FALSE(status.connected);
  CHECK(status.state == "disconnected");
}
