#include "central/mirrors.h"

#include <algorithm>
#include <functional>
#include <string_view>

#include "central/copying.h"

namespace presenced::central {
namespace {

using store::ReplicaTable;
using store::Rows;

// In each: $1 the origin.
constexpr const char* kWorkspaces[] = {
    "INSERT INTO workspace(name) SELECT s.name FROM staging_workspaces s "
    "WHERE NOT EXISTS (SELECT 1 FROM workspace w WHERE w.name = s.name) AND $1 <> '' ON CONFLICT DO NOTHING",
    "INSERT INTO origin_workspace SELECT $1::smallint, s.number, w.id FROM staging_workspaces s "
    "JOIN workspace w ON w.name = s.name ON CONFLICT (origin, number) DO UPDATE SET workspace = excluded.workspace",
};

constexpr const char* kPeopleSql[] = {
    "INSERT INTO person(user_id) SELECT DISTINCT s.user_id FROM staging_people s "
    "WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.user_id = s.user_id) AND $1 <> '' ON CONFLICT DO NOTHING",
    "DELETE FROM origin_person o WHERE o.origin = $1::smallint "
    "AND NOT EXISTS (SELECT 1 FROM staging_people s WHERE s.number = o.number)",
    "INSERT INTO origin_person SELECT DISTINCT $1::smallint, s.number, p.id FROM staging_people s "
    "JOIN person p ON p.user_id = s.user_id ON CONFLICT (origin, number) DO UPDATE SET person = excluded.person "
    "WHERE origin_person.person <> excluded.person",
    "DELETE FROM membership m WHERE m.origin = $1::smallint AND (m.person, m.workspace) NOT IN "
    "(SELECT p.id, w.workspace FROM staging_people s JOIN person p ON p.user_id = s.user_id "
    "JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace)",
    R"(INSERT INTO membership
       SELECT p.id, w.workspace, $1::smallint, s.label, s.name, s.real_name, s.tz, s.is_bot, s.deleted, s.watched,
              s.email
       FROM staging_people s
       JOIN person p ON p.user_id = s.user_id
       LEFT JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace
       ON CONFLICT (person, workspace, origin) DO UPDATE
       SET label = excluded.label, name = excluded.name, real_name = excluded.real_name, tz = excluded.tz,
           is_bot = excluded.is_bot, deleted = excluded.deleted, watched = excluded.watched, email = excluded.email
       WHERE ROW(membership.*) IS DISTINCT FROM ROW(excluded.*))",
};

// $2: kept.kept_from. A membership that is open here and not among the source's is one that never was, or was given
// another beginning by a purge.
constexpr const char* kGroupsNew =
    "INSERT INTO person(user_id) SELECT DISTINCT s.user_id FROM staging_groups s "
    "WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.user_id = s.user_id) ON CONFLICT DO NOTHING";
constexpr const char* kGroupsGone =
    "DELETE FROM group_membership g WHERE g.origin = $1::smallint AND g.until IS NULL "
    "AND (g.person, g.workspace, g.name, g.since) NOT IN (SELECT p.id, w.workspace, s.name, s.since "
    "FROM staging_groups s JOIN person p ON p.user_id = s.user_id "
    "JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace)";
constexpr const char* kGroupsSql = R"(
  INSERT INTO group_membership(person, workspace, name, origin, since, until)
  SELECT p.id, w.workspace, s.name, $1::smallint, s.since, s.until
  FROM staging_groups s
  JOIN person p ON p.user_id = s.user_id
  LEFT JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace
  WHERE s.until IS NULL OR s.until >= $2::bigint
  ON CONFLICT (person, workspace, name, origin, since) DO UPDATE SET until = excluded.until
  WHERE group_membership.until IS DISTINCT FROM excluded.until)";

constexpr const char* kForgottenSql[] = {
    "DELETE FROM forgotten WHERE origin = $1::smallint",
    "INSERT INTO forgotten SELECT $1::smallint, user_id, at, by_uid FROM staging_forgotten",
    R"(DELETE FROM group_membership WHERE origin = $1::smallint AND person IN
       (SELECT p.id FROM person p JOIN staging_forgotten s ON s.user_id = p.user_id))",
};

constexpr const char* kSessionsSql = R"(
  INSERT INTO session
  SELECT $1::smallint, s.number, w.workspace, s.connected_at, s.ready_at, s.ended_at, s.end_reason, s.feed
  FROM staging_sessions s
  LEFT JOIN origin_workspace w ON w.origin = $1::smallint AND w.number = s.workspace
  ON CONFLICT (origin, number) DO UPDATE
  SET workspace = excluded.workspace, connected_at = excluded.connected_at, ready_at = excluded.ready_at,
      ended_at = excluded.ended_at, end_reason = excluded.end_reason, feed = excluded.feed
  WHERE ROW(session.*) IS DISTINCT FROM ROW(excluded.*))";
constexpr const char* kRunsSql = R"(
  INSERT INTO run SELECT $1::smallint, s.number, s.started_at, s.alive_at, s.clean, s.version FROM staging_runs s
  ON CONFLICT (origin, number) DO UPDATE
  SET started_at = excluded.started_at, alive_at = excluded.alive_at, clean = excluded.clean,
      version = excluded.version)";

// Whether the table is another one than that which was sent last.
bool has_changed(Centre& centre, store::Replica& source, ReplicaTable table) {
  std::uint64_t sum = 0;
  std::string line;
  source.table(table, 0, [&](const Rows& row) {
    line.clear();
    add_copy_row(line, row);
    sum = sum * 1'099'511'628'211ULL + std::hash<std::string_view>{}(line) + 1;
  });
  const auto [known, is_new] = centre.sent.try_emplace(table, sum);
  if (!is_new && known->second == sum) return false;
  known->second = sum;
  return true;
}

void send(Centre& centre, store::Replica& source, ReplicaTable table, const char* staging) {
  Copying copying(centre.connection, staging);
  source.table(table, 0, [&](const Rows& row) { copying.add(row); });
  copying.end();
}

}  // namespace

void bring_people(Centre& centre, store::Replica& source) {
  if (has_changed(centre, source, ReplicaTable::workspaces)) {
    send(centre, source, ReplicaTable::workspaces, "staging_workspaces");
    for (const char* sql : kWorkspaces) centre.connection.change(sql, {centre.origin});
  }
  if (!has_changed(centre, source, ReplicaTable::people)) return;
  send(centre, source, ReplicaTable::people, "staging_people");
  for (const char* sql : kPeopleSql) centre.connection.change(sql, {centre.origin});
}

void bring_groups(Centre& centre, store::Replica& source) {
  if (!has_changed(centre, source, ReplicaTable::groups)) return;
  send(centre, source, ReplicaTable::groups, "staging_groups");
  centre.connection.change(kGroupsNew);
  centre.connection.change(kGroupsGone, {centre.origin});
  centre.connection.change(kGroupsSql, {centre.origin, std::to_string(centre.kept_from)});
}

void bring_forgotten(Centre& centre, store::Replica& source) {
  if (!has_changed(centre, source, ReplicaTable::forgotten)) return;
  send(centre, source, ReplicaTable::forgotten, "staging_forgotten");
  for (const char* sql : kForgottenSql) centre.connection.change(sql, {centre.origin});
}

void bring_sessions_and_runs(Centre& centre, store::Replica& source) {
  Copying sessions(centre.connection, "staging_sessions");
  std::int64_t next = centre.sessions_from;
  std::int64_t first_open = INT64_MAX;
  source.table(ReplicaTable::sessions, centre.sessions_from, [&](const Rows& row) {
    sessions.add(row);
    next = std::max(next, row.integer(0) + 1);
    if (row.is_null(4)) first_open = std::min(first_open, row.integer(0));
  });
  if (sessions.end() > 0) centre.connection.change(kSessionsSql, {centre.origin});
  centre.sessions_from = std::min(next, first_open);

  Copying runs(centre.connection, "staging_runs");
  source.table(ReplicaTable::runs, centre.runs_from, [&](const Rows& row) {
    runs.add(row);
    centre.runs_from = row.integer(0);
    centre.known_until = row.integer(2);
  });
  if (runs.end() > 0) centre.connection.change(kRunsSql, {centre.origin});
}

}  // namespace presenced::central
