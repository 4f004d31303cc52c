#include "bench/program_speed.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace presenced::bench {
namespace {

struct Question {
  std::string_view words;
  int runs = 1;
  double most_ms = 0;  // 0: no limit
};

constexpr double kMostMegabytes = 32;  // of the longest answer, too

// July 2025: three quarters of the history are older.
constexpr Question kQuestions[] = {
    {"now", 21, 20},
    {"at 2025-07-01T10:00", 21, 20},
    {"log U00000042 --since 2025-07-01 --until 2025-08-01", 21, 20},
    {"summary U00000042 --since 2025-07-01 --until 2025-08-01", 21, 20},
    {"intervals U00000042 --since 2025-07-01 --until 2025-08-01", 21, 20},
    {"coverage U00000042 --since 2025-07-01 --until 2025-08-01", 21, 20},
    {"log -n 10", 21, 50},
    {"timeline --since 2025-07-01 --until 2025-07-02", 11, 50},
    {"summary --since 2025-07-01 --until 2025-08-01", 11, 150},
    {"heatmap --since 2025-01-01 --until 2026-01-01", 5, 500},
    {"coverage --since 2024-01-01 --until 2026-01-01"},
    {"coverage -o csv --since 2024-01-01 --until 2026-01-01"},
    {"intervals --since 2025-07-01 --until 2025-08-01"},
    {"intervals -o csv --since 2025-07-01 --until 2025-08-01"},
    {"export --since 2025-04-01 --until 2025-07-01"},
    {"export -o jsonl --since 2025-04-01 --until 2025-07-01"},
};

struct Run {
  double wall_ms = 0;
  double cpu_ms = 0;
  double megabytes = 0;  // resident, at most
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_usec) / 1e3;
}

Run run(const std::filesystem::path& history, std::string_view words) {
  std::vector<std::string> line{PRESENCECTL, "--db", history.string(), "--tz", "Europe/Berlin"};
  std::istringstream all{std::string(words)};
  for (std::string word; all >> word;) line.push_back(word);
  std::vector<char*> arguments;
  for (std::string& word : line) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&quiet, stream, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = -1;
  const int failed = posix_spawn(&child, PRESENCECTL, &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  if (failed != 0) throw std::runtime_error(fmt::format("{}: {}", PRESENCECTL, std::strerror(failed)));
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) throw std::runtime_error(fmt::format("lost {}", words));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  if (status != 0) throw std::runtime_error(fmt::format("presencectl {}: ended with {}", words, status));
  return {took.count(), milliseconds(used.ru_utime) + milliseconds(used.ru_stime),
          static_cast<double>(used.ru_maxrss) / 1024};
}

}  // namespace

void measure_program(const std::filesystem::path& history, Figures& figures) {
  for (const Question& question : kQuestions) {
    if (question.runs > 1) run(history, question.words);  // warms the cache
    std::vector<double> wall, cpu;
    double megabytes = 0;
    for (int i = 0; i < question.runs; ++i) {
      const Run one = run(history, question.words);
      wall.push_back(one.wall_ms);
      cpu.push_back(one.cpu_ms);
      megabytes = std::max(megabytes, one.megabytes);
    }
    const double fastest = *std::min_element(wall.begin(), wall.end());
    figures.add({std::string(question.words), "ms", median(wall), question.most_ms,
                 fmt::format("median of {}; fastest {:.1f}, CPU {:.1f}", wall.size(), fastest, median(cpu))});
    figures.add({fmt::format("memory of {}", question.words), "MB", megabytes, kMostMegabytes, "resident, at most"});
  }
}

}  // namespace presenced::bench
