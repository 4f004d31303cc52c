#include "bench/sql_speed.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "store/reader.h"

namespace presenced::bench {
namespace {

struct Sample {
  std::string name;
  std::string sql;
  double most_ms = 0;
};

constexpr double kMostOfSample = 100;
constexpr double kMostOfYear = 50;
constexpr int kRuns = 7;

std::string text_of(const std::filesystem::path& page) {
  std::ifstream in(page);
  if (!in) throw std::runtime_error(page.string() + ": cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

void replace(std::string& text, std::string_view from, std::string_view to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// With what is in the history where the page names people and days that are not.
std::string fitted(std::string sql) {
  replace(sql, "U024BE7LH", "U00000042");
  replace(sql, "2026-0", "2025-0");
  replace(sql, "unixepoch()", "unixepoch('2025-12-31')");
  replace(sql, "seen(seq) AS (VALUES(0))", "seen(seq) AS (SELECT seq - 1000 FROM seq_last)");
  return sql;
}

// Of ```sql blocks, which may hold several statements.
std::vector<Sample> samples(const std::filesystem::path& page) {
  const std::string text = text_of(page);
  constexpr std::string_view kOpen = "```sql\n";
  std::vector<Sample> found;
  for (auto begin = text.find(kOpen); begin != std::string::npos; begin = text.find(kOpen, begin)) {
    begin += kOpen.size();
    const std::string block = text.substr(begin, text.find("```", begin) - begin);
    for (std::size_t from = 0, to; (to = block.find(";\n", from)) != std::string::npos; from = to + 2)
      found.push_back({fmt::format("{}, sample {}", page.filename().string(), found.size() + 1),
                       fitted(block.substr(from, to - from)), kMostOfSample});
  }
  return found;
}

double cpu_ms() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

std::int64_t count_rows(store::Statement& statement) {
  std::int64_t rows = 0;
  for (store::Rows row = statement.select(); row.next();) ++rows;
  return rows;
}

void measure(store::Database& database, const Sample& sample, Figures& figures) {
  store::Statement statement = database.prepare(sample.sql);
  std::int64_t rows = count_rows(statement);  // warms the cache
  std::vector<double> took, cpu;
  for (int run = 0; run < kRuns; ++run) {
    const double cpu_before = cpu_ms();
    const auto begin = std::chrono::steady_clock::now();
    rows = count_rows(statement);
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    cpu.push_back(cpu_ms() - cpu_before);
  }
  figures.add({sample.name, "ms", median(took), sample.most_ms,
               fmt::format("median of {}; CPU {:.1f}; {} rows", kRuns, median(cpu), rows)});
}

}  // namespace

void measure_sql(const std::filesystem::path& history, Figures& figures) {
  auto opened = store::Reader::open(history);
  if (!opened.ok()) throw std::runtime_error(opened.error().message);
  store::Database& database = opened.value()->database();
  measure(
      database,
      {"heatmap's rows in SQLite alone",
       "SELECT sum(t.at * (t.code & 1)) FROM person p CROSS JOIN presence_transition t ON t.person = p.id AND t.at >= "
       "unixepoch('2025-01-01') * 1000 AND t.at < unixepoch('2026-01-01') * 1000",
       0},
      figures);
  const std::string year =
      "started_at < unixepoch('2026-01-01') * 1000 AND (ended_at IS NULL OR ended_at > unixepoch('2025-01-01') * 1000)";
  for (const std::string_view view : {"presence_intervals", "status_intervals", "dnd_intervals", "huddle_intervals"})
    measure(database,
            {fmt::format("{}, one person's year", view),
             fmt::format("SELECT * FROM {} WHERE user_id = 'U00000042' AND {} ORDER BY started_at", view, year),
             kMostOfYear},
            figures);
  measure(database,
          {"presence_intervals, one person's two years",
           "SELECT * FROM presence_intervals WHERE user_id = 'U00000042' ORDER BY started_at", kMostOfYear},
          figures);
  for (const std::filesystem::path page : {PRESENCED_SOURCE_DIR "/README.md", PRESENCED_SOURCE_DIR "/docs/HISTORY.md"})
    for (const Sample& sample : samples(page)) measure(database, sample, figures);
}

}  // namespace presenced::bench
