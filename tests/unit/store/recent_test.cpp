// What lets a follower pay for what is new only: whose the newest transitions are, and whether people have changed.
#include "store/recent.h"

#include <fmt/format.h>

#include "store/people_mark.h"
#include "store/transitions.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Presence;
using Persons = std::optional<std::set<std::int64_t>>;

Persons since(const std::filesystem::path& file, std::int64_t after) {
  Database database(file, Database::Access::read_only);
  return people_since(database, after);
}

std::int64_t person(const std::filesystem::path& file, std::string_view user) {
  Database database(file, Database::Access::read_only);
  return database.prepare("SELECT id FROM person WHERE user_id = ?1").first(user).value_or(-1);
}

std::int64_t mark(const std::filesystem::path& file) {
  Database database(file, Database::Access::read_only);
  return people_mark(database);
}

std::vector<std::int64_t> seqs_after(const std::filesystem::path& file, std::int64_t after) {
  const auto reader = Reader::open(file);
  TransitionFilter filter;
  filter.after = after;
  std::vector<std::int64_t> seqs;
  REQUIRE(!each_transition(*reader.value(), filter, Order::oldest_first, [&](const history::LogEntry& entry) {
    seqs.push_back(entry.seq);
    return true;
  }));
  return seqs;
}

TEST_CASE("whose the newest transitions are is known for some thousands of them, and not for more") {
  const TemporaryFolder folder;
  const auto file = folder / "h.db";
  const auto database = open(file);
  Script script;
  for (int i = 0; i < 5000; ++i) {
    script.turn(i % 2 == 0 ? "U1" : "U2", 1000 + i, i % 4 < 2 ? Presence::active : Presence::away);
    if (i % 1000 == 999) commit(*database, script.batch(1000 + i));
  }
  commit(*database, script.turn("U3", 6001, Presence::active).batch(6001));
  CHECK(since(file, 5001) == Persons{std::set<std::int64_t>{}});
  CHECK(since(file, 5000) == Persons{{person(file, "U3")}});
  CHECK(since(file, 4998) == Persons{{person(file, "U1"), person(file, "U2"), person(file, "U3")}});
  CHECK(since(file, 5001 - kRecentTransitions).has_value());
  CHECK_FALSE(since(file, 5000 - kRecentTransitions).has_value());
  CHECK_FALSE(since(file, 0).has_value());
  CHECK(row(file, "SELECT count(*) FROM recent_transition") == std::to_string(kRecentTransitions));
}

TEST_CASE("a flood is not entered, a follower misses nothing of it, and what comes after it is entered again") {
  const TemporaryFolder folder;
  const auto file = folder / "h.db";
  const auto database = open(file);
  Script script;
  commit(*database, script.turn("U1", 1000, Presence::active).batch(1000));
  for (int i = 0; i <= static_cast<int>(kMostRecentOfCommit); ++i)
    script.turn("U2", 1001 + i, i % 2 == 0 ? Presence::active : Presence::away);
  commit(*database, script.batch(3000));
  CHECK_FALSE(since(file, 1).has_value());
  CHECK(seqs_after(file, 1).size() == kMostRecentOfCommit + 1);
  commit(*database, script.turn("U1", 3001, Presence::away).batch(3001));
  CHECK_FALSE(since(file, 1).has_value());
  CHECK(since(file, 2 + static_cast<std::int64_t>(kMostRecentOfCommit)) == Persons{{person(file, "U1")}});
}

TEST_CASE("a purge leaves nothing of the person among the recent transitions, and a follower misses nothing") {
  const TemporaryFolder folder;
  const auto file = folder / "h.db";
  const auto database = open(file);
  Script script;
  script.watched("U1", "").watched("U2", "", false);
  for (int i = 0; i < 20; ++i) script.turn(i % 2 == 0 ? "U1" : "U2", 1000 + i, Presence::active);
  commit(*database, script.batch(2000));
  const std::int64_t purged = person(file, "U2");
  REQUIRE(!database->promise_purge(base::UserId{"U2"}, false, {}));
  REQUIRE(!database->begin_purge());
  CHECK(row(file, fmt::format("SELECT count(*) FROM recent_transition WHERE person = {}", purged)) == "0");
  CHECK_FALSE(since(file, 10).has_value());
  commit(*database, script.turn("U1", 3000, Presence::away).batch(3000));
  CHECK(seqs_after(file, 19).back() == 21);
  CHECK(since(file, 20) == Persons{{person(file, "U1")}});
}

TEST_CASE("the mark of people changes with names, memberships and groups, and not with transitions and coverage") {
  const TemporaryFolder folder;
  const auto file = folder / "h.db";
  const auto database = open(file);
  Script script;
  commit(*database, script.watched("U1", "").session(1, 1000).batch(1000));
  std::int64_t last = mark(file);
  const auto changes = [&](std::int64_t alive_at) {
    commit(*database, script.batch(alive_at));
    return std::exchange(last, mark(file)) != last;
  };
  script.cover("U1", 1001).first("U1", 1001, Presence::away);
  CHECK_FALSE(changes(1001));
  script.turn("U1", 1002, Presence::active).proven(1, 1002);
  CHECK_FALSE(changes(1002));
  script.seen({base::UserId{"U1"}, "kim", "Kim", "UTC", false, false});
  CHECK(changes(1003));
  script.record(history::GroupsSet{{{"on-call", {base::UserId{"U1"}}}}});
  CHECK(changes(1004));
  script.record(history::GroupsSet{{{"on-call", {}}}});
  CHECK(changes(1005));
  script.watched("U2", "Lee");
  CHECK(changes(1006));
}

}  // namespace
}  // namespace presenced::store::test
