#include "service/health.h"

#include <doctest/doctest.h>

using namespace presenced;
using service::Health;
using service::status_line;
using service::WorkspaceHealth;

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
  snapshot.facet_covered[base::Facet::presence] = 6;
  snapshot.covered = 4;
  snapshot.streams.emplace_back().state = "live";
  const WorkspaceHealth health = service::health_of(snapshot, base::wall_from_unix_ms(5'000));
  CHECK(health.connected);
  CHECK(health.watched == 6);
  CHECK(health.covered == 4);
}

TEST_CASE("a probe hears that the process works, or for how long the disk has not answered") {
  service::Health health;
  health.stuck_for = base::Millis{30'000};
  CHECK(service::alive(health, base::Millis{30'000}).well);
  CHECK(service::alive(health, base::Millis{30'000}).text == "ok\n");
  health.stuck_for = base::Millis{31'000};
  CHECK_FALSE(service::alive(health, base::Millis{30'000}).well);
  CHECK(service::alive(health, base::Millis{30'000}).text ==
        "the writer of the history has waited 31 s for the disk\n");
}

TEST_CASE("a full disk is no reason to call the process broken, but nothing is covered") {
  service::Health health;
  health.store_trouble = "history.db: the disk is full";
  CHECK(service::alive(health, base::Millis{0}).well);
  CHECK_FALSE(service::covered(health).well);
  CHECK(service::covered(health).text == "not recording: history.db: the disk is full\n");
}

TEST_CASE("ready is a daemon whose every workspace is covered; else it names those that are not, and why") {
  service::Health health;
  health.workspaces = {well("acme"), well("beta"), well("gamma"), well("delta")};
  health.workspaces[1].connected = false;
  health.workspaces[1].covered = 0;
  health.workspaces[1].trouble = "rtm.connect: invalid_auth";
  health.workspaces[2].covered = 5;
  health.workspaces[2].silent = 1;
  health.workspaces[3].nameless = 2;
  CHECK_FALSE(service::covered(health).well);
  CHECK(service::covered(health).text ==
        "beta: not connected (rtm.connect: invalid_auth), 0 of 6 people covered\n"
        "gamma: connected, 5 of 6 people covered, no presence from Slack for 1\n"
        "delta: connected, 6 of 6 people covered, unresolved names: 2\n");
  health.workspaces.resize(1);
  CHECK(service::covered(health).well);
  CHECK(service::covered(health).text == "ok\n");
}

TEST_CASE("a clock that is wrong makes nobody ready, and the probe says by how much and in which direction") {
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  snapshot.watched = snapshot.covered = 6;
  snapshot.streams.emplace_back().state = "live";
  snapshot.clock.state = engine::ClockState::contradicts;
  snapshot.clock.ahead = -std::chrono::hours{1};
  service::Health health;
  health.workspaces = {service::health_of(snapshot, base::wall_from_unix_ms(5'000))};
  CHECK_FALSE(service::covered(health).well);
  CHECK(service::covered(health).text.find("the wall clock is 3600 s behind Slack's") != std::string::npos);
  CHECK(status_line(health).find("the wall clock is 3600 s behind Slack's") != std::string::npos);
  snapshot.clock = {};
  snapshot.clock.recorded_until = base::wall_from_unix_ms(86'405'000);
  health.workspaces = {service::health_of(snapshot, base::wall_from_unix_ms(5'000))};
  CHECK(service::covered(health).text.find("the newest record is 86400 s ahead of the wall clock") !=
        std::string::npos);
}
