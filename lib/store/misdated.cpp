#include "store/misdated.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "history/end_reason.h"

namespace presenced::store {
namespace {

// In each condition: ?1 the workspace, ?2 the moment; t is the row. Transitions are found by a seek a person.
constexpr const char* kLaterTransition =
    "(t.person, t.at, t.seq) IN (SELECT t.person, t.at, t.seq FROM person p "
    "CROSS JOIN {table} t ON t.person = p.id {only} AND t.at > ?2 WHERE t.workspace = ?1) {only}";
constexpr const char* kLaterSpan = "t.workspace = ?1 AND t.started_at >= ?2";
constexpr const char* kClosedSpanOver = "t.workspace = ?1 AND t.started_at < ?2 AND t.ended_at > ?2";
constexpr const char* kSpanOver = "t.workspace = ?1 AND t.started_at < ?2 AND (t.ended_at IS NULL OR t.ended_at > ?2)";
constexpr const char* kLaterSession = "t.workspace = ?1 AND t.connected_at > ?2 AND t.ended_at IS NOT NULL";
constexpr const char* kSessionOver =
    "t.workspace = ?1 AND max(t.connected_at, t.proven_at, coalesce(t.ready_at, 0), coalesce(t.sampled_at, 0), "
    "coalesce(t.ended_at, 0)) > ?2";
constexpr const char* kLaterMembership =
    "t.watch_group IN (SELECT id FROM watch_group WHERE workspace = ?1) AND t.since >= ?2 AND t.until IS NOT NULL";
constexpr const char* kMembershipOver =
    "t.watch_group IN (SELECT id FROM watch_group WHERE workspace = ?1) AND max(t.since, coalesce(t.until, 0)) > ?2";
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
constexpr const char* kCutMemberships =
    "UPDATE group_membership AS t SET since = min(since, ?2), until = min(until, ?2) WHERE ";
constexpr const char* kCutNames = "UPDATE resolution SET resolved_at = ?2 WHERE workspace = ?1 AND resolved_at > ?2";

// Once no transition is later, no mark need be: until then they bound what is there, wide as they are. {}: kNoneLater
// of each facet.
constexpr const char* kLowerMarks = R"(
  UPDATE seq_mark SET at_after = min(at_after, ?1), at_until = min(at_until, ?1) WHERE at_until > ?1 AND {})";
constexpr const char* kNoneLater =
    "NOT EXISTS (SELECT 1 FROM person p CROSS JOIN {table} t ON t.person = p.id {only} AND t.at > ?1)";

constexpr std::int64_t kClockStep = static_cast<std::int64_t>(history::EndReason::clock_step);

// The rows of a table that are concerned, and what is kept of them.
struct ConcernedRows {
  std::string_view table;
  const char* owner;  // workspace and person, of `misdated`
  const char* why;
  std::string condition;
};
constexpr const char* kOfPerson = "?1, t.person";
constexpr const char* kOfWorkspace = "?1, NULL";
constexpr const char* kOfNobody = "NULL, NULL";
constexpr const char* kOfMember = "?1, (SELECT id FROM person WHERE user_id = t.user_id)";

ConcernedRows later_transitions(const FacetTable& facet) {
  return {facet.table, kOfPerson, "later", of_facet(kLaterTransition, facet)};
}
ConcernedRows later_spans() { return {"coverage_span", kOfPerson, "later", kLaterSpan}; }
ConcernedRows spans_over(OpenCoverage open) {
  return {"coverage_span", kOfPerson, "reaches_over", open == OpenCoverage::ends ? kSpanOver : kClosedSpanOver};
}
ConcernedRows later_sessions() { return {"session", kOfWorkspace, "later", kLaterSession}; }
ConcernedRows sessions_over() { return {"session", kOfWorkspace, "reaches_over", kSessionOver}; }
ConcernedRows later_memberships() { return {"group_membership", kOfMember, "later", kLaterMembership}; }
ConcernedRows memberships_over() { return {"group_membership", kOfMember, "reaches_over", kMembershipOver}; }
ConcernedRows later_runs() { return {"run", kOfNobody, "reaches_over", kLaterRun}; }

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

  void lower_names_and_marks(std::span<const FacetTable> facets) {
    database_.prepare(kCutNames).run(workspace_, after_);
    database_.prepare(fmt::format(kLowerMarks, of_each_facet(kNoneLater, " AND ", facets))).run(after_);
  }

  // For whoever holds a copy of the rows. Nothing moved: nothing to tell.
  void tell_copies() {
    database_
        .prepare(
            "INSERT INTO deletion(workspace, after, until_seq) SELECT ?1, ?2, (SELECT seq FROM seq_last) "
            "WHERE EXISTS (SELECT 1 FROM misdated WHERE move = ?3)")
        .run(workspace_, after_, number_);
  }

 private:
  // All columns, whatever they are in this version of the schema.
  std::string as_json(std::string_view table) {
    std::string columns;
    Statement names = database_.prepare("SELECT name FROM pragma_table_info(?1)");
    for (Rows row = names.select(table); row.next();)
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

FoundRows count_rows(Database& database, std::string_view table, const char* time, std::string_view condition,
                     std::int64_t workspace, std::int64_t after) {
  Statement statement =
      database.prepare(fmt::format("SELECT count(*), max({}) FROM {} AS t WHERE {}", time, table, condition));
  Rows row = statement.select(workspace, after);
  row.next();
  return {row.integer(0), row.maybe_integer(1).value_or(INT64_MIN)};
}

Misdated count_misdated(Database& database, std::int64_t workspace, std::string_view name, std::int64_t after,
                        std::span<const FacetTable> facets) {
  Misdated found{std::string(name)};
  std::int64_t newest = INT64_MIN;
  const auto add = [&](std::int64_t& count, std::string_view table, const char* time, std::string_view condition) {
    const FoundRows rows = count_rows(database, table, time, condition, workspace, after);
    count += rows.count;
    newest = std::max(newest, rows.newest);
  };
  for (const FacetTable& facet : facets) add(found.transitions, facet.table, "t.at", of_facet(kLaterTransition, facet));
  add(found.spans, "coverage_span", "max(t.started_at, coalesce(t.ended_at, 0))", kLaterSpan);
  add(found.spans, "coverage_span", "t.ended_at", kClosedSpanOver);
  add(found.sessions, "session",
      "max(t.connected_at, t.proven_at, coalesce(t.ready_at, 0), coalesce(t.sampled_at, 0), coalesce(t.ended_at, 0))",
      kSessionOver);
  found.newest = base::wall_from_unix_ms(newest);
  return found;
}

}  // namespace

base::Result<MisdatedRows, Failure> find_misdated(Reader& reader, base::WallTime after,
                                                  std::span<const FacetTable> facets) {
  try {
    MisdatedRows found;
    const Transaction moment(reader.database(), Transaction::Kind::reading);
    const std::int64_t alive_at = reader.database().integer("SELECT max(max(started_at, alive_at)) FROM run");
    if (alive_at > base::unix_ms(after)) found.alive_at = base::wall_from_unix_ms(alive_at);
    Statement workspaces = reader.database().prepare("SELECT id, name FROM workspace ORDER BY name");
    for (Rows row = workspaces.select(); row.next();) {
      Misdated one = count_misdated(reader.database(), row.integer(0), row.text(1), base::unix_ms(after), facets);
      if (one.any() || found.alive_at) found.workspaces.push_back(std::move(one));
    }
    return found;
  } catch (const StoreError& error) {
    return error.failure();
  }
}

Misdated set_aside_misdated(Database& database, std::string_view workspace, base::WallTime after, OpenCoverage open,
                            std::span<const FacetTable> facets) {
  const auto id = database.prepare("SELECT id FROM workspace WHERE name = ?1").first(workspace);
  Misdated found{std::string(workspace)};
  Move move(database, id, after);
  if (id) {
    found = count_misdated(database, *id, workspace, base::unix_ms(after), facets);
    for (const FacetTable& facet : facets) move.out(later_transitions(facet));
    move.out(later_spans());
    move.cut(spans_over(open), kCutSpans, kClockStep);
    move.out(later_sessions());
    move.cut(sessions_over(), kCutSessions);
    move.out(later_memberships());
    move.cut(memberships_over(), kCutMemberships);
    move.lower_names_and_marks(facets);
  }
  move.cut(later_runs(), kCutRuns);
  move.tell_copies();
  return found;
}

}  // namespace presenced::store
