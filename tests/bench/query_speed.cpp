// Measures how fast the history answers: presencectl as whole processes, the views by SQL, and a purge.
//
//   query_speed --dir DIR [--rows N] [--seed S] [--json FILE] [--only program|sql|purge]
//
// Writes DIR/history.db unless it is there: N presence transitions (10,000,000) of two_years.h. Prints one line a
// figure. Exit status 1 when one is over its limit; 2 when something fails, or DIR has another number of transitions.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "bench/figures.h"
#include "bench/program_speed.h"
#include "bench/purge_speed.h"
#include "bench/sql_speed.h"
#include "bench/two_years.h"
#include "store/sqlite.h"

namespace {

using namespace presenced;

struct Arguments {
  std::int64_t rows = 10'000'000;
  std::filesystem::path folder;
  std::uint64_t seed = 1;
  std::filesystem::path json;
  std::string only;  // empty: all three
};

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
    else if (name == "--json")
      arguments.json = words[i + 1];
    else if (name == "--only")
      arguments.only = words[i + 1];
    else
      throw std::runtime_error(fmt::format("unknown argument {}", name));
  }
  if (count % 2 == 0 || arguments.folder.empty())
    throw std::runtime_error(
        "usage: query_speed --dir DIR [--rows N] [--seed S] [--json FILE] [--only program|sql|purge]");
  return arguments;
}

void write(const std::filesystem::path& file, const Arguments& arguments) {
  const std::filesystem::path unfinished = arguments.folder / "history.unfinished";
  for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(unfinished.string() + suffix);
  auto opened =
      store::HistoryDb::open({unfinished, store::Durability::normal, "bench", base::wall_from_unix_ms(bench::kBegin)});
  if (!opened.ok()) throw std::runtime_error(opened.error().message);
  bench::write_two_years(*opened.value(), arguments.rows, arguments.seed);
  if (const auto failure = opened.value()->close()) throw std::runtime_error(failure->message);
  opened.value().reset();
  for (const char* suffix : {"-wal", "-shm", ""})  // the file itself last: then the history is there
    std::filesystem::rename(unfinished.string() + suffix, file.string() + suffix);
}

// A file that an older build has written is measured as this one would leave it.
void bring_up_to_date(const std::filesystem::path& file) {
  store::OpenOptions options{file, store::Durability::normal, "bench", base::wall_from_unix_ms(bench::kBegin)};
  options.recording = false;
  auto opened = store::HistoryDb::open(options);
  if (!opened.ok()) throw std::runtime_error(opened.error().message);
  if (const auto failure = opened.value()->close()) throw std::runtime_error(failure->message);
}

void check_rows(const std::filesystem::path& file, std::int64_t wanted) {
  store::Database database(file, store::Database::Access::read_only);
  const std::int64_t rows = database.integer("SELECT count(*) FROM presence_transition");
  if (rows != wanted)
    throw std::runtime_error(fmt::format("{}: {} transitions, not {}; remove it", file.string(), rows, wanted));
}

}  // namespace

int main(int count, char** words) {
  try {
    const Arguments arguments = parse(count, words);
    const std::filesystem::path file = arguments.folder / "history.db";
    if (!std::filesystem::exists(file)) {
      std::filesystem::create_directories(arguments.folder);
      write(file, arguments);
      execv("/proc/self/exe", words);  // begins again, small: see measure_program()
      throw std::runtime_error("cannot begin again");
    }
    bring_up_to_date(file);
    check_rows(file, arguments.rows);
    bench::Figures figures;
    const auto wanted = [&](std::string_view part) { return arguments.only.empty() || arguments.only == part; };
    if (wanted("program")) bench::measure_program(file, figures);
    if (wanted("sql")) bench::measure_sql(file, figures);
    if (wanted("purge")) bench::measure_purge(file, figures);
    if (!arguments.json.empty()) figures.write_json(arguments.json);
    return figures.within_limits() ? 0 : 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "query_speed: {}\n", error.what());
    return 2;
  }
}
