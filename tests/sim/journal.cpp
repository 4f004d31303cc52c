#include "sim/journal.h"

#include "sim/unreported.h"

namespace presenced::sim {

std::string clock_text(base::WallTime at) {
  const std::int64_t ms = (at - kEpoch).count();
  const std::int64_t abs = ms < 0 ? -ms : ms;
  return fmt::format("{}{:02}:{:02}:{:02}.{:03}", ms < 0 ? "-" : "", abs / 3'600'000, abs / 60'000 % 60,
                     abs / 1000 % 60, abs % 1000);
}

std::string state_text(const base::State& state) {
  if (const auto* presence = std::get_if<base::Presence>(&state)) return std::string(base::name_of(*presence));
  if (const auto* dnd = std::get_if<base::Dnd>(&state)) return show(*dnd);
  if (const auto* huddle = std::get_if<base::Huddle>(&state)) return show(*huddle);
  const auto& status = std::get<base::Status>(state);
  return fmt::format("'{}' {}", status.text, status.emoji);
}

void Journal::add(std::string line) {
  std::string prefix = clock_text(world_.truth().wall);
  if (world_.offset().count() != 0) prefix += fmt::format(" (its clock {:+} ms)", world_.offset().count());
  lines_.push_back(prefix + "  " + std::move(line));
}

}  // namespace presenced::sim
