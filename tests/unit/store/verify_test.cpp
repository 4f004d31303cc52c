// Sound histories, whatever has happened to them, and every way in which one row of one can be wrong.
#include "store/verify.h"

#include <algorithm>
#include <fstream>

#include "store/backup.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using base::UserId;
using history::EndReason;
using history::Source;

constexpr std::int64_t kDaysBegin = 1'000'000;
constexpr std::int64_t kTurnsOfDays = 1200;  // of each facet's person: with all of them there are two marks
constexpr std::int64_t kDaysEnd = kDaysBegin + 1000 * (kTurnsOfDays + 1);

Lines findings_in(const std::filesystem::path& file, Naming naming = Naming::people) {
  auto reader = Reader::open(file);
  REQUIRE_MESSAGE(reader.ok(), reader.error().message);
  Lines all;
  const auto failure = verify(
      *reader.value(), [&](const std::string& line) { return all.push_back(line), true; }, naming);
  REQUIRE_MESSAGE(!failure, failure->message);
  return all;
}

// Two workspaces that share U1; coverage of both facets and both modes, names and groups. Nothing is ended.
class RecordedDays {
 public:
  explicit RecordedDays(const std::filesystem::path& file) : database_(test::open(file, kDaysBegin)) {
    acme_.session(1, kDaysBegin).ready(1, kDaysBegin + 50).watched("U1", "Kim").watched("U2", "").watched("U3", "");
    acme_.seen({UserId{"U1"}, "kim", "Kim Doe", "Europe/Oslo", false, false});
    acme_.record(history::NameResolved{history::NameKind::email, "kim@example.com", {UserId{"U1"}}, at(kDaysBegin)});
    acme_.record(history::NameResolved{
        history::NameKind::channel, "incidents", {UserId{"U1"}, UserId{"U2"}, UserId{"U3"}}, at(kDaysBegin)});
    acme_.record(history::GroupsSet{{{"ops", {UserId{"U2"}, UserId{"U1"}, UserId{"U3"}}}, {"none", {}}}});
    for (const char* user : {"U1", "U2", "U3"}) acme_.cover(user, kDaysBegin).first(user, kDaysBegin, Presence::away);
    acme_.cover("U1", kDaysBegin, 1, Facet::status).status("U1", kDaysBegin, std::nullopt, {}, Source::first);
    zeta_.session(1, kDaysBegin).watched("U1", "").cover("U1", kDaysBegin, 1, Facet::presence, history::Mode::sampled);
    zeta_.first("U1", kDaysBegin, Presence::active)
        .watched("U4", "")
        .cover("U4", kDaysBegin)
        .first("U4", kDaysBegin, Presence::away);
    for (std::int64_t turn = 1; turn <= kTurnsOfDays; ++turn) live(kDaysBegin + 1000 * turn, turn);
    commit(kDaysEnd);
  }

  HistoryDb& database() { return *database_; }
  void commit(std::int64_t alive_at) {
    for (Script* script : {&acme_, &zeta_}) {
      script->proven(1, alive_at);
      test::commit(*database_, script->batch(alive_at));
    }
  }
  Script& acme() { return acme_; }

  void live(std::int64_t now, std::int64_t turn) {
    const Presence presence = turn % 2 == 0 ? Presence::away : Presence::active;
    acme_.turn("U1", now, presence).turn("U2", now, presence, Source::audit, now - 400);
    const base::Status lunch{"Lunch", ":ramen:", at(kDaysEnd)};
    if (turn % 2 == 1) acme_.status("U1", now, base::Status{}, lunch);
    if (turn % 2 == 0) acme_.status("U1", now, lunch, {}, Source::expiry);
  }

  void end(std::int64_t now) {
    for (const char* user : {"U1", "U2", "U3"}) acme_.uncover(user, now, EndReason::shutdown);
    acme_.uncover("U1", now, EndReason::shutdown, Facet::status).ended(1, now, EndReason::shutdown);
    for (const char* user : {"U1", "U4"}) zeta_.uncover(user, now, EndReason::shutdown);
    zeta_.ended(1, now, EndReason::shutdown);
    for (Script* script : {&acme_, &zeta_}) test::commit(*database_, script->batch(now));
  }
  void stop() {
    REQUIRE(!database_->close());
    database_.reset();
  }
  void crash() { database_.reset(); }
  void open(const std::filesystem::path& file, std::int64_t now) { database_ = test::open(file, now); }

 private:
  std::unique_ptr<HistoryDb> database_;
  Script acme_;
  Script zeta_{"zeta"};
};

TEST_CASE(
    "nothing is found in a history while it is recorded, after a clean stop, after a crash, and after the next start") {
  const TemporaryFolder folder;
  RecordedDays days(folder / "h.db");
  CHECK(findings_in(folder / "h.db") == Lines{});
  days.crash();
  CHECK(findings_in(folder / "h.db") == Lines{});
  days.open(folder / "h.db", kDaysEnd + 60'000);
  CHECK(findings_in(folder / "h.db") == Lines{});
  days.acme().session(2, kDaysEnd + 60'000).cover("U1", kDaysEnd + 60'000, 2);
  days.acme().turn("U1", kDaysEnd + 60'000, Presence::active, Source::resync, kDaysEnd, 2);
  days.commit(kDaysEnd + 61'000);
  CHECK(findings_in(folder / "h.db") == Lines{});
  days.acme().uncover("U1", kDaysEnd + 62'000, EndReason::shutdown).ended(2, kDaysEnd + 62'000, EndReason::shutdown);
  commit(days.database(), days.acme().batch(kDaysEnd + 62'000));
  days.stop();
  CHECK(findings_in(folder / "h.db") == Lines{});
}

TEST_CASE("nothing is found in a history that the retention has shortened") {
  const TemporaryFolder folder;
  RecordedDays days(folder / "h.db");
  for (const std::int64_t kept : {kTurnsOfDays - 10, kTurnsOfDays / 2, std::int64_t{3}})
    while (days.database().retain(at(kDaysEnd - 1000 * kept)).value()) CHECK(findings_in(folder / "h.db") == Lines{});
  CHECK(row(folder / "h.db", "SELECT count(*) < 20 FROM presence_transitions") == "1");
  CHECK(findings_in(folder / "h.db") == Lines{});
}

TEST_CASE("nothing is found in a history while somebody is purged or forgotten, and after it") {
  const TemporaryFolder folder;
  RecordedDays days(folder / "h.db");
  for (const char* user : {"U2", "U3"}) {
    const bool forget = user == std::string("U3");
    REQUIRE(!days.database().promise_purge(UserId{user}, forget));
    CHECK(findings_in(folder / "h.db") == Lines{});
    REQUIRE(!days.database().begin_purge());
    CHECK(findings_in(folder / "h.db") == Lines{});
    days.acme()
        .cover(user, kDaysEnd + 1000)
        .first(user, kDaysEnd + 1000, Presence::active);  // who is purged begins again
    days.commit(kDaysEnd + 1000);
    do CHECK(findings_in(folder / "h.db") == Lines{});
    while (!days.database().purge_step().value());
    CHECK(findings_in(folder / "h.db") == Lines{});
  }
  CHECK(rows(folder / "h.db", "SELECT user_id, count(*) FROM presence_transitions WHERE user_id IN ('U2', 'U3')") ==
        Lines{"U2|1"});
}

struct Corruption {
  const char* sql;
  const char* finding;
};

// Each is one statement.
constexpr Corruption kCorruptions[] = {
    // the marks that followers rely on
    {"UPDATE seq_mark SET at_after = at_after + 1000000 WHERE seq = 1000", "as the earliest time after it"},
    {"UPDATE seq_mark SET at_until = at_until - 1000000 WHERE seq = 2000", "as the latest time up to it"},
    {"UPDATE seq_mark SET seq = 900000 WHERE seq = 2000", "there is a mark at transition 900000"},
    {"UPDATE recent_transition SET person = person + 1 WHERE seq = (SELECT seq FROM seq_last)",
     "is listed among the recent ones of "},
    {"UPDATE seq_last SET seq = 300", "is past the last one given, 300"},
    {"UPDATE seq_last SET seq = -1", "the last seq given is -1"},
    {"DELETE FROM seq_last", "the last seq given is there 0 times"},
    {"UPDATE presence_transition SET seq = 1 WHERE person = 2 AND at = 1003000", "transition 1 is there twice"},
    // who and where
    {"UPDATE presence_transition SET workspace = 9 WHERE person = 2 AND at = 1003000",
     "of workspace 9, which does not"},
    {"UPDATE status_transition SET workspace = 9 WHERE at = 1003000", "of workspace 9, which does not exist"},
    {"UPDATE coverage_span SET workspace = 9 WHERE person = 3", "of workspace 9, which does not exist"},
    {"UPDATE session SET workspace = 9 WHERE workspace = 1", "name a workspace that does not exist"},
    {"UPDATE presence_transition SET person = 77 WHERE person = 3", "of person 77, who does not exist"},
    {"UPDATE status_transition SET person = 77 WHERE at = 1003000", "of person 77, who does not exist"},
    {"UPDATE coverage_span SET person = 77 WHERE person = 3", "of person 77, who does not exist"},
    {"UPDATE coverage_span SET workspace = 1 WHERE person = 3", "of U3 in the workspace zeta, of which they are not a"},
    {"UPDATE presence_transition SET workspace = 1 WHERE person = 3", "of U3 in the workspace zeta, of which they are"},
    {"DELETE FROM membership WHERE person = 3", "U3 is not a member of any workspace"},
    {"INSERT INTO person(user_id) VALUES('U9')", "U9 is not a member of any workspace"},
    {"UPDATE person SET user_id = '' WHERE id = 3", "person 3 has no Slack id"},
    {"DELETE FROM workspace WHERE id = 1", "name a workspace that does not exist"},
    {"UPDATE presence_transition SET session = 99 WHERE person = 3", "names session 99, which does not exist"},
    {"UPDATE presence_transition SET session = 2 WHERE person = 3", "names session 2, which is of another workspace"},
    {"UPDATE coverage_span SET session = 99 WHERE person = 3", "names session 99, which does not exist"},
    {"UPDATE coverage_span SET session = 2 WHERE person = 3", "names session 2, which is of another workspace"},
    // words
    {"UPDATE presence_transition SET code = 15 WHERE person = 2 AND at = 1003000", "has the unknown source 7"},
    {"UPDATE presence_transition SET code = -1 WHERE person = 2 AND at = 1003000", "has the unknown source -1"},
    {"UPDATE status_transition SET source = 7 WHERE at = 1003000", "has the unknown source 7"},
    {"UPDATE coverage_span SET mode = 2 WHERE person = 3", "has the unknown mode 2"},
    {"UPDATE coverage_span SET facet = 7 WHERE person = 3", "is of an unknown facet"},
    {"UPDATE coverage_span SET ended_at = 1001000, end_reason = 99 WHERE person = 3", "has the unknown end reason 99"},
    {"UPDATE session SET ended_at = 2201000, end_reason = 99 WHERE id = 2", "has the unknown end reason 99"},
    {"UPDATE session SET ended_at = 2201000 WHERE id = 2", "has an end and no end reason"},
    {"UPDATE session SET end_reason = 3 WHERE id = 2", "has an end reason and no end"},
    {"UPDATE end_reason SET word = 'gone' WHERE code = 3", "the end reason 3 is called gone"},
    {"UPDATE resolution SET kind = 8 WHERE kind = 0", "has the unknown kind 8"},
    // times
    {"UPDATE presence_transition SET at = 99999999999999 WHERE person = 3", "after the last mark of life"},
    {"UPDATE status_transition SET at = 1800000000000 WHERE at = 2200000",
     "is dated at 2027-01-15T08:00:00.000Z, after"},
    {"UPDATE coverage_span SET started_at = 1800000000000 WHERE person = 3", "after the last mark of life"},
    {"UPDATE coverage_span SET ended_at = 1800000000000, end_reason = 3 WHERE person = 3",
     "after the last mark of life"},
    {"UPDATE session SET connected_at = 1800000000000, proven_at = 1800000000000 WHERE id = 2", "after the last mark"},
    {"UPDATE session SET proven_at = 1800000000000 WHERE id = 2", "was proven at 2027-01-15T08:00:00.000Z, after the"},
    {"UPDATE session SET ready_at = 1800000000000 WHERE id = 1", "was ready at 2027-01-15T08:00:00.000Z, after the"},
    {"UPDATE session SET sampled_at = 1800000000000 WHERE id = 1",
     "was sampled at 2027-01-15T08:00:00.000Z, after the"},
    {"UPDATE resolution SET resolved_at = 1800000000000 WHERE kind = 0",
     "was resolved at 2027-01-15T08:00:00.000Z, aft"},
    {"UPDATE run SET alive_at = 1500000", "after the last mark of life at 1970-01-01T00:25:00.000Z"},
    {"UPDATE run SET started_at = 1500000", "before the first run of the daemon at 1970-01-01T00:25:00.000Z"},
    {"UPDATE run SET started_at = alive_at + 1", "after its last mark of life"},
    {"UPDATE presence_transition SET at = 5 WHERE person = 3", "before the first run of the daemon"},
    {"UPDATE coverage_span SET started_at = 5 WHERE person = 3", "before the first run of the daemon"},
    {"UPDATE presence_transition SET uncertainty = -1 WHERE person = 2 AND at = 1003000",
     "has an `earliest` after its"},
    {"UPDATE presence_transition SET uncertainty = 9000000 WHERE person = 2 AND at = 1003000",
     "`earliest` before 1970"},
    {"UPDATE presence_transition SET uncertainty = 9 WHERE person = 3", "is the first and has an `earliest` before"},
    // the chain of one person's changes
    {"UPDATE presence_transition SET code = 0 WHERE person = 2 AND at = 1003000", "does not begin where transition"},
    {"UPDATE presence_transition SET code = 2 WHERE person = 2 AND at = 1003000", "is marked as the first but follows"},
    {"UPDATE presence_transition SET at = at + 1500 WHERE person = 2 AND at = 1003000", "which was committed later"},
    {"DELETE FROM presence_transition WHERE person = 2 AND at = 1003000", "does not begin where transition"},
    {"UPDATE status_transition SET before_text = 'x' WHERE at = 1003000", "does not begin where transition"},
    {"UPDATE status_transition SET before_text = NULL WHERE at = 1003000",
     "is not the first and has no whole `before`"},
    {"UPDATE status_transition SET before_emoji = NULL WHERE at = 1003000",
     "is not the first and has no whole `before`"},
    {"UPDATE status_transition SET before_text = '', before_emoji = '' WHERE seq = (SELECT min(seq) FROM "
     "status_transition)",
     "is the first and has a `before`"},
    {"UPDATE status_transition SET text = '', emoji = '', expires_at = NULL WHERE at = 1003000", "repeats transition"},
    {"UPDATE status_transition SET source = 1 WHERE at = 1003000", "is marked as the first but follows transition"},
    // coverage
    {"INSERT INTO coverage_span VALUES(3, 0, 1000500, 0, 1000900, 0, 3, 1)", "overlaps the one before it"},
    {"UPDATE session SET ended_at = 2201000, end_reason = 3 WHERE id = 1", "which keeps it up, has ended"},
    {"UPDATE run SET clean = 1", "is open after a clean stop"},
    // sessions and runs
    {"UPDATE session SET ended_at = 5, end_reason = 3 WHERE id = 1", "ended before it began"},
    {"UPDATE session SET ready_at = 5 WHERE id = 1", "was ready before it began"},
    {"UPDATE session SET proven_at = 5 WHERE id = 1", "was proven before it began"},
    {"UPDATE session SET sampled_at = 5 WHERE id = 1", "was sampled at 1970-01-01T00:00:00.005Z, before the first run"},
    {"UPDATE session SET number = 0 WHERE id = 1", "has the number 0"},
    {"UPDATE run SET clean = 3", "has the unknown end 3"},
    {"UPDATE run SET version = ''", "names no version"},
    {"INSERT INTO run(started_at, alive_at, version) VALUES(1000000, 1000000, '2')", "before the run that preceded it"},
    {"DELETE FROM run", "no run of the daemon is recorded"},
    {"UPDATE workspace SET name = '' WHERE id = 1", "workspace 1 has no name"},
    {"UPDATE workspace SET last_batch = -1 WHERE id = 1", "has committed batch -1"},
    // people and names
    {"UPDATE membership SET watched = 2 WHERE person = 3", "has watched 2"},
    {"UPDATE membership SET seen = 0 WHERE person = 1", "has Slack's profile data, but no profile was received"},
    {"INSERT INTO forgotten(user_id) VALUES('U3')",
     "U3 was forgotten, but not everything about them was deleted: 5 rows"},
    {"INSERT INTO purging(user_id, until_seq) VALUES('U3', 900000)", "reaches up to transition 900000, which was not"},
    {"UPDATE resolution SET users = 'U1 U2' WHERE kind = 0", "the email kim@example.com of workspace 0 resolves to 2"},
    {"UPDATE resolution SET users = 'U1  U2' WHERE kind = 3", "resolves to something that is not a list of ids"},
    {"UPDATE resolution SET workspace = 9 WHERE kind = 0", "name a workspace that does not exist"},
    {"UPDATE watch_group SET name = '' WHERE name = 'ops'", "has no name"},
    {"UPDATE group_membership SET user_id = '' WHERE user_id = 'U3'", "has a member without an id"},
    {"INSERT INTO group_membership SELECT watch_group, user_id, since + 1, NULL FROM group_membership LIMIT 1",
     "is twice in group"},
    {"UPDATE watch_group SET watched = 0", "has members, and is not on the watchlist"},
    {"DELETE FROM watch_group WHERE name = 'ops'", "name a watch_group that does not exist"},
    // the file
    {"DROP VIEW sessions", "the view sessions is missing"},
    {"DROP INDEX coverage_open", "the index coverage_open is missing"},
};

TEST_CASE("verify names whatever one statement makes wrong in a sound history of two workspaces") {
  const TemporaryFolder folder;
  const RecordedDays days(folder / "h.db");
  REQUIRE(!backup(*Reader::open(folder / "h.db").value(), folder / "sound.db", [] {}));
  REQUIRE(findings_in(folder / "sound.db") == Lines{});
  for (const auto& [sql, finding] : kCorruptions) {
    const std::string statement = sql;
    CAPTURE(statement);
    std::filesystem::copy_file(folder / "sound.db", folder / "broken.db",
                               std::filesystem::copy_options::overwrite_existing);
    {
      Database broken(folder / "broken.db", Database::Access::read_write);
      broken.execute("PRAGMA foreign_keys = OFF");
      broken.execute(sql);
      REQUIRE(broken.changes() + (statement.starts_with("DROP") ? 1 : 0) > 0);
    }
    const Lines found = findings_in(folder / "broken.db");
    const std::string wanted = finding;
    const bool named = std::any_of(found.begin(), found.end(),
                                   [&](const std::string& line) { return line.find(wanted) != std::string::npos; });
    CHECK_MESSAGE(named, "not found: ", wanted, "; found: ", found);
  }
}

TEST_CASE("one wrong number that makes a thousand rows wrong is not told a thousand times") {
  const TemporaryFolder folder;
  RecordedDays days(folder / "h.db");
  days.crash();
  Database(folder / "h.db", Database::Access::read_write).execute("UPDATE run SET alive_at = 1000000");
  const Lines found = findings_in(folder / "h.db");
  CHECK(found.size() < 30);
  CHECK(std::count_if(found.begin(), found.end(), [](const std::string& line) {
          return line.find(" more findings like this one: ") != std::string::npos;
        }) == 1);
}

TEST_CASE("findings for a bug report name nobody") {
  const TemporaryFolder folder;
  const RecordedDays days(folder / "h.db");
  REQUIRE(!backup(*Reader::open(folder / "h.db").value(), folder / "sound.db", [] {}));
  for (const auto& [sql, finding] : kCorruptions) {
    std::filesystem::copy_file(folder / "sound.db", folder / "broken.db",
                               std::filesystem::copy_options::overwrite_existing);
    {
      Database broken(folder / "broken.db", Database::Access::read_write);
      broken.execute("PRAGMA foreign_keys = OFF");
      broken.execute(sql);
    }
    for (const std::string& line : findings_in(folder / "broken.db", Naming::nobody)) {
      CAPTURE(line);
      for (const char* of_people : {"U1", "U2", "U3", "U9", "kim", "example.com", "Lunch"})
        CHECK(line.find(of_people) == std::string::npos);
    }
  }
}

TEST_CASE("a reader that has heard enough is told no more") {
  const TemporaryFolder folder;
  RecordedDays days(folder / "h.db");
  days.crash();
  Database(folder / "h.db", Database::Access::read_write).execute("UPDATE run SET alive_at = 1000000");
  std::size_t told = 0;
  CHECK(!verify(*Reader::open(folder / "h.db").value(), [&](const std::string&) { return ++told < 3; }));
  CHECK(told == 3);
}

TEST_CASE("what SQLite finds in a damaged file is told in whole lines") {
  const TemporaryFolder folder;
  RecordedDays(folder / "h.db").stop();
  const std::int64_t page = Database(folder / "h.db", Database::Access::read_only)
                                .integer("SELECT rootpage FROM sqlite_schema WHERE name = 'coverage_open'");
  std::fstream file(folder / "h.db", std::ios::in | std::ios::out | std::ios::binary);
  file.seekp((page - 1) * 4096 + 8);  // where its cells are
  file << "\xff\xff\xff\xff";
  file.close();
  Lines told;
  const auto tell = [&](const std::string& line) { return told.push_back(line), true; };
  static_cast<void>(verify(*Reader::open(folder / "h.db").value(), tell));  // whether it can go on is SQLite's affair
  REQUIRE_FALSE(told.empty());
  CHECK(told[0].starts_with("the file is damaged: *** in database main *** "));
  for (const std::string& line : told) CHECK(line.find('\n') == std::string::npos);
}

}  // namespace
}  // namespace presenced::store::test
