#include "store/people_mark.h"

#include <fmt/format.h>

#include <string_view>

namespace presenced::store {
namespace {

// All that Questions::people(), groups() and memberships() read and that can change.
constexpr std::string_view kTables[] = {"membership", "watch_group", "group_membership", "resolution"};

}  // namespace

std::vector<std::string> people_mark_sql() {
  std::vector<std::string> sql{
      "CREATE TABLE people_mark(only INTEGER PRIMARY KEY CHECK(only = 1), changes INTEGER NOT NULL) STRICT",
      "INSERT INTO people_mark(only, changes) VALUES(1, 0)"};
  for (const std::string_view table : kTables)
    for (const std::string_view event : {"insert", "update", "delete"})
      sql.push_back(
          fmt::format("CREATE TRIGGER {0}_{1}_counted AFTER {1} ON {0} BEGIN "
                      "UPDATE people_mark SET changes = changes + 1; END",
                      table, event));
  return sql;
}

std::int64_t people_mark(Database& database) { return database.integer("SELECT changes FROM people_mark"); }

}  // namespace presenced::store
