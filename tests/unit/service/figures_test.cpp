#include "service/figures.h"

#include <doctest/doctest.h>

using namespace presenced;
using base::wall_from_unix_ms;

TEST_CASE("the figures of the metrics are those of the status, with what is counted beside it") {
  control::Status status;
  status.version = "1.2.3";
  status.started_at = wall_from_unix_ms(1'000);
  status.history = {"history.db", 4096, 5, wall_from_unix_ms(2'000), false, "full", 512, "it grows"};
  status.configuration.rejected_at = wall_from_unix_ms(3'000);
  control::WorkspaceStatus workspace;
  workspace.name = "acme";
  workspace.connected = true;
  workspace.watched = 9;
  workspace.unresolved = {{"w.yaml:1", "handle \"@kim\"", ""}};
  workspace.unconfirmed = {{"U01"}, {"U02"}};
  workspace.sampled = 3;
  workspace.covered[base::Facet::presence] = 7;
  workspace.covered[base::Facet::status] = 6;
  workspace.last_event = wall_from_unix_ms(4'000);
  status.workspaces = {workspace};
  engine::Snapshot snapshot;
  snapshot.workspace = "acme";
  snapshot.covered = 5;
  snapshot.foreign_connections = 2;
  snapshot.connection_attempts = 11;
  snapshot.frames = 12;
  snapshot.frames_ignored = 13;
  snapshot.frames_malformed = 14;
  snapshot.held_for = base::Millis{2'500};
  status.workspaces[0].uncommitted_bytes = 800;
  const auto committed = [](const std::string& name) {
    metrics::CommittedCounts counts;
    counts.add({name, {}, {}, {history::SessionEnded{{}, {}, history::EndReason::goodbye}}});
    return counts;
  };

  const metrics::Figures figures = service::figures_of(status, {snapshot}, {{}}, committed, 15);
  CHECK(figures.version == "1.2.3");
  CHECK(figures.started_at == wall_from_unix_ms(1'000));
  CHECK_FALSE(figures.configuration_valid);
  CHECK_FALSE(figures.recording);
  CHECK(figures.queued == 5);
  CHECK(figures.store_failures == 15);
  CHECK(figures.last_commit == wall_from_unix_ms(2'000));
  CHECK(figures.database_bytes == 4096);
  CHECK(figures.log_bytes == 512);
  CHECK(figures.log_held);
  REQUIRE(figures.workspaces.size() == 1);
  const metrics::WorkspaceFigures& one = figures.workspaces[0];
  CHECK(one.name == "acme");
  CHECK(one.connected);
  CHECK(one.watched == 9);
  CHECK(one.uncovered == 4);
  CHECK(one.unresolved == 1);
  CHECK(one.unconfirmed == 2);
  CHECK(one.sampled == 3);
  CHECK(one.covered[base::Facet::presence] == 7);
  CHECK(one.covered[base::Facet::status] == 6);
  CHECK(one.last_event == wall_from_unix_ms(4'000));
  CHECK(one.foreign_connections == 2);
  CHECK(one.connection_attempts == 11);
  CHECK(one.frames == 12);
  CHECK(one.frames_ignored == 13);
  CHECK(one.frames_malformed == 14);
  CHECK(one.uncommitted_bytes == 800);
  CHECK(one.held == base::Millis{2'500});
  CHECK(one.committed.sessions_ended(history::EndReason::goodbye) == 1);
}

TEST_CASE("the people of groups are all unknown once the last commit is more than 20 s ago") {
  control::Status status;
  status.workspaces = {control::WorkspaceStatus{}};
  const auto group_after = [&](base::Millis since_commit) {
    status.history.last_commit_at = wall_from_unix_ms(1'000'000);
    status.at = *status.history.last_commit_at + since_commit;
    const auto committed = [](const std::string&) { return metrics::CommittedCounts{}; };
    const auto figures = service::figures_of(status, {engine::Snapshot{}}, {{{"on-call", 2, 3, 1}}}, committed, 0);
    return figures.workspaces.at(0).groups.at(0);
  };
  const metrics::GroupFigures alive = group_after(base::Millis{20'000});
  CHECK(alive.name == "on-call");
  CHECK(alive.active == 2);
  CHECK(alive.away == 3);
  CHECK(alive.unknown == 1);
  const metrics::GroupFigures silent = group_after(base::Millis{20'001});
  CHECK(silent.active == 0);
  CHECK(silent.away == 0);
  CHECK(silent.unknown == 6);
}

TEST_CASE("the people of groups are all unknown before the first commit") {
  control::Status status;
  status.workspaces = {control::WorkspaceStatus{}};
  const auto committed = [](const std::string&) { return metrics::CommittedCounts{}; };
  const auto figures = service::figures_of(status, {engine::Snapshot{}}, {{{"on-call", 2, 3, 1}}}, committed, 0);
  CHECK(figures.workspaces.at(0).groups.at(0).unknown == 6);
}
