// A history by other names: the lock is the file's, and a name of its own is what a file must have.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

bool refusal_says(const Failure& failure, std::string_view part) {
  return failure.message.find(part) != std::string::npos;
}

// Another process that has the history open, for as long as this lives.
class OtherDaemon {
 public:
  explicit OtherDaemon(const std::filesystem::path& file) {
    int opened[2];
    REQUIRE(pipe(opened) == 0);
    child_ = fork();
    REQUIRE(child_ >= 0);
    char byte = 0;
    if (child_ == 0) {
      const auto history = HistoryDb::open(options(file));
      byte = history.ok() ? 'y' : 'n';
      if (write(opened[1], &byte, 1) == 1) pause();
      _exit(0);
    }
    close(opened[1]);
    const bool is_open = read(opened[0], &byte, 1) == 1 && byte == 'y';
    close(opened[0]);
    REQUIRE(is_open);
  }
  ~OtherDaemon() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  OtherDaemon(const OtherDaemon&) = delete;
  OtherDaemon& operator=(const OtherDaemon&) = delete;
  std::string process() const { return "process " + std::to_string(child_); }

 private:
  pid_t child_ = -1;
};

TEST_CASE("a second daemon is refused through a symbolic link, a chain of them, and a link to a folder") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_symlink(folder / "real/h.db", folder / "link.db");
  std::filesystem::create_symlink("link.db", folder / "chain.db");
  std::filesystem::create_directory_symlink("real", folder / "linked");
  const OtherDaemon daemon(folder / "real/h.db");
  for (const char* name : {"link.db", "chain.db", "linked/h.db"}) {
    CAPTURE(name);
    const Failure failure = refusal(folder / name);
    CHECK(failure.failure_class == FailureClass::busy);
    CHECK(refusal_says(failure, "h.db: in use by " + daemon.process()));
  }
  CHECK(!std::filesystem::exists(folder / "link.db.lock"));
}

TEST_CASE("a history is begun through a symbolic link to a file that is not there yet, with all its files beside it") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "real");
  std::filesystem::create_symlink("real/h.db", folder / "link.db");
  const auto database = open(folder / "link.db");
  for (const char* name : {"real/h.db", "real/h.db-wal", "real/h.db-shm", "real/h.db.lock"})
    CHECK(std::filesystem::exists(folder / name));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 2);
  CHECK(database->log_bytes() > 0);
  CHECK(row(folder / "link.db", "SELECT count(*) FROM recorder") == "1");
}

TEST_CASE("a link without its target, beside whose log a part of the history is, does not begin a new one") {
  const TemporaryFolder folder;
  Database(folder / "other.db", Database::Access::read_write).execute("PRAGMA user_version = 1");
  std::filesystem::create_symlink("h.db", folder / "link.db");
  std::filesystem::rename(folder / "other.db", folder / "h.db-wal");
  CHECK(refusal_says(refusal(folder / "link.db"), "h.db: is missing, but"));
}

TEST_CASE("a file with a second name is refused by the daemon and by readers, with what to do") {
  const TemporaryFolder folder;
  REQUIRE(!open(folder / "h.db")->close());
  std::filesystem::create_hard_link(folder / "h.db", folder / "other.db");
  for (const char* name : {"h.db", "other.db"}) {
    CAPTURE(name);
    const Failure failure = refusal(folder / name);
    CHECK(failure.failure_class == FailureClass::broken);
    CHECK(refusal_says(failure, "the file has 2 names (hard links)"));
    CHECK(refusal_says(failure, "find " + folder.path().string() + " -xdev -samefile "));
    auto reader = Reader::open(folder / name);
    REQUIRE(!reader.ok());
    CHECK(refusal_says(reader.error(), "the file has 2 names (hard links)"));
  }
  CHECK(!std::filesystem::exists(folder / "other.db-wal"));
  CHECK(Reader::open(folder / "h.db", Reader::Names::its_own).ok());  // the daemon's own
  std::filesystem::remove(folder / "other.db");
  CHECK(!open(folder / "h.db")->opening().created);
}

TEST_CASE("a daemon on one hard link keeps a second one from the other, whichever was there first") {
  const TemporaryFolder folder;
  const OtherDaemon daemon(folder / "h.db");
  std::filesystem::create_hard_link(folder / "h.db", folder / "other.db");
  CHECK(refusal(folder / "other.db").failure_class == FailureClass::busy);
}

TEST_CASE("a history that was renamed while its daemon runs is not opened by a second one under its new name") {
  const TemporaryFolder folder;
  const OtherDaemon daemon(folder / "h.db");
  std::filesystem::rename(folder / "h.db", folder / "moved.db");
  const Failure moved = refusal(folder / "moved.db");
  CHECK(moved.failure_class == FailureClass::busy);
  CHECK(refusal_says(moved, "moved.db: in use by " + daemon.process() + " under another name"));
  CHECK(refusal(folder / "h.db").failure_class == FailureClass::busy);  // and none is begun in its place
}

}  // namespace
}  // namespace presenced::store::test
