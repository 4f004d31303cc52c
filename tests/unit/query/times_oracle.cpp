// Compares `parse_time` with `systemd-analyze timestamp`, the parser whose habits users bring, where the two agree by
// intent. They differ where systemd takes a local time that does not exist or exists twice for one of its neighbours,
// where it makes 2 March of 30 February, where a bare weekday or "3d" is nothing to it, and over T, Z, offsets and
// names of zones in older releases.
//
// Exit status 77: skipped, systemd-analyze is not installed.
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

#include "query/times.h"
#include "query/zone_database.h"

namespace presenced::query {
namespace {

constexpr int kSkipped = 77;

std::string output_of(const std::string& command) {
  std::string text;
  FILE* const pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  std::array<char, 512> part{};
  while (fgets(part.data(), part.size(), pipe) != nullptr) text += part.data();
  pclose(pipe);
  return text;
}

// What systemd takes it for; empty: for no time.
std::optional<base::WallTime> oracle(const std::string& zone, const std::string& text) {
  const std::string out = output_of("TZ=" + zone + " LC_ALL=C systemd-analyze timestamp -- '" + text + "' 2>/dev/null");
  const std::size_t at = out.find("UNIX seconds: @");
  if (at == std::string::npos) return std::nullopt;
  return base::WallTime{base::Millis{std::llround(std::stod(out.substr(at + 15)) * 1000)}};
}

base::WallTime clock_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return base::WallTime{std::chrono::floor<base::Millis>(now)};
}

// Ours lies between what it is by the clock before and after systemd was asked.
bool agrees(const std::string& zone, const std::string& text) {
  const ZoneDatabase zones;
  TimeContext context{clock_now(), zones.find(zone), &zones};
  const auto earliest = parse_time(text, context);
  const auto theirs = oracle(zone, text);
  context.now = clock_now() + base::Millis{1};  // systemd's microseconds are rounded above
  const auto latest = parse_time(text, context);
  if (!earliest || !latest || !theirs) {
    const bool both_refuse = !earliest && !theirs;
    if (!both_refuse) std::cerr << zone << ", '" << text << "': only one of the two takes it for a time\n";
    return both_refuse;
  }
  if (earliest.value() <= *theirs && *theirs <= latest.value()) return true;
  std::cerr << zone << ", '" << text << "': systemd says " << base::unix_ms(*theirs) << ", presenced "
            << base::unix_ms(earliest.value()) << "\n";
  return false;
}

int compare() {
  int checked = 0;
  int wrong = 0;
  for (const std::string zone : {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"}) {
    for (const std::string text : {"now",
                                   "today",
                                   "yesterday",
                                   "tomorrow",
                                   "-2h",
                                   "2h ago",
                                   "1d 12h ago",
                                   "90min ago",
                                   "@1700000000",
                                   "2026-07-01",
                                   "2026-07-01 09:00",
                                   "2026-07-01 09:00:05",
                                   "2026-07-01 09:00:05.250",
                                   "Wed 2026-07-01 09:00:00",
                                   "2026-01-15 UTC",
                                   "2026-07-01 09:00 UTC",
                                   "2026-03-28 23:59:59",
                                   "2026-03-29 04:00",
                                   "2026-10-25 00:30",
                                   "2026-10-25 04:00",
                                   "2026-11-01 00:30",
                                   "2026-13-01",
                                   "2026-07-01 25:00",
                                   "2026-07-01 09:60",
                                   "Thu 2026-07-01",
                                   "foo",
                                   "1999"}) {
      ++checked;
      if (!agrees(zone, text)) ++wrong;
    }
  }
  std::cout << checked << " times compared with systemd-analyze, " << wrong << " differ\n";
  return wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace presenced::query

int main() {
  if (!presenced::query::oracle("UTC", "2026-07-01")) {
    std::cout << "skipped: systemd-analyze is not installed\n";
    return presenced::query::kSkipped;
  }
  return presenced::query::compare();
}
