#include "sim/journal.h"

namespace presenced::sim {

std::string clock_text(base::WallTime at) {
  const std::int64_t ms = (at - kEpoch).count();
  const std::int64_t abs = ms < 0 ? -ms : ms;
  return fmt::format("{}{:02}:{:02}:{:02}.{:03}", ms < 0 ? "-" : "", abs / 3'600'000, abs / 60'000 % 60,
                     abs / 1000 % 60, abs % 1000);
}

void Journal::add(std::string line) {
  std::string prefix = clock_text(world_.truth().wall);
  if (world_.offset().count() != 0) prefix += fmt::format(" (its clock {:+} ms)", world_.offset().count());
  lines_.push_back(prefix + "  " + std::move(line));
}

}  // namespace presenced::sim
