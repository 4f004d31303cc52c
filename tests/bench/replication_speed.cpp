// How fast a history comes to the centre, and how late: two years of 500 people as history_bench writes them, a
// PostgreSQL of its own, and presencectl replicate as a program of its own.
//
//   replication_speed --rows N [--seconds S]
//
// Needs PostgreSQL, and room in $TMPDIR for the history and some 250 bytes for each row. Prints the transitions a
// second of catching up, and the lag of a thousand transitions a second for S seconds (20).
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/two_years.h"
#include "central/connection.h"
#include "central/postgres_server.h"
#include "support/temp_dir.h"

using namespace presenced;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kCommitsASecond = 20;
constexpr int kTransitionsACommit = 50;

double seconds_since(Clock::time_point begun) { return std::chrono::duration<double>(Clock::now() - begun).count(); }

pid_t replicate(const std::filesystem::path& file, const std::string& address, bool once) {
  const pid_t process = fork();
  if (process != 0) return process;
  execl(PRESENCED_PRESENCECTL, "presencectl", "replicate", "--db", file.c_str(), "--origin", "bench", "--to",
        address.c_str(), once ? "--once" : nullptr, nullptr);
  _exit(127);
}

// Its largest size in memory, in KiB.
long succeeded(pid_t process) {
  int status = 0;
  rusage used{};
  wait4(process, &status, 0, &used);
  if (status != 0) throw std::runtime_error("presencectl replicate failed");
  return used.ru_maxrss;
}

// Transitions at a steady pace; when each commit was done, by its last seq.
class Pace {
 public:
  Pace(store::HistoryDb& database, std::int64_t at, std::int64_t seq) : database_(database), at_(at), seq_(seq) {}

  void run(int seconds) {
    auto next = Clock::now();
    for (int commit = 0; commit < seconds * kCommitsASecond; ++commit) {
      next += std::chrono::milliseconds{1000 / kCommitsASecond};
      std::this_thread::sleep_until(next);
      history::Batch batch{"acme", base::BatchNumber{1'000'000'000 + commit}, base::wall_from_unix_ms(++at_), {}};
      for (int i = 0; i < kTransitionsACommit; ++i)
        batch.records.push_back(history::Transition{
            {bench::person_id(i)}, batch.alive_at, batch.alive_at, base::Presence::away, base::Presence::active});
      if (const auto failure = database_.commit(std::span(&batch, 1))) throw std::runtime_error(failure->message);
      seq_ += kTransitionsACommit;
      const std::lock_guard lock(mutex_);
      committed_[seq_] = Clock::now();
    }
    done_ = true;
  }

  // Of each commit that is at the centre by now: how late it came.
  void arrived(std::int64_t position, std::vector<double>& lags) {
    const std::lock_guard lock(mutex_);
    while (!committed_.empty() && committed_.begin()->first <= position) {
      lags.push_back(seconds_since(committed_.begin()->second));
      committed_.erase(committed_.begin());
    }
  }
  bool done() {
    const std::lock_guard lock(mutex_);
    return done_ && committed_.empty();
  }

 private:
  store::HistoryDb& database_;
  std::int64_t at_;
  std::int64_t seq_;
  std::mutex mutex_;
  std::map<std::int64_t, Clock::time_point> committed_;
  std::atomic<bool> done_ = false;
};

void measure_lag(store::HistoryDb& database, std::int64_t last_at, const std::filesystem::path& file,
                 const std::string& address, int seconds) {
  central::Connection centre(central::read_address(address, {}).value(), {});
  const auto position = [&] {
    return std::stoll(centre.query("SELECT position FROM presenced.origin").at(0).at(0).value());
  };
  const pid_t process = replicate(file, address, false);
  std::this_thread::sleep_for(std::chrono::seconds{2});
  Pace pace(database, last_at, position());
  std::thread writing([&] { pace.run(seconds); });
  std::vector<double> lags;
  while (!pace.done()) {
    pace.arrived(position(), lags);
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  writing.join();
  kill(process, SIGTERM);
  succeeded(process);
  std::sort(lags.begin(), lags.end());
  fmt::print("lag at {} transitions a second: {:.0f} ms in the middle, {:.0f} ms at most\n",
             kCommitsASecond * kTransitionsACommit, lags[lags.size() / 2] * 1000, lags.back() * 1000);
}

int number(int argc, char** argv, const std::string& option, int otherwise) {
  for (int i = 1; i + 1 < argc; ++i)
    if (argv[i] == option) return std::atoi(argv[i + 1]);
  return otherwise;
}

}  // namespace

int main(int argc, char** argv) try {
  const int rows = number(argc, argv, "--rows", 1'000'000);
  const test::TempDir folder;
  store::OpenOptions options;
  options.file = folder / "h.db";
  options.durability = store::Durability::normal;
  options.now = base::wall_from_unix_ms(bench::kBegin);
  auto opened = store::HistoryDb::open(options);
  if (!opened) throw std::runtime_error(opened.error().message);
  const std::int64_t last_at = bench::write_two_years(*opened.value(), rows, 1);
  test::PostgresServer server(test::PostgresServer::Commits::durable);
  const std::string address = server.make_database("bench");
  const auto begun = Clock::now();
  const long size = succeeded(replicate(options.file, address, true));
  const double took = seconds_since(begun);
  central::Connection centre(central::read_address(address, {}).value(), {});
  const double brought = std::stod(centre.query("SELECT position FROM presenced.origin").at(0).at(0).value());
  const double spans = std::stod(centre.query("SELECT count(*) FROM presenced.coverage_span").at(0).at(0).value());
  fmt::print(
      "{:.0f} transitions in {:.1f} s: {:.0f} a second, and {:.0f} spans of coverage with them; {} MiB in memory\n",
      brought, took, brought / took, spans, size / 1024);
  measure_lag(*opened.value(), last_at, options.file, address, number(argc, argv, "--seconds", 20));
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "replication_speed: {}\n", error.what());
  return 1;
} catch (const central::CentreError& error) {
  fmt::print(stderr, "replication_speed: {}\n", error.message);
  return 1;
}
