// Shorthand of these tests: moments, spans and histories with little writing.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/person_history.h"
#include "query/span.h"
#include "query/zone_database.h"

namespace presenced::query {

inline base::WallTime ms(std::int64_t millis) { return base::wall_from_unix_ms(millis); }
inline Span span(std::int64_t from, std::int64_t to) { return {ms(from), ms(to)}; }

// A moment of UTC.
inline base::WallTime utc(int year, unsigned month, unsigned day, int hour = 0, int minute = 0, int second = 0) {
  const std::chrono::sys_days date = std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
  return base::WallTime{date.time_since_epoch()} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second};
}

inline std::shared_ptr<const Zone> zone(const std::string& name) {
  auto found = ZoneDatabase{}.find(name);
  if (!found) throw std::runtime_error("no zone " + name + ": is tzdata installed?");
  return found;
}

inline const base::State kActive = base::Presence::active;
inline const base::State kAway = base::Presence::away;

inline history::Transition change(base::WallTime at, base::WallTime earliest, base::State after,
                                  history::Source source) {
  return {{}, at, earliest, std::nullopt, std::move(after), source};
}
inline history::Transition change(std::int64_t at, base::State after) {
  return change(ms(at), ms(at), std::move(after), history::Source::push);
}
inline history::Covered covered(std::int64_t from, std::optional<std::int64_t> to) {
  history::Covered result{ms(from), std::nullopt, history::Mode::subscribed, std::nullopt};
  if (to) {
    result.to = ms(*to);
    result.reason = history::EndReason::goodbye;
  }
  return result;
}

}  // namespace presenced::query
