#include "metrics/metrics.h"

#include "metrics/exposition.h"

namespace presenced::metrics {
namespace {

using history::Source;

constexpr std::array<Source, history::kSourceCount> kSources{
    Source::push, Source::first, Source::resync, Source::audit, Source::sample, Source::expiry, Source::late};

std::int64_t moment(std::optional<base::WallTime> time) { return time ? base::unix_ms(*time) : 0; }

// One family with a sample a workspace.
template <class Value>
void each(Exposition& out, const Figures& figures, std::string_view name, Kind kind, std::string_view help,
          Value value) {
  out.family(name, kind, help);
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample({{"workspace", one.name}}, static_cast<std::uint64_t>(value(one)));
}

void write_daemon(Exposition& out, const Figures& figures) {
  out.family("presenced_build_info", Kind::gauge, "The version that runs; always 1.")
      .sample({{"version", figures.version}}, 1);
  out.family("presenced_start_timestamp_seconds", Kind::gauge, "When the daemon was started.")
      .sample_seconds({}, base::unix_ms(figures.started_at));
  out.family("presenced_configuration_valid", Kind::gauge,
             "1: the configuration as last read is in force. 0: rejected.")
      .sample({}, figures.configuration_valid ? 1 : 0);
}

void write_history(Exposition& out, const Figures& figures) {
  out.family("presenced_recording", Kind::gauge, "1: the history can be written. 0: it cannot; the log says why.")
      .sample({}, figures.recording ? 1 : 0);
  out.family("presenced_history_queue_records", Kind::gauge, "Records waiting to be written.")
      .sample({}, figures.queued);
  out.family("presenced_history_failures_total", Kind::counter,
             "Times that writing the history failed; presenced retries until it succeeds.")
      .sample({}, figures.store_failures);
  out.family("presenced_history_last_commit_timestamp_seconds", Kind::gauge,
             "The newest commit; while recording there is one at least every 10 seconds.")
      .sample_seconds({}, moment(figures.last_commit));
  out.family("presenced_history_size_bytes", Kind::gauge, "The database with its write-ahead log.")
      .sample({}, figures.database_bytes);
  out.family("presenced_history_log_size_bytes", Kind::gauge, "The write-ahead log (the -wal file) alone.")
      .sample({}, figures.log_bytes);
  out.family("presenced_history_log_held", Kind::gauge,
             "1: a long-running reader keeps the write-ahead log growing; the log names it. 0: no reader does.")
      .sample({}, figures.log_held ? 1 : 0);
}

void write_backpressure(Exposition& out, const Figures& figures) {
  each(out, figures, "presenced_uncommitted_bytes", Kind::gauge, "Memory of the records on their way to the disk.",
       [](const auto& one) { return one.uncommitted_bytes; });
  out.family("presenced_sockets_held_seconds_total", Kind::counter,
             "How long nothing was read from Slack because the disk was behind; nothing is lost by that.");
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample_seconds({{"workspace", one.name}}, one.held.count());
}

void write_people(Exposition& out, const Figures& figures) {
  each(out, figures, "presenced_watched_people", Kind::gauge, "People on the watchlist.",
       [](const auto& one) { return one.watched; });
  each(out, figures, "presenced_uncovered_people", Kind::gauge,
       "People on the watchlist with a tracked facet that is not provably being watched now.",
       [](const auto& one) { return one.uncovered; });
  each(out, figures, "presenced_unresolved_names", Kind::gauge, "Names on the watchlist that are not resolved yet.",
       [](const auto& one) { return one.unresolved; });
  out.family("presenced_covered_people", Kind::gauge, "People whose facet is provably being watched now.");
  for (const WorkspaceFigures& one : figures.workspaces) {
    for (const base::FacetRow& facet : base::kFacets)
      out.sample({{"workspace", one.name}, {"facet", facet.word}}, one.covered[facet.facet]);
  }
  out.family("presenced_group_people", Kind::gauge,
             "People of a group of the watchlist by present state; unknown: not provably being watched now.");
  for (const WorkspaceFigures& one : figures.workspaces) {
    for (const GroupFigures& group : one.groups) {
      const auto sample = [&](std::string_view state, std::size_t people) {
        out.sample({{"workspace", one.name}, {"group", group.name}, {"state", state}}, people);
      };
      sample(name_of(base::Presence::active), group.active);
      sample(name_of(base::Presence::away), group.away);
      sample("unknown", group.unknown);
    }
  }
  each(out, figures, "presenced_unconfirmed_people", Kind::gauge,
       "Subscribed people whose presence Slack has not sent.", [](const auto& one) { return one.unconfirmed; });
  each(out, figures, "presenced_sampled_people", Kind::gauge, "People polled because no subscription was free.",
       [](const auto& one) { return one.sampled; });
}

void write_connection(Exposition& out, const Figures& figures) {
  each(out, figures, "presenced_connected", Kind::gauge, "1: a session with Slack is live.",
       [](const auto& one) { return one.connected ? 1 : 0; });
  out.family("presenced_feed_live", Kind::gauge, "1: the feed is live.");
  for (const WorkspaceFigures& one : figures.workspaces)
    for (std::size_t i = 0; i < history::kFeedWords.size(); ++i)
      out.sample({{"workspace", one.name}, {"feed", history::kFeedWords[i]}}, one.feed_live[i] ? 1 : 0);
  out.family("presenced_connection_obstacle", Kind::gauge,
             "1: a feed cannot work because of this. token: Slack rejects it. rate: too many calls. slack: Slack "
             "refuses or has an incident. network: no answer.");
  for (const WorkspaceFigures& one : figures.workspaces)
    for (std::size_t i = 1; i < base::kObstacleWords.size(); ++i)
      out.sample({{"workspace", one.name}, {"reason", base::kObstacleWords[i]}}, one.obstacles[i] ? 1 : 0);
  out.family("presenced_poll_round_seconds", Kind::gauge, "How long one round of polling takes; 0: nobody is polled.");
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample_seconds({{"workspace", one.name}}, one.poll_round.count());
  each(out, figures, "presenced_foreign_connections", Kind::gauge,
       "Connections of other programs to the same app; they receive some of its events.",
       [](const auto& one) { return one.foreign_connections; });
  each(out, figures, "presenced_connection_attempts_total", Kind::counter, "Attempts to open a session.",
       [](const auto& one) { return one.connection_attempts; });
  out.family("presenced_sessions_ended_total", Kind::counter, "Sessions that ended, by reason.");
  for (const WorkspaceFigures& one : figures.workspaces)
    for (const auto& [reason, word] : history::kEndReasonWords)
      out.sample({{"workspace", one.name}, {"reason", word}}, one.committed.sessions_ended(reason));
  out.family("presenced_last_event_timestamp_seconds", Kind::gauge, "When the newest event from Slack arrived.");
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample_seconds({{"workspace", one.name}}, moment(one.last_event));
}

void write_clocks(Exposition& out, const Figures& figures) {
  each(out, figures, "presenced_clock_wrong", Kind::gauge,
       "1: the wall clock contradicts Slack's time or the history, and nobody is covered.",
       [](const auto& one) { return one.clock_wrong ? 1 : 0; });
  out.family("presenced_clock_ahead_seconds", Kind::gauge,
             "How far the wall clock is ahead of Slack's; negative: behind. 0 while Slack's time is not known.");
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample_seconds({{"workspace", one.name}}, one.clock_ahead.count());
  out.family("presenced_history_ahead_seconds", Kind::gauge,
             "How far the newest record is ahead of the wall clock; 0: it is not.");
  for (const WorkspaceFigures& one : figures.workspaces)
    out.sample_seconds({{"workspace", one.name}}, one.history_ahead.count());
}

void write_frames(Exposition& out, const Figures& figures) {
  each(out, figures, "presenced_frames_total", Kind::counter, "Frames received.",
       [](const auto& one) { return one.frames; });
  each(out, figures, "presenced_frames_ignored_total", Kind::counter, "Frames that do not concern the history.",
       [](const auto& one) { return one.frames_ignored; });
  each(out, figures, "presenced_frames_malformed_total", Kind::counter, "Frames that presenced could not read.",
       [](const auto& one) { return one.frames_malformed; });
}

void write_transitions(Exposition& out, const Figures& figures) {
  out.family("presenced_transitions_written_total", Kind::counter, "Transitions committed, by facet and source.");
  for (const WorkspaceFigures& one : figures.workspaces)
    for (const base::FacetRow& facet : base::kFacets)
      for (const Source source : kSources)
        out.sample({{"workspace", one.name}, {"facet", facet.word}, {"source", name_of(source)}},
                   one.committed.transitions(facet.facet, source));
}

}  // namespace

void CommittedCounts::add(const history::Batch& batch) {
  for (const history::Record& record : batch.records) {
    if (const auto* transition = std::get_if<history::Transition>(&record))
      ++transitions_[index(transition->facet(), transition->source)];
    else if (const auto* ended = std::get_if<history::SessionEnded>(&record))
      ++sessions_ended_[index(ended->reason)];
  }
}

CommittedCounts& CommittedCounts::operator+=(const CommittedCounts& more) {
  for (std::size_t i = 0; i < sessions_ended_.size(); ++i) sessions_ended_[i] += more.sessions_ended_[i];
  for (std::size_t i = 0; i < transitions_.size(); ++i) transitions_[i] += more.transitions_[i];
  return *this;
}

std::string prometheus_text(const Figures& figures) {
  Exposition out;
  write_daemon(out, figures);
  write_history(out, figures);
  write_backpressure(out, figures);
  write_people(out, figures);
  write_connection(out, figures);
  write_clocks(out, figures);
  write_frames(out, figures);
  write_transitions(out, figures);
  return out.text();
}

}  // namespace presenced::metrics
