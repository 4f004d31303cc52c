// The writer thread: order, groups, a full disk, a broken database, the end. Nothing here waits for time to pass: the
// tests wait for what the writer tells.
#include "store/writer.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <thread>
#include <utility>

#include "unit/store/fixture.h"
#include "unit/store/no_room.h"

namespace presenced::store::test {
namespace {

using base::Presence;

// Hears what the writer tells, and lets a test wait for it.
class Listener {
 public:
  WriterEvents events() {
    return {.committed =
                [this](const std::vector<history::Batch>& group) {
                  const std::lock_guard lock(mutex_);
                  std::map<std::string, std::int64_t> last;
                  for (const history::Batch& batch : group) {
                    last[batch.workspace] = static_cast<std::int64_t>(batch.number);
                  }
                  for (const auto& [workspace, number] : last) committed_[workspace].push_back(number);
                  heard_.notify_all();
                },
            .failed =
                [this](const Failure& failure) {
                  const std::lock_guard lock(mutex_);
                  failures_.push_back(failure);
                  heard_.notify_all();
                }};
  }

  void wait_for_commit(std::int64_t number, const std::string& workspace = "acme") {
    std::unique_lock lock(mutex_);
    REQUIRE(heard_.wait_for(lock, std::chrono::seconds(30),
                            [&] { return !committed_[workspace].empty() && committed_[workspace].back() >= number; }));
  }
  Failure wait_for_failure() {
    std::unique_lock lock(mutex_);
    REQUIRE(heard_.wait_for(lock, std::chrono::seconds(30), [&] { return !failures_.empty(); }));
    return failures_.front();
  }
  std::size_t failures() {
    const std::lock_guard lock(mutex_);
    return failures_.size();
  }
  std::vector<std::int64_t> committed(const std::string& workspace = "acme") {
    const std::lock_guard lock(mutex_);
    return committed_[workspace];
  }

 private:
  std::mutex mutex_;
  std::condition_variable heard_;
  std::map<std::string, std::vector<std::int64_t>> committed_;
  std::vector<Failure> failures_;
};

constexpr base::Millis kPatience{30'000};

history::Batch turns(Script& script, std::int64_t from, int count) {
  for (int i = 0; i < count; ++i)
    script.turn("U" + std::to_string(i % 50), from + i, i % 2 == 0 ? Presence::active : Presence::away);
  return script.batch(from + count);
}

TEST_CASE("What is handed over is committed in its order and told per workspace") {
  const TemporaryFolder folder;
  Listener listener;
  Writer writer(open(folder / "h.db"), {}, listener.events());
  Script acme("acme");
  Script zeta("zeta");
  for (int i = 0; i < 100; ++i) {
    REQUIRE(writer.submit(turns(acme, 1000 + i * 10, 10)));
    REQUIRE(writer.submit(turns(zeta, 1000 + i * 10, 1)));
  }
  listener.wait_for_commit(100, "acme");
  listener.wait_for_commit(100, "zeta");
  CHECK(writer.stop(kPatience));
  CHECK_FALSE(writer.busy());
  const auto told = listener.committed();
  CHECK(std::is_sorted(told.begin(), told.end()));
  CHECK(listener.failures() == 0);
  CHECK(row(folder / "h.db", "SELECT count(*), max(seq) FROM presence_transitions") == "1100|1100");
}

TEST_CASE("A stop commits what waits, closes clean and takes nothing more") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {}, listener.events());
  for (int i = 0; i < 20; ++i) REQUIRE(writer.submit(turns(script, 1000 + i * 100, 100)));
  CHECK(writer.stop(kPatience));
  CHECK(!writer.submit(turns(script, 9000, 1)));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "2000");
  CHECK(row(folder / "h.db", "SELECT clean FROM recorder") == "1");
  CHECK(!open(folder / "h.db")->opening().unclean);  // the lock is free again
}

// Keeps the writer busy from outside, as a foreign program with a long transaction would.
class Blocker {
 public:
  explicit Blocker(const std::filesystem::path& file) : database_(file, Database::Access::read_write) {
    database_.execute("BEGIN IMMEDIATE");
  }
  void release() { database_.execute("ROLLBACK"); }

 private:
  Database database_;
};

TEST_CASE("What arrives while a commit runs goes into the next one together, up to some 8,000 records") {
  const TemporaryFolder folder;
  Listener listener;
  auto database = open(folder / "h.db");
  Blocker blocker(folder / "h.db");
  Script script;
  Writer writer(std::move(database), {}, listener.events());
  for (int i = 0; i < 25; ++i) CHECK(writer.submit(turns(script, 1000 + i, 1)));
  for (int i = 0; i < 20; ++i) CHECK(writer.submit(turns(script, 2000 + 1000 * i, 1000)));
  CHECK(writer.busy());
  blocker.release();
  listener.wait_for_commit(45);
  const auto committed = listener.committed();
  CHECK(committed.size() <= 5);  // the first one, that waits in the database, may hold few; then some 8,000 in each
  CHECK(committed.size() >= 3);
  for (std::size_t i = 1; i < committed.size(); ++i) CHECK(committed[i] - committed[i - 1] <= 25 + 8);
  CHECK(writer.stop(kPatience));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "20025");
}

TEST_CASE("Another process reads a consistent history while it is written") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  auto database = open(folder / "h.db");
  commit(*database, turns(script, 1000, 100));
  int pipes[2];  // to the child: there is something new
  int answers[2];
  REQUIRE(pipe(pipes) == 0);
  REQUIRE(pipe(answers) == 0);
  const pid_t child = fork();  // before the writer's thread exists
  REQUIRE(child >= 0);
  if (child == 0) {
    close(pipes[1]);
    close(answers[0]);
    auto reader = Reader::open(folder / "h.db");
    if (!reader.ok()) _exit(1);
    Statement count = reader.value()->database().prepare("SELECT count(*), max(seq) FROM presence_transitions");
    int distinct = 0;
    std::int64_t last = 0;
    for (char byte = 0; last < 3000 && read(pipes[0], &byte, 1) == 1;) {
      Rows row = count.select();
      if (!row.next() || row.integer(0) != row.integer(1) || row.integer(0) < last || row.integer(0) % 100 != 0)
        _exit(2);
      if (row.integer(0) > last) ++distinct;
      last = row.integer(0);
      if (write(answers[1], "x", 1) != 1) _exit(4);
    }
    _exit(distinct > 2 ? 0 : 3);
  }
  Writer writer(std::move(database), {}, listener.events());
  for (int i = 2; i <= 30; ++i) {
    REQUIRE(writer.submit(turns(script, i * 1000, 100)));
    listener.wait_for_commit(i);
    char byte = 0;
    REQUIRE(write(pipes[1], "x", 1) == 1);
    if (i > 2) REQUIRE(read(answers[0], &byte, 1) == 1);  // it has looked before the next commit but one
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(writer.stop(kPatience));
  for (const int end : {pipes[0], pipes[1], answers[0], answers[1]}) close(end);
}

TEST_CASE("A full disk loses nothing and doubles nothing: what waits is committed when there is room again") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{20}},
                listener.events());
  REQUIRE(writer.submit(turns(script, 1000, 10)));
  listener.wait_for_commit(1);
  {
    const NoRoom no_room(200'000);
    for (int i = 2; i <= 40; ++i) REQUIRE(writer.submit(turns(script, i * 10'000, 1000)));
    const Failure failure = listener.wait_for_failure();
    CHECK(failure.failure_class == FailureClass::full);
    CHECK(failure.message.find("h.db") != std::string::npos);
    CHECK(writer.busy());
  }
  listener.wait_for_commit(40);
  CHECK(listener.failures() == 1);  // one outage, told once
  CHECK(writer.stop(kPatience));
  CHECK(row(folder / "h.db", "SELECT count(*), count(DISTINCT seq), max(seq) FROM presence_transitions") ==
        "39010|39010|39010");
  CHECK(row(folder / "h.db", "PRAGMA integrity_check") == "ok");
}

// Once it holds; the limit is reached only by a writer that is broken.
template <class Condition>
bool comes_true(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

TEST_CASE("Commits that fail are answers as well: a full disk is no reason to take the writer for stuck") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{5}},
                listener.events());
  const NoRoom no_room(100'000);
  REQUIRE(writer.submit(turns(script, 1000, 20'000)));
  listener.wait_for_failure();
  const std::uint64_t before = writer.answers();
  CHECK(comes_true([&] { return writer.answers() > before + 2; }));
  CHECK(writer.busy());
  CHECK(listener.committed().empty());
}

TEST_CASE("A writer that waits inside the database has work queued and no answer, until it gets on") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {}, listener.events());
  const std::uint64_t before = writer.answers();
  {
    const Blocker blocker(folder / "h.db");
    REQUIRE(writer.submit(turns(script, 1000, 1)));
    CHECK(writer.busy());
    CHECK(writer.answers() == before);
  }
  listener.wait_for_commit(1);
  CHECK(comes_true([&] { return !writer.busy(); }));
  CHECK(writer.answers() > before);
}

TEST_CASE("A stop on a full disk gives up when its patience is over, and the next start sees a crash") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{5}},
                listener.events());
  {
    const NoRoom no_room(100'000);
    REQUIRE(writer.submit(turns(script, 1000, 20'000)));
    listener.wait_for_failure();
    CHECK(!writer.stop(base::Millis{20}));
  }
  CHECK(open(folder / "h.db")->opening().unclean);
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "0");
}

TEST_CASE("A stop that has given up ends with the commit under way, though more waits") {
  const TemporaryFolder folder;
  Script script;
  std::promise<void> first;
  std::promise<void> go_on;
  WriterEvents events{.committed =
                          [&, told = std::make_shared<bool>()](const std::vector<history::Batch>&) {
                            if (std::exchange(*told, true)) return;
                            first.set_value();
                            go_on.get_future().wait();
                          },
                      .failed = [](const Failure&) {}};
  Writer writer(open(folder / "h.db"), {}, std::move(events));
  REQUIRE(writer.submit(turns(script, 1000, 10)));
  first.get_future().wait();
  REQUIRE(writer.submit(turns(script, 2000, 10)));
  auto stopped = std::async(std::launch::async, [&] { return writer.stop(base::Millis{0}); });
  while (writer.submit(turns(script, 3000, 1))) std::this_thread::yield();  // refused: it has given up by then
  go_on.set_value();
  CHECK(!stopped.get());
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "10");
  CHECK(open(folder / "h.db")->opening().unclean);
}

TEST_CASE("A broken database ends the writing, told once, and the files are left as they are") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  auto database = open(folder / "h.db");
  Database(folder / "h.db", Database::Access::read_write).execute("DROP TABLE seq_last");
  Writer writer(std::move(database), {}, listener.events());
  REQUIRE(writer.submit(turns(script, 1000, 10)));
  const Failure failure = listener.wait_for_failure();
  CHECK(failure.failure_class == FailureClass::broken);
  CHECK(!writer.stop(kPatience));
  CHECK(!writer.submit(turns(script, 2000, 10)));
  CHECK(listener.failures() == 1);
  CHECK(listener.committed().empty());
}

// The monotonic clock, and Slack's, which agrees with ours.
struct Clocks {
  std::atomic<std::int64_t> mono{0};
  std::function<base::MonoTime()> monotonic() {
    return [this] { return base::MonoTime{base::Millis{mono.load()}}; };
  }
  void confirm(Writer& writer, std::int64_t slack_now) {
    for (const std::int64_t earlier : {60'000, 0})
      writer.confirm_clock(at(slack_now - earlier), base::MonoTime{base::Millis{mono.load() - earlier}});
  }
};

// The writer's thread tells of a commit before it deletes. Each further commit lets it go on where it was.
std::string left_before(std::int64_t when, const std::string& expected, Writer& writer, Listener& listener,
                        Script& script, std::int64_t alive_at, const std::filesystem::path& file) {
  std::string left;
  for (int i = 0; i < 10'000 && left != expected; ++i) {
    const history::Batch batch = script.batch(alive_at);
    REQUIRE(writer.submit(batch));
    listener.wait_for_commit(static_cast<std::int64_t>(batch.number));
    left = row(file, "SELECT count(*) FROM presence_transitions WHERE at < " + std::to_string(when));
  }
  return left;
}

TEST_CASE("What is older than the retention is deleted while the writer is idle") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Clocks clocks;
  Writer writer(open(folder / "h.db"), {.retention = base::Millis{10 * kDayMs}, .monotonic = clocks.monotonic()},
                listener.events());
  REQUIRE(writer.submit(turns(script, 20 * kDayMs, 5000)));
  REQUIRE(writer.submit(turns(script, 40 * kDayMs, 100)));
  listener.wait_for_commit(2);
  clocks.confirm(writer, 40 * kDayMs);
  const auto left = [&] {
    return left_before(30 * kDayMs, "50", writer, listener, script, 40 * kDayMs, folder / "h.db");
  };
  CHECK(left() == "50");  // of everybody the one in force
  CHECK(writer.stop(kPatience));
}

TEST_CASE("The retention can be changed while it writes") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Clocks clocks;
  Writer writer(open(folder / "h.db"), {.monotonic = clocks.monotonic()}, listener.events());
  REQUIRE(writer.submit(turns(script, 20 * kDayMs, 200)));
  REQUIRE(writer.submit(turns(script, 40 * kDayMs, 100)));
  listener.wait_for_commit(2);
  clocks.confirm(writer, 40 * kDayMs);
  CHECK(left_before(30 * kDayMs, "200", writer, listener, script, 40 * kDayMs, folder / "h.db") == "200");
  writer.set_retention(base::Millis{10 * kDayMs});
  CHECK(left_before(30 * kDayMs, "50", writer, listener, script, 40 * kDayMs, folder / "h.db") == "50");
  CHECK(writer.stop(kPatience));
}

// A clock that was ahead for seven seconds once took a history of 402 transitions down to 2.
TEST_CASE("A clock that is ahead by more than the retention deletes nothing, whatever marks of life say") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Clocks clocks;
  constexpr std::int64_t kYears = 4000 * kDayMs;
  Writer writer(open(folder / "h.db"), {.retention = base::Millis{400 * kDayMs}, .monotonic = clocks.monotonic()},
                listener.events());
  for (int i = 0; i < 402; ++i) script.turn("U1", 20'000 * kDayMs + i, i % 2 == 0 ? Presence::active : Presence::away);
  REQUIRE(writer.submit(script.batch(20'000 * kDayMs + 402)));
  for (int second = 0; second < 7; ++second) {
    clocks.mono = second * 1000;
    REQUIRE(writer.submit(script.batch(20'000 * kDayMs + kYears + second * 1000)));
  }
  listener.wait_for_commit(8);
  clocks.confirm(writer, 20'000 * kDayMs);  // Slack knows better
  for (int second = 7; second < 30; ++second) {
    REQUIRE(writer.submit(script.batch(20'000 * kDayMs + kYears + second * 1000)));
    listener.wait_for_commit(second + 2);
  }
  CHECK(writer.stop(kPatience));
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "402");
}

TEST_CASE("Even when Slack's clock seems to say so, a step of the retention takes 30 days and no more") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Clocks clocks;
  Writer writer(open(folder / "h.db"), {.retention = base::Millis{400 * kDayMs}, .monotonic = clocks.monotonic()},
                listener.events());
  for (int day = 0; day < 402; ++day)
    script.turn("U1", 20'000 * kDayMs + day * kDayMs, day % 2 == 0 ? Presence::active : Presence::away);
  REQUIRE(writer.submit(script.batch(20'402 * kDayMs)));
  clocks.confirm(writer, 40'000 * kDayMs);
  const auto left = [&](const std::string& expected) {
    return left_before(30'000 * kDayMs, expected, writer, listener, script, 40'000 * kDayMs, folder / "h.db");
  };
  CHECK(left("371") == "371");  // what is before the second of them can go, and 30 days from there on
  for (int i = 0; i < 20; ++i) CHECK(left("371") == "371");
  clocks.mono = 3'600'000;
  clocks.confirm(writer, 40'000 * kDayMs + 3'600'000);
  CHECK(left("340") == "340");
  CHECK(writer.stop(kPatience));
}

TEST_CASE("Rows from the future are set aside in their place among the batches") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {}, listener.events());
  REQUIRE(writer.submit(turns(script, kDayMs, 10)));
  std::promise<base::Result<Rewound, Failure>> answer;
  REQUIRE(writer.set_aside("acme", at(5000), [&](const auto& result) { answer.set_value(result); }));
  REQUIRE(writer.submit(turns(script, kDayMs, 3)));  // as if the clock had jumped again
  listener.wait_for_commit(2);
  const auto result = answer.get_future().get();
  REQUIRE(result.ok());
  CHECK(result.value().moved.transitions == 10);
  CHECK(result.value().resume.recorded_until == at(5000));
  CHECK(writer.stop(kPatience));
  CHECK(row(folder / "h.db", "SELECT count(*), min(seq) FROM presence_transitions") == "3|11");
  CHECK(!writer.set_aside("acme", at(5000), [](const auto&) {}));
}

TEST_CASE("On a full disk setting aside fails, changes nothing, and works when there is room") {
  const TemporaryFolder folder;
  Listener listener;
  Script script;
  Writer writer(open(folder / "h.db"), {.first_retry = base::Millis{1}, .longest_retry = base::Millis{1}},
                listener.events());
  REQUIRE(writer.submit(turns(script, kDayMs, 2000)));
  listener.wait_for_commit(1);
  const auto set_aside = [&] {
    std::promise<base::Result<Rewound, Failure>> answer;
    REQUIRE(writer.set_aside("acme", at(5000), [&](const auto& result) { answer.set_value(result); }));
    return answer.get_future().get();
  };
  {
    const NoRoom none(4096);
    const auto refused = set_aside();
    REQUIRE(!refused.ok());
    CHECK(refused.error().failure_class == FailureClass::full);
  }
  CHECK(row(folder / "h.db", "SELECT count(*) FROM presence_transitions") == "2000");
  CHECK(set_aside().value().moved.transitions == 2000);
  CHECK(writer.stop(kPatience));
}

}  // namespace
}  // namespace presenced::store::test
