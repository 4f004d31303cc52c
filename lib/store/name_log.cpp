#include "store/name_log.h"

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
    : resolve_(database.prepare("INSERT INTO resolution(workspace, kind, name, users, resolved_at) "
                                "VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
                                "SET users = excluded.users, resolved_at = excluded.resolved_at")),
      drop_(database.prepare("DELETE FROM resolution WHERE workspace = ?1 AND kind = ?2 AND name = ?3")) {}

void NameLog::resolved(std::int64_t workspace, const history::NameResolved& now) {
  resolve_.run(workspace, static_cast<std::int64_t>(now.kind), now.name, text_of(now.users), base::unix_ms(now.at));
}

void NameLog::dropped(std::int64_t workspace, const history::NameDropped& now) {
  drop_.run(workspace, static_cast<std::int64_t>(now.kind), now.name);
}

}  // namespace presenced::store
