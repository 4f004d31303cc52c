// The thread that reads files for the loop: order, what hangs, and the end.
#include "reload/file_thread.h"

#include <doctest/doctest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <stdexcept>

#include "runtime/clock.h"
#include "support/captured_log.h"
#include "support/temp_dir.h"

using namespace presenced;
using reload::FileThread;

namespace {

struct Reading {
  test::TempDir dir;
  boost::asio::io_context loop{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{loop.get_executor()};
  support::CapturedLog log;
  std::vector<std::filesystem::path> saved;
  std::vector<int> results;
  FileThread thread{loop, log, [this](const auto& files) { saved.insert(saved.end(), files.begin(), files.end()); }};

  void read(int number, std::shared_future<void> gate = {}) {
    thread.run(
        std::to_string(number),
        [number, gate] {
          if (gate.valid()) gate.wait();
          return number;
        },
        [this](int result) { results.push_back(result); });
  }
  template <class Condition>
  bool eventually(const Condition& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < end) loop.run_one_for(std::chrono::milliseconds(50));
    return holds();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Reading, "results arrive on the loop, in the order of the calls") {
  for (const int number : {1, 2, 3}) read(number);
  CHECK(results.empty());
  CHECK(eventually([&] { return results.size() == 3; }));
  CHECK(results == std::vector<int>{1, 2, 3});
}

TEST_CASE_FIXTURE(Reading, "a call that hangs is named after a while, and the loop goes on") {
  std::promise<void> gate;
  read(1, gate.get_future().share());
  read(2);
  const auto now = runtime::now().mono;
  CHECK(thread.stuck(now) == nullptr);
  const auto* file = thread.stuck(now + FileThread::kPatience);
  REQUIRE(file);
  CHECK(*file == "1");
  bool turned = false;
  boost::asio::post(loop, [&] { turned = true; });
  CHECK(eventually([&] { return turned; }));
  CHECK(results.empty());
  gate.set_value();
  CHECK(eventually([&] { return results.size() == 2; }));
  CHECK(thread.stuck(now + 2 * FileThread::kPatience) == nullptr);
}

TEST_CASE("the end does not wait for a call that hangs, and nothing of it arrives any more") {
  std::promise<void> begun;
  std::promise<void> gate;
  std::promise<void> over;
  {
    Reading here;
    here.thread.run(
        "hangs",
        [opened = gate.get_future().share(), &begun, &over] {
          begun.set_value();
          opened.wait();
          over.set_value();
          return 0;
        },
        [](int) { FAIL_CHECK("arrived"); });
    begun.get_future().wait();
  }
  gate.set_value();
  over.get_future().wait();
}

TEST_CASE_FIXTURE(Reading, "what a call throws is thrown on the loop") {
  thread.run(
      "bug", []() -> int { throw std::runtime_error("a bug"); }, [](int) {});
  CHECK_THROWS_WITH(eventually([] { return false; }), "a bug");
}

TEST_CASE_FIXTURE(Reading, "files that are saved are told on the loop") {
  const auto file = dir.write("watchlist.yaml", "1");
  thread.watch({file});
  read(1);
  REQUIRE(eventually([&] { return results.size() == 1; }));  // the watch was set up before
  dir.write("watchlist.yaml", "2");
  CHECK(eventually([&] { return !saved.empty(); }));
  CHECK(saved.front() == file);
}
