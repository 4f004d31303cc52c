// The views of docs/HISTORY.md, the public face of the history: columns are added, never renamed or dropped.
//
// How they stay fast: CROSS JOIN makes SQLite start at the person and seek into the big tables, and the views with
// window functions (interval_views.cpp) partition by the very columns a reader filters on, so that SQLite pushes
// `WHERE user_id = ...` (and workspace) down to those seeks. tests/unit/store/plans_test.cpp holds both.
#include <fmt/format.h>

#include "history/record.h"
#include "store/schema.h"
#include "store/word_branches.h"

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
constexpr const char* kTransitionsView = R"(
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

View transitions_view(const FacetTable& facet) {
  return {facet.transitions_view, fmt::format(kTransitionsView, fmt::arg("view", facet.transitions_view),
                                              fmt::arg("columns", facet.transition_columns),
                                              fmt::arg("source", facet.source), fmt::arg("sources", source_branches()),
                                              fmt::arg("table", facet.table), fmt::arg("only", facet.only))};
}

View coverage_view(const FacetTable& facet) {
  return {facet.coverage_view,
          fmt::format(kCoverageView, fmt::arg("view", facet.coverage_view),
                      fmt::arg("facet", static_cast<int>(facet.facet)), fmt::arg("feeds", feed_branches()))};
}

}  // namespace

std::vector<View> views(std::span<const FacetTable> facets) {
  std::vector<View> all{
      {"people", kPeople}, {"groups", kGroups}, {"group_memberships", kGroupMemberships}, presence_now_view()};
  for (const FacetTable& facet : facets) all.push_back(transitions_view(facet));
  for (const FacetTable& facet : facets) all.push_back(intervals_view(facet));
  for (const FacetTable& facet : facets) all.push_back(coverage_view(facet));
  all.push_back({"sessions", fmt::format(kSessions, fmt::arg("feeds", feed_branches()))});
  all.push_back({"recorder", kRecorder});
  return all;
}

}  // namespace presenced::store
