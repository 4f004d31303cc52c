#include "store/directory.h"

namespace presenced::store {

Directory::Directory(Database& database)
    : database_(database),
      find_workspace_(database.prepare("SELECT id FROM workspace WHERE name = ?1")),
      add_workspace_(database.prepare(  // from 0 on: see schema.cpp
          "INSERT INTO workspace(id, name) SELECT coalesce(max(id) + 1, 0), ?1 FROM workspace RETURNING id")),
      find_person_(database.prepare("SELECT id FROM person WHERE user_id = ?1")),
      add_person_(database.prepare("INSERT INTO person(user_id) VALUES(?1)")),
      add_membership_(database.prepare("INSERT OR IGNORE INTO membership(person, workspace) VALUES(?1, ?2)")),
      find_session_(database.prepare("SELECT id FROM session WHERE workspace = ?1 AND number = ?2")),
      add_session_(
          // An id is not given a second time when its session is set aside (store/misdated.h).
          database.prepare("INSERT INTO session(id, workspace, number, connected_at, proven_at) SELECT 1 + max("
                           "coalesce((SELECT max(id) FROM session), 0), "
                           "coalesce((SELECT max(json_extract(row, '$.id')) FROM misdated "
                           "WHERE person IS NULL AND from_table = 'session'), 0)), ?1, ?2, ?3, ?3")) {}

std::int64_t Directory::workspace(const std::string& name) {
  if (const auto known = workspaces_.find(name); known != workspaces_.end()) return known->second;
  std::optional<std::int64_t> id = find_workspace_.first(name);
  if (!id) {
    Rows added = add_workspace_.select(name);
    added.next();
    id = added.integer(0);
    added.next();  // a RETURNING statement has done its work only when stepped to its end
  }
  return workspaces_.emplace(name, *id).first->second;
}

std::int64_t Directory::person(std::int64_t workspace, const base::UserId& user) {
  auto key = std::pair(workspace, user);
  if (const auto known = people_.find(key); known != people_.end()) return known->second;
  std::optional<std::int64_t> id = find_person_.first(user.text);
  if (!id) {
    add_person_.run(user.text);
    id = database_.last_insert_id();
  }
  add_membership_.run(*id, workspace);
  return people_.emplace(std::move(key), *id).first->second;
}

std::optional<std::int64_t> Directory::session(std::int64_t workspace, base::SessionNumber number,
                                               base::WallTime mentioned) {
  if (number == base::SessionNumber{}) return std::nullopt;
  const auto key = std::pair(workspace, number);
  if (const auto known = sessions_.find(key); known != sessions_.end()) return known->second;
  std::optional<std::int64_t> id = find_session_.first(workspace, static_cast<std::int64_t>(number));
  if (!id) {
    add_session_.run(workspace, static_cast<std::int64_t>(number), base::unix_ms(mentioned));
    id = database_.last_insert_id();
  }
  return sessions_.emplace(key, *id).first->second;
}

void Directory::forget() {
  workspaces_.clear();
  people_.clear();
  sessions_.clear();
}

}  // namespace presenced::store
