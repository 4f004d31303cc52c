#include "bench/flood_speed.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "bench/flooded_daemon.h"
#include "bench/ingest_limits.h"
#include "bench/sdk_stack.h"
#include "support/loopback.h"
#include "support/temp_dir.h"

namespace presenced::bench {
namespace {

constexpr std::array<std::size_t, 2> kIdsAFrame{1, 100};
constexpr double kMostMegabytes = 64;  // above idle
constexpr double kLeastOfSqlitePlain = 0.8;
constexpr double kLeastOfSqliteTls = 0.7;
constexpr double kLeastOfSdk = 3;
// "Not slower": two medians of the same thing differ by so much.
constexpr double kLeastOfSingle = 0.95;

// Of one contender, over all rounds.
struct Costs {
  std::vector<double> seconds;
  std::vector<double> cpu;

  void add(const Cost& cost) {
    seconds.push_back(cost.seconds);
    cpu.push_back(cost.cpu_seconds);
  }
};

struct Daemon {
  Costs costs;
  std::vector<double> loop, writer, more_mb;
};

class Contest {
 public:
  explicit Contest(const FloodSize& size) : size_(size), missing_(sdk_stack_missing(size.packages)) {
    for (const std::size_t ids : kIdsAFrame) frames_.emplace(ids, FloodFrames(flooded_people(), size.changes, ids));
  }

  void round() {
    for (const auto& [ids, frames] : frames_)
      for (const bool tls : {false, true}) {
        const Flooded flooded = flood_daemon(frames, tls);
        Daemon& daemon = daemons_[{ids, tls}];
        daemon.costs.add(flooded.cost);
        daemon.loop.push_back(flooded.loop_cpu);
        daemon.writer.push_back(flooded.writer_cpu);
        daemon.more_mb.push_back(flooded.more_mb);
        const test::TempDir folder;
        sqlite_[{ids, tls}].add(insert_rows(folder.path(), flooded.recorded));
        socket_[{ids, tls}].push_back(test_support::read_over_loopback(frames.pieces(), tls).count());
        if (tls) continue;
        parse_[ids].add(parse_frames(frames));
        if (missing_.empty()) sdk_[ids].add(flood_sdk_stack(size_.packages, frames, flooded.recorded.table_sql));
      }
  }

  void report(Figures& figures) const {
    for (const bool tls : {false, true})
      for (const std::size_t ids : kIdsAFrame) report(figures, ids, tls);
    for (const bool tls : {false, true})
      figures.add({fmt::format("100 ids a frame, beside one, {}", name_of(tls)), "times",
                   rate(daemons_.at({100, tls}).costs) / rate(daemons_.at({1, tls}).costs), kLeastOfSingle, "",
                   Bound::at_least});
    for (const std::size_t ids : kIdsAFrame) report_parts(figures, ids);
  }

 private:
  using Which = std::pair<std::size_t, bool>;  // ids a frame, over TLS

  static std::string name_of(bool tls) { return tls ? "TLS" : "plain"; }
  static std::string name_of(std::size_t ids) {
    return ids == 1 ? "one id a frame" : fmt::format("{} ids a frame", ids);
  }

  double rate(const Costs& costs) const { return static_cast<double>(size_.changes) / median(costs.seconds); }
  double us(const std::vector<double>& seconds) const {
    return median(seconds) * 1e6 / static_cast<double>(size_.changes);
  }
  Figure thousands(std::string name, const Costs& costs, std::string detail) const {
    return {std::move(name), "k/s", rate(costs) / 1000, 0, fmt::format("CPU {:.2f} us each{}", us(costs.cpu), detail),
            Bound::at_least};
  }

  void report(Figures& figures, std::size_t ids, bool tls) const {
    const Daemon& daemon = daemons_.at({ids, tls});
    const Costs& sqlite = sqlite_.at({ids, tls});
    const std::string name = fmt::format("{}, {}", name_of(ids), name_of(tls));
    figures.add(thousands("presenced, " + name, daemon.costs,
                          fmt::format(": loop {:.2f}, writer {:.2f}; median of {}", us(daemon.loop), us(daemon.writer),
                                      daemon.loop.size())));
    figures.add(thousands("SQLite alone, the same rows, " + name, sqlite, ""));
    figures.add({"presenced beside SQLite alone, " + name, "times", rate(daemon.costs) / rate(sqlite),
                 tls ? kLeastOfSqliteTls : kLeastOfSqlitePlain,
                 fmt::format("of the CPU: {:.2f}", us(sqlite.cpu) / us(daemon.costs.cpu)), Bound::at_least});
    figures.add({"memory above idle, " + name, "MB", *std::max_element(daemon.more_mb.begin(), daemon.more_mb.end()),
                 kMostMegabytes, "resident, at most", Bound::at_most});
    if (tls) return;
    if (!missing_.empty()) {
      fmt::print("{:<66} left out: {}\n", "Slack's SDK for Node and better-sqlite3, " + name, missing_);
      return;
    }
    const Costs& sdk = sdk_.at(ids);
    figures.add(thousands("Slack's SDK for Node and better-sqlite3, " + name, sdk, ", its start included"));
    figures.add({"presenced beside the SDK, " + name, "times", rate(daemon.costs) / rate(sdk), kLeastOfSdk,
                 fmt::format("of the CPU: {:.2f}", us(sdk.cpu) / us(daemon.costs.cpu)), Bound::at_least});
  }

  void report_parts(Figures& figures, std::size_t ids) const {
    for (const bool tls : {false, true})
      figures.add({fmt::format("a bare socket reads the same bytes, {}, {}", name_of(ids), name_of(tls)), "k/s",
                   static_cast<double>(size_.changes) / median(socket_.at({ids, tls})) / 1000, 0, "", Bound::at_least});
    figures.add(thousands("simdjson parses the same frames, " + name_of(ids), parse_.at(ids), ""));
  }

  FloodSize size_;
  std::string missing_;  // why there is no SDK stack
  std::map<std::size_t, FloodFrames> frames_;
  std::map<Which, Daemon> daemons_;
  std::map<Which, Costs> sqlite_;
  std::map<Which, std::vector<double>> socket_;
  std::map<std::size_t, Costs> parse_, sdk_;
};

}  // namespace

void measure_flood(const FloodSize& size, Figures& figures) {
  Contest contest(size);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t done = 0; done < size.rounds;) {
    contest.round();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const double each = took.count() / static_cast<double>(++done);
    if (took.count() + each > size.most_seconds) break;
  }
  contest.report(figures);
}

}  // namespace presenced::bench
