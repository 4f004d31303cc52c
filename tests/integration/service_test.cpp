// What the service manager hears of the real program, on a socket of its own.
#include <doctest/doctest.h>

#include <algorithm>
#include <csignal>
#include <fstream>

#include "integration/installation.h"
#include "integration/notify_socket.h"
#include "integration/small_disk.h"

using namespace presenced;
using test::eventually;
using test::Installation;
using test::NotifySocket;

namespace {

struct Manager {
  test::TempDir dir;
  NotifySocket socket{dir / "notify"};

  // `watchdog`: microseconds, as in WatchdogSec=.
  Installation::Setup setup(const std::string& watchdog = "") {
    Installation::Setup setup;
    setup.launcher = {"/usr/bin/env", "NOTIFY_SOCKET=" + (dir / "notify").string()};
    if (!watchdog.empty()) setup.launcher.push_back("WATCHDOG_USEC=" + watchdog);
    return setup;
  }

  bool hears(const std::string& beginning) {
    return eventually([&] { return socket.count(beginning) > 0; });
  }
  bool hears_of(const std::string& words) {
    return eventually([&] {
      const auto& lines = socket.heard();
      return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) {
        return line.starts_with("STATUS=") && line.find(words) != std::string::npos;
      });
    });
  }
  std::ptrdiff_t place(const std::string& beginning) {
    const auto& lines = socket.heard();
    return std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.starts_with(beginning); }) -
           lines.begin();
  }
};

// Started under a manager on a disk that is full.
struct WaitsForRoom {
  const test::SmallDisk disk{"8m"};
  Manager manager;
  Installation installation{setup()};

  WaitsForRoom() {
    disk.fill();
    installation.start();
    CHECK(manager.hears_of("waiting for room"));
  }
  Installation::Setup setup() {
    Installation::Setup setup = manager.setup();
    setup.history_folder = disk.path();
    return setup;
  }
};

}  // namespace

TEST_CASE("service: on a disk that is full at the start it waits for room, and begins with it" *
          doctest::skip(!test::SmallDisk::possible())) {
  WaitsForRoom here;
  CHECK(eventually([&] { return here.installation.logged("make room on that file system"); }));
  CHECK(here.manager.socket.count("READY=1") == 0);
  here.installation.daemon().signal(SIGHUP);
  CHECK(eventually([&] { return here.installation.logged("not reloaded"); }));
  here.disk.make_room();
  CHECK(here.manager.hears("READY=1"));
  CHECK(here.installation.logged("store_recovered"));
  CHECK(eventually([&] { return here.installation.all_covered(); }));
  CHECK(here.installation.stop() == 0);
}

TEST_CASE("service: told to stop while it waits for room, it ends" * doctest::skip(!test::SmallDisk::possible())) {
  WaitsForRoom here;
  CHECK(here.installation.stop() == 0);
  CHECK(here.manager.socket.count("READY=1") == 0);
}

TEST_CASE("service: ready with an open history, then the status of each workspace, and the end") {
  Manager manager;
  Installation here(manager.setup());
  here.start();
  REQUIRE(manager.hears("READY=1"));
  CHECK(std::filesystem::exists(here.database()));
  CHECK(manager.hears_of("fake: connected, 6 of 6 people covered"));
  CHECK(manager.socket.count("STOPPING=1") == 0);
  CHECK(manager.socket.count("WATCHDOG=1") == 0);  // nobody asked for it
  CHECK(here.stop() == 0);
  CHECK(manager.socket.count("READY=1") == 1);
  CHECK(manager.socket.count("STOPPING=1") == 1);
  CHECK(manager.place("STOPPING=1") > manager.place("READY=1"));
}

TEST_CASE("service: ready while Slack refuses the token, and the status says so") {
  Manager manager;
  Installation::Setup setup = manager.setup();
  setup.written_token = "xoxb-somebody-elses";
  Installation here(setup);
  here.start();
  CHECK(manager.hears("READY=1"));
  CHECK(manager.hears_of("fake: not connected (rtm.connect: invalid_auth)"));
  CHECK(here.stop() == 0);
}

TEST_CASE("service: the watchdog is told of life again and again") {
  Manager manager;
  Installation here(manager.setup("2000000"));
  here.start();
  CHECK(eventually([&] { return manager.socket.count("WATCHDOG=1") >= 4; }));
  CHECK(here.stop() == 0);
}

TEST_CASE("service: a daemon that is stopped in its tracks tells the watchdog nothing") {
  Manager manager;
  Installation here(manager.setup("400000"));
  here.start();
  REQUIRE(manager.hears("WATCHDOG=1"));
  here.daemon().signal(SIGSTOP);
  // Two periods in which nothing comes. A stopped process may have a notice on its way, no more.
  const auto stopped = std::chrono::steady_clock::now();
  eventually([&] { return std::chrono::steady_clock::now() - stopped > base::Millis{100}; });
  manager.socket.heard();
  manager.socket.forget();
  eventually([&] { return std::chrono::steady_clock::now() - stopped > base::Millis{900}; });
  CHECK(manager.socket.count("WATCHDOG=1") == 0);
  here.daemon().signal(SIGCONT);
  CHECK(manager.hears("WATCHDOG=1"));
  CHECK(here.stop() == 0);
}

TEST_CASE("service: a reload is announced with its moment and ends ready, a bad edit with what is wrong with it") {
  Manager manager;
  Installation here(manager.setup());
  here.start();
  REQUIRE(manager.hears_of("6 of 6 people covered"));
  manager.socket.forget();
  here.daemon().signal(SIGHUP);
  REQUIRE(manager.hears("READY=1"));
  CHECK(manager.place("RELOADING=1") == 0);
  CHECK(manager.place("MONOTONIC_USEC=") == 1);
  CHECK(manager.place("READY=1") == 2);

  const std::string good = here.config_text();
  manager.socket.forget();
  std::ofstream(here.config()) << good << "nonsense: true\n";
  here.daemon().signal(SIGHUP);
  REQUIRE(manager.hears("READY=1"));
  const auto line = 1 + std::count(good.begin(), good.end(), '\n');
  CHECK(manager.hears_of("configuration rejected: " + here.config().string() + ":" + std::to_string(line) + ":"));

  manager.socket.forget();
  std::ofstream(here.config()) << good;
  here.daemon().signal(SIGHUP);
  REQUIRE(manager.hears("STATUS=fake: connected"));
  CHECK(here.stop() == 0);
}

TEST_CASE("service: a start that has to check the history asks for time and says why") {
  Manager manager;
  Installation here(manager.setup());
  here.start();
  REQUIRE(manager.hears_of("6 of 6 people covered"));
  here.crash();
  manager.socket.heard();
  manager.socket.forget();
  here.start();
  REQUIRE(manager.hears("READY=1"));
  CHECK(manager.place("STATUS=checking the history") == 0);
  CHECK(manager.place("EXTEND_TIMEOUT_USEC=30000000") == 1);
  CHECK(here.stop() == 0);
}
