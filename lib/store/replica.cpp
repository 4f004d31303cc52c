#include "store/replica.h"

#include <algorithm>
#include <utility>

namespace presenced::store {
namespace {

// ?1 person, ?2 and ?3 between which times, ?4 and ?5 after and up to which seq.
constexpr const char* kReplicaTransitions = R"(
  SELECT t.person, t.workspace, t.seq, t.session, {transition}
  FROM {table} t
  WHERE t.person = ?1 {only} AND t.at BETWEEN ?2 AND ?3 AND t.seq > ?4 AND t.seq <= ?5)";

// ?4: the moment.
constexpr const char* kReplicaSpans = R"(
  SELECT started_at, ended_at, mode, end_reason, session
  FROM coverage_span
  WHERE person = ?1 AND facet = ?3 AND workspace = ?2
    AND started_at >= coalesce((SELECT started_at FROM coverage_span
                                WHERE person = ?1 AND facet = ?3 AND workspace = ?2 AND started_at <= ?4
                                ORDER BY started_at DESC LIMIT 1), ?4)
  ORDER BY started_at)";

// In the order of ReplicaTable. Each uses ?1.
constexpr const char* kReplicaTables[] = {
    "SELECT id, name FROM workspace WHERE id >= ?1 ORDER BY id",
    R"(SELECT m.person, m.workspace, p.user_id, m.label, m.name, m.real_name, m.tz, m.is_bot, m.deleted, m.watched,
              (SELECT r.name FROM resolution r
               WHERE r.workspace = m.workspace AND r.kind = 0 AND r.users = p.user_id
               ORDER BY r.resolved_at DESC LIMIT 1)
       FROM membership m JOIN person p ON p.id = m.person
       WHERE m.person >= ?1 ORDER BY m.person, m.workspace)",
    R"(SELECT g.workspace, g.name, m.user_id, m.since, m.until
       FROM watch_group g JOIN group_membership m ON m.watch_group = g.id
       WHERE g.id >= ?1 ORDER BY m.watch_group, m.user_id, m.since)",
    "SELECT user_id, at, by_uid FROM forgotten WHERE ?1 <= 0 ORDER BY user_id",
    R"(SELECT id, workspace, connected_at, ready_at, ended_at, end_reason, feed FROM session
       WHERE id >= ?1 OR ended_at IS NULL ORDER BY id)",
    "SELECT id, started_at, alive_at, clean, version FROM run WHERE id >= ?1 ORDER BY id",
};

}  // namespace

Replica::Replica(Reader& reader) : database_(reader.database()), spans_(database_.prepare(kReplicaSpans)) {
  for (const FacetTable& facet : facet_tables())
    transitions_.push_back(database_.prepare(of_facet(kReplicaTransitions, facet)));
}

void Replica::begin() {
  database_.execute("BEGIN");
  begun_ = true;
  last_seq();  // the moment begins with the first read
  version_ = database_.integer("PRAGMA data_version");
}

bool Replica::has_changed() { return database_.integer("PRAGMA data_version") != version_; }

void Replica::end() {
  if (std::exchange(begun_, false)) database_.execute("ROLLBACK");  // it has written nothing
}

std::string Replica::history_id() { return database_.text("SELECT id FROM history_id"); }

std::int64_t Replica::last_seq() { return database_.integer("SELECT seq FROM seq_last"); }

std::vector<RunMark> Replica::runs_from(std::int64_t run) {
  std::vector<RunMark> runs;
  Statement all = database_.prepare(
      "SELECT r.id, m.mark, r.alive_at, m.seq_before FROM run r LEFT JOIN run_mark m ON m.run = r.id "
      "WHERE r.id >= ?1 ORDER BY r.id");
  for (Rows row = all.select(run); row.next();)
    runs.push_back({row.integer(0), std::string(row.text(1)), row.integer(2), row.maybe_integer(3)});
  return runs;
}

std::vector<Deletion> Replica::deletions(std::int64_t after_id) {
  std::vector<Deletion> deletions;
  Statement all =
      database_.prepare("SELECT id, person, workspace, after, until_seq FROM deletion WHERE id > ?1 ORDER BY id");
  for (Rows row = all.select(after_id); row.next();)
    deletions.push_back({row.integer(0), row.maybe_integer(1), row.maybe_integer(2), row.integer(3), row.integer(4)});
  return deletions;
}

std::int64_t Replica::last_deletion() { return database_.integer("SELECT max(id) FROM deletion"); }

Stretch stretch_after(const std::vector<SeqMark>& marks, std::int64_t after, std::int64_t last_seq, std::int64_t most) {
  Stretch found{after, last_seq, INT64_MIN, INT64_MAX};
  bool cut = false;
  for (const SeqMark& mark : marks) {
    if (mark.seq <= after) {
      found.from = mark.at_after;
      continue;
    }
    if (mark.seq >= last_seq || (cut && mark.seq - after > most)) break;
    found.up_to = mark.seq;
    found.to = mark.at_until;
    cut = true;
  }
  if (!cut || last_seq - after <= most) return {after, last_seq, found.from, INT64_MAX};
  return found;
}

Stretch Replica::stretch(std::int64_t after, std::int64_t last_seq, std::int64_t most) {
  std::vector<SeqMark> marks;
  Statement near = database_.prepare(
      "SELECT seq, at_after, at_until FROM seq_mark WHERE seq >= coalesce((SELECT max(seq) FROM seq_mark WHERE seq <= "
      "?1), ?1) AND seq <= coalesce((SELECT min(seq) FROM seq_mark WHERE seq > ?1 + ?2), ?1 + ?2) ORDER BY seq");
  for (Rows row = near.select(after, most); row.next();)
    marks.push_back({row.integer(0), row.integer(1), row.integer(2)});
  return stretch_after(marks, after, last_seq, most);
}

void Replica::transitions(const FacetTable& facet, const Stretch& stretch,
                          const std::map<std::int64_t, std::int64_t>& purged, const Each& each) {
  Statement& statement = transitions_[static_cast<std::size_t>(facet.facet)];
  Statement people = database_.prepare("SELECT id FROM person ORDER BY id");
  for (Rows person = people.select(); person.next();) {
    const std::int64_t number = person.integer(0);
    const auto gone = purged.find(number);
    const std::int64_t after = gone == purged.end() ? stretch.after : std::max(stretch.after, gone->second);
    for (Rows row = statement.select(number, stretch.from, stretch.to, after, stretch.up_to); row.next();) each(row);
  }
}

std::vector<SpanKey> Replica::span_keys() {
  std::vector<SpanKey> keys;
  Statement all = database_.prepare("SELECT person, workspace FROM membership ORDER BY person, workspace");
  for (Rows row = all.select(); row.next();)
    for (const FacetTable& facet : facet_tables())
      keys.push_back({row.integer(0), row.integer(1), static_cast<std::int64_t>(facet.facet)});
  return keys;
}

void Replica::spans(const SpanKey& key, std::int64_t from, const Each& each) {
  for (Rows row = spans_.select(key.person, key.workspace, key.facet, from); row.next();) each(row);
}

void Replica::table(ReplicaTable table, std::int64_t from, const Each& each) {
  Statement all = database_.prepare(kReplicaTables[static_cast<std::size_t>(table)]);
  for (Rows row = all.select(from); row.next();) each(row);
}

}  // namespace presenced::store
