#include "bench/purge_speed.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/two_years.h"
#include "store/history_db.h"

namespace presenced::bench {
namespace {

constexpr std::int64_t kTransitions = 100'000;
constexpr double kMostOfStep = 20;
constexpr double kMostAltogether = 1000;

void throw_if(const std::optional<store::Failure>& failure) {
  if (failure) throw std::runtime_error(failure->message);
}

class Copy {
 public:
  explicit Copy(const std::filesystem::path& history) : file_(history.string() + ".purged") {
    remove();
    std::filesystem::copy_file(history, file_);
    // Or the first fsync of the purge would wait for all of the copy.
    const int copy = open(file_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = copy >= 0 && fsync(copy) == 0;
    close(copy);
    if (!synced) throw std::runtime_error(file_.string() + ": cannot be written to the disk");
  }
  ~Copy() { remove(); }
  Copy(const Copy&) = delete;
  Copy& operator=(const Copy&) = delete;
  const std::filesystem::path& file() const { return file_; }

 private:
  void remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(file_.string() + suffix, ignored);
  }
  std::filesystem::path file_;
};

}  // namespace

void measure_purge(const std::filesystem::path& history, Figures& figures) {
  const Copy copy(history);
  auto opened =
      store::HistoryDb::open({copy.file(), store::Durability::full, "bench", base::wall_from_unix_ms(kBegin)});
  if (!opened.ok()) throw std::runtime_error(opened.error().message);
  store::HistoryDb& database = *opened.value();
  std::vector<double> begins, steps;
  const auto timed = [](std::vector<double>& took, const auto& step) {
    const auto begin = std::chrono::steady_clock::now();
    step();
    took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  };
  std::int64_t deleted = 0;
  for (int person = 0; deleted < kTransitions && person < kPeople; ++person) {
    timed(begins, [&] { throw_if(database.promise_purge(base::UserId{person_id(person)}, false, {})); });
    timed(begins, [&] { throw_if(database.begin_purge()); });
    for (bool done = false; !done;)
      timed(steps, [&] {
        auto step = database.purge_step();
        if (!step.ok()) throw std::runtime_error(step.error().message);
        if (!step.value()) return;
        deleted += step.value()->transitions;
        done = true;
      });
  }
  const double sum = std::accumulate(steps.begin(), steps.end(), std::accumulate(begins.begin(), begins.end(), 0.0)) *
                     kTransitions / static_cast<double>(deleted);
  const std::string detail = fmt::format("{} transitions, {} steps", deleted, steps.size());
  figures.add({"purge of 100,000 transitions, the writer's time", "ms", sum, kMostAltogether, detail});
  figures.add({"purge of 100,000 transitions, the longest step", "ms", *std::max_element(steps.begin(), steps.end()),
               kMostOfStep, fmt::format("median {:.2f}", median(steps))});
  figures.add({"purge, the longest of its beginnings", "ms", *std::max_element(begins.begin(), begins.end()),
               kMostOfStep, fmt::format("median {:.2f}", median(begins))});
  throw_if(database.close());
}

}  // namespace presenced::bench
