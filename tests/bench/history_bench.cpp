// Measures the history against its limits: the size of a transition and the two queries people wait for.
//
//   history_bench --rows N --dir DIR [--seed S]
//
// Over two years of 500 people (two_years.h) with N presence transitions. One line a figure; exit status 1 when one is
// over its limit.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "bench/two_years.h"
#include "store/history_db.h"
#include "store/reader.h"

namespace {

using namespace presenced;
using bench::kBegin;
using bench::kHour;

constexpr double kMostBytes = 40;
constexpr double kMostMilliseconds = 10;

struct Arguments {
  std::int64_t rows = 10'000'000;
  std::filesystem::path folder = ".";
  std::uint64_t seed = 1;
};

[[noreturn]] void die(const std::string& why) {
  fmt::print(stderr, "history_bench: {}\n", why);
  std::exit(2);
}

double milliseconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

struct Timed {
  double middle = 0;  // milliseconds
  std::int64_t rows = 0;
};

// The middle of 21 runs after one that warms the cache, each with another person or moment.
template <class Bind>
Timed time(store::Database& database, std::string_view sql, Bind bind) {
  Timed timed;
  std::vector<double> took;
  store::Statement statement = database.prepare(sql);
  for (int run = 0; run <= 21; ++run) {
    const auto begin = std::chrono::steady_clock::now();
    std::int64_t rows = 0;
    for (store::Rows row = bind(statement, run); row.next();) ++rows;
    if (run > 0) took.push_back(milliseconds_since(begin));
    timed.rows = std::max(timed.rows, rows);
  }
  std::nth_element(took.begin(), took.begin() + 10, took.end());
  timed.middle = took[10];
  return timed;
}

bool report(std::string_view figure, double value, double limit, std::string_view unit) {
  const bool within = value <= limit;
  fmt::print("{:<58} {:8.2f} {} (at most {:g}){}\n", figure, value, unit, limit, within ? "" : "  TOO MUCH");
  return within;
}

constexpr std::string_view kMonth = R"(
  SELECT seq, at, earliest, before, after, source FROM presence_transitions
  WHERE user_id = ?1 AND at >= ?2 AND at < ?2 + 30 * 86400000 ORDER BY at)";

constexpr std::string_view kEverybodyAt = R"(
  SELECT p.user_id,
         CASE WHEN (SELECT c.ended_at IS NULL OR c.ended_at > ?1 FROM coverage c
                    WHERE c.workspace = p.workspace AND c.user_id = p.user_id AND c.started_at <= ?1
                    ORDER BY c.started_at DESC LIMIT 1)
              THEN coalesce((SELECT t.after FROM presence_transitions t
                             WHERE t.workspace = p.workspace AND t.user_id = p.user_id AND t.at <= ?1
                             ORDER BY t.at DESC LIMIT 1), 'unknown')
              ELSE 'unknown' END AS presence
  FROM people p)";

constexpr std::string_view kIntervals = "SELECT * FROM presence_intervals WHERE user_id = ?1 ORDER BY started_at";

bool measure(const std::filesystem::path& file, std::int64_t rows, std::int64_t end) {
  auto opened = store::Reader::open(file);
  if (!opened.ok()) die(opened.error().message);
  store::Database& database = opened.value()->database();
  const double bytes = static_cast<double>(std::filesystem::file_size(file)) / static_cast<double>(rows);
  bool well = report("file size per presence transition", bytes, kMostBytes, "bytes");

  const Timed month = time(database, kMonth, [&](store::Statement& statement, int run) {
    return statement.select(bench::person_id(run * 23), kBegin + run * 15 * 24 * kHour);
  });
  well &= report(fmt::format("one person's month through the view ({} rows)", month.rows), month.middle,
                 kMostMilliseconds, "ms");

  const Timed everybody = time(database, kEverybodyAt, [&](store::Statement& statement, int run) {
    return statement.select(kBegin + (end - kBegin) / 23 * (run + 1));
  });
  well &= report(fmt::format("who was what at T through the views ({} people)", everybody.rows), everybody.middle,
                 kMostMilliseconds, "ms");

  const Timed intervals = time(database, kIntervals, [&](store::Statement& statement, int run) {
    return statement.select(bench::person_id(run * 23));
  });
  fmt::print("{:<58} {:8.2f} ms (no limit)\n",
             fmt::format("one person's intervals of the whole year ({} rows)", intervals.rows), intervals.middle);
  return well;
}

// A commit that arrives in between waits for one step.
void measure_retention(const store::OpenOptions& options, std::int64_t end) {
  auto opened = store::HistoryDb::open(options);
  if (!opened.ok()) die(opened.error().message);
  std::vector<double> took;
  for (bool more = true; more && took.size() < 500;) {
    const auto begin = std::chrono::steady_clock::now();
    const auto step = opened.value()->retain(base::wall_from_unix_ms(kBegin + (end - kBegin) / 2));
    if (!step.ok()) die(step.error().message);
    took.push_back(milliseconds_since(begin));
    more = step.value();
  }
  std::sort(took.begin(), took.end());
  fmt::print("{:<58} {:8.2f} ms, slowest {:.2f} ms (no limit)\n",
             fmt::format("a step of the retention ({} steps)", took.size()), took[took.size() / 2], took.back());
  if (const auto failure = opened.value()->close()) die(failure->message);
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
      die(fmt::format("unknown argument {}", name));
  }
  if (count % 2 == 0 || arguments.rows < 1000)
    die("usage: history_bench --rows N --dir DIR [--seed S], N at least 1000");
  return arguments;
}

}  // namespace

int main(int count, char** words) {
  const Arguments arguments = parse(count, words);
  const std::filesystem::path file = arguments.folder / "bench.db";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(file.string() + suffix);

  const store::OpenOptions options{file, store::Durability::normal, "bench", base::wall_from_unix_ms(kBegin)};
  auto opened = store::HistoryDb::open(options);
  if (!opened.ok()) die(opened.error().message);
  const auto begin = std::chrono::steady_clock::now();
  const std::int64_t end = bench::write_two_years(*opened.value(), arguments.rows, arguments.seed);
  if (const auto failure = opened.value()->close()) die(failure->message);
  const double seconds = milliseconds_since(begin) / 1000;
  fmt::print("{:<58} {:8.0f} a second (no limit)\n", "transitions written",
             static_cast<double>(arguments.rows) / seconds);
  const bool well = measure(file, arguments.rows, end);
  measure_retention(options, end);
  return well ? 0 : 1;
}
