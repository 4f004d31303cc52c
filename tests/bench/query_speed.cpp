// Measures presencectl as users wait for it: whole processes over a year of 500 people (year.h).
//
//   query_speed --dir DIR [--rows N] [--seed S]
//
// Writes DIR/year.db unless it is there: N presence transitions (5,000,000) and a tenth as many of the status. Then one
// line a question: the middle of its runs in milliseconds, and the most memory it held. Exit status 1 when one is over
// its limit or fails.
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/year.h"

namespace {

using namespace presenced;

struct Arguments {
  std::int64_t rows = 5'000'000;
  std::filesystem::path folder;
  std::uint64_t seed = 1;
};

struct Question {
  std::string words;  // after --db FILE
  int runs = 11;
  double most_ms = 0;  // 0: no limit
};

constexpr double kMostMegabytes = 100;

// July: the middle of the year.
const std::vector<Question> kQuestions{
    {"now", 11, 50},
    {"at 2025-07-01", 11, 50},
    {"log U00000042 --since 2025-07-01 --until 2025-08-01", 11, 50},
    {"summary U00000042 --since 2025-07-01 --until 2025-08-01", 11, 50},
    {"intervals U00000042 --since 2025-07-01 --until 2025-08-01", 11, 50},
    {"log -n 10", 11, 50},
    {"heatmap --since 2025-01-01 --until 2026-01-01", 3, 2000},
    {"coverage U00000042 --since 2025-07-01 --until 2025-08-01", 11, 50},
    {"intervals -o csv --since 2025-01-01 --until 2026-01-01", 1, 0},
    {"export", 1, 0},
    {"export -o jsonl", 1, 0},
};

struct Run {
  double ms = 0;
  double megabytes = 0;
};

Run run(const std::filesystem::path& database, const std::string& words) {
  const std::string line = fmt::format("exec {} --db {} --tz Europe/Berlin {}", PRESENCECTL, database.string(), words);
  const char* const arguments[] = {"/bin/sh", "-c", line.c_str(), nullptr};
  posix_spawn_file_actions_t nowhere;
  posix_spawn_file_actions_init(&nowhere);
  posix_spawn_file_actions_addopen(&nowhere, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  const auto begin = std::chrono::steady_clock::now();
  pid_t child = -1;
  if (posix_spawn(&child, arguments[0], &nowhere, nullptr, const_cast<char**>(arguments), environ) != 0)
    throw std::runtime_error("cannot start /bin/sh");
  posix_spawn_file_actions_destroy(&nowhere);
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) throw std::runtime_error("lost " + line);
  const auto took = std::chrono::steady_clock::now() - begin;
  if (status != 0) throw std::runtime_error(fmt::format("{}: ended with {}", words, status));
  return {std::chrono::duration<double, std::milli>(took).count(), static_cast<double>(used.ru_maxrss) / 1024};
}

bool measure(const std::filesystem::path& database, const Question& question) {
  std::vector<double> took;
  double megabytes = 0;
  if (question.runs > 1) run(database, question.words);  // warms the cache
  for (int i = 0; i < question.runs; ++i) {
    const Run one = run(database, question.words);
    took.push_back(one.ms);
    megabytes = std::max(megabytes, one.megabytes);
  }
  std::sort(took.begin(), took.end());
  const double middle = took[took.size() / 2];
  const bool within = (question.most_ms == 0 || middle <= question.most_ms) && megabytes <= kMostMegabytes;
  const std::string limit = question.most_ms == 0 ? "no limit" : fmt::format("at most {:g}", question.most_ms);
  fmt::print("{:<58} {:8.1f} ms ({}), {:5.1f} MB{}\n", question.words, middle, limit, megabytes,
             within ? "" : "  TOO MUCH");
  return within;
}

Arguments parse(int count, char** words) {
  Arguments arguments;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string_view name = words[i];
    if (name == "--rows")
      arguments.rows = std::atoll(words[i + 1]);
    else if (name == "--dir")
      arguments.folder = words[i + 1];
    else if (name == "--seed")
      arguments.seed = std::strtoull(words[i + 1], nullptr, 10);
    else
      throw std::runtime_error(fmt::format("unknown argument {}", name));
  }
  if (count % 2 == 0 || arguments.folder.empty())
    throw std::runtime_error("usage: query_speed --dir DIR [--rows N] [--seed S]");
  return arguments;
}

void write(const std::filesystem::path& file, const Arguments& arguments) {
  const std::filesystem::path unfinished = arguments.folder / "year.unfinished";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(unfinished.string() + suffix);
  auto opened =
      store::HistoryDb::open({unfinished, store::Durability::normal, "bench", base::wall_from_unix_ms(bench::kBegin)});
  if (!opened.ok()) throw std::runtime_error(opened.error().message);
  bench::write_year(*opened.value(), arguments.rows, arguments.seed);
  if (const auto failure = opened.value()->close()) throw std::runtime_error(failure->message);
  opened.value().reset();
  for (const char* suffix : {"", "-wal", "-shm"})
    std::filesystem::rename(unfinished.string() + suffix, file.string() + suffix);
}

}  // namespace

int main(int count, char** words) {
  try {
    const Arguments arguments = parse(count, words);
    const std::filesystem::path file = arguments.folder / "year.db";
    if (!std::filesystem::exists(file)) write(file, arguments);
    bool well = true;
    for (const Question& question : kQuestions) well &= measure(file, question);
    return well ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "query_speed: {}\n", error.what());
    return 2;
  }
}
