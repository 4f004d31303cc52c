// What the watchlist says by name: kept for the next start, shown in `people` and `groups`.
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::UserId;
using history::GroupsSet;
using history::NameDropped;
using history::NameKind;
using history::NameResolved;

TEST_CASE("The next start is told what each name stood for, in Slack's order") {
  const TemporaryFolder folder;
  {
    const auto database = open(folder / "h.db");
    Script script;
    script.record(NameResolved{NameKind::email, "kim@example.com", {UserId{"U1"}}, at(1000)});
    script.record(NameResolved{NameKind::usergroup, "sre", {UserId{"U9"}, UserId{"U2"}, UserId{"U5"}}, at(1100)});
    script.record(NameResolved{NameKind::channel, "empty", {}, at(1200)});
    script.record(NameResolved{NameKind::handle, "sre", {UserId{"U3"}}, at(1300)});
    script.record(NameResolved{NameKind::usergroup, "gone", {UserId{"U4"}}, at(1400)});
    commit(*database, script.batch(2000));
    script.record(NameResolved{NameKind::usergroup, "sre", {UserId{"U5"}, UserId{"U2"}}, at(2100)});
    script.record(NameDropped{NameKind::usergroup, "gone"}).record(NameDropped{NameKind::email, "never-there"});
    commit(*database, script.batch(3000));
    commit(*database, Script("other").record(NameResolved{NameKind::channel, "x", {}, at(1)}).batch(3000));
  }
  const auto resume = open(folder / "h.db", 5000)->resume("acme").value();
  CHECK(resume.names == std::vector<NameResolved>{
                            {NameKind::email, "kim@example.com", {UserId{"U1"}}, at(1000)},
                            {NameKind::handle, "sre", {UserId{"U3"}}, at(1300)},
                            {NameKind::usergroup, "sre", {UserId{"U5"}, UserId{"U2"}}, at(2100)},
                            {NameKind::channel, "empty", {}, at(1200)},
                        });
  CHECK(resume.forgotten.empty());
}

TEST_CASE("Somebody's e-mail address is the newest one that was found to be theirs") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  script.watched("U1", "Kim").watched("U2", "");
  script.record(NameResolved{NameKind::email, "new@example.com", {UserId{"U1"}}, at(1000)});
  script.record(NameResolved{NameKind::email, "old@example.com", {UserId{"U1"}}, at(900)});
  script.record(NameResolved{NameKind::email, "nobody@example.com", {}, at(2000)});
  script.record(NameResolved{NameKind::handle, "lee", {UserId{"U2"}}, at(2000)});
  commit(*database, script.batch(2000));
  commit(*database,
         Script("other").record(NameResolved{NameKind::email, "b@example.com", {UserId{"U2"}}, at(1)}).batch(1));
  CHECK(rows(folder / "h.db", "SELECT user_id, label, email FROM people ORDER BY 1") ==
        Lines{"U1|Kim|new@example.com", "U2||-"});
  for (const std::string& step : rows(folder / "h.db", "EXPLAIN QUERY PLAN SELECT * FROM people"))
    CHECK_MESSAGE(step.find("SCAN r") == std::string::npos, step);
}

TEST_CASE("Groups are replaced as a whole, per workspace") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const std::string all = "SELECT * FROM groups ORDER BY workspace, name, user_id";
  Script acme("acme");
  acme.record(
      GroupsSet{{{"leads", {UserId{"U1"}, UserId{"U2"}, UserId{"U1"}}}, {"ops", {UserId{"U2"}}}, {"none", {}}}});
  commit(*database, acme.batch(1000));
  commit(*database, Script("zeta").record(GroupsSet{{{"leads", {UserId{"U7"}}}}}).batch(1000));
  CHECK(rows(folder / "h.db", all) == Lines{"acme|leads|U1", "acme|leads|U2", "acme|ops|U2", "zeta|leads|U7"});
  acme.record(GroupsSet{{{"leads", {UserId{"U2"}, UserId{"U3"}}}, {"new", {UserId{"U1"}}}}});
  commit(*database, acme.batch(2000));
  CHECK(rows(folder / "h.db", all) == Lines{"acme|leads|U2", "acme|leads|U3", "acme|new|U1", "zeta|leads|U7"});
  commit(*database, acme.record(GroupsSet{}).batch(3000));
  CHECK(rows(folder / "h.db", all) == Lines{"zeta|leads|U7"});
  CHECK(row(folder / "h.db", "SELECT count(*) FROM groups") == "1");
}

}  // namespace
}  // namespace presenced::store::test
