#include "rendering/scale.h"

#include <array>
#include <vector>

#include "time/calendar.h"
#include "time/times.h"

namespace presenced::rendering {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t kMark = 6;  // "|06:00", "|11-20"

std::string mark_at(const time::Zone& zone, base::WallTime time) {
  const std::string text = time::readable_time(zone, time);  // "2026-11-20 06:00:00"
  const std::string clock = text.substr(11, 5);
  return clock == "00:00" ? text.substr(5, 5) : clock;
}

// The moments at which the zone's clocks show a multiple of `step`, a divisor of a day or a number of days.
std::vector<base::WallTime> moments_every(base::Millis step, const time::Zone& zone, history::Window window) {
  std::vector<base::WallTime> moments;
  const auto whole_days = std::chrono::floor<std::chrono::days>(step).count();
  std::int64_t index = 0;
  for (const time::Slice& day : time::days(zone, window)) {
    if (whole_days > 1 && index++ % whole_days != 0) continue;
    for (base::Millis clock{0}; clock < hours{24}; clock += step) {
      const base::WallTime moment = time::first_moment(zone, std::chrono::local_days{day.first} + clock);
      const bool new_one = moments.empty() || moments.back() < moment;
      if (window.contains(moment) && day.whole.contains(moment) && new_one) moments.push_back(moment);
    }
  }
  return moments;
}

// The finest step whose marks have room.
base::Millis step_for(history::Window window, std::size_t columns) {
  constexpr std::array<base::Millis, 13> kSteps{minutes{1}, minutes{5}, minutes{15}, minutes{30}, hours{1},
                                                hours{2},   hours{3},   hours{6},    hours{12},   hours{24},
                                                hours{48},  hours{168}, hours{672}};
  const base::Millis needed = window.length() * static_cast<std::int64_t>(kMark + 1);
  for (const base::Millis step : kSteps)
    if (step * static_cast<std::int64_t>(columns) >= needed) return step;
  return hours{24} * 91;
}

}  // namespace

std::vector<ScaleMark> scale_marks(const time::Zone& zone, history::Window window, std::size_t columns) {
  std::vector<ScaleMark> marks;
  for (const base::WallTime moment : moments_every(step_for(window, columns), zone, window))
    marks.push_back({moment, mark_at(zone, moment)});
  return marks;
}

std::string scale(const time::Zone& zone, history::Window window, std::size_t columns) {
  std::string line(columns, ' ');
  std::size_t free = 0;
  for (const ScaleMark& mark : scale_marks(zone, window, columns)) {
    const auto at = static_cast<std::size_t>((mark.at - window.from).count() * static_cast<std::int64_t>(columns) /
                                             window.length().count());
    if (at < free || at + kMark > columns) continue;
    line.replace(at, kMark, "|" + mark.text);
    free = at + kMark + 1;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace presenced::rendering
