#include "store/misdated.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "history/end_reason.h"

namespace presenced::store {
namespace {

// In each condition: ?1 the workspace, ?2 the moment; t is the row. Transitions are found by a seek a person.
constexpr const char* kLaterPresence =
    "(t.person, t.at, t.seq) IN (SELECT r.person, r.at, r.seq FROM person p "
    "CROSS JOIN presence_transition r ON r.person = p.id AND r.at > ?2 WHERE r.workspace = ?1)";
constexpr const char* kLaterStatus =
    "(t.person, t.at, t.seq) IN (SELECT r.person, r.at, r.seq FROM person p "
    "CROSS JOIN status_transition r ON r.person = p.id AND r.at > ?2 WHERE r.workspace = ?1)";
constexpr const char* kLaterSpan = "t.workspace = ?1 AND t.started_at >= ?2";
constexpr const char* kClosedSpanOver = "t.workspace = ?1 AND t.started_at < ?2 AND t.ended_at > ?2";
constexpr const char* kSpanOver = "t.workspace = ?1 AND t.started_at < ?2 AND (t.ended_at IS NULL OR t.ended_at > ?2)";
constexpr const char* kLaterSession = "t.workspace = ?1 AND t.connected_at > ?2 AND t.ended_at IS NOT NULL";
constexpr const char* kSessionOver =
    "t.workspace = ?1 AND max(t.connected_at, t.proven_at, coalesce(t.ready_at, 0), coalesce(t.sampled_at, 0), "
    "coalesce(t.ended_at, 0)) > ?2";
constexpr const char* kLaterRun = "max(t.started_at, t.alive_at) > ?2";

// ?3: its end reason. A later session keeps the span up no longer.
constexpr const char* kCutSpans = R"(
  UPDATE coverage_span AS t
  SET ended_at = ?2, end_reason = ?3,
      session = (SELECT s.id FROM session s WHERE s.id = t.session AND s.connected_at <= ?2)
  WHERE )";
constexpr const char* kCutSessions = R"(
  UPDATE session AS t
  SET connected_at = min(connected_at, ?2), ready_at = min(ready_at, ?2), proven_at = min(proven_at, ?2),
      sampled_at = min(sampled_at, ?2), ended_at = min(ended_at, ?2)
  WHERE )";
constexpr const char* kCutRuns =
    "UPDATE run AS t SET started_at = min(started_at, ?2), alive_at = min(alive_at, ?2) WHERE ";
constexpr const char* kCutNames = "UPDATE resolution SET resolved_at = ?2 WHERE workspace = ?1 AND resolved_at > ?2";

// Once no transition is later, no mark need be: until then they bound what is there, wide as they are.
constexpr const char* kLowerMarks = R"(
  UPDATE seq_mark SET at_after = min(at_after, ?1), at_until = min(at_until, ?1)
  WHERE at_until > ?1
    AND NOT EXISTS (SELECT 1 FROM person p CROSS JOIN presence_transition r ON r.person = p.id AND r.at > ?1)
    AND NOT EXISTS (SELECT 1 FROM person p CROSS JOIN status_transition r ON r.person = p.id AND r.at > ?1))";

constexpr std::int64_t kClockStep = static_cast<std::int64_t>(history::EndReason::clock_step);

// The rows of a table that are concerned, and what is kept of them.
struct ConcernedRows {
  const char* table;
  const char* owner;  // workspace and person, of `misdated`
  const char* why;
  const char* condition;
};
constexpr const char* kOfPerson = "?1, t.person";
constexpr const char* kOfWorkspace = "?1, NULL";
constexpr const char* kOfNobody = "NULL, NULL";

constexpr ConcernedRows kLaterRows[] = {{"presence_transition", kOfPerson, "later", kLaterPresence},
                                        {"status_transition", kOfPerson, "later", kLaterStatus},
                                        {"coverage_span", kOfPerson, "later", kLaterSpan}};
constexpr ConcernedRows kSpansOver = {"coverage_span", kOfPerson, "reaches_over", kSpanOver};
constexpr ConcernedRows kClosedSpansOver = {"coverage_span", kOfPerson, "reaches_over", kClosedSpanOver};
constexpr ConcernedRows kLaterSessions = {"session", kOfWorkspace, "later", kLaterSession};
constexpr ConcernedRows kSessionsOver = {"session", kOfWorkspace, "reaches_over", kSessionOver};
constexpr ConcernedRows kLaterRuns = {"run", kOfNobody, "reaches_over", kLaterRun};

class Move {
 public:
  Move(Database& database, std::optional<std::int64_t> workspace, base::WallTime after)
      : database_(database),
        workspace_(workspace),
        after_(base::unix_ms(after)),
        number_(database.integer("SELECT max(move) FROM misdated") + 1) {}

  void out(const ConcernedRows& rows) {
    keep(rows);
    database_.prepare(fmt::format("DELETE FROM {} AS t WHERE {}", rows.table, rows.condition)).run(workspace_, after_);
  }

  template <class... More>
  void cut(const ConcernedRows& rows, const char* update, const More&... more) {
    keep(rows);
    database_.prepare(std::string(update) + rows.condition).run(workspace_, after_, more...);
  }

  void lower_names_and_marks() {
    database_.prepare(kCutNames).run(workspace_, after_);
    database_.prepare(kLowerMarks).run(after_);
  }

 private:
  // All columns, whatever they are in this version of the schema.
  std::string as_json(const char* table) {
    std::string columns;
    Statement names = database_.prepare("SELECT name FROM pragma_table_info(?1)");
    for (Rows row = names.select(std::string_view(table)); row.next();)
      columns += fmt::format("{0}'{1}', t.\"{1}\"", columns.empty() ? "" : ", ", row.text(0));
    return fmt::format("json_object({})", columns);
  }

  void keep(const ConcernedRows& rows) {
    database_
        .prepare(fmt::format("INSERT INTO misdated(move, moved_at, workspace, person, from_table, why, row) "
                             "SELECT ?3, ?2, {}, '{}', '{}', {} FROM {} AS t WHERE {}",
                             rows.owner, rows.table, rows.why, as_json(rows.table), rows.table, rows.condition))
        .run(workspace_, after_, number_);
  }

  Database& database_;
  std::optional<std::int64_t> workspace_;
  std::int64_t after_;
  std::int64_t number_;
};

struct FoundRows {
  std::int64_t count = 0;
  std::int64_t newest = INT64_MIN;
};

FoundRows count_rows(Database& database, const char* table, const char* time, const char* condition,
                     std::int64_t workspace, std::int64_t after) {
  Statement statement =
      database.prepare(fmt::format("SELECT count(*), max({}) FROM {} AS t WHERE {}", time, table, condition));
  Rows row = statement.select(workspace, after);
  row.next();
  return {row.integer(0), row.maybe_integer(1).value_or(INT64_MIN)};
}

Misdated count_misdated(Database& database, std::int64_t workspace, std::string_view name, std::int64_t after) {
  const auto in = [&](const char* table, const char* time, const char* condition) {
    return count_rows(database, table, time, condition, workspace, after);
  };
  const FoundRows presence = in("presence_transition", "t.at", kLaterPresence);
  const FoundRows status = in("status_transition", "t.at", kLaterStatus);
  const FoundRows later = in("coverage_span", "max(t.started_at, coalesce(t.ended_at, 0))", kLaterSpan);
  const FoundRows over = in("coverage_span", "t.ended_at", kClosedSpanOver);
  const FoundRows sessions = in("session",
                                "max(t.connected_at, t.proven_at, coalesce(t.ready_at, 0), coalesce(t.sampled_at, 0), "
                                "coalesce(t.ended_at, 0))",
                                kSessionOver);
  return {
      std::string(name), presence.count + status.count, later.count + over.count, sessions.count,
      base::wall_from_unix_ms(std::max({presence.newest, status.newest, later.newest, over.newest, sessions.newest}))};
}

}  // namespace

base::Result<MisdatedRows, Failure> find_misdated(Reader& reader, base::WallTime after) {
  try {
    MisdatedRows found;
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    const std::int64_t alive_at = reader.database().integer("SELECT max(max(started_at, alive_at)) FROM run");
    if (alive_at > base::unix_ms(after)) found.alive_at = base::wall_from_unix_ms(alive_at);
    Statement workspaces = reader.database().prepare("SELECT id, name FROM workspace ORDER BY name");
    for (Rows row = workspaces.select(); row.next();) {
      Misdated one = count_misdated(reader.database(), row.integer(0), row.text(1), base::unix_ms(after));
      if (one.any() || found.alive_at) found.workspaces.push_back(std::move(one));
    }
    return found;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

Misdated set_aside_misdated(Database& database, std::string_view workspace, base::WallTime after, OpenCoverage open) {
  const auto id = database.prepare("SELECT id FROM workspace WHERE name = ?1").first(workspace);
  Misdated found{std::string(workspace)};
  Move move(database, id, after);
  if (id) {
    found = count_misdated(database, *id, workspace, base::unix_ms(after));
    for (const ConcernedRows& rows : kLaterRows) move.out(rows);
    move.cut(open == OpenCoverage::ends ? kSpansOver : kClosedSpansOver, kCutSpans, kClockStep);
    move.out(kLaterSessions);
    move.cut(kSessionsOver, kCutSessions);
    move.lower_names_and_marks();
  }
  move.cut(kLaterRuns, kCutRuns);
  return found;
}

}  // namespace presenced::store
