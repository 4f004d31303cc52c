#include "support/recorded_history.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite.h"

namespace presenced::test {

using base::WallTime;
using store::Rows;

namespace {

WallTime time(const Rows& row, int column) { return base::wall_from_unix_ms(row.integer(column)); }

std::optional<WallTime> maybe_time(const Rows& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(time(row, column));
}

base::Presence presence_of(std::string_view word) {
  return word == "active" ? base::Presence::active : base::Presence::away;
}

template <class Read>
void each(store::Database& database, std::string_view sql, const std::string& workspace, const Read& read) {
  store::Statement statement = database.prepare(sql);
  Rows row = statement.select(std::string_view(workspace));
  while (row.next()) read(row);
}

void read_presence(store::Database& database, const std::string& workspace, RecordedHistory& history) {
  each(database,
       "SELECT user_id, seq, at, earliest, before, after, source, session FROM presence_transitions"
       " WHERE workspace = ?1 ORDER BY seq",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].presence.transitions.push_back(
             {row.integer(1), time(row, 2), time(row, 3),
              row.is_null(4) ? std::nullopt : std::optional(presence_of(row.text(4))), presence_of(row.text(5)),
              std::string(row.text(6)), row.integer(7)});
       });
  each(database,
       "SELECT user_id, presence, started_at, ended_at FROM presence_intervals WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].presence.intervals.push_back(
             {std::string(row.text(1)), time(row, 2), maybe_time(row, 3)});
       });
}

void read_status(store::Database& database, const std::string& workspace, RecordedHistory& history) {
  // What a status expired at before the change is not in the view: the states are compared by their words.
  each(database,
       "SELECT user_id, seq, at, earliest, before_text, before_emoji, text, emoji, expires_at, source, session"
       " FROM status_transitions WHERE workspace = ?1 ORDER BY seq",
       workspace, [&](const Rows& row) {
         std::optional<base::Status> before;
         if (!row.is_null(4)) before = base::Status{std::string(row.text(4)), std::string(row.text(5)), {}};
         history.people[{std::string(row.text(0))}].status.transitions.push_back(
             {row.integer(1), time(row, 2), time(row, 3), before,
              base::Status{std::string(row.text(6)), std::string(row.text(7)), maybe_time(row, 8)},
              std::string(row.text(9)), row.integer(10)});
       });
  each(database,
       "SELECT user_id, text, emoji, expires_at, started_at, ended_at FROM status_intervals WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, [&](const Rows& row) {
         const base::Status status{std::string(row.text(1)), std::string(row.text(2)), maybe_time(row, 3)};
         history.people[{std::string(row.text(0))}].status.intervals.push_back(
             {status_text(status), time(row, 4), maybe_time(row, 5)});
       });
}

void read_dnd(store::Database& database, const std::string& workspace, RecordedHistory& history) {
  const auto dnd = [](const Rows& row, int first) {
    return base::Dnd{row.integer(first) != 0, maybe_time(row, first + 1), maybe_time(row, first + 2)};
  };
  each(database,
       "SELECT user_id, seq, at, earliest, source, enabled, starts_at, ends_at, before_enabled, before_starts_at,"
       " before_ends_at, session FROM dnd_transitions WHERE workspace = ?1 ORDER BY seq",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].dnd.transitions.push_back(
             {row.integer(1), time(row, 2), time(row, 3), row.is_null(8) ? std::nullopt : std::optional(dnd(row, 8)),
              dnd(row, 5), std::string(row.text(4)), row.integer(11)});
       });
  each(database,
       "SELECT user_id, dnd, started_at, ended_at FROM dnd_intervals WHERE workspace = ?1 ORDER BY user_id, started_at",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].dnd.intervals.push_back(
             {std::string(row.text(1)), time(row, 2), maybe_time(row, 3)});
       });
}

void read_huddle(store::Database& database, const std::string& workspace, RecordedHistory& history) {
  const auto huddle = [](std::string_view word) { return word == "in" ? base::Huddle::in : base::Huddle::out; };
  each(database,
       "SELECT user_id, seq, at, earliest, before, after, source, session FROM huddle_transitions WHERE workspace = ?1"
       " ORDER BY seq",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].huddle.transitions.push_back(
             {row.integer(1), time(row, 2), time(row, 3),
              row.is_null(4) ? std::nullopt : std::optional(huddle(row.text(4))), huddle(row.text(5)),
              std::string(row.text(6)), row.integer(7)});
       });
  each(database,
       "SELECT user_id, huddle, started_at, ended_at FROM huddle_intervals WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, [&](const Rows& row) {
         history.people[{std::string(row.text(0))}].huddle.intervals.push_back(
             {std::string(row.text(1)), time(row, 2), maybe_time(row, 3)});
       });
}

void read_spans(store::Database& database, const std::string& workspace, RecordedHistory& history) {
  const auto into = [&](auto select) {
    return [&history, select](const Rows& row) {
      select(history.people[{std::string(row.text(0))}])
          .push_back({time(row, 1), maybe_time(row, 2), std::string(row.text(3)), row.text(4) == "sampled",
                      std::string(row.text(5))});
    };
  };
  each(database,
       "SELECT user_id, started_at, ended_at, end_reason, mode, feed FROM coverage WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, into([](RecordedPerson & person) -> auto& { return person.presence.coverage; }));
  each(database,
       "SELECT user_id, started_at, ended_at, end_reason, mode, feed FROM status_coverage WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, into([](RecordedPerson & person) -> auto& { return person.status.coverage; }));
  each(database,
       "SELECT user_id, started_at, ended_at, end_reason, mode, feed FROM dnd_coverage WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, into([](RecordedPerson & person) -> auto& { return person.dnd.coverage; }));
  each(database,
       "SELECT user_id, started_at, ended_at, end_reason, mode, feed FROM huddle_coverage WHERE workspace = ?1"
       " ORDER BY user_id, started_at",
       workspace, into([](RecordedPerson & person) -> auto& { return person.huddle.coverage; }));
  each(database,
       "SELECT session, connected_at, ready_at, ended_at, end_reason, feed FROM sessions WHERE workspace = ?1"
       " ORDER BY session",
       workspace, [&](const Rows& row) {
         history.sessions.push_back({row.integer(0), time(row, 1), maybe_time(row, 2), maybe_time(row, 3),
                                     std::string(row.text(4)), std::string(row.text(5))});
       });
}

}  // namespace

const RecordedSpan* last_begun(const std::vector<RecordedSpan>& spans, WallTime at) {
  const auto after = std::upper_bound(spans.begin(), spans.end(), at, [](WallTime moment, const RecordedSpan& span) {
    return moment < span.started_at;
  });
  return after == spans.begin() ? nullptr : &*std::prev(after);
}

std::string status_text(const base::Status& status) {
  return fmt::format("{}|{}|{}", status.text, status.emoji,
                     status.expires_at ? std::to_string(base::unix_ms(*status.expires_at)) : "");
}

RecordedHistory read_history(const std::filesystem::path& file, const std::string& workspace) {
  store::Database database(file, store::Database::Access::read_only);
  database.execute("BEGIN");  // one snapshot for everything
  RecordedHistory history;
  read_presence(database, workspace, history);
  read_status(database, workspace, history);
  read_dnd(database, workspace, history);
  read_huddle(database, workspace, history);
  read_spans(database, workspace, history);
  store::Statement recorder = database.prepare("SELECT alive_at, clean FROM recorder");
  Rows row = recorder.select();
  if (row.next()) {
    history.alive_at = time(row, 0);
    history.clean = row.integer(1) != 0;
  }
  return history;
}

}  // namespace presenced::test
