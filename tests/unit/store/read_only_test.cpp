// What is passed on can be read on a read-only medium; what cannot be read there says what to do.
#include <fstream>

#include "integration/small_disk.h"
#include "store/backup.h"
#include "store/extract.h"
#include "store/questions.h"
#include "store/verify.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using presenced::test::SmallDisk;

bool advises(const Failure& failure, std::string_view part) { return failure.message.find(part) != std::string::npos; }

void record_something(HistoryDb& database) {
  commit(database, Script().session(1, 1000).cover("U1", 1000).first("U1", 1000, base::Presence::active).batch(2000));
}

std::unique_ptr<Reader> reader_on(const std::filesystem::path& file) {
  auto reader = Reader::open(file);
  REQUIRE_MESSAGE(reader.ok(), reader.error().message);
  return std::move(reader.value());
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST_CASE("a backup and an export are single files, and can be read on a read-only medium" *
          doctest::skip(!SmallDisk::possible())) {
  const TemporaryFolder folder;
  const SmallDisk medium("8m");
  const auto database = open(folder / "h.db");
  record_something(*database);
  const auto reader = reader_on(folder / "h.db");
  REQUIRE(!backup(*reader, medium.path() / "backup.db", [] {}));
  Questions questions(*reader);
  std::vector<history::Person::Key> everybody;
  const auto people = questions.people();
  for (const history::Person& person : people.value()) everybody.push_back(person.key);
  REQUIRE(!extract(*reader, everybody, {at(0), at(5000)}, medium.path() / "export.db"));
  CHECK(files_in(medium.path()) == 2);  // no -wal, no -shm, no -journal
  medium.make_read_only();
  CHECK(row(medium.path() / "backup.db", "PRAGMA journal_mode") == "delete");
  CHECK(row(medium.path() / "backup.db", "SELECT user_id, after FROM presence_transitions") == "U1|active");
  CHECK(!verify(*reader_on(medium.path() / "backup.db"), [](const std::string& finding) {
    FAIL_CHECK(finding);
    return true;
  }));
  Database exported(medium.path() / "export.db", Database::Access::read_only);
  CHECK(exported.text("PRAGMA journal_mode") == "delete");
  CHECK(exported.text("SELECT group_concat(user_id || after) FROM presence_transitions") == "U1active");
  CHECK(exported.text("SELECT group_concat(user_id) FROM people") == "U1");
}

TEST_CASE("a history with its log on a read-only medium can be read, or says what to do" *
          doctest::skip(!SmallDisk::possible())) {
  const TemporaryFolder folder;
  const SmallDisk medium("8m");
  auto database = open(folder / "h.db");
  record_something(*database);
  REQUIRE(!database->close());
  for (const char* name : {"whole.db", "bare.db"}) std::filesystem::copy_file(folder / "h.db", medium.path() / name);
  for (const char* suffix : {"-wal", "-shm"})
    std::filesystem::copy_file(folder / ("h.db" + std::string(suffix)),
                               medium.path() / ("whole.db" + std::string(suffix)));
  medium.make_read_only();
  CHECK(row(medium.path() / "whole.db", "SELECT user_id FROM presence_transitions") == "U1");
  const auto bare = Reader::open(medium.path() / "bare.db");
  REQUIRE(!bare.ok());
  CHECK(advises(bare.error(), "bare.db: is on a read-only medium, and its write-ahead log cannot be opened there"));
  CHECK(advises(bare.error(), "copy " + (medium.path() / "bare.db").string()));
  CHECK(advises(bare.error(), "presencectl backup"));
  CHECK(!advises(bare.error(), "belong to the user"));
}

TEST_CASE("the daemon goes on with a backup that was put in the place of the history") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  record_something(*database);
  const auto reader = reader_on(folder / "h.db");
  REQUIRE(!backup(*reader, folder / "copy.db", [] {}));
  CHECK(rows(folder / "copy.db", "SELECT * FROM presence_transitions ORDER BY seq") ==
        rows(folder / "h.db", "SELECT * FROM presence_transitions ORDER BY seq"));
  const auto restored = open(folder / "copy.db", 9000);
  CHECK(restored->opening().unclean);
  CHECK(row(folder / "copy.db", "PRAGMA journal_mode") == "wal");
}

TEST_CASE("a backup overwrites nothing") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  const auto reader = reader_on(folder / "h.db");
  REQUIRE(!backup(*reader, folder / "copy.db", [] {}));
  const auto again = backup(*reader, folder / "copy.db", [] {});
  REQUIRE(again);
  CHECK(again->message.find("copy.db: already exists; not overwritten") != std::string::npos);
  CHECK(backup(*reader, folder / "no/copy.db", [] {})->message.find("No such file or directory") != std::string::npos);
}

TEST_CASE("whoever reads a file that is not a history is never advised to move it away") {
  const TemporaryFolder folder;
  std::ofstream(folder / "passwd") << "root:x:0:0:root:/root:/bin/bash\n" + std::string(2000, 'x');
  std::ofstream(folder / "short") << "root";
  Database(folder / "other.db", Database::Access::read_write).execute("CREATE TABLE t(x)");
  REQUIRE(!open(folder / "h.db")->close());
  std::filesystem::copy_file(folder / "h.db", folder / "damaged.db");
  std::fstream(folder / "damaged.db", std::ios::in | std::ios::out | std::ios::binary).seekp(100)
      << std::string(3000, 'x');
  const auto failure_of = [&](const std::string& name) {
    auto reader = Reader::open(folder / name);
    const auto finds_nothing = [](const std::string&) { return true; };
    const std::optional<Failure> failure = reader.ok() ? verify(*reader.value(), finds_nothing) : reader.error();
    REQUIRE_MESSAGE(failure, name);
    return *failure;
  };
  for (const std::string name : {"passwd", "short", "other.db", "damaged.db"}) {
    CAPTURE(name);
    const Failure failure = failure_of(name);
    CAPTURE(failure.message);
    for (const char* advice : {"move it away", "left as it is", "put a backup in its place"})
      CHECK(!advises(failure, advice));
  }
  CHECK(advises(failure_of("passwd"), "this is not a history of presenced: check the name"));
  CHECK(advises(failure_of("damaged.db"), "the file is damaged: read a backup"));
}

}  // namespace
}  // namespace presenced::store::test
