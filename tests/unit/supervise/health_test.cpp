#include "supervise/health.h"

#include <doctest/doctest.h>

using namespace presenced;
using supervise::Health;
using supervise::status_line;
using supervise::WorkspaceHealth;

namespace {

WorkspaceHealth well(const std::string& name) {
  return {name, true, "", 6, 6, base::wall_from_unix_ms(1'769'932'803'999)};
}

}  // namespace

TEST_CASE(
    "the status says of each workspace whether it is connected, who is covered, and when Slack last said anything") {
  WorkspaceHealth new_one{"umbra", false, "", 3, 0, {}};
  CHECK(status_line({{well("acme"), new_one}, "", ""}) ==
        "acme: connected, 6 of 6 people covered, last event 2026-02-01T08:00:03Z; "
        "umbra: not connected, 0 of 3 people covered, no event yet");
  new_one.trouble = "invalid_auth";
  CHECK(status_line({{new_one}, "", ""}) == "umbra: not connected (invalid_auth), 0 of 3 people covered, no event yet");
}

TEST_CASE("what is wrong with the daemon itself comes first in the status") {
  CHECK(status_line({{well("acme")}, "history.db: the disk is full", "p.yaml:3:5: log: unknown key"}) ==
        "configuration rejected: p.yaml:3:5: log: unknown key; not recording: history.db: the disk is full; "
        "acme: connected, 6 of 6 people covered, last event 2026-02-01T08:00:03Z");
}

TEST_CASE("a snapshot's health is its connection and its people in numbers") {
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  snapshot.watched = 6;
  snapshot.presence_covered = 6;
  snapshot.covered = 4;
  snapshot.streams.emplace_back().state = "live";
  const WorkspaceHealth health = supervise::health_of(snapshot, base::wall_from_unix_ms(5'000));
  CHECK(health.connected);
  CHECK(health.watched == 6);
  CHECK(health.covered == 4);
}
