#include "store/name_log.h"

#include <map>
#include <set>

namespace presenced::store {

std::string text_of(const std::vector<base::UserId>& users) {
  std::string text;
  for (const base::UserId& user : users) {
    if (!text.empty()) text += ' ';
    text += user.text;
  }
  return text;
}

std::vector<base::UserId> users_of(std::string_view text) {
  std::vector<base::UserId> users;
  while (!text.empty()) {
    const std::string_view user = text.substr(0, text.find(' '));
    users.push_back(base::UserId{std::string(user)});
    text.remove_prefix(std::min(text.size(), user.size() + 1));
  }
  return users;
}

std::vector<NameRow> read_names_of(Database& database, const base::UserId& user) {
  std::vector<NameRow> names;
  Statement all = database.prepare(
      "SELECT w.name, r.kind, r.name FROM resolution r JOIN workspace w ON w.id = r.workspace "
      "WHERE r.kind IN (0, 1) AND r.users = ?1");
  for (Rows row = all.select(user.text); row.next();)
    names.push_back(
        {std::string(row.text(0)), static_cast<history::NameKind>(row.integer(1)), std::string(row.text(2))});
  return names;
}

NameLog::NameLog(Database& database)
    : database_(database),
      resolve_(database.prepare("INSERT INTO resolution(workspace, kind, name, users, resolved_at) "
                                "VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
                                "SET users = excluded.users, resolved_at = excluded.resolved_at")),
      drop_(database.prepare("DELETE FROM resolution WHERE workspace = ?1 AND kind = ?2 AND name = ?3")),
      groups_(database.prepare("SELECT name, id FROM watch_group WHERE workspace = ?1")),
      add_group_(database.prepare("INSERT INTO watch_group(workspace, name) VALUES(?1, ?2)")),
      drop_group_(database.prepare("DELETE FROM watch_group WHERE id = ?1")),  // and its members with it
      members_(database.prepare("SELECT user_id FROM watch_group_member WHERE watch_group = ?1")),
      add_member_(database.prepare("INSERT INTO watch_group_member(watch_group, user_id) VALUES(?1, ?2)")),
      drop_member_(database.prepare("DELETE FROM watch_group_member WHERE watch_group = ?1 AND user_id = ?2")) {}

void NameLog::resolved(std::int64_t workspace, const history::NameResolved& now) {
  resolve_.run(workspace, static_cast<std::int64_t>(now.kind), now.name, text_of(now.users), base::unix_ms(now.at));
}

void NameLog::dropped(std::int64_t workspace, const history::NameDropped& now) {
  drop_.run(workspace, static_cast<std::int64_t>(now.kind), now.name);
}

void NameLog::groups(std::int64_t workspace, const history::GroupsSet& now) {
  std::map<std::string, std::int64_t> gone;
  for (Rows row = groups_.select(workspace); row.next();) gone.emplace(row.text(0), row.integer(1));
  for (const history::GroupsSet::Group& group : now.groups) {
    auto known = gone.extract(group.name);
    if (known.empty()) add_group_.run(workspace, group.name);
    members(known.empty() ? database_.last_insert_id() : known.mapped(), group.users);
  }
  for (const auto& [name, id] : gone) drop_group_.run(id);
}

void NameLog::members(std::int64_t group, const std::vector<base::UserId>& now) {
  std::set<std::string, std::less<>> gone;
  for (Rows row = members_.select(group); row.next();) gone.emplace(row.text(0));
  std::set<std::string_view> seen;
  for (const base::UserId& user : now) {
    if (!seen.insert(user.text).second) continue;
    if (gone.extract(user.text).empty()) add_member_.run(group, user.text);
  }
  for (const std::string& user : gone) drop_member_.run(group, user);
}

}  // namespace presenced::store
