#include "central/centre.h"

#include <fmt/format.h>

#include "central/facets.h"
#include "central/schema.h"

namespace presenced::central {
namespace {

constexpr const char* kOriginLock = "SELECT pg_try_advisory_lock(1347571524, $1::integer)";

// $1 the origin. One seek a person and facet.
constexpr const char* kNewestSpans = R"(
  SELECT op.number, ow.number, f.facet, c.started_at, c.ended_at, c.mode, c.end_reason, c.session
  FROM membership m
  JOIN origin_person op ON op.origin = m.origin AND op.person = m.person
  JOIN origin_workspace ow ON ow.origin = m.origin AND ow.workspace = m.workspace
  CROSS JOIN (VALUES {facets}) f(facet)
  CROSS JOIN LATERAL (
    SELECT * FROM coverage_span s
    WHERE s.person = m.person AND s.workspace = m.workspace AND s.facet = f.facet AND s.origin = m.origin
    ORDER BY s.started_at DESC LIMIT 1) c
  WHERE m.origin = $1)";

std::int64_t number(const Value& value) { return value ? std::stoll(*value) : 0; }
std::optional<std::int64_t> maybe(const Value& value) {
  return value ? std::optional<std::int64_t>(std::stoll(*value)) : std::nullopt;
}

void read_position(Centre& centre, const std::string& name) {
  const auto rows = centre.connection.query(
      "SELECT id, history, position, deletion, run, run_mark, run_alive_at, marked FROM origin WHERE name = $1",
      {name});
  const std::vector<Value>& row = rows.at(0);
  centre.origin = *row[0];
  centre.position = {*row[1], number(row[2]), number(row[3]), number(row[4]), *row[5], number(row[6])};
  centre.marked = number(row[7]);
}

}  // namespace

Centre open_centre(Connection& connection, const std::string& name, const std::string& history) {
  Centre centre{connection};
  connection.execute("SET search_path = presenced, pg_temp");
  connection.change(
      "INSERT INTO origin(name, history) SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM origin WHERE name = $1) "
      "ON CONFLICT DO NOTHING",
      {name, history});
  read_position(centre, name);
  if (connection.query(kOriginLock, {centre.origin})[0][0] != "t")
    throw CentreError{Trouble::away, fmt::format("another process replicates the origin {} just now", name)};
  read_position(centre, name);  // as of the lock
  for (const std::string& sql : staging_statements()) connection.execute(sql);
  read_again(centre);
  return centre;
}

void read_again(Centre& centre) {
  std::string numbers;
  for (const Facet& facet : facets()) numbers += fmt::format("{}({})", numbers.empty() ? "" : ", ", number_of(facet));
  centre.spans.clear();
  for (const auto& row :
       centre.connection.query(fmt::format(kNewestSpans, fmt::arg("facets", numbers)), {centre.origin}))
    centre.spans[{number(row[0]), number(row[1]), number(row[2])}] = {number(row[3]), maybe(row[4]), number(row[5]),
                                                                      maybe(row[6]), maybe(row[7])};
  const auto life = centre.connection.query(
      "SELECT coalesce((SELECT alive_at FROM run WHERE origin = $1 ORDER BY number DESC LIMIT 1), 0), "
      "coalesce((SELECT max(number) FROM run WHERE origin = $1), 0), "
      "coalesce((SELECT min(number) FROM session WHERE origin = $1 AND ended_at IS NULL), "
      "(SELECT max(number) + 1 FROM session WHERE origin = $1), 0), (SELECT kept_from FROM kept)",
      {centre.origin});
  centre.known_until = number(life[0][0]);
  centre.runs_from = number(life[0][1]);
  centre.sessions_from = number(life[0][2]);
  centre.kept_from = number(life[0][3]);
  centre.partitions.forget();
  centre.sent.clear();
}

void begin(Centre& centre) {
  centre.connection.execute("BEGIN");
  const auto rows = centre.connection.query(
      "SELECT position, deletion, (SELECT kept_from FROM kept) FROM origin WHERE id = $1 FOR UPDATE", {centre.origin});
  if (rows.empty() || number(rows[0][0]) != centre.position.seq || number(rows[0][1]) != centre.position.deletion)
    throw CentreError{Trouble::away, "the centre's position was moved by somebody else"};
  if (number(rows[0][2]) != centre.kept_from) read_again(centre);
}

void erase_origin(Connection& connection, const std::string& name) {
  connection.execute("BEGIN");
  connection.execute("SET search_path = presenced, pg_temp");
  const auto rows = connection.query("SELECT id FROM origin WHERE name = $1 FOR UPDATE", {name});
  if (!rows.empty()) {
    std::vector<std::string> tables{"membership", "group_membership", "forgotten",    "session", "run",
                                    "mark",       "origin_workspace", "origin_person"};
    for (const Partitioned& partitioned : partitioned_tables()) tables.push_back(partitioned.table);
    for (const std::string& table : tables)
      connection.change(fmt::format("DELETE FROM {} WHERE origin = $1", table), {rows[0][0]});
    connection.change("DELETE FROM origin WHERE id = $1", {rows[0][0]});
    connection.execute(
        "DELETE FROM person p WHERE NOT EXISTS (SELECT 1 FROM membership m WHERE m.person = p.id) "
        "AND NOT EXISTS (SELECT 1 FROM group_membership g WHERE g.person = p.id)");
  }
  connection.execute("COMMIT");
}

}  // namespace presenced::central
