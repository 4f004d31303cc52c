// Time zones as far as this module sees them: one question, "which offset holds at this moment, and from when to
// when?". Everything else (local times, days of 23 and 25 hours) follows from it, purely. The zone database is read in
// zone_database.h only; tests make zones of their own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "history/span.h"

namespace presenced::time {

// Far beyond every moment this program meets, and far from the ends of 64-bit milliseconds.
inline constexpr history::Span kAllTime{base::WallTime{-std::chrono::days{36500 * 30}},
                                        base::WallTime{std::chrono::days{36500 * 300}}};

// What a clock on the wall shows: milliseconds since 1970-01-01 00:00 of that clock.
using LocalTime = std::chrono::local_time<base::Millis>;

struct Offset {
  history::Span span;        // in which it holds; the ends of time where it never changes
  base::Millis utc_offset;   // local = UTC + utc_offset
  std::string abbreviation;  // "CEST", "+0530"
};

// Shared by whoever wants it; never changes; may be used from any thread.
class Zone {
 public:
  virtual ~Zone() = default;
  virtual const std::string& name() const = 0;  // "Europe/Berlin"
  virtual Offset at(base::WallTime time) const = 0;
};

// The zones there are. Empty: no zone of that name.
class Zones {
 public:
  virtual std::shared_ptr<const Zone> find(std::string_view name) const = 0;

 protected:
  ~Zones() = default;
};

// The same offset for ever: UTC, "+01:00".
std::shared_ptr<const Zone> fixed_zone(std::string name, base::Millis utc_offset);

LocalTime local(const Zone& zone, base::WallTime time);

// The moments at which the zone's clocks show `time`, ascending: one; none where clocks were put forward over it; two
// where they were put back.
std::vector<base::WallTime> moments_of(const Zone& zone, LocalTime time);

// The first moment at which the zone's clocks show `time` or later: where they skip it, the moment they do.
base::WallTime first_moment(const Zone& zone, LocalTime time);

}  // namespace presenced::time
