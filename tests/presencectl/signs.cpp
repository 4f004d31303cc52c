#include "presencectl/signs.h"

#include <algorithm>
#include <vector>

namespace presenced::commands::test {
namespace {

struct Run {
  char sign = '?';
  std::size_t from = 0;
  std::size_t to = 0;
  std::int64_t seconds() const { return static_cast<std::int64_t>(to - from) * kTickSeconds; }
};

std::vector<Run> runs_of(const Signs& signs) {
  std::vector<Run> runs;
  for (std::size_t tick = 0; tick < signs.size(); ++tick) {
    if (runs.empty() || runs.back().sign != signs[tick]) runs.push_back({signs[tick], tick, tick});
    runs.back().to = tick + 1;
  }
  return runs;
}

// Runs of `flap` that are shorter than that, between two of `other`, become `other`.
Signs without_flaps(const Signs& signs, char flap, char other, std::int64_t seconds) {
  Signs result = signs;
  const std::vector<Run> runs = runs_of(signs);
  for (std::size_t i = 1; i + 1 < runs.size(); ++i)
    if (runs[i].sign == flap && runs[i].seconds() < seconds && runs[i - 1].sign == other && runs[i + 1].sign == other)
      std::fill(result.begin() + static_cast<std::ptrdiff_t>(runs[i].from),
                result.begin() + static_cast<std::ptrdiff_t>(runs[i].to), other);
  return result;
}

}  // namespace

Signs corrected(const Signs& signs, std::int64_t merge_flaps, std::int64_t idle_grace) {
  Signs result = without_flaps(signs, 'w', 'a', merge_flaps);
  result = without_flaps(result, 'a', 'w', merge_flaps);
  const std::vector<Run> runs = runs_of(result);
  const auto grace = static_cast<std::size_t>(idle_grace / kTickSeconds);
  for (std::size_t i = 0; i + 1 < runs.size(); ++i)
    if (runs[i].sign == 'a' && runs[i + 1].sign == 'w')
      for (std::size_t tick = runs[i].to - std::min(grace, runs[i].to - runs[i].from); tick < runs[i].to; ++tick)
        result[tick] = 'w';
  return result;
}

std::size_t begin_of_run(const Signs& signs, std::size_t tick) {
  while (tick > 0 && signs[tick - 1] == signs[tick]) --tick;
  return tick;
}

}  // namespace presenced::commands::test
