// More changes at once than the disk takes, and a disk that does not answer: all of it is recorded, in little memory.
// In CI at a small size; the full one takes minutes:
//   PRESENCED_FLOOD=2000000 PRESENCED_FLOOD_STALL=60 PRESENCED_FLOOD_SLOW=200000
//   build/release/tests/integration_tests -tc='flood:*'
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "integration/installation.h"
#include "integration/large_workspace.h"

using namespace presenced;
using test::count;
using test::eventually;
using test::Installation;

namespace {

constexpr int kPeople = 400;
constexpr base::Millis kPatience{600'000};
constexpr std::chrono::microseconds kSlowWrite{14'000};
constexpr std::size_t kMostKb = 64 * 1024;  // above idle

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

Installation::Setup with_a_gate() {
  const char* own = std::getenv("ASAN_OPTIONS");
  Installation::Setup setup;
  setup.crowd = kPeople;
  setup.launcher = {"/usr/bin/env", "LD_PRELOAD=" PRESENCED_HANGING_FILES,
                    "ASAN_OPTIONS=verify_asan_link_order=0" + (own ? ":" + std::string(own) : std::string())};
  return setup;
}

// A disk that takes no write while it is stalled, or each write slowly.
class Disk {
 public:
  explicit Disk(const Installation& here)
      : gate_(here.database().string() + "-wal.stalls"), pace_(here.database().string() + "-wal.crawls") {}
  void stall() const { REQUIRE(::mkfifo(gate_.c_str(), 0600) == 0); }
  void go_on() const {
    const int writer = ::open(gate_.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    std::filesystem::remove(gate_);
    if (writer >= 0) ::close(writer);
  }
  void crawl(std::chrono::microseconds each) const {
    std::ofstream(pace_).close();
    std::filesystem::resize_file(pace_, static_cast<std::uintmax_t>(each.count()));
  }

 private:
  std::filesystem::path gate_;
  std::filesystem::path pace_;
};

std::size_t changes_recorded(const Installation& here) {
  return count(here, "presence_transitions WHERE source IN ('push', 'late')");
}

// As fast as the fake Slack can.
std::vector<fake_slack::Wave> burst(const Installation& here, int changes) {
  const auto people = fake_slack::crowd(kPeople, fake_slack::Options{}.seed);
  REQUIRE(people.size() == here.people().size());
  return fake_slack::plan_flood(people, changes, base::Millis{20 * (changes / kPeople + 1)}, 1);
}

struct Flooded {
  explicit Flooded(int of) : changes(of), here(with_a_gate()) {
    here.start();
    REQUIRE(eventually([&] { return test::presence_covered(here, "subscribed") == kPeople; }, kPatience));
    waves = burst(here, changes);
    idle = test::peak_resident_kb(here.daemon().pid());
  }
  // Nothing is lost, and it took little memory.
  void check_whole() {
    CHECK(eventually([&] { return changes_recorded(here) == static_cast<std::size_t>(changes); }, kPatience));
    CHECK(count(here, "coverage WHERE ended_at IS NOT NULL") == 0);
    const std::size_t peak = test::peak_resident_kb(here.daemon().pid());
    MESSAGE(fmt::format("{} changes, {} of them late; {} kB idle, {} kB at most", changes,
                        count(here, "presence_transitions WHERE source = 'late'"), idle, peak));
#if !defined(__SANITIZE_ADDRESS__)
    CHECK(peak < idle + kMostKb);
#endif
  }
  void check_file() {
    CHECK(here.stop() == 0);
    CHECK(here.findings_of_verify().empty());
  }

  int changes;
  Installation here;
  std::vector<fake_slack::Wave> waves;
  std::size_t idle = 0;
};

}  // namespace

TEST_CASE("flood: a burst while the disk stalls is recorded whole, without a gap, in little memory") {
  Flooded flooded(from_environment("PRESENCED_FLOOD", 200'000));
  const std::chrono::seconds stall{from_environment("PRESENCED_FLOOD_STALL", 5)};
  const Disk disk(flooded.here);
  disk.stall();
  std::jthread slack([&] { test::flood(flooded.here, flooded.waves); });
  std::this_thread::sleep_for(stall);
  CHECK(changes_recorded(flooded.here) == 0);
  disk.go_on();
  slack.join();
  flooded.check_whole();
  flooded.check_file();
}

TEST_CASE("flood: ten times as much as a slow disk takes is recorded whole, without a gap, in little memory") {
  Flooded flooded(from_environment("PRESENCED_FLOOD_SLOW", 40'000));
  const Disk disk(flooded.here);
  disk.crawl(kSlowWrite);
  const auto began = std::chrono::steady_clock::now();
  test::flood(flooded.here, flooded.waves);
  flooded.check_whole();
  const auto took = std::chrono::steady_clock::now() - began;
  CHECK(count(flooded.here, "presence_transitions WHERE source = 'late'") > 0);  // reading has waited
  CHECK(took >= 10 * flooded.waves.back().after);  // otherwise it was no flood for that disk
  MESSAGE(fmt::format("told within {} ms, recorded within {} ms", flooded.waves.back().after.count(),
                      std::chrono::duration_cast<base::Millis>(took).count()));
  flooded.check_file();
}
