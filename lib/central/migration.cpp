#include "central/migration.h"

#include <fmt/format.h>

#include "central/schema.h"
#include "history/end_reason.h"

namespace presenced::central {
namespace {

// Any number will do, as long as nobody else in this database uses it: "PRSD".
constexpr const char* kLock = "SELECT pg_advisory_xact_lock(1347571524)";

constexpr const char* kVersionTable = R"(
  CREATE SCHEMA IF NOT EXISTS presenced;
  CREATE TABLE presenced.schema_version(
    single  boolean PRIMARY KEY DEFAULT true CHECK(single),
    version integer NOT NULL,
    rights  text    NOT NULL  -- of which roles, as they were when they were given
  );
  INSERT INTO presenced.schema_version(version, rights) VALUES(0, ''))";

// Which of the roles exist, by their oids: one that was dropped and made again has no rights.
constexpr const char* kRoles =
    "SELECT concat_ws(' ', $1::text, to_regrole('presenced_reader')::oid, to_regrole('presenced_group_reader')::oid), "
    "rights FROM schema_version";

int version_of(Connection& connection) {
  const auto table = connection.query("SELECT to_regclass('presenced.schema_version')");
  if (!table[0][0]) connection.execute(kVersionTable);
  return std::stoi(connection.query("SELECT version FROM presenced.schema_version").at(0).at(0).value_or("0"));
}

void add_end_reasons(Connection& connection) {
  for (const auto& entry : history::kEndReasonWords)
    connection.change("INSERT INTO end_reason(code, word) VALUES($1, $2) ON CONFLICT DO NOTHING",
                      {std::to_string(static_cast<int>(entry.reason)), std::string(entry.word)});
}

// Only when it is due: it waits for everybody who reads.
void give_rights(Connection& connection) {
  const auto roles = connection.query(kRoles, {std::to_string(kCentreVersion)}).at(0);
  if (roles[0] == roles[1]) return;
  connection.execute(rights_statement());
  connection.change("UPDATE schema_version SET rights = $1", {roles[0]});
}

}  // namespace

void migrate(Connection& connection, const std::function<void(std::string_view doing)>& progress) {
  connection.execute("BEGIN");
  connection.execute(kLock);
  const int version = version_of(connection);
  if (version > kCentreVersion)
    throw CentreError{Trouble::refused,
                      fmt::format("the centre was made by a newer presenced (version {}, this one knows {}); install "
                                  "that one here as well",
                                  version, kCentreVersion)};
  connection.execute("SET search_path = presenced, pg_temp");
  if (version < kCentreVersion) {
    progress(fmt::format("bringing the centre to version {}", kCentreVersion));
    if (version < 1)
      for (const std::string& sql : version_1_statements()) connection.execute(sql);
    for (const std::string& sql : function_statements()) connection.execute(sql);
    for (const std::string& sql : view_statements()) connection.execute(sql);
    connection.change("UPDATE schema_version SET version = $1", {std::to_string(kCentreVersion)});
    add_end_reasons(connection);
  }
  give_rights(connection);
  connection.execute("COMMIT");
}

}  // namespace presenced::central
