// The views of docs/HISTORY.md, the public face of the history: columns are added, never renamed or dropped.
//
// How they stay fast: CROSS JOIN makes SQLite start at the person and seek into the big tables, and the views with
// window functions partition by the very columns a reader filters on, so that SQLite pushes `WHERE user_id = ...` (and
// workspace) down to those seeks. tests/unit/store/plans_test.cpp holds both.
#include <fmt/format.h>

#include "history/record.h"
#include "store/schema.h"

namespace presenced::store {
namespace {

constexpr const char* kPeople = R"(
  CREATE VIEW people AS
  SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name, m.real_name, m.tz,
         m.is_bot, m.deleted, m.watched, m.label,
         (SELECT r.name FROM resolution r
          WHERE r.workspace = w.id AND r.kind = 0 AND r.users = p.user_id
          ORDER BY r.resolved_at DESC LIMIT 1) AS email
  FROM person p
  JOIN membership m ON m.person = p.id
  JOIN workspace w ON w.id = m.workspace)";

constexpr const char* kGroups = R"(
  CREATE VIEW groups AS
  SELECT w.name AS workspace, g.name, m.user_id
  FROM watch_group g
  JOIN workspace w ON w.id = g.workspace
  JOIN group_membership m ON m.watch_group = g.id AND m.until IS NULL)";

constexpr const char* kGroupMemberships = R"(
  CREATE VIEW group_memberships AS
  SELECT w.name AS workspace, g.name, m.user_id, m.since, m.until
  FROM watch_group g
  JOIN workspace w ON w.id = g.workspace
  JOIN group_membership m ON m.watch_group = g.id)";

// {view}: the view's name, {columns}: those of the states.
constexpr const char* kTransitions = R"(
  CREATE VIEW {view} AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest, {columns},
         CASE {source} {sources} END AS source,
         t.session
  FROM person p
  CROSS JOIN {table} t ON t.person = p.id {only}
  JOIN workspace w ON w.id = t.workspace)";

constexpr const char* kCoverageView = R"(
  CREATE VIEW {view} AS
  SELECT w.name AS workspace, p.user_id, c.started_at, c.ended_at,
         CASE c.mode WHEN 0 THEN 'subscribed' WHEN 1 THEN 'sampled' END AS mode,
         (SELECT word FROM end_reason WHERE code = c.end_reason) AS end_reason,
         (SELECT CASE s.feed {feeds} END FROM session s WHERE s.id = c.session) AS feed
  FROM person p
  CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {facet}
  JOIN workspace w ON w.id = c.workspace)";

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

// A state of one column has a word for unknown. {moments}: moments_of the facet, {covered}: kCovered, {state}: the
// column of t.
constexpr const char* kIntervalsOfOne = R"(
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

// A state of several columns: where nothing is known {first} is NULL, which ends a row but makes none. {named}: the
// columns of t with their names, {lagged}: each of them one row earlier, {before}: the names of those.
constexpr const char* kIntervalsOfMany = R"(
  CREATE VIEW {view} AS
  WITH moment AS ({moments}
  ), told AS (
    SELECT m.workspace, m.user_id, m.at, {named}
    FROM moment m
    LEFT JOIN {table} t
      ON t.person = m.person {only}
     AND (t.at, t.seq) = (SELECT t.at, t.seq
                          FROM {table} t
                          WHERE t.person = m.person AND t.at <= m.at AND t.workspace = m.workspace_id {only}
                          ORDER BY t.at DESC, t.seq DESC LIMIT 1)
     AND {covered}
  ), turned AS (
    SELECT workspace, user_id, at, {columns}, {lagged}
    FROM told
    WINDOW earlier AS (PARTITION BY workspace, user_id ORDER BY at)
  ), spans AS (
    SELECT workspace, user_id, {columns}, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
    FROM turned
    WHERE ({columns}) IS NOT ({before})
  )
  SELECT workspace, user_id, {columns}, started_at, ended_at
  FROM spans
  WHERE {first} IS NOT NULL)";

constexpr const char* kSessions = R"(
  CREATE VIEW sessions AS
  SELECT s.id AS session, w.name AS workspace, s.connected_at, s.ready_at, s.ended_at,
         (SELECT word FROM end_reason WHERE code = s.end_reason) AS end_reason,
         CASE s.feed {feeds} END AS feed
  FROM session s
  JOIN workspace w ON w.id = s.workspace)";

constexpr const char* kRecorder = R"(
  CREATE VIEW recorder AS
  SELECT alive_at, started_at, clean, version FROM run ORDER BY id DESC LIMIT 1)";

// The branches of a CASE that turns the numbers of an enumeration into its words.
template <class Enum>
std::string branches(std::size_t count) {
  std::string sql;
  for (std::size_t i = 0; i < count; ++i)
    sql += fmt::format("{}WHEN {} THEN '{}'", i == 0 ? "" : " ", i, name_of(static_cast<Enum>(i)));
  return sql;
}

std::string source_words() { return branches<history::Source>(history::kSourceCount); }
std::string feed_words() { return branches<history::FeedName>(history::kFeedWords.size()); }

View transitions_view(const FacetTable& facet) {
  return {facet.transitions_view, fmt::format(kTransitions, fmt::arg("view", facet.transitions_view),
                                              fmt::arg("columns", facet.transition_columns),
                                              fmt::arg("source", facet.source), fmt::arg("sources", source_words()),
                                              fmt::arg("table", facet.table), fmt::arg("only", facet.only))};
}

// kMoments, and kTurns of each.
std::string moments_of(const FacetTable& facet) {
  std::string moments = of_facet(kMoments, facet);
  for (const std::string_view turn : facet.turns)
    moments +=
        fmt::format(kTurns, fmt::arg("turn", turn), fmt::arg("table", facet.table), fmt::arg("only", facet.only));
  return moments;
}

View intervals_view(const FacetTable& facet) {
  std::string columns, named, lagged, before;
  for (const StateColumn& column : facet.interval_columns) {
    const std::string_view comma = columns.empty() ? "" : ", ";
    columns += fmt::format("{}{}", comma, column.name);
    named += fmt::format("{}{} AS {}", comma, column.sql, column.name);
    lagged += fmt::format("{0}lag({1}) OVER earlier AS {1}_before", comma, column.name);
    before += fmt::format("{}{}_before", comma, column.name);
  }
  const StateColumn& first = facet.interval_columns.front();
  return {facet.intervals_view,
          fmt::format(fmt::runtime(facet.interval_columns.size() == 1 ? kIntervalsOfOne : kIntervalsOfMany),
                      fmt::arg("view", facet.intervals_view), fmt::arg("table", facet.table),
                      fmt::arg("only", facet.only), fmt::arg("moments", moments_of(facet)),
                      fmt::arg("covered", of_facet(kCovered, facet)), fmt::arg("first", first.name),
                      fmt::arg("state", first.sql), fmt::arg("unknown", facet.unknown), fmt::arg("columns", columns),
                      fmt::arg("named", named), fmt::arg("lagged", lagged), fmt::arg("before", before))};
}

View coverage_view(const FacetTable& facet) {
  return {facet.coverage_view,
          fmt::format(kCoverageView, fmt::arg("view", facet.coverage_view),
                      fmt::arg("facet", static_cast<int>(facet.facet)), fmt::arg("feeds", feed_words()))};
}

}  // namespace

std::vector<View> views(std::span<const FacetTable> facets) {
  std::vector<View> all{
      {"people", kPeople}, {"groups", kGroups}, {"group_memberships", kGroupMemberships}, presence_now_view()};
  for (const FacetTable& facet : facets) all.push_back(transitions_view(facet));
  for (const FacetTable& facet : facets) all.push_back(intervals_view(facet));
  for (const FacetTable& facet : facets) all.push_back(coverage_view(facet));
  all.push_back({"sessions", fmt::format(kSessions, fmt::arg("feeds", feed_words()))});
  all.push_back({"recorder", kRecorder});
  return all;
}

}  // namespace presenced::store
