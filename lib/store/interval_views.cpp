// The interval views: one row for each stretch of time in which one facet of one person reads the same.
#include <fmt/format.h>

#include <cctype>
#include <string>
#include <string_view>

#include "store/schema.h"

namespace presenced::store {
namespace {

// ---- Facets whose states read the same until the next change ----
//
// A stretch begins with a span of coverage, with a change inside of one, or with the end of one. Each of these moments
// finds by a seek or two whether the state before it was another one, so that only the end of a stretch is left to a
// window function: one person's 24,000 intervals take 50 ms of CPU. Asking for the state at every moment, and for the
// one before with a window function of its own, took 103 ms.
//
// The spans of one facet of one person in one workspace never overlap (schema.cpp): only the newest before one can
// touch it. Of several changes within one millisecond the last counts. Before the first span nothing is known, and
// there is no row. {known}: the columns of t, NULL where there is no t. {named}: the same as the view shows them.

// Unless the state goes on from a span that touches, or from one unknown stretch to the next.
constexpr const char* kWithSpan = R"(
    SELECT w.name AS workspace, p.user_id, c.started_at AS at, {named}
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
    JOIN workspace w ON w.id = c.workspace
    LEFT JOIN {table} t
      ON t.person = p.id {only}
     AND (t.at, t.seq) = (SELECT t.at, t.seq
                          FROM {table} t
                          WHERE t.person = p.id AND t.at <= c.started_at AND t.workspace = w.id {only}
                          ORDER BY t.at DESC, t.seq DESC LIMIT 1)
    WHERE CASE (SELECT b.ended_at
                FROM coverage_span b
                WHERE b.person = p.id AND b.facet = {facet} AND b.started_at < c.started_at AND b.workspace = w.id
                ORDER BY b.started_at DESC LIMIT 1)
          WHEN c.started_at
          THEN ({known}) IS NOT (SELECT {columns_of_n}
                                 FROM {table} n
                                 WHERE n.person = p.id AND n.at < c.started_at AND n.workspace = w.id {only_n}
                                 ORDER BY n.at DESC, n.seq DESC LIMIT 1)
          ELSE t.at IS NOT NULL
            OR NOT EXISTS (SELECT 1 FROM coverage_span b
                           WHERE b.person = p.id AND b.facet = {facet} AND b.started_at < c.started_at
                             AND b.workspace = w.id)
          END)";

constexpr const char* kWithChange = R"(
    SELECT w.name, p.user_id, t.at, {columns_of_t}
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
    JOIN workspace w ON w.id = c.workspace
    CROSS JOIN {table} t
      ON t.person = p.id AND t.at > c.started_at AND t.at < coalesce(c.ended_at, 9223372036854775807)
     AND t.workspace = c.workspace {only}
    WHERE ({columns_of_t}) IS NOT (SELECT {columns_of_n}
                                   FROM {table} n
                                   WHERE n.person = p.id AND n.at < t.at AND n.workspace = c.workspace {only_n}
                                   ORDER BY n.at DESC, n.seq DESC LIMIT 1)
      AND NOT EXISTS (SELECT 1 FROM {table} n
                      WHERE n.person = p.id AND n.at = t.at AND n.seq > t.seq AND n.workspace = c.workspace {only_n}))";

// Unless the next span touches, or nothing was known before.
constexpr const char* kWithEnd = R"(
    SELECT w.name, p.user_id, c.ended_at, {unknown}
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
    JOIN workspace w ON w.id = c.workspace
    WHERE c.ended_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM coverage_span b
                      WHERE b.person = p.id AND b.facet = {facet} AND b.started_at = c.ended_at AND b.workspace = w.id)
      AND EXISTS (SELECT 1 FROM {table} t
                  WHERE t.person = p.id AND t.at < c.ended_at AND t.workspace = w.id {only}))";

// {first} is NULL where nothing is known of a state of several columns: that ends a row but makes none.
constexpr const char* kIntervals = R"(
  CREATE VIEW {view} AS
  WITH begun AS ({with_span}
    UNION ALL{with_change}
    UNION ALL{with_end}
  ), ended AS (
    SELECT workspace, user_id, {columns}, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
    FROM begun
  )
  SELECT workspace, user_id, {columns}, started_at, ended_at
  FROM ended
  WHERE {first} IS NOT NULL)";

// ---- Facets whose states read differently from some moment on without a change ----

// Every moment at which something may change for a person: a span starts or ends, a transition.
constexpr const char* kMoments = R"(
    SELECT p.id AS person, w.id AS workspace_id, w.name AS workspace, p.user_id, c.started_at AS at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
    JOIN workspace w ON w.id = c.workspace
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, c.ended_at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
    JOIN workspace w ON w.id = c.workspace
    WHERE c.ended_at IS NOT NULL
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, t.at
    FROM person p
    CROSS JOIN {table} t ON t.person = p.id {only}
    JOIN workspace w ON w.id = t.workspace)";

// {turn}: a column of t. Not beyond the last mark of life: what comes after it is not known yet.
constexpr const char* kTurns = R"(
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, {turn}
    FROM person p
    CROSS JOIN {table} t ON t.person = p.id {only}
    JOIN workspace w ON w.id = t.workspace
    WHERE {turn} BETWEEN t.at AND (SELECT alive_at FROM run ORDER BY id DESC LIMIT 1))";

// Whether moment m is covered: what the newest span that has started by then says. NULL before the first.
constexpr const char* kCovered = R"(
           (SELECT c.ended_at IS NULL OR c.ended_at > m.at
            FROM coverage_span c
            WHERE c.person = m.person AND c.facet = {facet} AND c.started_at <= m.at AND c.workspace = m.workspace_id
            ORDER BY c.started_at DESC LIMIT 1))";

// At every moment the state is looked up: covered, then given by the newest transition. So several changes within one
// millisecond, spans that touch and transitions outside coverage need no rules of their own: equal neighbours merge.
// Before the first span nothing is known, and there is no row.

// {moments}: moments_of the facet, {covered}: kCovered, {state}: the column of t.
constexpr const char* kTurningIntervals = R"(
  CREATE VIEW {view} AS
  WITH moment AS ({moments}
  ), told AS (
    SELECT workspace, user_id, at,
           CASE {covered}
           WHEN 0 THEN {unknown}
           WHEN 1 THEN coalesce((SELECT {state}
                                 FROM {table} t
                                 WHERE t.person = m.person AND t.at <= m.at AND t.workspace = m.workspace_id {only}
                                 ORDER BY t.at DESC, t.seq DESC LIMIT 1), {unknown})
           END AS {columns}
    FROM moment m
  ), turned AS (
    SELECT workspace, user_id, at, {columns},
           lag({columns}) OVER (PARTITION BY workspace, user_id ORDER BY at) AS state_before
    FROM told
  )
  SELECT workspace, user_id, {columns}, at AS started_at,
         lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
  FROM turned
  WHERE {columns} IS NOT state_before)";

// A column of t, as one of n: "t.at" becomes "n.at".
std::string of_n(std::string_view sql) {
  std::string renamed(sql);
  for (std::size_t at = renamed.find("t."); at != std::string::npos; at = renamed.find("t.", at + 1)) {
    const bool begins =
        at == 0 || (std::isalnum(static_cast<unsigned char>(renamed[at - 1])) == 0 && renamed[at - 1] != '_');
    if (begins) renamed[at] = 'n';
  }
  return renamed;
}

// Of each column of the state, with a comma between two.
template <class Write>
std::string listed(const FacetTable& facet, const Write& write) {
  std::string list;
  for (const StateColumn& column : facet.interval_columns) list += (list.empty() ? "" : ", ") + write(column);
  return list;
}

std::string columns_of(const FacetTable& facet) {
  return listed(facet, [](const StateColumn& column) { return std::string(column.name); });
}

std::string steady_intervals(const FacetTable& facet) {
  const std::string_view unknown = facet.unknown.empty() ? "NULL" : facet.unknown;
  const std::string columns_of_t = listed(facet, [](const StateColumn& column) { return std::string(column.sql); });
  const auto known_or = [](const StateColumn& column, std::string_view otherwise) {
    return fmt::format("CASE WHEN t.at IS NULL THEN {} ELSE {} END", otherwise, column.sql);
  };
  const auto filled = [&](const char* part) {
    return fmt::format(
        fmt::runtime(part), fmt::arg("table", facet.table), fmt::arg("facet", static_cast<int>(facet.facet)),
        fmt::arg("only", facet.only), fmt::arg("only_n", of_n(facet.only)), fmt::arg("columns_of_t", columns_of_t),
        fmt::arg("columns_of_n", of_n(columns_of_t)),
        fmt::arg("named", listed(facet,
                                 [&](const StateColumn& column) {
                                   return fmt::format("{} AS {}", known_or(column, unknown), column.name);
                                 })),
        fmt::arg("known", listed(facet, [&](const StateColumn& column) { return known_or(column, "NULL"); })),
        fmt::arg("unknown", listed(facet, [&](const StateColumn&) { return std::string(unknown); })));
  };
  return fmt::format(kIntervals, fmt::arg("view", facet.intervals_view), fmt::arg("columns", columns_of(facet)),
                     fmt::arg("first", facet.interval_columns.front().name), fmt::arg("with_span", filled(kWithSpan)),
                     fmt::arg("with_change", filled(kWithChange)), fmt::arg("with_end", filled(kWithEnd)));
}

// kMoments, and kTurns of each.
std::string moments_of(const FacetTable& facet) {
  std::string moments = of_facet(kMoments, facet);
  for (const std::string_view turn : facet.turns)
    moments +=
        fmt::format(kTurns, fmt::arg("turn", turn), fmt::arg("table", facet.table), fmt::arg("only", facet.only));
  return moments;
}

std::string turning_intervals(const FacetTable& facet) {
  return fmt::format(kTurningIntervals, fmt::arg("view", facet.intervals_view), fmt::arg("table", facet.table),
                     fmt::arg("only", facet.only), fmt::arg("moments", moments_of(facet)),
                     fmt::arg("covered", of_facet(kCovered, facet)),
                     fmt::arg("state", facet.interval_columns.front().sql), fmt::arg("unknown", facet.unknown),
                     fmt::arg("columns", columns_of(facet)));
}

}  // namespace

View intervals_view(const FacetTable& facet) {
  return {facet.intervals_view, facet.turns.empty() ? steady_intervals(facet) : turning_intervals(facet)};
}

}  // namespace presenced::store
