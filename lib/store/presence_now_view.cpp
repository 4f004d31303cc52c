// The view `presence_now`: what presencectl's `now` says, for SQL. It looks at the newest row of each person alone, not
// at their history, so that it costs a few seeks a person.
#include <fmt/format.h>

#include "history/record.h"
#include "store/schema.h"

namespace presenced::store {
namespace {

// newest: the newest coverage and the newest transition of everybody who is watched.
// run_of: since when the state has been known without a gap, which is the later of two beginnings: of the coverage
// (spans that touch are one) and of the state (of several changes within one millisecond the last counts, and an equal
// state before it goes on).
constexpr const char* kPresenceNow = R"(
  CREATE VIEW presence_now AS
  WITH newest AS (
    SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name,
           m.person, m.workspace AS workspace_id, c.started_at, c.ended_at, t.at, t.code & 1 AS active,
           s.text, s.emoji
    FROM membership m
    JOIN person p ON p.id = m.person
    JOIN workspace w ON w.id = m.workspace
    LEFT JOIN coverage_span c
      ON c.person = m.person AND c.facet = 0 AND c.workspace = m.workspace
     AND c.started_at = (SELECT started_at FROM coverage_span
                         WHERE person = m.person AND facet = 0 AND workspace = m.workspace
                         ORDER BY started_at DESC LIMIT 1)
    LEFT JOIN presence_transition t
      ON t.person = m.person
     AND (t.at, t.seq) = (SELECT at, seq FROM presence_transition
                          WHERE person = m.person AND workspace = m.workspace
                          ORDER BY at DESC, seq DESC LIMIT 1)
    LEFT JOIN (SELECT o.person, o.workspace, l.text, l.emoji
               FROM coverage_span o
               JOIN status_transition l
                 ON l.person = o.person
                AND (l.at, l.seq) = (SELECT at, seq FROM status_transition
                                     WHERE person = o.person AND workspace = o.workspace
                                     ORDER BY at DESC, seq DESC LIMIT 1)
               WHERE o.facet = 1 AND o.ended_at IS NULL) s
      ON s.person = m.person AND s.workspace = m.workspace
    WHERE m.watched
  ), known AS (
    SELECT *, started_at IS NOT NULL AND ended_at IS NULL AND at IS NOT NULL AS is_known FROM newest
  ), begun AS (
    SELECT *, CASE WHEN is_known THEN max(
             (WITH RECURSIVE run_of(at) AS (
                SELECT k.started_at
                UNION
                SELECT (SELECT CASE b.ended_at WHEN run_of.at THEN b.started_at END FROM coverage_span b
                        WHERE b.person = k.person AND b.facet = 0 AND b.workspace = k.workspace_id
                          AND b.started_at < run_of.at
                        ORDER BY b.started_at DESC LIMIT 1)
                FROM run_of WHERE run_of.at IS NOT NULL)
              SELECT min(at) FROM run_of),
             (WITH RECURSIVE run_of(at) AS (
                SELECT k.at
                UNION
                SELECT (SELECT CASE b.code & 1 WHEN k.active THEN b.at END FROM presence_transition b
                        WHERE b.person = k.person AND b.workspace = k.workspace_id AND b.at < run_of.at
                        ORDER BY b.at DESC, b.seq DESC LIMIT 1)
                FROM run_of WHERE run_of.at IS NOT NULL)
              SELECT min(at) FROM run_of))
           WHEN at IS NOT NULL THEN ended_at END AS since
    FROM known k
  )
  SELECT b.workspace, b.user_id, b.name,
         CASE WHEN NOT b.is_known THEN 'unknown' WHEN b.active THEN 'active' ELSE 'away' END AS presence,
         b.since,
         CASE WHEN NOT b.is_known THEN 'unknown'
              WHEN t.at < b.since OR t.code >> 1 = {first} THEN 'at_latest'
              WHEN t.uncertainty > 0 THEN 'between'
              ELSE 'exact' END AS certainty,
         b.text AS status_text, b.emoji AS status_emoji
  FROM begun b
  LEFT JOIN presence_transition t
    ON t.person = b.person
   AND (t.at, t.seq) = (SELECT at, seq FROM presence_transition
                        WHERE person = b.person AND workspace = b.workspace_id AND at <= b.since
                        ORDER BY at DESC, seq DESC LIMIT 1))";

}  // namespace

View presence_now_view() {
  const int first = static_cast<int>(history::Source::first);
  return {"presence_now", fmt::format(kPresenceNow, fmt::arg("first", first))};
}

}  // namespace presenced::store
