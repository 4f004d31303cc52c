// The views of docs/HISTORY.md at the centre: the same names and columns, and `origin` after them. The rules behind
// them are those of the source's (store/views.cpp), told in PostgreSQL's words.
//
// A condition on user_id, workspace or origin reaches the indexes: the window functions partition by these columns. The
// views run with the rights of the role that asks (security_invoker), so that row-level security holds.
#include <fmt/format.h>

#include <utility>

#include "central/schema.h"
#include "store/word_branches.h"

namespace presenced::central {
namespace {

constexpr const char* kSmallViews[] = {
    R"(CREATE OR REPLACE VIEW people WITH (security_invoker = true) AS
       SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name, m.real_name,
              m.tz, m.is_bot::integer AS is_bot, m.deleted::integer AS deleted, m.watched::integer AS watched, m.label,
              m.email, o.name AS origin
       FROM membership m
       JOIN person p ON p.id = m.person
       JOIN workspace w ON w.id = m.workspace
       JOIN origin o ON o.id = m.origin)",
    R"(CREATE OR REPLACE VIEW groups WITH (security_invoker = true) AS
       SELECT w.name AS workspace, m.name, p.user_id, o.name AS origin
       FROM group_membership m
       JOIN person p ON p.id = m.person
       JOIN workspace w ON w.id = m.workspace
       JOIN origin o ON o.id = m.origin
       WHERE m.until IS NULL)",
    R"(CREATE OR REPLACE VIEW group_memberships WITH (security_invoker = true) AS
       SELECT w.name AS workspace, m.name, p.user_id, m.since, m.until, o.name AS origin
       FROM group_membership m
       JOIN person p ON p.id = m.person
       JOIN workspace w ON w.id = m.workspace
       JOIN origin o ON o.id = m.origin)",
    R"(CREATE OR REPLACE VIEW recorder WITH (security_invoker = true) AS
       SELECT r.alive_at, r.started_at, r.clean::integer AS clean, r.version, o.name AS origin
       FROM run r
       JOIN origin o ON o.id = r.origin
       WHERE r.number = (SELECT max(n.number) FROM run n WHERE n.origin = r.origin))",
    R"(CREATE OR REPLACE VIEW seq_mark WITH (security_invoker = true) AS
       SELECT m.seq, m.at_after, m.at_until, o.name AS origin
       FROM mark m
       JOIN origin o ON o.id = m.origin)",
};

constexpr const char* kSessionsView = R"(
  CREATE OR REPLACE VIEW sessions WITH (security_invoker = true) AS
  SELECT s.number AS session, w.name AS workspace, s.connected_at, s.ready_at, s.ended_at,
         (SELECT word FROM end_reason WHERE code = s.end_reason) AS end_reason,
         CASE s.feed {feeds} END AS feed, o.name AS origin
  FROM session s
  JOIN workspace w ON w.id = s.workspace
  JOIN origin o ON o.id = s.origin)";

constexpr const char* kTransitionsView = R"(
  CREATE OR REPLACE VIEW {view} WITH (security_invoker = true) AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest, {columns},
         CASE t.source {sources} END AS source, t.session, o.name AS origin
  FROM {table} t
  JOIN person p ON p.id = t.person
  JOIN workspace w ON w.id = t.workspace
  JOIN origin o ON o.id = t.origin)";

constexpr const char* kCoverageViewText = R"(
  CREATE OR REPLACE VIEW {view} WITH (security_invoker = true) AS
  SELECT w.name AS workspace, p.user_id, c.started_at, c.ended_at,
         CASE c.mode WHEN 0 THEN 'subscribed' WHEN 1 THEN 'sampled' END AS mode,
         (SELECT word FROM end_reason WHERE code = c.end_reason) AS end_reason,
         (SELECT CASE s.feed {feeds} END FROM session s WHERE s.origin = c.origin AND s.number = c.session) AS feed,
         o.name AS origin
  FROM coverage_span c
  JOIN person p ON p.id = c.person
  JOIN workspace w ON w.id = c.workspace
  JOIN origin o ON o.id = c.origin
  WHERE c.facet = {facet})";

constexpr const char* kMomentsText = R"(
    SELECT c.person, c.workspace, c.origin, c.started_at AS at FROM coverage_span c WHERE c.facet = {facet}
    UNION ALL
    SELECT c.person, c.workspace, c.origin, c.ended_at FROM coverage_span c
    WHERE c.facet = {facet} AND c.ended_at IS NOT NULL
    UNION ALL
    SELECT t.person, t.workspace, t.origin, t.at FROM {table} t)";

// Not beyond the last mark of life: what comes after it is not known yet.
constexpr const char* kTurnsText = R"(
    UNION ALL
    SELECT t.person, t.workspace, t.origin, {turn} FROM {table} t
    WHERE {turn} BETWEEN t.at AND (SELECT r.alive_at FROM run r WHERE r.origin = t.origin
                                   ORDER BY r.number DESC LIMIT 1))";

// {unknown}: what a state of one column is where nothing is known after the first span; of several columns NULL.
constexpr const char* kIntervalsView = R"(
  CREATE OR REPLACE VIEW {view} WITH (security_invoker = true) AS
  WITH moment AS ({moments}
  ), told AS (
    SELECT w.name AS workspace, p.user_id, o.name AS origin, m.at, {named}
    FROM moment m
    JOIN person p ON p.id = m.person
    JOIN workspace w ON w.id = m.workspace
    JOIN origin o ON o.id = m.origin
    LEFT JOIN LATERAL (
      SELECT c.ended_at IS NULL OR c.ended_at > m.at AS holds
      FROM coverage_span c
      WHERE c.person = m.person AND c.workspace = m.workspace AND c.facet = {facet} AND c.origin = m.origin
        AND c.started_at <= m.at
      ORDER BY c.started_at DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT n.* FROM {table} n
      WHERE n.person = m.person AND n.workspace = m.workspace AND n.origin = m.origin AND n.at <= m.at
      ORDER BY n.at DESC, n.seq DESC LIMIT 1) t ON c.holds
  ), turned AS (
    SELECT workspace, user_id, origin, at, {columns}, {lagged}
    FROM told
    WINDOW earlier AS (PARTITION BY workspace, user_id, origin ORDER BY at)
  ), spans AS (
    SELECT workspace, user_id, origin, {columns}, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id, origin ORDER BY at) AS ended_at
    FROM turned
    WHERE ROW({columns}) IS DISTINCT FROM ROW({before})
  )
  SELECT workspace, user_id, {columns}, started_at, ended_at, origin
  FROM spans
  WHERE {first} IS NOT NULL)";

std::string transitions_statement(const Facet& facet) {
  return fmt::format(kTransitionsView, fmt::arg("view", facet.source->transitions_view),
                     fmt::arg("columns", facet.transition_columns), fmt::arg("table", table_of(facet)),
                     fmt::arg("sources", store::source_branches()));
}

std::string moments_text(const Facet& facet) {
  std::string moments =
      fmt::format(kMomentsText, fmt::arg("facet", number_of(facet)), fmt::arg("table", table_of(facet)));
  for (const std::string_view turn : facet.turns)
    moments += fmt::format(kTurnsText, fmt::arg("turn", turn), fmt::arg("table", table_of(facet)));
  return moments;
}

std::string intervals_statement(const Facet& facet) {
  const bool one = facet.interval_columns.size() == 1;
  std::string columns, named, lagged, before;
  for (const store::StateColumn& column : facet.interval_columns) {
    const std::string_view comma = columns.empty() ? "" : ", ";
    columns += fmt::format("{}{}", comma, column.name);
    named += one ? fmt::format(
                       "CASE WHEN c.holds THEN CASE WHEN t.person IS NULL THEN {0} ELSE {1} END "
                       "WHEN NOT c.holds THEN {0} END AS {2}",
                       facet.source->unknown, column.sql, column.name)
                 : fmt::format("{}{} AS {}", comma, column.sql, column.name);
    lagged += fmt::format("{0}lag({1}) OVER earlier AS {1}_before", comma, column.name);
    before += fmt::format("{}{}_before", comma, column.name);
  }
  return fmt::format(kIntervalsView, fmt::arg("view", facet.source->intervals_view),
                     fmt::arg("moments", moments_text(facet)), fmt::arg("table", table_of(facet)),
                     fmt::arg("facet", number_of(facet)), fmt::arg("named", named), fmt::arg("columns", columns),
                     fmt::arg("lagged", lagged), fmt::arg("before", before),
                     fmt::arg("first", facet.interval_columns.front().name));
}

std::string coverage_statement(const Facet& facet) {
  return fmt::format(kCoverageViewText, fmt::arg("view", facet.source->coverage_view),
                     fmt::arg("facet", number_of(facet)), fmt::arg("feeds", store::feed_branches()));
}

}  // namespace

std::vector<std::string> view_statements() {
  std::vector<std::string> statements(std::begin(kSmallViews), std::end(kSmallViews));
  statements.push_back(fmt::format(kSessionsView, fmt::arg("feeds", store::feed_branches())));
  for (const Facet& facet : facets()) statements.push_back(transitions_statement(facet));
  for (const Facet& facet : facets()) statements.push_back(intervals_statement(facet));
  for (const Facet& facet : facets()) statements.push_back(coverage_statement(facet));
  statements.push_back(presence_now_statement());
  for (std::string& statement : merged_view_statements()) statements.push_back(std::move(statement));
  return statements;
}

}  // namespace presenced::central
