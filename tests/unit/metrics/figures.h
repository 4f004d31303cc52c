// Figures of a daemon that has seen everything.
#pragma once

#include "metrics/metrics.h"

namespace presenced::metrics::test {

inline Figures full_figures() {
  Figures figures;
  figures.version = "0.1.0";
  figures.started_at = base::wall_from_unix_ms(1'700'000'000'123);
  figures.queued = 3;
  figures.store_failures = 1;
  figures.last_commit = base::wall_from_unix_ms(1'700'000'001'000);
  figures.database_bytes = 40'960;
  figures.log_bytes = 8'192;
  figures.log_held = true;
  WorkspaceFigures acme;
  acme.name = "acme";
  acme.connected = true;
  acme.watched = 7;
  acme.uncovered = 2;
  acme.unresolved = 3;
  acme.covered[base::Facet::presence] = 6;
  acme.covered[base::Facet::status] = 5;
  acme.groups = {{"on-call", 1, 3, 2}, {"nobody", 0, 0, 0}};
  acme.unconfirmed = 1;
  acme.sampled = 2;
  acme.feed_live = {true, false, true};
  acme.poll_round = base::Millis{9'500};
  acme.obstacles[static_cast<std::size_t>(base::Obstacle::token)] = true;
  acme.clock_wrong = true;
  acme.clock_ahead = base::Millis{-3'600'400};
  acme.history_ahead = base::Millis{86'400'000};
  acme.last_event = base::wall_from_unix_ms(1'700'000'000'500);
  acme.foreign_connections = 1;
  acme.connection_attempts = 4;
  acme.frames = 100;
  acme.frames_ignored = 20;
  acme.frames_malformed = 1;
  acme.uncommitted_bytes = 4'550;
  acme.held = base::Millis{12'300};
  const auto ended = [](history::EndReason reason) { return history::SessionEnded{{}, {}, reason}; };
  const auto changed = [](const base::State& after, history::Source source) {
    return history::Transition{{"U1"}, {}, {}, {}, after, source, {}};
  };
  using history::EndReason;
  acme.committed.add({"acme", {}, {}, {ended(EndReason::goodbye), ended(EndReason::lost_agreement)}});
  acme.committed.add({"acme", {}, {}, {ended(EndReason::goodbye), changed(base::Presence{}, history::Source::push)}});
  acme.committed.add({"acme", {}, {}, {changed(base::Status{}, history::Source::expiry)}});
  WorkspaceFigures odd;
  odd.name = "odd \"name\" \\ \n";
  odd.groups = {{"a \"group\" \\ \n", 1, 0, 0}};
  figures.workspaces = {acme, odd};
  return figures;
}

}  // namespace presenced::metrics::test
