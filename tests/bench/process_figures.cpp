#include "bench/process_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace presenced::bench {
namespace {

namespace fs = std::filesystem;

// The number behind "KEY:" in a file of lines.
std::int64_t number_in(const fs::path& file, std::string_view key) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(key) && line.substr(key.size(), 1) == ":") return std::stoll(line.substr(key.size() + 1));
  throw std::runtime_error(fmt::format("{}: no {}", file.string(), key));
}

fs::path folder_of(pid_t process) { return fmt::format("/proc/{}", process); }

double megabytes(std::int64_t kilobytes) { return static_cast<double>(kilobytes) / 1024; }

}  // namespace

Memory memory_of(pid_t process) {
  const fs::path folder = folder_of(process);
  return {megabytes(number_in(folder / "status", "VmRSS")), megabytes(number_in(folder / "smaps_rollup", "Pss")),
          megabytes(number_in(folder / "status", "RssAnon"))};
}

double peak_resident_mb(pid_t process) { return megabytes(number_in(folder_of(process) / "status", "VmHWM")); }

void forget_peak(pid_t process) { std::ofstream(folder_of(process) / "clear_refs") << 5; }

CpuSeconds cpu_seconds_of(pid_t process) {
  CpuSeconds seconds;
  for (const auto& thread : fs::directory_iterator(folder_of(process) / "task")) {
    std::ifstream file(thread.path() / "schedstat");
    double nanoseconds = 0;
    if (!(file >> nanoseconds)) continue;  // it has just ended
    const double own = nanoseconds / 1e9;
    seconds.all += own;
    if (thread.path().filename() == std::to_string(process))
      seconds.first = own;
    else
      seconds.second = std::max(seconds.second, own);
  }
  return seconds;
}

std::map<pid_t, std::int64_t> voluntary_switches(pid_t process) {
  std::map<pid_t, std::int64_t> switches;
  for (const auto& thread : fs::directory_iterator(folder_of(process) / "task"))
    switches[std::stoi(thread.path().filename())] = number_in(thread.path() / "status", "voluntary_ctxt_switches");
  return switches;
}

double cpu_seconds_of_this_thread() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

}  // namespace presenced::bench
