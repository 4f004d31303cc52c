// The views of docs/HISTORY.md, the public face of the history: columns are added, never renamed or dropped.
//
// How they stay fast: CROSS JOIN makes SQLite start at the person and seek into the big tables, and the views with
// window functions partition by the very columns a reader filters on, so that SQLite pushes `WHERE user_id = ...` (and
// workspace) down to those seeks. tests/unit/store/plans_test.cpp holds both.
#include <fmt/format.h>

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
  JOIN watch_group_member m ON m.watch_group = g.id)";

// code: see presence_transition in schema.cpp; 1 is history::Source::first, which nothing comes before.
constexpr const char* kPresenceTransitions = R"(
  CREATE VIEW presence_transitions AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest,
         CASE WHEN t.code >> 1 = 1 THEN NULL WHEN t.code & 1 THEN 'away' ELSE 'active' END AS "before",
         CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END AS "after",
         CASE t.code >> 1 WHEN 0 THEN 'push' WHEN 1 THEN 'first' WHEN 2 THEN 'resync' WHEN 3 THEN 'audit'
                          WHEN 4 THEN 'sample' WHEN 5 THEN 'expiry' END AS source,
         t.session
  FROM person p
  CROSS JOIN presence_transition t ON t.person = p.id
  JOIN workspace w ON w.id = t.workspace)";

constexpr const char* kStatusTransitions = R"(
  CREATE VIEW status_transitions AS
  SELECT t.seq, w.name AS workspace, p.user_id, t.at, t.at - t.uncertainty AS earliest, t.before_text, t.before_emoji,
         t.text, t.emoji, t.expires_at,
         CASE t.source WHEN 0 THEN 'push' WHEN 1 THEN 'first' WHEN 2 THEN 'resync' WHEN 3 THEN 'audit'
                       WHEN 4 THEN 'sample' WHEN 5 THEN 'expiry' END AS source,
         t.session
  FROM person p
  CROSS JOIN status_transition t ON t.person = p.id
  JOIN workspace w ON w.id = t.workspace)";

// {0}: the number of the facet, {1}: the view's name.
constexpr const char* kCoverageView = R"(
  CREATE VIEW {1} AS
  SELECT w.name AS workspace, p.user_id, c.started_at, c.ended_at,
         CASE c.mode WHEN 0 THEN 'subscribed' WHEN 1 THEN 'sampled' END AS mode,
         (SELECT word FROM end_reason WHERE code = c.end_reason) AS end_reason
  FROM person p
  CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {0}
  JOIN workspace w ON w.id = c.workspace)";

// Every moment at which something may change for a person: a span starts or ends, a transition.
// {0}: the number of the facet, {1}: the table of its transitions.
constexpr const char* kMoments = R"(
    SELECT p.id AS person, w.id AS workspace_id, w.name AS workspace, p.user_id, c.started_at AS at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {0}
    JOIN workspace w ON w.id = c.workspace
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, c.ended_at
    FROM person p
    CROSS JOIN coverage_span c ON c.person = p.id AND c.facet = {0}
    JOIN workspace w ON w.id = c.workspace
    WHERE c.ended_at IS NOT NULL
    UNION ALL
    SELECT p.id, w.id, w.name, p.user_id, t.at
    FROM person p
    CROSS JOIN {1} t ON t.person = p.id
    JOIN workspace w ON w.id = t.workspace)";

// Whether moment m is covered: what the newest span that has started by then says. NULL before the first.
constexpr const char* kCovered = R"(
           (SELECT c.ended_at IS NULL OR c.ended_at > m.at
            FROM coverage_span c
            WHERE c.person = m.person AND c.facet = {0} AND c.started_at <= m.at AND c.workspace = m.workspace_id
            ORDER BY c.started_at DESC LIMIT 1))";

// At every moment the presence is looked up anew: covered, then told by the newest transition. So several changes
// within one millisecond, spans that touch and transitions outside coverage need no rules of their own: equal
// neighbours merge. Before the first span the answer is NULL, and no row. {0}: kMoments, {1}: kCovered.
constexpr const char* kPresenceIntervals = R"(
  CREATE VIEW presence_intervals AS
  WITH moment AS ({0}
  ), told AS (
    SELECT workspace, user_id, at,
           CASE {1}
           WHEN 0 THEN 'unknown'
           WHEN 1 THEN coalesce((SELECT CASE WHEN t.code & 1 THEN 'active' ELSE 'away' END
                                 FROM presence_transition t
                                 WHERE t.person = m.person AND t.at <= m.at AND t.workspace = m.workspace_id
                                 ORDER BY t.at DESC, t.seq DESC LIMIT 1), 'unknown')
           END AS presence
    FROM moment m
  ), turned AS (
    SELECT workspace, user_id, at, presence,
           lag(presence) OVER (PARTITION BY workspace, user_id ORDER BY at) AS presence_before
    FROM told
  )
  SELECT workspace, user_id, presence, at AS started_at,
         lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
  FROM turned
  WHERE presence IS NOT presence_before)";

// The same for a status: the transition in force is looked up at every moment. Where nothing is known text is NULL,
// which ends a row but makes none.
constexpr const char* kStatusIntervals = R"(
  CREATE VIEW status_intervals AS
  WITH moment AS ({0}
  ), told AS (
    SELECT m.workspace, m.user_id, m.at, t.text, t.emoji, t.expires_at
    FROM moment m
    LEFT JOIN status_transition t
      ON t.person = m.person
     AND (t.at, t.seq) = (SELECT f.at, f.seq
                          FROM status_transition f
                          WHERE f.person = m.person AND f.at <= m.at AND f.workspace = m.workspace_id
                          ORDER BY f.at DESC, f.seq DESC LIMIT 1)
     AND {1}
  ), turned AS (
    SELECT workspace, user_id, at, text, emoji, expires_at,
           lag(text) OVER earlier AS text_before, lag(emoji) OVER earlier AS emoji_before,
           lag(expires_at) OVER earlier AS expires_before
    FROM told
    WINDOW earlier AS (PARTITION BY workspace, user_id ORDER BY at)
  ), spans AS (
    SELECT workspace, user_id, text, emoji, expires_at, at AS started_at,
           lead(at) OVER (PARTITION BY workspace, user_id ORDER BY at) AS ended_at
    FROM turned
    WHERE (text, emoji, expires_at) IS NOT (text_before, emoji_before, expires_before)
  )
  SELECT workspace, user_id, text, emoji, expires_at, started_at, ended_at
  FROM spans
  WHERE text IS NOT NULL)";

constexpr const char* kSessions = R"(
  CREATE VIEW sessions AS
  SELECT s.id AS session, w.name AS workspace, s.connected_at, s.ready_at, s.ended_at,
         (SELECT word FROM end_reason WHERE code = s.end_reason) AS end_reason
  FROM session s
  JOIN workspace w ON w.id = s.workspace)";

constexpr const char* kRecorder = R"(
  CREATE VIEW recorder AS
  SELECT alive_at, started_at, clean, version FROM run ORDER BY id DESC LIMIT 1)";

std::string intervals(const char* sql, int facet, const char* transitions) {
  return fmt::format(fmt::runtime(sql), fmt::format(kMoments, facet, transitions), fmt::format(kCovered, facet));
}

}  // namespace

std::vector<View> views() {
  return {
      {"people", kPeople},
      {"groups", kGroups},
      {"presence_transitions", kPresenceTransitions},
      {"status_transitions", kStatusTransitions},
      {"presence_intervals", intervals(kPresenceIntervals, 0, "presence_transition")},
      {"status_intervals", intervals(kStatusIntervals, 1, "status_transition")},
      {"coverage", fmt::format(kCoverageView, 0, "coverage")},
      {"status_coverage", fmt::format(kCoverageView, 1, "status_coverage")},
      {"sessions", kSessions},
      {"recorder", kRecorder},
  };
}

}  // namespace presenced::store
