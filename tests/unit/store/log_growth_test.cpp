// The write-ahead log that a reader keeps from being started over.
#include "store/log_growth.h"

#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <csignal>
#include <mutex>

#include "store/writer.h"
#include "unit/store/fixture.h"

namespace presenced::store::test {
namespace {

using LogChange = LogGrowth::Change;

TEST_CASE("a log that grows over its bound is told once, and once more when it is small again") {
  LogGrowth growth(100);
  CHECK(growth.observe(90) == LogChange::none);
  CHECK(growth.observe(101) == LogChange::none);
  CHECK(growth.observe(102) == LogChange::began);
  CHECK(growth.observe(500) == LogChange::none);
  CHECK(growth.observe(500) == LogChange::none);
  CHECK(growth.observe(16) == LogChange::ended);
  CHECK(growth.observe(90) == LogChange::none);
  CHECK(growth.observe(200) == LogChange::none);
  CHECK(growth.observe(300) == LogChange::began);
}

TEST_CASE("one huge commit, and a log that a crash left large, are no growth") {
  LogGrowth growth(100);
  CHECK(growth.observe(5000) == LogChange::none);
  CHECK(growth.observe(5000) == LogChange::none);
  CHECK(growth.observe(16) == LogChange::none);
  CHECK(growth.observe(5000) == LogChange::none);
  CHECK(growth.observe(16) == LogChange::none);
}

// Another process that reads the history, in one transaction that ends with it.
class EndlessReader {
 public:
  explicit EndlessReader(const std::filesystem::path& file) {
    int begun[2];
    REQUIRE(pipe(begun) == 0);
    child_ = fork();
    REQUIRE(child_ >= 0);
    char byte = 'y';
    if (child_ == 0) {
      auto reader = Reader::open(file);
      if (!reader.ok()) _exit(1);
      const Transaction moment(reader.value()->database(), Transaction::Kind::reading);
      reader.value()->database().integer("SELECT count(*) FROM workspace");
      if (write(begun[1], &byte, 1) == 1) pause();
      _exit(0);
    }
    close(begun[1]);
    const bool reads = read(begun[0], &byte, 1) == 1;
    close(begun[0]);
    REQUIRE(reads);
  }
  ~EndlessReader() { end(); }
  EndlessReader(const EndlessReader&) = delete;
  EndlessReader& operator=(const EndlessReader&) = delete;
  pid_t process() const { return child_; }
  void end() {
    if (child_ < 0) return;
    kill(child_, SIGKILL);
    waitpid(std::exchange(child_, -1), nullptr, 0);
  }

 private:
  pid_t child_ = -1;
};

TEST_CASE("the process that reads the oldest state is found, and nobody where nobody reads") {
  const TemporaryFolder folder;
  const auto database = open(folder / "h.db");
  Script script;
  const auto go_on = [&] { commit(*database, script.first("U1", 1000, base::Presence::away).batch(1000)); };
  go_on();
  CHECK(!database->oldest_reader());
  EndlessReader old(folder / "h.db");
  const auto name_of_old = "process " + std::to_string(old.process());
  CHECK(database->oldest_reader().value_or("").starts_with(name_of_old));
  CHECK(database->oldest_reader().value_or("").ends_with(" (unit_store)"));
  go_on();
  EndlessReader young(folder / "h.db");
  const auto name_of_young = "process " + std::to_string(young.process());
  CHECK(database->oldest_reader().value_or("").starts_with(name_of_old));
  old.end();
  CHECK(database->oldest_reader().value_or("").starts_with(name_of_young));
  young.end();
  CHECK(!database->oldest_reader());
}

// What the writer says, awaited.
class WriterWords {
 public:
  WriterEvents events() {
    WriterEvents events;
    events.committed = [this](const std::vector<history::Batch>& group) {
      note([&] { committed_ = group.back().number; });
    };
    events.failed = [](const Failure& failure) { FAIL_CHECK(failure.message); };
    events.log_grows = [this](const LogTrouble& trouble) { note([&] { troubles_.push_back(trouble); }); };
    return events;
  }
  void await(base::BatchNumber batch) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, std::chrono::seconds{60}, [&] { return committed_ >= batch; }));
  }
  std::vector<LogTrouble> troubles() {
    const std::lock_guard lock(mutex_);
    return troubles_;
  }

 private:
  template <class Act>
  void note(const Act& act) {
    const std::lock_guard lock(mutex_);
    act();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  base::BatchNumber committed_{};
  std::vector<LogTrouble> troubles_;
};

TEST_CASE("a reader that never ends is told by its process, once, while the log grows, and the end of it as well") {
  const TemporaryFolder folder;
  WriterWords said;
  WriterOptions options;
  options.most_log_bytes = 20'000'000;  // more than it is given back down to
  Writer writer(open(folder / "h.db"), options, said.events());
  Script script;
  std::int64_t batches = 0;
  const auto commits = [&](int times) {
    for (int i = 0; i < times; ++i) {
      for (int person = 0; person < 60; ++person)
        script.turn("U" + std::to_string(person * 37 % 60), 1000 + batches, base::Presence::away);
      ++batches;
      REQUIRE(writer.submit(script.batch(1000 + batches)));
      said.await(base::BatchNumber{batches});
    }
  };
  commits(60);  // a log that nobody holds up stays small
  CHECK(said.troubles().empty());
  EndlessReader reader(folder / "h.db");
  for (int i = 0; i < 100 && said.troubles().empty(); ++i) commits(10);
  commits(20);
  REQUIRE(said.troubles().size() == 1);
  CHECK(said.troubles()[0].grows);
  CHECK(said.troubles()[0].bytes > 20'000'000);
  CHECK(said.troubles()[0].reader.starts_with("process " + std::to_string(reader.process())));
  reader.end();
  for (int i = 0; i < 10 && said.troubles().size() == 1; ++i) commits(1);
  REQUIRE(said.troubles().size() == 2);
  CHECK(!said.troubles()[1].grows);
  CHECK(writer.stop(base::Millis{10'000}));
}

}  // namespace
}  // namespace presenced::store::test
