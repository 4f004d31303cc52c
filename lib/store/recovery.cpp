#include "store/recovery.h"

#include <fmt/format.h>

#include <algorithm>

#include "history/end_reason.h"

namespace presenced::store {
namespace {

constexpr std::int64_t kCrash = static_cast<std::int64_t>(history::EndReason::crash);

constexpr const char* kNewestAlive = "SELECT alive_at FROM run ORDER BY id DESC LIMIT 1";

// The last moment an open span is proven for: something was heard on its session; sampled, the session's last whole
// round began, or the person was seen to change later than that. ?1: the last mark of life.
// {}: the last transition of the span, of each facet.
constexpr const char* kProvenUntil = R"(
  CASE mode
  WHEN 0 THEN min(?1, coalesce((SELECT s.proven_at FROM session s WHERE s.id = coverage_span.session), ?1))
  ELSE max(min(?1, coalesce((SELECT s.sampled_at FROM session s WHERE s.id = coverage_span.session), started_at)),
           coalesce(CASE facet {} END, started_at))
  END)";

constexpr const char* kLastTransition = R"(
           WHEN {facet} THEN (SELECT t.at FROM {table} t
                              WHERE t.person = coverage_span.person AND t.at >= coverage_span.started_at
                                AND t.workspace = coverage_span.workspace {only}
                              ORDER BY t.at DESC LIMIT 1))";

// {}: kProvenUntil
constexpr const char* kDropUnproven = R"(
  DELETE FROM coverage_span INDEXED BY coverage_open WHERE ended_at IS NULL AND started_at >= {})";

constexpr const char* kEndProven = R"(
  UPDATE coverage_span INDEXED BY coverage_open SET ended_at = {}, end_reason = ?2 WHERE ended_at IS NULL)";

constexpr const char* kEndSessions = R"(
  UPDATE session SET ended_at = max(connected_at, ?1), end_reason = ?2 WHERE ended_at IS NULL)";

constexpr const char* kAddRun = "INSERT INTO run(started_at, alive_at, version) VALUES(?1, ?2, ?3)";
constexpr const char* kAddMark =
    "INSERT INTO run_mark(run, mark, seq_before) "
    "SELECT max(id), lower(hex(randomblob(8))), (SELECT seq FROM seq_last) FROM run";

}  // namespace

bool was_left_unclean(Database& database) {
  return database.prepare("SELECT clean FROM run ORDER BY id DESC LIMIT 1").first() == 0;
}

Recovered begin_run(Database& database, std::string_view version, base::WallTime now,
                    std::span<const FacetTable> facets) {
  Recovered recovered;
  const std::string proven_until = fmt::format(kProvenUntil, of_each_facet(kLastTransition, "", facets));
  Transaction transaction(database);
  const std::int64_t started_at = base::unix_ms(now);
  const std::int64_t alive_at = database.prepare(kNewestAlive).first().value_or(started_at);
  database.prepare(fmt::format(kDropUnproven, proven_until)).run(alive_at);
  recovered.spans = database.changes();
  database.prepare(fmt::format(kEndProven, proven_until)).run(alive_at, kCrash);
  recovered.spans += database.changes();
  database.prepare(kEndSessions).run(alive_at, kCrash);
  recovered.sessions = database.changes();
  // With the clock set back since the last run, alive_at still does not decrease.
  database.prepare(kAddRun).run(started_at, std::max(started_at, alive_at), version);
  database.execute(kAddMark);
  transaction.commit();
  return recovered;
}

}  // namespace presenced::store
