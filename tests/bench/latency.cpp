#include "bench/latency.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "bench/flooded_daemon.h"
#include "files/descriptor.h"
#include "store/sqlite.h"

namespace presenced::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kPerSecond = 1'000;
constexpr std::chrono::microseconds kPace{1'000'000 / kPerSecond};
constexpr std::size_t kSyncs = 200;
constexpr double kMostSyncs = 5;
constexpr std::chrono::microseconds kLook{100};

// A page at the end of a file and fdatasync(2), as often as is given, in milliseconds.
std::vector<double> syncs_in(const std::filesystem::path& folder, std::size_t times) {
  const std::filesystem::path path = folder / "synced";
  const files::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  const std::array<char, 4096> page{};
  std::vector<double> took;
  for (std::size_t i = 0; i < times; ++i) {
    const auto begin = Clock::now();
    if (::write(file.number(), page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
        ::fdatasync(file.number()) != 0)
      throw std::system_error(errno, std::generic_category(), path.string());
    took.push_back(Milliseconds(Clock::now() - begin).count());
  }
  std::filesystem::remove(path);
  return took;
}

// The moment at which each change was first seen committed. What a reader sees has been synced.
class Commits {
 public:
  Commits(const std::filesystem::path& history, std::size_t changes)
      : database_(history, store::Database::Access::read_only),
        last_(database_.prepare("SELECT seq FROM seq_last")),
        first_seq_(last_.first().value_or(0)),
        seen_(changes) {}

  void watch() {
    const auto end = Clock::now() + std::chrono::seconds(120);
    for (std::size_t known = 0; known < seen_.size();) {
      const auto committed = static_cast<std::size_t>(last_.first().value_or(0) - first_seq_);
      const auto now = Clock::now();
      if (now > end) throw std::runtime_error(fmt::format("only {} of {} changes committed", committed, seen_.size()));
      for (; known < std::min(committed, seen_.size()); ++known) seen_[known] = now;
      std::this_thread::sleep_for(kLook);
    }
  }
  const std::vector<Clock::time_point>& seen() const { return seen_; }

 private:
  store::Database database_;
  store::Statement last_;
  std::int64_t first_seq_;
  std::vector<Clock::time_point> seen_;
};

std::vector<Clock::time_point> send_at_a_steady_pace(FloodedDaemon& daemon, const FloodFrames& frames) {
  std::vector<Clock::time_point> sent;
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < frames.frames(); ++i) {
    std::this_thread::sleep_until(begin + static_cast<int>(i) * kPace);
    sent.push_back(Clock::now());
    daemon.send({std::string(frames.frame(i))});
  }
  return sent;
}

}  // namespace

void measure_latency(std::size_t seconds, Figures& figures) {
  const FloodFrames frames(flooded_people(), seconds * kPerSecond, 1);
  FloodedDaemon daemon(/*tls=*/true);
  std::vector<double> syncs = syncs_in(daemon.folder(), kSyncs / 2);
  Commits commits(daemon.history(), frames.changes());
  std::vector<Clock::time_point> sent;
  {
    std::jthread slack([&] { sent = send_at_a_steady_pace(daemon, frames); });
    commits.watch();
  }
  const auto after = syncs_in(daemon.folder(), kSyncs - kSyncs / 2);
  syncs.insert(syncs.end(), after.begin(), after.end());
  daemon.verify(frames);
  std::vector<double> took;
  for (std::size_t i = 0; i < sent.size(); ++i) took.push_back(Milliseconds(commits.seen()[i] - sent[i]).count());
  const double sync = median(syncs);
  const double most = quantile(took, 0.99);
  const std::string how = fmt::format("{} changes, {} a second, over TLS", took.size(), kPerSecond);
  figures.add({"fdatasync(2) of a page in the folder of the history", "ms", sync, 0,
               fmt::format("median of {}; 99 %: {:.2f}", kSyncs, quantile(syncs, 0.99))});
  figures.add({"from the frame to the disk, half of the changes", "ms", median(took), 0, how});
  figures.add({"from the frame to the disk, 99 % of the changes", "ms", most, 0, how});
  figures.add({"from the frame to the disk, 99 % of the changes", "syncs", most / sync, kMostSyncs, how});
}

}  // namespace presenced::bench
