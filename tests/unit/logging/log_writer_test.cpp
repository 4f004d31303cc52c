// The thread that writes the log: order, bounds, and a reader that does not read.
#include "logging/log_writer.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <csignal>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

using namespace presenced;
using namespace presenced::base;
using logging::LogLine;
using logging::LogWriter;

namespace {

using Lines = std::vector<std::string>;

// An output whose reader can stop reading.
struct Reader {
  bool take(const LogLine& line) {
    std::unique_lock lock(mutex);
    ++waiting;
    changed.notify_all();
    changed.wait(lock, [this] { return reads; });
    --waiting;
    if (broken) {
      ++lost;
      changed.notify_all();
      return false;
    }
    lines.push_back(line.text);
    changed.notify_all();
    return true;
  }
  void set(bool& what, bool value) {
    const std::lock_guard lock(mutex);
    what = value;
    changed.notify_all();
  }
  void await_blocked() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return waiting == 1 && !reads; });
  }
  bool await(std::size_t count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 20s, [&] { return lines.size() >= count; });
  }
  bool await_lost(int count) {
    std::unique_lock lock(mutex);
    return changed.wait_for(lock, 20s, [&] { return lost >= count; });
  }

  std::mutex mutex;
  std::condition_variable changed;
  Lines lines;
  int waiting = 0;
  int lost = 0;
  bool reads = true;
  bool broken = false;
};

struct Log {
  explicit Log(std::size_t most = LogWriter::kMostQueued, Millis flush = LogWriter::kFlush)
      : writer([reader = reader](const LogLine& line) { return reader->take(line); },
               [](std::uint64_t dropped) { return LogLine{std::to_string(dropped) + " dropped"}; }, most, flush) {}

  std::shared_ptr<Reader> reader = std::make_shared<Reader>();
  LogWriter writer;
};

}  // namespace

TEST_CASE("lines are written in their order, all of them before the end") {
  std::shared_ptr<Reader> reader;
  {
    Log log;
    reader = log.reader;
    for (const char* text : {"a", "b", "c"}) log.writer.write({text});
  }
  CHECK(reader->lines == Lines{"a", "b", "c"});
}

TEST_CASE("a line arrives with its fields, of any bytes, on a thread without signals") {
  const LogLine sent{"lost: bye",
                     {"MESSAGE=lost: bye", "", std::string("PRESENCED_X=a\0\n", 15), std::string(9'000, 'x')}};
  LogLine received;
  sigset_t blocked{};
  {
    const auto take = [&](const LogLine& line) {
      received = line;
      return pthread_sigmask(SIG_SETMASK, nullptr, &blocked) == 0;
    };
    LogWriter writer(take, [](std::uint64_t) { return LogLine{}; });
    writer.write(sent);
  }
  CHECK(received.text == sent.text);
  CHECK(received.fields == sent.fields);
  for (const int signal : {SIGPIPE, SIGTERM, SIGHUP, SIGINT}) CHECK(sigismember(&blocked, signal) == 1);
}

TEST_CASE("a log that nobody reads holds up nobody; what is dropped is counted where it is missing") {
  Log log(3);
  log.reader->set(log.reader->reads, false);
  log.writer.write({"a"});
  log.reader->await_blocked();
  for (const char* text : {"b", "c", "d", "e", "f", "g"}) log.writer.write({text});
  log.reader->set(log.reader->reads, true);
  REQUIRE(log.reader->await(5));
  log.writer.write({"h"});
  REQUIRE(log.reader->await(6));
  CHECK(log.reader->lines == Lines{"a", "b", "c", "d", "3 dropped", "h"});
}

TEST_CASE("an end is not held up by a log that nobody reads") {
  std::shared_ptr<Reader> reader;
  {
    Log log(1, 1ms);
    reader = log.reader;
    reader->set(reader->reads, false);
    log.writer.write({"a"});
    reader->await_blocked();
    log.writer.write({"b"});  // the queue is full
  }
  CHECK(reader->lines.empty());
  reader->set(reader->reads, true);  // the thread was left, with all that it had to write
  REQUIRE(reader->await(2));
  CHECK(reader->lines == Lines{"a", "b"});
}

TEST_CASE("lines that cannot be written are counted as well, and told with the next that can") {
  Log log;
  log.reader->set(log.reader->broken, true);
  log.writer.write({"a"});
  REQUIRE(log.reader->await_lost(1));
  log.writer.write({"b"});
  REQUIRE(log.reader->await_lost(3));  // a, the notice of it, b
  log.reader->set(log.reader->broken, false);
  log.writer.write({"c"});
  REQUIRE(log.reader->await(2));
  CHECK(log.reader->lines == Lines{"2 dropped", "c"});
}
