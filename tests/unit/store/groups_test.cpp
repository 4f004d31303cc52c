// Who is in which group of the watchlist, and who was: the views `groups` and `group_memberships`.
#include "store/retention.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::UserId;
using history::GroupsSet;

const std::string kMemberships = "SELECT * FROM group_memberships ORDER BY workspace, name, user_id, since";

GroupsSet group(std::string name, const std::vector<std::string>& users) {
  GroupsSet set{{{std::move(name), {}}}};
  for (const std::string& user : users) set.groups[0].users.push_back(UserId{user});
  return set;
}

TEST_CASE("A membership lasts from the batch that names a person in a group to the one that does not") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  commit(*database, acme.record(group("on-call", {"U1", "U2"})).batch(1000));
  commit(*database, Script("zeta").record(group("on-call", {"U1"})).batch(1500));
  commit(*database, acme.record(group("on-call", {"U2", "U3"})).batch(2000));
  commit(*database, acme.record(group("on-call", {"U2", "U3"})).batch(2500));  // nothing new
  commit(*database, acme.record(group("on-call", {"U1", "U2"})).batch(3000));
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|on-call|U1|1000|2000", "acme|on-call|U1|3000|-",
                                                     "acme|on-call|U2|1000|-", "acme|on-call|U3|2000|3000",
                                                     "zeta|on-call|U1|1500|-"});
}

TEST_CASE("A group that leaves the watchlist ends its memberships, and keeps them when it comes back") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  commit(*database, acme.record(group("leads", {"U1"})).batch(1000));
  commit(*database, acme.record(GroupsSet{}).batch(2000));
  CHECK(rows(folder / "h.db", "SELECT * FROM groups").empty());
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U1|1000|2000"});
  commit(*database, acme.record(group("leads", {"U1"})).batch(3000));
  CHECK(rows(folder / "h.db", "SELECT * FROM groups") == Lines{"acme|leads|U1"});
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U1|1000|2000", "acme|leads|U1|3000|-"});
}

TEST_CASE("Who leaves a group at the moment of joining it was never in it") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  commit(*database, acme.record(group("leads", {"U1"})).record(group("leads", {"U2"})).batch(1000));
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U2|1000|-"});
}

TEST_CASE("Whoever leaves and joins at the same moment has two memberships that touch") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script acme;
  commit(*database, acme.record(group("leads", {"U1"})).batch(1000));
  commit(*database, acme.record(group("leads", {})).record(group("leads", {"U1"})).batch(2000));
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U1|1000|2000", "acme|leads|U1|2000|-"});
}

TEST_CASE("Retention deletes the memberships that ended before it, and groups that are left without any") {
  const TemporaryFolder folder;
  {
    const auto database = open(folder / "h.db");
    Script acme;
    commit(*database, acme.record(group("old", {"U1"})).batch(1000));
    commit(*database, acme.record(group("leads", {"U1", "U2"})).batch(2000));
    commit(*database, acme.record(group("leads", {"U2"})).batch(4000));
  }
  Database database(folder / "h.db", Database::Access::read_write);
  Retention retention(database);
  while (retention.step(at(3000), 100)) {
  }
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U1|2000|4000", "acme|leads|U2|2000|-"});
  CHECK(rows(folder / "h.db", "SELECT name, watched FROM watch_group") == Lines{"leads|1"});
}

TEST_CASE("A purge leaves who is still a member a member from then on; whoever is forgotten was in no group") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 500);
  Script acme;
  acme.watched("U1", "").watched("U2", "").watched("U3", "");
  commit(*database, acme.record(group("leads", {"U1", "U2", "U3"})).batch(1000));
  commit(*database, acme.record(group("leads", {"U2", "U3"})).batch(2000));
  commit(*database, acme.record(group("leads", {"U1", "U2", "U3"})).batch(3000));
  commit(*database, acme.batch(4000));
  REQUIRE(database->purge(UserId{"U1"}, false).ok());
  REQUIRE(database->purge(UserId{"U2"}, true).ok());
  CHECK(rows(folder / "h.db", kMemberships) == Lines{"acme|leads|U1|4000|-", "acme|leads|U3|1000|-"});
}

TEST_CASE("Memberships from the future are moved aside or cut, and who was a member still is one") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db", 500);
  Script acme;
  acme.watched("U1", "").watched("U2", "").watched("U3", "").watched("U4", "");
  commit(*database, acme.record(group("leads", {"U1", "U2"})).batch(1000));
  commit(*database, acme.record(group("leads", {"U1", "U3", "U4"})).batch(9000));
  commit(*database, acme.record(group("leads", {"U1", "U3"})).batch(9500));
  REQUIRE(database->set_aside("acme", at(5000)).ok());
  CHECK(rows(folder / "h.db", kMemberships) ==
        Lines{"acme|leads|U1|1000|-", "acme|leads|U2|1000|5000", "acme|leads|U3|5000|-"});
  CHECK(
      rows(folder / "h.db",
           "SELECT p.user_id, why, json_extract(row, '$.since'), json_extract(row, '$.until') "
           "FROM misdated JOIN person p ON p.id = misdated.person WHERE from_table = 'group_membership' ORDER BY 1") ==
      Lines{"U2|reaches_over|1000|9000", "U3|reaches_over|9000|-", "U4|later|9000|9500"});
  CHECK(rows(folder / "h.db", "SELECT * FROM groups ORDER BY user_id") == Lines{"acme|leads|U1", "acme|leads|U3"});
}

}  // namespace
}  // namespace presenced::store::test
