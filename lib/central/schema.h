// What the centre's database is made of: tables, views, functions, rights. Everything is in the PostgreSQL schema
// `presenced`. Versions only go forward; the page for its readers is docs/CENTRAL.md. Pure: texts alone.
//
// Keys are led by person and workspace: rows of a person are together, and both columns are in every key, so that the
// tables can be distributed by person. The transitions of each facet and the coverage are partitioned by month.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "central/facets.h"

namespace presenced::central {

inline constexpr int kCentreVersion = 1;  // presenced.schema_version

// Makes what version 1 consists of, in a database that has nothing of it.
std::vector<std::string> version_1_statements();

// CREATE OR REPLACE: part of every migration. Their columns are those of the source's views, and then `origin`.
std::vector<std::string> view_statements();
std::string presence_now_statement();               // one of them
std::vector<std::string> merged_view_statements();  // as well: merged_*, of all origins together

// Functions: upkeep of the partitions, retention, who may see whom, and those of SQLite that the queries of
// docs/HISTORY.md use. CREATE OR REPLACE as well.
std::vector<std::string> function_statements();

// What presenced_reader and presenced_group_reader may do, as far as these roles exist. May be repeated.
std::string rights_statement();

// Of a connection of the replicator: its temporary tables, emptied by each commit.
std::vector<std::string> staging_statements();

// The tables that are partitioned, and the column that decides.
struct Partitioned {
  std::string table;
  std::string_view time;
};
std::vector<Partitioned> partitioned_tables();

}  // namespace presenced::central
