#include "store/retention.h"

#include <string>

namespace presenced::store {
namespace {

// ?1 person, ?2 workspace, ?3 cutoff, ?4 how many. The inner SELECT LIMIT 1 is the transition in force at the cutoff.
constexpr const char* kExpiredTransitions = R"(
  DELETE FROM {table} AS t WHERE (t.person, t.at, t.seq) IN (
    SELECT t.person, t.at, t.seq FROM {table} t
    WHERE t.person = ?1 AND t.workspace = ?2 {only}
      AND (t.at, t.seq) < (SELECT t.at, t.seq FROM {table} t
                           WHERE t.person = ?1 AND t.at <= ?3 AND t.workspace = ?2 {only}
                           ORDER BY t.at DESC, t.seq DESC LIMIT 1)
    LIMIT ?4) {only})";

// One facet at a time: with `facet IN (0, 1)` before the range, SQLite 3.40.1 also finds rows beyond the cutoff
// once the database has statistics (PRAGMA optimize).
constexpr const char* kExpiredCoverage = R"(
  DELETE FROM coverage_span WHERE (person, facet, started_at, workspace) IN (
    SELECT c.person, c.facet, c.started_at, c.workspace FROM coverage_span c
    WHERE c.person = ?1 AND c.facet = {facet} AND c.started_at < ?3 AND c.workspace = ?2 AND c.ended_at <= ?3
    LIMIT ?4))";

constexpr const char* kCutCoverage = R"(
  UPDATE coverage_span SET started_at = ?3
  WHERE person = ?1 AND facet = {facet} AND started_at < ?3 AND workspace = ?2
    AND (ended_at IS NULL OR ended_at > ?3))";

// The newest one stays: the sequence of marks goes on from it.
constexpr const char* kMarks = R"(
  DELETE FROM seq_mark WHERE at_until < ?1 AND seq < (SELECT max(seq) FROM seq_mark))";

// Few: they follow edits of the watchlist.
constexpr const char* kPastMemberships = "DELETE FROM group_membership WHERE until < ?1";
constexpr const char* kEmptyGroups =
    "DELETE FROM watch_group WHERE NOT watched AND id NOT IN (SELECT watch_group FROM group_membership)";

constexpr const char* kOldMisdated = R"(
  DELETE FROM misdated WHERE id IN (SELECT id FROM misdated WHERE moved_at < ?1 ORDER BY id LIMIT ?2))";

constexpr const char* kOldestDeletable = R"(
    SELECT (SELECT t.at FROM {table} t WHERE t.person = m.person AND t.workspace = m.workspace {only}
            ORDER BY t.at, t.seq LIMIT 1 OFFSET 1) AS at
    FROM membership m
    UNION ALL
    SELECT (SELECT c.started_at FROM coverage_span c
            WHERE c.person = m.person AND c.facet = {facet} AND c.workspace = m.workspace
            ORDER BY c.started_at LIMIT 1)
    FROM membership m)";

constexpr std::int64_t kLookCost = 4;  // looking at a person costs about as much as deleting this many rows

}  // namespace

std::optional<base::WallTime> oldest_deletable(Database& database, std::span<const FacetTable> facets) {
  const std::string each = of_each_facet(kOldestDeletable, " UNION ALL ", facets);
  const auto at = database.prepare("SELECT min(at) FROM (" + each + ")").first();
  if (!at) return std::nullopt;
  return base::wall_from_unix_ms(*at);
}

Retention::Retention(Database& database, std::span<const FacetTable> facets)
    : database_(database),
      marks_(database.prepare(kMarks)),
      memberships_(database.prepare(kPastMemberships)),
      groups_(database.prepare(kEmptyGroups)),
      misdated_(database.prepare(kOldMisdated)) {
  for (const FacetTable& facet : facets) expired_.push_back(database.prepare(of_facet(kExpiredTransitions, facet)));
  for (const FacetTable& facet : facets) expired_.push_back(database.prepare(of_facet(kExpiredCoverage, facet)));
  for (const FacetTable& facet : facets) cut_coverage_.push_back(database.prepare(of_facet(kCutCoverage, facet)));
}

bool Retention::step(base::WallTime cutoff, std::int64_t rows) {
  if (base::unix_ms(cutoff) != cutoff_) begin(base::unix_ms(cutoff));
  if (next_ == members_.size()) return prune_groups() || prune_misdated(rows) || give_back_pages();
  Transaction transaction(database_);
  std::size_t at = next_;
  while (at < members_.size() && rows > 0) {
    const std::int64_t deleted = prune(members_[at], rows);
    if (deleted == rows) break;  // there may be more of this one
    rows -= deleted + kLookCost;
    ++at;
  }
  if (at == members_.size()) marks_.run(cutoff_);
  transaction.commit();
  next_ = at;
  return true;
}

void Retention::begin(std::int64_t cutoff) {
  std::vector<Member> members;
  Statement all = database_.prepare("SELECT person, workspace FROM membership");
  for (Rows row = all.select(); row.next();) members.emplace_back(row.integer(0), row.integer(1));
  members_ = std::move(members);
  next_ = 0;
  cutoff_ = cutoff;
}

std::int64_t Retention::prune(const Member& member, std::int64_t rows) {
  std::int64_t deleted = 0;
  for (Statement& expired : expired_) {
    expired.run(member.first, member.second, cutoff_, rows - deleted);
    deleted += database_.changes();
    if (deleted == rows) return deleted;
  }
  for (Statement& cut : cut_coverage_) cut.run(member.first, member.second, cutoff_);
  return deleted;
}

bool Retention::prune_groups() {
  Transaction transaction(database_);
  memberships_.run(cutoff_);
  const bool pruned = database_.changes() > 0;
  groups_.run();
  transaction.commit();
  return pruned;
}

bool Retention::prune_misdated(std::int64_t rows) {
  misdated_.run(cutoff_, rows);
  return database_.changes() == rows;
}

// A steady history reuses the pages that fall free. Only when the kept time was shortened is the file made smaller.
bool Retention::give_back_pages() {
  const std::int64_t free = database_.integer("PRAGMA freelist_count");
  if (free < 1000 || free < database_.integer("PRAGMA page_count") / 4) return false;
  database_.execute("PRAGMA incremental_vacuum(100)");
  return true;
}

}  // namespace presenced::store
