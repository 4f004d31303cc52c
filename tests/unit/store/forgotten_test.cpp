// Who was forgotten stays forgotten: names, restored backups, copies, and the list beside the database.
#include <sys/stat.h>

#include <fstream>

#include "store/forgotten_file.h"
#include "store/questions.h"
#include "store/writer.h"
#include "unit/store/fixture.h"
#include "unit/store/no_room.h"

namespace presenced::store::test {
namespace {

using base::Presence;
using base::UserId;
using history::NameKind;

constexpr const char* kFirstLine = "# presenced forgotten 1: never recorded again; see presencectl forget --list\n";

struct Kept {
  TemporaryFolder folder;
  std::filesystem::path file = folder / "h.db";
  std::filesystem::path beside = folder / "h.db.forgotten";
  std::unique_ptr<HistoryDb> database = open(file);
  Script script;
  std::int64_t clock = 1000;

  // What engines record of U1 and U2, again and again.
  void record() {
    clock += 1000;
    for (const std::string user : {"U1", "U2"}) {
      script.watched(user, "label of " + user);
      script.first(user, clock, Presence::active);
      script.record(history::NameResolved{NameKind::email, user + "@example.com", {UserId{user}}, at(clock)});
      script.record(history::NameResolved{NameKind::handle, "handle-of-" + user, {UserId{user}}, at(clock)});
    }
    script.record(history::NameResolved{NameKind::channel, "x", {UserId{"U1"}, UserId{"U2"}}, at(clock)});
    commit(*database, script.batch(clock));
  }
  void forget(const std::string& user) {
    const auto purged = database->purge(UserId{user}, true, {at(5'000'000), 1000});
    REQUIRE_MESSAGE(purged.ok(), purged.error().message);
  }
  void close() {
    REQUIRE(!database->close());
    database.reset();
  }
  void restart() {
    database.reset();  // as after a crash
    database = open(file, clock += 1000);
    script = Script();
    for (std::int64_t batch = 0; batch < 100; ++batch) (void)script.batch(0);  // numbers beyond those committed
  }
  // Takes the place of the history, as an administrator does it.
  void restore(const std::filesystem::path& backup) {
    for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
    std::filesystem::copy_file(backup, file, std::filesystem::copy_options::overwrite_existing);
    restart();
  }
  std::string bytes() const {
    std::string all;
    for (const char* suffix : {"", "-wal"}) {
      std::ifstream in(file.string() + suffix, std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }
  bool knows(const std::string& user) const {
    return row(file, "SELECT count(*) FROM person WHERE user_id = '" + user + "'") == "1";
  }
  std::string list() const {
    std::ifstream in(beside);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void write_list(const std::string& text) const { std::ofstream(beside) << text; }
};

TEST_CASE_FIXTURE(Kept,
                  "old bug: the address and handle of somebody forgotten were stored again with Slack's next answer") {
  record();
  forget("U1");
  for (const bool restarted : {false, true}) {
    CAPTURE(restarted);
    if (restarted) restart();
    for (const char* text : {"U1@example.com", "handle-of-U1", "label of U1"})
      CHECK_MESSAGE(bytes().find(text) == std::string::npos, text);
    record();
    for (const char* text : {"U1@example.com", "handle-of-U1", "label of U1"})
      CHECK_MESSAGE(bytes().find(text) == std::string::npos, text);
    CHECK(bytes().find("U2@example.com") != std::string::npos);
    CHECK(row(file, "SELECT users FROM resolution WHERE kind = 3") == "U2");
    CHECK(rows(file, "SELECT name FROM resolution ORDER BY kind") == Lines{"U2@example.com", "handle-of-U2", "x"});
  }
}

TEST_CASE_FIXTURE(Kept, "A purge deletes a person's handle like their address") {
  record();
  REQUIRE(database->purge(UserId{"U1"}, false).ok());
  CHECK(bytes().find("handle-of-U1") == std::string::npos);
  CHECK(row(file, "SELECT users FROM resolution WHERE kind = 3") == "U1 U2");
}

TEST_CASE_FIXTURE(Kept, "old bug: a restored backup brought forgotten people back") {
  record();
  close();
  std::filesystem::copy_file(file, folder / "backup.db");
  restart();
  forget("U1");
  close();
  restore(folder / "backup.db");
  CHECK(database->opening().forgotten_again == 1);
  CHECK(!knows("U1"));
  CHECK(knows("U2"));
  record();
  CHECK(!knows("U1"));
  CHECK(bytes().find("U1@example.com") == std::string::npos);
  CHECK(bytes().find("label of U1") == std::string::npos);
  CHECK(database->resume("acme").value().forgotten == std::vector<UserId>{UserId{"U1"}});
  restart();
  CHECK(database->opening().forgotten_again == 0);
}

TEST_CASE_FIXTURE(Kept, "A new history in the place of one that is gone keeps out those who were forgotten") {
  record();
  forget("U1");
  close();
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + suffix);
  restart();
  record();
  CHECK(!knows("U1"));
  CHECK(knows("U2"));
}

TEST_CASE_FIXTURE(Kept, "A history that is copied without the list beside it has its own, and writes it there again") {
  record();
  forget("U1");
  const std::string before = list();
  CHECK(before == kFirstLine + std::string("U1\n# ids: 1\n"));
  std::filesystem::remove(beside);
  restart();
  CHECK(list() == before);
  CHECK(database->opening().forgotten_again == 0);
  record();
  CHECK(!knows("U1"));
}

TEST_CASE_FIXTURE(Kept, "Without anybody forgotten there is no list beside the history") {
  record();
  restart();
  CHECK(!std::filesystem::exists(beside));
}

TEST_CASE_FIXTURE(Kept, "The list is found through a link to the history, too") {
  record();
  close();
  std::filesystem::create_symlink(file, folder / "link.db");
  {
    const auto linked = open(folder / "link.db", clock += 1000);
    REQUIRE(linked->purge(UserId{"U1"}, true).ok());
    REQUIRE(!linked->close());
  }
  CHECK(list().find("\nU1\n") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "link.db.forgotten"));
}

TEST_CASE_FIXTURE(Kept, "The list has the mode of the history, and holds ids alone") {
  record();
  REQUIRE(::chmod(file.c_str(), 0600) == 0);
  forget("U2");
  forget("U1");
  struct stat about {};
  REQUIRE(::stat(beside.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(list() == kFirstLine + std::string("U1\nU2\n# ids: 2\n"));
}

TEST_CASE_FIXTURE(Kept, "A list that cannot be read is refused, with advice, and nothing is changed") {
  record();
  close();
  const std::string before = bytes();
  const auto refused = [&] {
    const Failure failure = refusal(file);
    CAPTURE(failure.message);
    CHECK(failure.failure_class == FailureClass::broken);
    CHECK(failure.message.find("h.db.forgotten: ") != std::string::npos);
    CHECK(failure.message.find("restore its newest copy") != std::string::npos);
    CHECK(bytes() == before);
    return failure.message;
  };
  for (const std::string& text :
       {std::string(), std::string(kFirstLine), kFirstLine + std::string("U1\n"), kFirstLine + std::string("U1"),
        kFirstLine + std::string("U1\n# ids: 2\n"), kFirstLine + std::string("U1\n# ids: 1\nU2\n"),
        kFirstLine + std::string("kim@example.com\n# ids: 1\n"), std::string("U1\n# ids: 1\n")}) {
    CAPTURE(text);
    write_list(text);
    CHECK(refused().find("example.com") == std::string::npos);  // what it holds is not repeated
  }
  std::filesystem::remove(beside);
  std::filesystem::create_directory(beside);
  CHECK(refused().find("cannot be read: Is a directory") != std::string::npos);
  std::filesystem::remove(beside);
  write_list(kFirstLine + std::string("U1\n# ids: 1\n"));
  restart();
  CHECK(!knows("U1"));
}

TEST_CASE_FIXTURE(Kept, "A promise to forget that fails on a full disk leaves the list as it was") {
  record();
  forget("U2");
  const std::string before = list();
  for (const rlim_t room : {rlim_t{10}, rlim_t{1000}}) {  // not even for the list; for the list alone
    CAPTURE(room);
    const NoRoom no_room(room);
    const auto failure = database->promise_purge(UserId{"U1"}, true);
    REQUIRE(failure);
    CHECK(failure->failure_class == FailureClass::full);
    CHECK(list() == before);
  }
  CHECK(knows("U1"));
  restart();
  CHECK(knows("U1"));
  CHECK(database->opening().forgotten_again == 0);
}

TEST_CASE_FIXTURE(Kept, "A list that cannot be written fails the promise, and not the writer") {
  record();
  std::filesystem::create_directory(beside);  // rename(2) does not replace it
  const auto failure = database->promise_purge(UserId{"U1"}, true);
  REQUIRE(failure);
  CHECK(failure->failure_class == FailureClass::busy);
  CHECK(failure->message.find("h.db.forgotten: cannot be written: Is a directory") != std::string::npos);
  CHECK(!std::filesystem::exists(folder / "h.db.forgotten.new"));
  record();
  CHECK(row(file, "SELECT count(*) FROM forgotten") == "0");
}

TEST_CASE_FIXTURE(Kept, "Whoever was forgotten by mistake may be recorded again, and what was deleted stays deleted") {
  record();
  forget("U1");
  CHECK(database->undo_forget(UserId{"U1"}).value().known);
  CHECK(!database->undo_forget(UserId{"U1"}).value().known);
  CHECK(list() == kFirstLine + std::string("# ids: 0\n"));
  CHECK(!knows("U1"));
  record();
  CHECK(knows("U1"));
  restart();
  CHECK(knows("U1"));
  CHECK(database->resume("acme").value().forgotten.empty());
  CHECK(row(file, "SELECT count(*) FROM presence_transitions WHERE user_id = 'U1'") == "1");
}

TEST_CASE_FIXTURE(Kept,
                  "A backup from before the undoing still lists them: they are forgotten until it is undone again") {
  record();
  forget("U1");
  close();
  std::filesystem::copy_file(file, folder / "backup.db");
  restart();
  REQUIRE(database->undo_forget(UserId{"U1"}).value().known);
  close();
  restore(folder / "backup.db");
  record();
  CHECK(!knows("U1"));
  CHECK(list() == kFirstLine + std::string("U1\n# ids: 1\n"));
  REQUIRE(database->undo_forget(UserId{"U1"}).value().known);
  record();
  CHECK(knows("U1"));
}

TEST_CASE_FIXTURE(Kept, "The history says who was forgotten, when, and by whom, as far as it is known") {
  forget("U2");
  REQUIRE(database->purge(UserId{"U1"}, true).ok());
  forget("U1");  // once more: the first time stands
  const auto reader = Reader::open(file);
  REQUIRE(reader.ok());
  const auto people = Questions(*reader.value()).forgotten();
  REQUIRE(people.ok());
  REQUIRE(people.value().size() == 2);
  CHECK(people.value()[0].user == UserId{"U1"});
  CHECK(!people.value()[0].asked.at);
  CHECK(!people.value()[0].asked.by_uid);
  CHECK(people.value()[1].asked.at == at(5'000'000));
  CHECK(people.value()[1].asked.by_uid == 1000);
}

}  // namespace
}  // namespace presenced::store::test
