// Measures how much the real presenced takes when nothing happens: its file, its memory and its wake-ups.
//
//   daemon_size [--dir DIR] [--settle SECONDS] [--people N] [--only file|idle|large|whole] [--json FILE] [--judge no]
//
// idle: one workspace of N (500) people over TLS. From when everybody's presence and status are covered it is left
// alone for SECONDS (60); the wake-ups are counted in the second half of them.
// large: 17,500 people over five sockets, whose presence alone is covered: half a minute. whole: as idle, 17,500 people
// over 15 sockets. Slack's pace makes that 25 minutes, so it is left out unless asked for.
// Prints one line a figure. Exit status 1 when one misses its limit, unless nothing is to be judged; 2 when something
// fails.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/figures.h"
#include "bench/process_figures.h"
#include "bench/run.h"
#include "integration/installation.h"
#include "integration/large_workspace.h"
#include "support/temp_dir.h"

namespace {

using namespace presenced;

constexpr double kMostWakeUps = 2;  // a second
constexpr double kMostFileMegabytes = 5;
constexpr base::Millis kPatience{45 * 60'000};

struct Workspace {
  std::string name;
  int people = 500;
  int sockets = 1;
  bool status = true;  // is waited for
  double most_megabytes = 0;
};
const Workspace kLarge{"17,500 people over 5 sockets, presence alone", 17'500, 5, false, 45};
const Workspace kWhole{"17,500 people over 15 sockets", 17'500, 15, true, 45};

// How often each of its threads was woken a second, while nothing happened for so long.
std::vector<double> wake_ups(pid_t process, std::chrono::duration<double> span) {
  std::map<pid_t, std::int64_t> before = bench::voluntary_switches(process);
  std::this_thread::sleep_for(span);
  std::vector<double> rates;
  for (const auto& [thread, switches] : bench::voluntary_switches(process))
    rates.push_back(static_cast<double>(switches - before[thread]) / span.count());
  return rates;
}

void measure(const Workspace& workspace, double settle, bench::Figures& figures) {
  test::Installation::Setup setup;
  setup.crowd = workspace.people;
  setup.extra_workspace_yaml = fmt::format("    max_sockets: {}\n", workspace.sockets);
  test::Installation here(setup);
  const auto begin = std::chrono::steady_clock::now();
  here.start();
  const auto all = static_cast<std::size_t>(workspace.people);
  const auto covered = [&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // a look at 17,500 spans takes a while
    return test::presence_covered(here, "subscribed") + test::presence_covered(here, "sampled") == all &&
           (!workspace.status || test::status_covered(here) == all);
  };
  if (!test::eventually(covered, kPatience)) throw std::runtime_error("not everybody is covered:\n" + here.log());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const std::chrono::duration<double> half(settle / 2);
  std::this_thread::sleep_for(half);
  const pid_t process = here.daemon().pid();
  const std::vector<double> rates = wake_ups(process, half);
  const bench::Memory memory = bench::memory_of(process);
  figures.add({"resident memory, " + workspace.name, "MB", memory.resident_mb, workspace.most_megabytes,
               fmt::format("{} people over TLS, all covered after {:.0f} s, and {:.0f} s", workspace.people,
                           took.count(), settle)});
  figures.add({"of which written by it, " + workspace.name, "MB", memory.own_mb, 0,
               fmt::format("heap and stacks; the rest are pages of files. PSS {:.1f}", memory.share_mb)});
  figures.add({"at most so far, " + workspace.name, "MB", bench::peak_resident_mb(process), 0, ""});
  if (workspace.sockets == 1)
    figures.add({"wake-ups of all threads, idle", "/s", std::accumulate(rates.begin(), rates.end(), 0.0), kMostWakeUps,
                 fmt::format("in {:.0f} s; of each thread {:.2f}", half.count(), fmt::join(rates, ", "))});
  if (here.stop() != 0) throw std::runtime_error("presenced did not end well:\n" + here.log());
}

void measure_file(bench::Figures& figures) {
  const test::TempDir folder;
  const auto stripped = folder / "presenced";
  if (std::system(fmt::format("strip -o '{}' '{}'", stripped.string(), PRESENCED_BINARY).c_str()) != 0)
    throw std::runtime_error("strip failed");
  figures.add({"the program's file, stripped", "MB", static_cast<double>(std::filesystem::file_size(stripped)) / 1e6,
               kMostFileMegabytes, ""});
}

void measure_parts(const bench::Options& options, bench::Figures& figures) {
  const std::string& only = options.at("--only");
  const double settle = std::stod(options.at("--settle"));
  if (only.empty() || only == "file") measure_file(figures);
  if (only.empty() || only == "idle")
    measure({"idle", std::stoi(options.at("--people")), 1, true, 10}, settle, figures);
  if (only.empty() || only == "large") measure(kLarge, settle / 3, figures);
  if (only == "whole") measure(kWhole, settle, figures);
}

}  // namespace

int main(int count, char** words) {
  return bench::run(
      "daemon_size", count, words,
      {{"--dir", "."}, {"--people", "500"}, {"--settle", "60"}, {"--only", ""}, {"--json", ""}, {"--judge", ""}},
      measure_parts);
}
