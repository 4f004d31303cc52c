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
#include <vector>

#include "base/random.h"
#include "time/times.h"
#include "time/zone_database.h"

namespace presenced::time {
namespace {

using history::Span;
using history::Window;

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

// What systemd takes them for; those that are no times to it are left out.
std::vector<base::WallTime> oracle(const std::string& zone, const std::vector<std::string>& texts) {
  std::string command = "TZ=" + zone + " LC_ALL=C systemd-analyze timestamp --";
  for (const std::string& text : texts) command += " '" + text + "'";
  const std::string out = output_of(command + " 2>/dev/null");
  const std::string before = "UNIX seconds: @";
  std::vector<base::WallTime> times;
  for (std::size_t at = out.find(before); at != std::string::npos; at = out.find(before, at + 1))
    times.emplace_back(base::Millis{std::llround(std::stod(out.substr(at + before.size())) * 1000)});
  return times;
}

// Empty: for no time.
std::optional<base::WallTime> oracle(const std::string& zone, const std::string& text) {
  const auto times = oracle(zone, std::vector<std::string>{text});
  return times.empty() ? std::nullopt : std::optional(times[0]);
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

// A date and a time of day that the zone's clocks show exactly once, or a span before now.
std::string drawn(base::Random& random, const Zone& zone) {
  const auto number = [&](std::uint64_t bound) { return std::to_string(random.below(bound)); };
  if (random.below(3) == 0)
    return number(9) + "w " + number(7) + "d " + number(24) + "h " + number(60) + "min " + number(60) + "s ago";
  for (;;) {
    const auto seconds = static_cast<std::int64_t>(random.below(std::uint64_t{60} * 365 * 86'400));  // 1970 to 2029
    const base::WallTime time = base::wall_from_unix_ms(seconds * 1000);
    if (moments_of(zone, local(zone, time)).size() == 1) return readable_time(zone, time);
  }
}

// Asked in one call each zone, so they can be many.
int count_wrong_among_drawn(const std::string& zone_name, base::Random& random, std::size_t count) {
  const ZoneDatabase zones;
  TimeContext context{clock_now(), zones.find(zone_name), &zones};
  const base::WallTime before = context.now;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) texts.push_back(drawn(random, *context.zone));
  const auto theirs = oracle(zone_name, texts);
  const base::WallTime after = clock_now() + base::Millis{1};
  if (theirs.size() != count) {
    std::cerr << zone_name << ": systemd takes " << theirs.size() << " of " << count << " for times\n";
    return static_cast<int>(count);
  }
  int wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    context.now = before;
    const auto earliest = parse_time(texts[i], context);
    context.now = after;
    const auto latest = parse_time(texts[i], context);
    if (earliest && latest && earliest.value() <= theirs[i] && theirs[i] <= latest.value()) continue;
    std::cerr << zone_name << ", '" << texts[i] << "': systemd says " << base::unix_ms(theirs[i]) << "\n";
    ++wrong;
  }
  return wrong;
}

int compare() {
  constexpr std::size_t kDrawn = 250;
  base::Random random(20261120);
  int checked = 0;
  int wrong = 0;
  for (const std::string zone : {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"}) {
    wrong += count_wrong_among_drawn(zone, random, kDrawn);
    checked += static_cast<int>(kDrawn);
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
}  // namespace presenced::time

int main() {
  if (!presenced::time::oracle("UTC", "2026-07-01")) {
    std::cout << "skipped: systemd-analyze is not installed\n";
    return presenced::time::kSkipped;
  }
  return presenced::time::compare();
}
