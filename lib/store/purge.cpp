#include "store/purge.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "store/name_log.h"
#include "store/recent.h"

namespace presenced::store {
namespace {

// ?1 person, ?2 the last seq, ?3 how many.
constexpr const char* kPurgedTransitions =
    "DELETE FROM {table} AS t WHERE (t.person, t.at, t.seq) IN (SELECT t.person, t.at, t.seq "
    "FROM {table} t WHERE t.person = ?1 AND t.seq <= ?2 {only} LIMIT ?3) {only}";

// All that is left of somebody who is still watched: that they are.
constexpr const char* kClearMembership =
    "UPDATE membership SET label = '', name = '', real_name = '', tz = '', is_bot = 0, deleted = 0, seen = 0, "
    "watched = watched AND NOT EXISTS (SELECT 1 FROM forgotten WHERE user_id = ?2) WHERE person = ?1";

constexpr const char* kMemberSincePurge =
    "UPDATE group_membership SET since = max(since, (SELECT alive_at FROM run ORDER BY id DESC LIMIT 1)) "
    "WHERE user_id = ?1";

// What was set aside (store/misdated.h) since the purge was begun, and is not of the new beginning. ?2: the last seq.
constexpr const char* kMisdatedOfPurge = "DELETE FROM misdated WHERE person = ?1 AND json_extract(row, '$.seq') <= ?2";

// Once nobody watches them, no group of the workspace has them and nothing of them is left. {}: kNoTransition of each
// facet.
constexpr const char* kDropMembership =
    "DELETE FROM membership WHERE person = ?1 AND NOT watched AND {} "
    "AND NOT EXISTS (SELECT 1 FROM coverage_span WHERE person = ?1) "
    "AND NOT EXISTS (SELECT 1 FROM group_membership m JOIN watch_group g ON g.id = m.watch_group "
    "WHERE g.workspace = membership.workspace AND m.user_id = (SELECT user_id FROM person WHERE id = ?1)) "
    "AND NOT EXISTS (SELECT 1 FROM misdated WHERE person = ?1)";
constexpr const char* kNoTransition = "NOT EXISTS (SELECT 1 FROM {table} t WHERE t.person = ?1 {only})";
constexpr const char* kDropPerson =
    "DELETE FROM person WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM membership WHERE person = ?1)";

}  // namespace

Purge::Purge(Database& database, std::span<const FacetTable> facets)
    : database_(database), facets_(facets), beside_(database.file()) {
  Statement left = database.prepare(
      "SELECT g.id, coalesce(p.id, 0), g.until_seq, g.user_id FROM purging g "
      "LEFT JOIN person p ON p.user_id = g.user_id ORDER BY g.id");
  for (Rows row = left.select(); row.next();)
    jobs_.push_back(
        {row.integer(0), row.integer(1), row.integer(2), {base::UserId{std::string(row.text(3))}, true, 0, 0}});
  while (first_promised() != jobs_.end()) begin();
}

std::deque<Purge::Job>::iterator Purge::first_promised() {
  return std::find_if(jobs_.begin(), jobs_.end(), [](const Job& job) { return !job.begun(); });
}

// The file comes first: a promise that is in the database alone could be lost with a restored backup.
void Purge::promise(const base::UserId& user, bool forget, const Asked& asked) {
  if (!forget) return promise_in_database(user, forget, asked);
  std::set<base::UserId> users = read_forgotten_ids(database_);
  if (users.insert(user).second) write_beside(users);
  try {
    promise_in_database(user, forget, asked);
  } catch (const StoreError& error) {
    restore_beside(error.failure());
  }
}

void Purge::promise_in_database(const base::UserId& user, bool forget, const Asked& asked) {
  const auto at = asked.at ? std::optional(base::unix_ms(*asked.at)) : std::nullopt;
  Transaction transaction(database_);
  database_.prepare("INSERT INTO purging(user_id, until_seq) VALUES(?1, ?2)").run(user.text, kPromised);
  const std::int64_t id = database_.last_insert_id();
  if (forget)
    database_.prepare("INSERT OR IGNORE INTO forgotten(user_id, at, by_uid) VALUES(?1, ?2, ?3)")
        .run(user.text, at, asked.by_uid);
  transaction.commit();
  jobs_.push_back({id, 0, kPromised, {user, false, 0, 0}});
}

// A crash in between leaves them in the database's list, and the next start puts them into the file again: nothing that
// was not answered has happened.
bool Purge::undo_forget(const base::UserId& user) {
  std::set<base::UserId> users = read_forgotten_ids(database_);
  if (users.erase(user) == 0) return false;
  write_beside(users);
  try {
    database_.prepare("DELETE FROM forgotten WHERE user_id = ?1").run(user.text);
  } catch (const StoreError& error) {
    restore_beside(error.failure());
  }
  return true;
}

std::size_t Purge::merge_forgotten(const std::optional<std::set<base::UserId>>& beside) {
  std::set<base::UserId> users = read_forgotten_ids(database_);
  std::size_t merged = 0;
  for (const base::UserId& user : beside.value_or(std::set<base::UserId>{})) {
    if (!users.insert(user).second) continue;
    promise_in_database(user, true, {});
    begin();
    ++merged;
  }
  if (users == beside.value_or(std::set<base::UserId>{})) return merged;
  if (auto failure = beside_.write(users)) {
    if (failure->failure_class != FailureClass::full) failure->failure_class = FailureClass::broken;  // at a start
    throw StoreError(std::move(*failure));
  }
  return merged;
}

void Purge::write_beside(const std::set<base::UserId>& users) {
  if (auto failure = beside_.write(users)) throw StoreError(std::move(*failure));
}

// After the database refused a change that the file has already; throws that refusal.
void Purge::restore_beside(const Failure& failure) {
  Failure told = failure;
  try {
    write_beside(read_forgotten_ids(database_));
  } catch (const StoreError& error) {
    told.message += fmt::format("; {} is ahead of the history until it can be written again ({})",
                                beside_.path().string(), error.what());
  }
  throw StoreError(std::move(told));
}

void Purge::begin() {
  const auto promised = first_promised();
  Job job = *promised;
  Transaction transaction(database_);
  job.person = database_.prepare("SELECT id FROM person WHERE user_id = ?1").first(job.purged.user.text).value_or(0);
  job.until_seq = database_.integer("SELECT seq FROM seq_last");
  job.purged.known = job.person != 0;
  erase_at_once(job);
  if (job.person != 0)  // else there is nothing: a member of a group has a row as well
    database_.prepare("INSERT INTO deletion(person, until_seq) VALUES(?1, ?2)").run(job.person, job.until_seq);
  database_.prepare("UPDATE purging SET until_seq = ?2 WHERE id = ?1").run(job.id, job.until_seq);
  transaction.commit();
  *promised = std::move(job);
}

void Purge::erase_at_once(Job& job) {
  const std::string& user = job.purged.user.text;
  database_.prepare("DELETE FROM coverage_span WHERE person = ?1").run(job.person);
  job.purged.spans = database_.changes();
  forget_recent(database_, job.person);
  erase_misdated(job);
  database_.prepare(kClearMembership).run(job.person, user);
  // 0 and 1: an address and a handle are names of the person, a user group and a channel are not.
  database_.prepare("DELETE FROM resolution WHERE kind IN (0, 1) AND users = ?1").run(user);
  database_.prepare("DELETE FROM group_membership WHERE user_id = ?1 AND until IS NOT NULL").run(user);
  if (!database_.prepare("SELECT 1 FROM forgotten WHERE user_id = ?1").first(user)) {
    database_.prepare(kMemberSincePurge).run(user);
    return;
  }
  database_.prepare("DELETE FROM group_membership WHERE user_id = ?1").run(user);
  erase_from_lists(job.purged.user);
}

// What was set aside. A span that was only cut is still there, too, and counted.
void Purge::erase_misdated(Job& job) {
  Statement moved = database_.prepare(
      "SELECT count(*) FILTER (WHERE from_table = 'coverage_span'), "
      "count(*) FILTER (WHERE from_table != 'coverage_span') FROM misdated "
      "WHERE person = ?1 AND why = 'later'");
  if (Rows row = moved.select(job.person); row.next()) {
    job.purged.spans += row.integer(0);
    job.purged.transitions += row.integer(1);
  }
  database_.prepare("DELETE FROM misdated WHERE person = ?1").run(job.person);
}

// Of what user groups and channels stand for.
void Purge::erase_from_lists(const base::UserId& user) {
  struct List {
    std::int64_t workspace;
    std::int64_t kind;
    std::string name;
    std::vector<base::UserId> users;
  };
  std::vector<List> lists;
  Statement all = database_.prepare("SELECT workspace, kind, name, users FROM resolution WHERE instr(users, ?1) > 0");
  for (Rows row = all.select(user.text); row.next();)
    lists.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), users_of(row.text(3))});
  Statement write =
      database_.prepare("UPDATE resolution SET users = ?4 WHERE workspace = ?1 AND kind = ?2 AND name = ?3");
  for (List& list : lists) {
    std::erase(list.users, user);
    write.run(list.workspace, list.kind, list.name, text_of(list.users));
  }
}

std::optional<Purged> Purge::step(std::int64_t rows) {
  if (!pending()) return std::nullopt;
  const Job& job = jobs_.front();
  Transaction transaction(database_);
  std::int64_t deleted = 0;
  for (const FacetTable& facet : facets_) {
    if (deleted == rows) break;
    database_.prepare(of_facet(kPurgedTransitions, facet)).run(job.person, job.until_seq, rows - deleted);
    deleted += database_.changes();
  }
  const bool ended = deleted < rows;
  if (ended) erase_person(job);
  transaction.commit();
  jobs_.front().purged.transitions += deleted;
  if (!ended) return std::nullopt;
  Purged purged = std::move(jobs_.front().purged);
  jobs_.pop_front();
  return purged;
}

void Purge::erase_person(const Job& job) {
  database_.prepare("DELETE FROM purging WHERE id = ?1").run(job.id);
  database_.prepare(kMisdatedOfPurge).run(job.person, job.until_seq);
  const bool again =
      std::any_of(jobs_.begin() + 1, jobs_.end(), [&](const Job& it) { return it.begun() && it.person == job.person; });
  if (again) return;  // the later one does it
  database_.prepare(fmt::format(kDropMembership, of_each_facet(kNoTransition, " AND ", facets_))).run(job.person);
  database_.prepare(kDropPerson).run(job.person);
}

}  // namespace presenced::store
