// What open() makes, refuses and mends.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using base::Facet;
using base::Presence;
using history::EndReason;

bool says(const Failure& failure, std::string_view part) { return failure.message.find(part) != std::string::npos; }

TEST_CASE("A new history is marked as one and is nobody else's to read") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  CHECK(database->opening().created);
  CHECK(!database->opening().unclean);
  CHECK(row(folder / "h.db", "PRAGMA application_id") == std::to_string(0x50525344));
  CHECK(row(folder / "h.db", "PRAGMA user_version") == "9");
  CHECK(row(folder / "h.db", "PRAGMA journal_mode") == "wal");
  for (const char* name : {"h.db", "h.db-wal", "h.db-shm", "h.db.lock"}) {
    CAPTURE(name);
    struct stat info {};
    REQUIRE(stat((folder / name).c_str(), &info) == 0);
    CHECK((info.st_mode & 0137) == 0);  // at most rw-r-----
  }
}

TEST_CASE("After a clean stop the next run finds nothing to mend") {
  const TemporaryFolder folder;
  auto first = open(folder / "h.db", 1000);
  Script script;
  script.session(1, 1000).cover("U1", 1000).uncover("U1", 2000, EndReason::shutdown);
  script.ended(1, 2000, EndReason::shutdown);
  commit(*first, script.batch(2000));
  REQUIRE(!first->close());
  CHECK(row(folder / "h.db", "SELECT clean FROM recorder") == "1");
  const auto second = open(folder / "h.db", 5000);
  CHECK(!second->opening().created);
  CHECK(!second->opening().unclean);
  CHECK(second->opening().spans_closed == 0);
  CHECK(row(folder / "h.db", "SELECT * FROM recorder") == "5000|5000|0|1.2.3");
}

TEST_CASE("After a crash coverage ends where it was last proven") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db", 1000);
    Script script;
    script.session(1, 1000).session(2, 1500).proven(1, 3000).proven(2, 9000);
    script.cover("U1", 1000, 1).first("U1", 1000, Presence::active);  // session 1 fell silent at 3000
    script.cover("U2", 2000, 2);                                      // session 2 was heard until after the last mark
    script.cover("U3", 3000, 1).cover("U4", 3500, 1);                 // nothing of these is proven
    script.cover("U1", 1200, 2, Facet::status).cover("U5", 1000, 2).uncover("U5", 1800);
    commit(*crashed, script.batch(8000));
  }  // no close()
  const auto next = open(folder / "h.db", 20'000);
  CHECK(next->opening().unclean);
  CHECK(next->opening().spans_closed == 5);
  CHECK(next->opening().sessions_closed == 2);
  CHECK(rows(folder / "h.db", "SELECT user_id, started_at, ended_at, end_reason FROM coverage ORDER BY 1") ==
        Lines{"U1|1000|3000|crash", "U2|2000|8000|crash", "U5|1000|1800|peer_closed"});
  CHECK(rows(folder / "h.db", "SELECT ended_at, end_reason FROM status_coverage") == Lines{"8000|crash"});
  CHECK(rows(folder / "h.db", "SELECT ended_at, end_reason FROM sessions") == Lines{"8000|crash", "8000|crash"});
  CHECK(rows(folder / "h.db", "SELECT presence, started_at, ended_at FROM presence_intervals WHERE user_id = 'U1'") ==
        Lines{"active|1000|3000", "unknown|3000|-"});
}

TEST_CASE("A run that begins with the clock set back does not take the last mark of life back") {
  const TemporaryFolder folder;
  { const auto crashed = open(folder / "h.db", 9000); }
  const auto next = open(folder / "h.db", 4000);
  CHECK(row(folder / "h.db", "SELECT alive_at, started_at FROM recorder") == "9000|4000");
  CHECK(base::unix_ms(next->resume("acme").value().recorded_until) == 9000);
}

TEST_CASE("An engine resumes with everything it has to know") {
  const TemporaryFolder folder;
  {
    const auto database = open(folder / "h.db", 1000);
    CHECK(database->resume("acme").value().people.empty());
    const base::Status lunch{"Lunch", ":ramen:", at(99'000)};
    Script script;
    script.session(1, 1000).session(7, 2000).proven(7, 7000);
    script.watched("U1", "Kim").seen({base::UserId{"U1"}, "kim", "Kim Doe", "Europe/Oslo", false, true});
    script.cover("U1", 1000).first("U1", 1000, Presence::away).turn("U1", 2000, Presence::active).uncover("U1", 3000);
    script.status("U1", 4000, std::nullopt, lunch, history::Source::first);
    script.watched("U2", "", false).cover("U2", 6000, 7);
    commit(*database, script.batch(7000));
    commit(*database, Script("other").first("U3", 1000, Presence::away).batch(7500));
  }
  const auto database = open(folder / "h.db", 7200);
  const history::Resume resume = database->resume("acme").value();
  CHECK(resume.last_session == base::SessionNumber{7});
  CHECK(resume.last_batch == base::BatchNumber{1});
  CHECK(base::unix_ms(resume.recorded_until) == 7500);
  REQUIRE(resume.people.size() == 2);
  const auto& [id, kim] = resume.people[0];
  CHECK(id.text == "U1");
  CHECK(kim.label == "Kim");
  CHECK(kim.watched);
  CHECK(kim.seen == history::PersonSeen{base::UserId{"U1"}, "kim", "Kim Doe", "Europe/Oslo", false, true});
  const auto& presence = kim.facets[base::Facet::presence];
  REQUIRE(presence);
  CHECK(presence->state == base::State{Presence::active});
  CHECK(base::unix_ms(presence->confirmed_until) == 3000);
  const auto& status = kim.facets[base::Facet::status];
  REQUIRE(status);
  CHECK(status->state == base::State{base::Status{"Lunch", ":ramen:", at(99'000)}});
  CHECK(base::unix_ms(status->confirmed_until) == 4000);
  const auto& other = resume.people[1].second;
  CHECK(!other.facets[base::Facet::presence]);
  CHECK(!other.seen);
  CHECK(!other.watched);
}

TEST_CASE("A history of a newer version is refused and left alone") {
  const TemporaryFolder folder;
  REQUIRE(!open(folder / "h.db")->close());
  Database(folder / "h.db", Database::Access::read_write).execute("PRAGMA user_version = 10");
  const std::string before = bytes_of(folder / "h.db");
  const Failure failure = refusal(folder / "h.db");
  CHECK(failure.failure_class == FailureClass::broken);
  CHECK(says(failure, "h.db: was written by a newer presenced (schema 10, this one knows 9)"));
  CHECK(bytes_of(folder / "h.db") == before);
  CHECK(!Reader::open(folder / "h.db").ok());
}

TEST_CASE("A refused history keeps what a crash left in its log") {
  const TemporaryFolder folder;
  {
    const auto running = open(folder / "h.db");
    commit(*running, Script().first("U1", 1000, Presence::active).batch(1000));
    Database(folder / "h.db", Database::Access::read_write).execute("PRAGMA user_version = 10");
    for (const char* suffix : {"", "-wal"})  // as if it had died here
      std::filesystem::copy_file(folder / ("h.db" + std::string(suffix)), folder / ("c.db" + std::string(suffix)));
  }
  const std::string before = bytes_of(folder / "c.db");
  const std::string log_before = bytes_of(folder / "c.db-wal");
  REQUIRE(!log_before.empty());
  CHECK(says(refusal(folder / "c.db"), "was written by a newer presenced"));
  CHECK(bytes_of(folder / "c.db") == before);
  CHECK(bytes_of(folder / "c.db-wal") == log_before);
}

TEST_CASE("The database of another program is refused and left alone") {
  const TemporaryFolder folder;
  Database(folder / "h.db", Database::Access::read_write).execute("CREATE TABLE recipes(name TEXT)");
  const std::string before = bytes_of(folder / "h.db");
  CHECK(says(refusal(folder / "h.db"), "h.db: is the database of another program"));
  CHECK(bytes_of(folder / "h.db") == before);
}

TEST_CASE("What is not a database is refused and left alone") {
  const TemporaryFolder folder;
  std::ofstream(folder / "h.db") << std::string(5000, 'x');
  const Failure failure = refusal(folder / "h.db");
  CHECK(failure.failure_class == FailureClass::broken);
  CHECK(says(failure, "file is not a database"));
  CHECK(says(failure, "the file was not changed"));
  CHECK(bytes_of(folder / "h.db") == std::string(5000, 'x'));
}

TEST_CASE("A damaged history is noticed after a crash, refused and left alone") {
  const TemporaryFolder folder;
  {
    const auto crashed = open(folder / "h.db");
    Script script;
    for (int i = 0; i < 2000; ++i) script.turn("U1", 1000 + i, i % 2 == 0 ? Presence::active : Presence::away);
    commit(*crashed, script.batch(5000));
  }
  std::string bytes = bytes_of(folder / "h.db");
  REQUIRE(bytes.size() > 40'000);
  bytes.replace(bytes.size() - 3 * 4096, 2 * 4096, 2 * 4096, '\x5a');
  std::ofstream(folder / "h.db", std::ios::binary) << bytes;
  const Failure failure = refusal(folder / "h.db");
  CHECK(failure.failure_class == FailureClass::broken);
  CHECK(says(failure, "move it away or put a backup in its place"));
  CHECK(bytes_of(folder / "h.db") == bytes);
}

TEST_CASE("A history whose file is gone while its log remains is not begun afresh") {
  const TemporaryFolder folder;
  std::ofstream(folder / "h.db-wal") << "not empty";
  CHECK(says(refusal(folder / "h.db"), "h.db: is missing, but"));
  CHECK(bytes_of(folder / "h.db-wal") == "not empty");
  CHECK(!std::filesystem::exists(folder / "h.db"));
}

TEST_CASE("A folder that is not there is named") {
  const TemporaryFolder folder;
  const Failure failure = refusal(folder / "no/such/h.db");
  CHECK(failure.failure_class == FailureClass::broken);
  CHECK(says(failure, "no/such/h.db.lock: cannot create it: No such file or directory"));
}

TEST_CASE("A second daemon on the same history is refused, naming the first one's process") {
  const TemporaryFolder folder;
  int ready[2];
  int done[2];
  REQUIRE(pipe(ready) == 0);
  REQUIRE(pipe(done) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto opened = HistoryDb::open(options(folder / "h.db"));
    char byte = opened.ok() ? 'y' : 'n';
    if (write(ready[1], &byte, 1) != 1 || read(done[0], &byte, 1) != 1) _exit(2);
    _exit(opened.ok() ? 0 : 1);
  }
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  REQUIRE(byte == 'y');
  const Failure failure = refusal(folder / "h.db");
  CHECK(failure.failure_class == FailureClass::busy);
  CHECK(says(failure, "h.db: in use by process " + std::to_string(child)));
  REQUIRE(write(done[1], &byte, 1) == 1);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(open(folder / "h.db")->opening().unclean);  // it died: its lock is gone, its run was not closed
  for (const int descriptor : {ready[0], ready[1], done[0], done[1]}) close(descriptor);
}

TEST_CASE("Who may read the folder but not write into it can open the history after a clean stop") {
  const TemporaryFolder folder;
  auto database = open(folder / "h.db");
  commit(*database, Script().first("U1", 1000, Presence::active).batch(1000));
  REQUIRE(!database->close());
  REQUIRE(std::filesystem::exists(folder / "h.db-wal"));
  REQUIRE(std::filesystem::exists(folder / "h.db-shm"));
  CHECK(std::filesystem::file_size(folder / "h.db-wal") == 0);
  if (geteuid() != 0) return;  // to become somebody else takes root
  REQUIRE(chmod(folder.path().c_str(), 0755) == 0);
  for (const char* name : {"h.db", "h.db-wal", "h.db-shm"}) REQUIRE(chmod((folder / name).c_str(), 0644) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (setgid(65534) != 0 || setuid(65534) != 0) _exit(3);  // nobody
    auto reader = Reader::open(folder / "h.db");
    if (!reader.ok()) _exit(1);
    _exit(reader.value()->database().integer("SELECT count(*) FROM presence_transitions") == 1 ? 0 : 2);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

}  // namespace
}  // namespace presenced::store::test
