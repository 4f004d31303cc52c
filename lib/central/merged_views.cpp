// The views merged_*: one answer from all origins that watched the same person in the same workspace.
//
// The rule: at every moment the answer is that of one origin, of those whose coverage holds then. It is the one that
// has observed the person, and of several the one whose span began first, and then the lowest origin.id. So
// 1. a moment is unknown only where no origin covered it: an open span holds up to its own origin's mark of life;
// 2. what two origins saw counts once, because within a span only one of them is asked;
// 3. each answer is as honest as the origin's own, which never claims what it did not cover.
// Where one origin's span ends and another's goes on, the state may be another one: then the change lies at that seam.
#include <fmt/format.h>

#include "central/schema.h"

namespace presenced::central {
namespace {

// The newest mark of life of an origin.
constexpr const char* kAlive =
    "(SELECT r.alive_at FROM run r WHERE r.origin = {0}.origin ORDER BY r.number DESC LIMIT 1)";

constexpr const char* kMergedIntervals = R"(
  CREATE OR REPLACE VIEW merged_{view} WITH (security_invoker = true) AS
  WITH moment AS (
    SELECT c.person, c.workspace, c.started_at AS at FROM coverage_span c WHERE c.facet = {facet}
    UNION ALL
    SELECT c.person, c.workspace, coalesce(c.ended_at, {alive_c}) FROM coverage_span c WHERE c.facet = {facet}
    UNION ALL
    SELECT t.person, t.workspace, t.at FROM {table} t {turns}
  ), told AS (
    SELECT w.name AS workspace, p.user_id, m.at, {named}
    FROM moment m
    JOIN person p ON p.id = m.person
    JOIN workspace w ON w.id = m.workspace
    LEFT JOIN LATERAL (
      SELECT o.id
      FROM origin o
      CROSS JOIN LATERAL (
        SELECT s.started_at, coalesce(s.ended_at, {alive_s}) AS ended_at
        FROM coverage_span s
        WHERE s.person = m.person AND s.workspace = m.workspace AND s.facet = {facet} AND s.origin = o.id
          AND s.started_at <= m.at
        ORDER BY s.started_at DESC LIMIT 1) c
      WHERE c.ended_at > m.at
      ORDER BY NOT EXISTS (SELECT 1 FROM {table} n
                           WHERE n.person = m.person AND n.workspace = m.workspace AND n.origin = o.id
                             AND n.at <= m.at),
               c.started_at, o.id
      LIMIT 1) chosen ON true
    LEFT JOIN LATERAL (
      SELECT n.* FROM {table} n
      WHERE n.person = m.person AND n.workspace = m.workspace AND n.origin = chosen.id AND n.at <= m.at
      ORDER BY n.at DESC, n.seq DESC LIMIT 1) t ON true
    WHERE m.at >= (SELECT min(f.started_at) FROM coverage_span f
                   WHERE f.person = m.person AND f.workspace = m.workspace AND f.facet = {facet})
  ), turned AS (
    SELECT workspace, user_id, at, {columns}, row_number() OVER earlier AS number, {lagged}
    FROM told
    WINDOW earlier AS (PARTITION BY workspace, user_id ORDER BY at)
  ), spans AS (
    SELECT workspace, user_id, {columns}, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
    FROM turned
    WHERE number = 1 OR ROW({columns}) IS DISTINCT FROM ROW({before})
  )
  SELECT workspace, user_id, {columns}, started_at, ended_at
  FROM spans
  WHERE {first} IS NOT NULL)";

// From the intervals: a state that differs from the one known last. {known}: of i. Bounds: where the time in between is
// covered, the tightest that an origin has for a change at that moment which it watched; else the end of what was known
// before.
constexpr const char* kMergedTransitions = R"(
  CREATE OR REPLACE VIEW merged_{view} WITH (security_invoker = true) AS
  WITH known AS (
    SELECT i.workspace, i.user_id, i.started_at, {columns}, lag(i.ended_at) OVER earlier AS known_before, {lagged}
    FROM merged_{intervals} i
    WHERE {known}
    WINDOW earlier AS (PARTITION BY i.workspace, i.user_id ORDER BY i.started_at)
  )
  SELECT k.workspace, k.user_id, k.started_at AS at,
         CASE WHEN k.known_before IS NULL THEN k.started_at
              WHEN k.known_before < k.started_at THEN k.known_before
              ELSE coalesce((SELECT max(t.earliest) FROM {view} t
                             WHERE t.workspace = k.workspace AND t.user_id = k.user_id AND t.at = k.started_at
                               AND t.source NOT IN ('first', 'resync')),
                            k.started_at) END AS earliest,
         {before}, {columns}
  FROM known k
  WHERE k.known_before IS NULL OR ROW({columns}) IS DISTINCT FROM ROW({before}))";

// Spans that touch or overlap are one. The last mark of life ends an open one.
constexpr const char* kMergedCoverage = R"(
  CREATE OR REPLACE VIEW merged_{view} WITH (security_invoker = true) AS
  WITH span AS (
    SELECT w.name AS workspace, p.user_id, c.started_at, coalesce(c.ended_at, {alive_c}) AS ended_at
    FROM coverage_span c
    JOIN person p ON p.id = c.person
    JOIN workspace w ON w.id = c.workspace
    WHERE c.facet = {facet} AND coalesce(c.ended_at, {alive_c}) > c.started_at
  ), reach AS (
    SELECT workspace, user_id, started_at, ended_at,
           max(ended_at) OVER (PARTITION BY workspace, user_id ORDER BY started_at, ended_at
                               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
    FROM span
  ), island AS (
    SELECT workspace, user_id, started_at, ended_at,
           count(*) FILTER (WHERE reached IS NULL OR reached < started_at)
             OVER (PARTITION BY workspace, user_id ORDER BY started_at, ended_at) AS number
    FROM reach
  )
  SELECT workspace, user_id, min(started_at) AS started_at, max(ended_at) AS ended_at
  FROM island
  GROUP BY workspace, user_id, number)";

struct ColumnLists {
  std::string columns, named, lagged, before;
};

ColumnLists lists_of(const Facet& facet) {
  const bool one = facet.interval_columns.size() == 1;
  ColumnLists lists;
  for (const store::StateColumn& column : facet.interval_columns) {
    const std::string_view comma = lists.columns.empty() ? "" : ", ";
    lists.columns += fmt::format("{}{}", comma, column.name);
    lists.named += one ? fmt::format("CASE WHEN t.person IS NULL THEN {} ELSE {} END AS {}", facet.source->unknown,
                                     column.sql, column.name)
                       : fmt::format("{}{} AS {}", comma, column.sql, column.name);
    lists.lagged += fmt::format("{0}lag({1}) OVER earlier AS before_{1}", comma, column.name);
    lists.before += fmt::format("{}before_{}", comma, column.name);
  }
  return lists;
}

std::string merged_turns(const Facet& facet) {
  std::string turns;
  for (const std::string_view turn : facet.turns)
    turns += fmt::format(" UNION ALL SELECT t.person, t.workspace, {0} FROM {1} t WHERE {0} BETWEEN t.at AND {2}", turn,
                         table_of(facet), fmt::format(kAlive, "t"));
  return turns;
}

std::string merged_intervals(const Facet& facet) {
  const ColumnLists lists = lists_of(facet);
  return fmt::format(kMergedIntervals, fmt::arg("view", facet.source->intervals_view),
                     fmt::arg("facet", number_of(facet)), fmt::arg("table", table_of(facet)),
                     fmt::arg("alive_c", fmt::format(kAlive, "c")), fmt::arg("alive_s", fmt::format(kAlive, "s")),
                     fmt::arg("turns", merged_turns(facet)), fmt::arg("named", lists.named),
                     fmt::arg("columns", lists.columns), fmt::arg("lagged", lists.lagged),
                     fmt::arg("before", lists.before), fmt::arg("first", facet.interval_columns.front().name));
}

std::string merged_transitions(const Facet& facet) {
  const ColumnLists lists = lists_of(facet);
  const std::string known = facet.source->unknown.empty()
                                ? "true"
                                : fmt::format("i.{} <> {}", facet.interval_columns.front().name, facet.source->unknown);
  return fmt::format(kMergedTransitions, fmt::arg("view", facet.source->transitions_view),
                     fmt::arg("intervals", facet.source->intervals_view), fmt::arg("columns", lists.columns),
                     fmt::arg("lagged", lists.lagged), fmt::arg("before", lists.before), fmt::arg("known", known));
}

}  // namespace

std::vector<std::string> merged_view_statements() {
  std::vector<std::string> statements;
  for (const Facet& facet : facets()) {
    statements.push_back(fmt::format(kMergedCoverage, fmt::arg("view", facet.source->coverage_view),
                                     fmt::arg("facet", number_of(facet)),
                                     fmt::arg("alive_c", fmt::format(kAlive, "c"))));
    statements.push_back(merged_intervals(facet));
    statements.push_back(merged_transitions(facet));
  }
  return statements;
}

}  // namespace presenced::central
