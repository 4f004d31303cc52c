// The view `presence_now` at the centre; the rules are those of the source's (store/presence_now_view.cpp).
#include <fmt/format.h>

#include "central/schema.h"
#include "history/record.h"

namespace presenced::central {
namespace {

constexpr const char* kPresenceNowView = R"(
  CREATE OR REPLACE VIEW presence_now WITH (security_invoker = true) AS
  WITH newest AS (
    SELECT w.name AS workspace, p.user_id, CASE m.label WHEN '' THEN m.name ELSE m.label END AS name,
           m.person, m.workspace AS workspace_id, m.origin, c.started_at, c.ended_at, t.at, t.active,
           s.text, s.emoji,
           c.started_at IS NOT NULL AND c.ended_at IS NULL AND t.at IS NOT NULL AS is_known
    FROM membership m
    JOIN person p ON p.id = m.person
    JOIN workspace w ON w.id = m.workspace
    LEFT JOIN LATERAL (
      SELECT n.started_at, n.ended_at FROM coverage_span n
      WHERE n.person = m.person AND n.workspace = m.workspace AND n.facet = 0 AND n.origin = m.origin
      ORDER BY n.started_at DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (
      SELECT n.at, n.active FROM presence_transition n
      WHERE n.person = m.person AND n.workspace = m.workspace AND n.origin = m.origin
      ORDER BY n.at DESC, n.seq DESC LIMIT 1) t ON true
    LEFT JOIN LATERAL (
      SELECT l.text, l.emoji
      FROM (SELECT n.ended_at FROM coverage_span n
            WHERE n.person = m.person AND n.workspace = m.workspace AND n.facet = 1 AND n.origin = m.origin
            ORDER BY n.started_at DESC LIMIT 1) open_span,
           LATERAL (SELECT n.text, n.emoji FROM status_transition n
                    WHERE n.person = m.person AND n.workspace = m.workspace AND n.origin = m.origin
                    ORDER BY n.at DESC, n.seq DESC LIMIT 1) l
      WHERE open_span.ended_at IS NULL) s ON true
    WHERE m.watched = 1
  ), begun AS (
    SELECT k.*, CASE WHEN k.is_known THEN greatest(
             (WITH RECURSIVE run_of(at) AS (
                SELECT k.started_at
                UNION
                SELECT (SELECT CASE b.ended_at WHEN run_of.at THEN b.started_at END FROM coverage_span b
                        WHERE b.person = k.person AND b.workspace = k.workspace_id AND b.facet = 0
                          AND b.origin = k.origin AND b.started_at < run_of.at
                        ORDER BY b.started_at DESC LIMIT 1)
                FROM run_of WHERE run_of.at IS NOT NULL)
              SELECT min(at) FROM run_of),
             (WITH RECURSIVE run_of(at) AS (
                SELECT k.at
                UNION
                SELECT (SELECT CASE WHEN b.active = k.active THEN b.at END FROM presence_transition b
                        WHERE b.person = k.person AND b.workspace = k.workspace_id AND b.origin = k.origin
                          AND b.at < run_of.at
                        ORDER BY b.at DESC, b.seq DESC LIMIT 1)
                FROM run_of WHERE run_of.at IS NOT NULL)
              SELECT min(at) FROM run_of))
           WHEN k.at IS NOT NULL THEN k.ended_at END AS since
    FROM newest k
  )
  SELECT b.workspace, b.user_id, b.name,
         CASE WHEN NOT b.is_known THEN 'unknown' WHEN b.active THEN 'active' ELSE 'away' END AS presence,
         b.since,
         CASE WHEN NOT b.is_known THEN 'unknown'
              WHEN t.at < b.since OR t.source = {first} THEN 'at_latest'
              WHEN t.uncertainty > 0 THEN 'between'
              ELSE 'exact' END AS certainty,
         b.text AS status_text, b.emoji AS status_emoji, o.name AS origin
  FROM begun b
  JOIN origin o ON o.id = b.origin
  LEFT JOIN LATERAL (
    SELECT n.at, n.source, n.uncertainty FROM presence_transition n
    WHERE n.person = b.person AND n.workspace = b.workspace_id AND n.origin = b.origin AND n.at <= b.since
    ORDER BY n.at DESC, n.seq DESC LIMIT 1) t ON true)";

}  // namespace

std::string presence_now_statement() {
  return fmt::format(kPresenceNowView, fmt::arg("first", static_cast<int>(history::Source::first)));
}

}  // namespace presenced::central
