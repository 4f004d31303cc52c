// The schema of the history and its versions. The page for its readers is docs/HISTORY.md.
//
// Size rules the tables: a presence transition, everything included, is to take at most 40 bytes of file. So the two
// big tables are b-trees keyed by what they are asked for (person, time), without rowid and without a second index, and
// what is usual is stored as 0 or 1, which SQLite keeps in no bytes at all
// (https://sqlite.org/fileformat2.html#record_format).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/facet_tables.h"
#include "store/sqlite.h"

namespace presenced::store {

inline constexpr std::int64_t kApplicationId = 0x50525344;  // "PRSD"
inline constexpr std::int64_t kSchemaVersion = 9;           // PRAGMA user_version

enum class SchemaState : std::uint8_t { empty, older, current };

// What the file is. Throws (broken) for anything that is not a history this program can use: another program's
// database, one of a newer presenced, not a database at all. Changes nothing.
SchemaState inspect_schema(Database& database);

// Makes all of it in an empty file, inside the caller's transaction (store/migration.h).
void create_schema(Database& database, std::span<const FacetTable> facets = facet_tables());

// Statements that make what came with a later schema. Part of create_schema(), and of the migration to that schema.
std::vector<const char*> schema_2_tables();
std::vector<const char*> schema_3_tables();
std::vector<const char*> schema_4_tables();
std::vector<const char*> schema_5_tables();
std::vector<const char*> schema_7_tables();
std::vector<std::string> schema_8_tables();
std::vector<const char*> schema_9_tables();

// The views' names (docs/HISTORY.md) and their SQL. They are part of the schema version.
struct View {
  std::string_view name;
  std::string sql;
};
std::vector<View> views(std::span<const FacetTable> facets = facet_tables());
View presence_now_view();                      // one of them
View intervals_view(const FacetTable& facet);  // one of them; those of several columns have no unknown rows

}  // namespace presenced::store
