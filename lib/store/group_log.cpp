#include "store/group_log.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace presenced::store {
namespace {

// A membership that ends where it began never took place.
constexpr const char* kDrop =
    "DELETE FROM group_membership WHERE watch_group = ?1 AND user_id = ?2 AND until IS NULL AND since >= ?3";
constexpr const char* kLeave =
    "UPDATE group_membership SET until = ?3 WHERE watch_group = ?1 AND user_id = ?2 AND until IS NULL";

}  // namespace

GroupLog::GroupLog(Database& database)
    : database_(database),
      groups_(database.prepare("SELECT name, id FROM watch_group WHERE workspace = ?1 AND watched")),
      find_group_(database.prepare("SELECT id FROM watch_group WHERE workspace = ?1 AND name = ?2")),
      add_group_(database.prepare("INSERT INTO watch_group(workspace, name) VALUES(?1, ?2)")),
      watch_group_(database.prepare("UPDATE watch_group SET watched = 1 WHERE id = ?1")),
      unwatch_group_(database.prepare("UPDATE watch_group SET watched = 0 WHERE id = ?1")),
      members_(database.prepare("SELECT user_id FROM group_membership WHERE watch_group = ?1 AND until IS NULL")),
      join_(database.prepare("INSERT INTO group_membership(watch_group, user_id, since) VALUES(?1, ?2, ?3)")),
      drop_(database.prepare(kDrop)),
      leave_(database.prepare(kLeave)) {}

void GroupLog::groups(std::int64_t workspace, const history::GroupsSet& now, base::WallTime at) {
  std::map<std::string, std::int64_t> gone;
  for (Rows row = groups_.select(workspace); row.next();) gone.emplace(row.text(0), row.integer(1));
  for (const history::GroupsSet::Group& group : now.groups) {
    const auto known = gone.extract(group.name);
    members(known.empty() ? watched_group(workspace, group.name) : known.mapped(), group.users, base::unix_ms(at));
  }
  for (const auto& [name, id] : gone) {
    members(id, {}, base::unix_ms(at));
    unwatch_group_.run(id);
  }
}

// A group that the watchlist did not have until now; it may have had it before.
std::int64_t GroupLog::watched_group(std::int64_t workspace, const std::string& name) {
  if (const auto known = find_group_.first(workspace, name)) {
    watch_group_.run(*known);
    return *known;
  }
  add_group_.run(workspace, name);
  return database_.last_insert_id();
}

void GroupLog::members(std::int64_t group, const std::vector<base::UserId>& now, std::int64_t at) {
  std::set<std::string, std::less<>> gone;
  for (Rows row = members_.select(group); row.next();) gone.emplace(row.text(0));
  std::set<std::string_view> seen;
  for (const base::UserId& user : now) {
    if (!seen.insert(user.text).second) continue;
    if (gone.extract(user.text).empty()) join_.run(group, user.text, at);
  }
  for (const std::string& user : gone) {
    drop_.run(group, user, at);
    leave_.run(group, user, at);
  }
}

}  // namespace presenced::store
