// Measures how much the real presenced takes when nothing happens: memory, wake-ups, and its file.
//
//   daemon_size [--dir DIR] [--people N] [--settle SECONDS] [--json FILE] [--judge no]
//
// One workspace of N (500) people over TLS. From when everybody's presence and status are covered it is left alone for
// SECONDS (60); the wake-ups are counted in the second half of them. Prints one line a figure. Exit status 1 when one
// misses its limit, unless nothing is to be judged; 2 when something fails.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/figures.h"
#include "bench/process_figures.h"
#include "integration/installation.h"
#include "integration/large_workspace.h"
#include "support/temp_dir.h"

namespace {

using namespace presenced;

constexpr double kMostMegabytes = 10;
constexpr double kMostWakeUps = 2;  // a second
constexpr double kMostFileMegabytes = 5;
constexpr base::Millis kPatience{240'000};

std::map<std::string, std::string> parse(int count, char** words) {
  std::map<std::string, std::string> options{
      {"--dir", "."}, {"--people", "500"}, {"--settle", "60"}, {"--json", ""}, {"--judge", ""}};
  for (int i = 1; i < count; i += 2) {
    const auto option = options.find(words[i]);
    if (option == options.end() || i + 1 == count)
      throw std::runtime_error(fmt::format("not understood: {}; the head of daemon_size.cpp has the usage", words[i]));
    option->second = words[i + 1];
  }
  return options;
}

void measure_idle(int people, double settle, bench::Figures& figures) {
  test::Installation::Setup setup;
  setup.crowd = people;
  test::Installation here(setup);
  const auto begin = std::chrono::steady_clock::now();
  here.start();
  const auto all = static_cast<std::size_t>(people);
  const auto covered = [&] {
    return test::presence_covered(here, "subscribed") == all && test::status_covered(here) == all;
  };
  if (!test::eventually(covered, kPatience)) throw std::runtime_error("not everybody is covered:\n" + here.log());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  const std::chrono::duration<double> half(settle / 2);
  std::this_thread::sleep_for(half);
  const std::int64_t before = bench::voluntary_switches(here.daemon().pid());
  std::this_thread::sleep_for(half);
  const std::int64_t switches = bench::voluntary_switches(here.daemon().pid()) - before;
  const bench::Memory memory = bench::memory_of(here.daemon().pid());
  const std::string how =
      fmt::format("{} people over TLS, all covered after {:.0f} s, and {:.0f} s", people, took.count(), settle);
  figures.add({"resident memory, idle", "MB", memory.resident_mb, kMostMegabytes, how});
  figures.add({"of which its own (PSS), idle", "MB", memory.share_mb, 0, how});
  figures.add({"wake-ups of all threads, idle", "/s", static_cast<double>(switches) / half.count(), kMostWakeUps,
               fmt::format("voluntary context switches in {:.0f} s", half.count())});
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

}  // namespace

int main(int count, char** words) {
  try {
    const auto options = parse(count, words);
    const std::filesystem::path folder = std::filesystem::absolute(options.at("--dir"));
    std::filesystem::create_directories(folder);
    ::setenv("TMPDIR", folder.c_str(), 1);  // where test::TempDir makes its folders
    bench::Figures figures;
    measure_file(figures);
    measure_idle(std::stoi(options.at("--people")), std::stod(options.at("--settle")), figures);
    if (!options.at("--json").empty()) figures.write_json(options.at("--json"));
    return figures.within_limits() || options.at("--judge") == "no" ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "daemon_size: {}\n", error.what());
    return 2;
  }
}
