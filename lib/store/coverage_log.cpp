#include "store/coverage_log.h"

#include <algorithm>

namespace presenced::store {
namespace {

std::int64_t number(base::Facet facet) { return static_cast<std::int64_t>(facet); }

}  // namespace

CoverageLog::CoverageLog(Database& database)
    : find_open_(database.prepare("SELECT started_at FROM coverage_span INDEXED BY coverage_open "
                                  "WHERE person = ?1 AND facet = ?2 AND workspace = ?3 AND ended_at IS NULL")),
      find_last_end_(database.prepare("SELECT ended_at FROM coverage_span "
                                      "WHERE person = ?1 AND facet = ?2 AND workspace = ?3 "
                                      "ORDER BY started_at DESC LIMIT 1")),
      add_(database.prepare("INSERT INTO coverage_span(person, facet, started_at, workspace, mode, session) "
                            "VALUES(?1, ?2, ?3, ?4, ?5, ?6)")),
      move_(database.prepare("UPDATE coverage_span INDEXED BY coverage_open SET session = ?4 "
                             "WHERE person = ?1 AND facet = ?2 AND workspace = ?3 AND ended_at IS NULL")),
      close_(database.prepare("UPDATE coverage_span SET ended_at = ?5, end_reason = ?6 "
                              "WHERE person = ?1 AND facet = ?2 AND started_at = ?3 AND workspace = ?4")),
      drop_(database.prepare("DELETE FROM coverage_span "
                             "WHERE person = ?1 AND facet = ?2 AND started_at = ?3 AND workspace = ?4")) {}

void CoverageLog::open(const CoverageKey& key, base::WallTime at, history::Mode mode,
                       std::optional<std::int64_t> session) {
  if (find_open_.first(key.person, number(key.facet), key.workspace)) return move(key, session);
  const std::int64_t last_end = find_last_end_.first(key.person, number(key.facet), key.workspace).value_or(INT64_MIN);
  add_.run(key.person, number(key.facet), std::max(base::unix_ms(at), last_end), key.workspace,
           static_cast<std::int64_t>(mode), session);
}

void CoverageLog::move(const CoverageKey& key, std::optional<std::int64_t> session) {
  move_.run(key.person, number(key.facet), key.workspace, session);
}

void CoverageLog::close(const CoverageKey& key, base::WallTime at, history::EndReason reason) {
  const auto started_at = find_open_.first(key.person, number(key.facet), key.workspace);
  if (!started_at) return;
  if (base::unix_ms(at) <= *started_at) return drop_.run(key.person, number(key.facet), *started_at, key.workspace);
  close_.run(key.person, number(key.facet), *started_at, key.workspace, base::unix_ms(at),
             static_cast<std::int64_t>(reason));
}

}  // namespace presenced::store
