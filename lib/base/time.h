// Points and spans of time.
//
// The two clocks are different types, so that a moment of one cannot be compared with a moment of the other: wall-clock
// moments are what the history shows, monotonic moments are what deadlines and durations are counted with. Neither type
// has a `now()`: the pure modules are told the time (`Instant`), and only lib/runtime reads the machine's clocks.
//
// Unit everywhere: integer milliseconds (since 1970-01-01T00:00:00Z, as docs/HISTORY.md promises).
#pragma once

#include <chrono>
#include <cstdint>

namespace presenced::base {

using Millis = std::chrono::milliseconds;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""min;
using std::chrono_literals::operator""h;

// Milliseconds since 1970-01-01T00:00:00Z. It can step in either direction when an administrator or NTP sets it.
struct WallClock {
  using duration = Millis;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<WallClock>;
  static constexpr bool is_steady = false;
};

// Milliseconds since an arbitrary start. It never steps; it stands still while the machine is suspended.
struct MonoClock {
  using duration = Millis;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonoClock>;
  static constexpr bool is_steady = true;
};

using WallTime = WallClock::time_point;
using MonoTime = MonoClock::time_point;

// One moment, read from both clocks together.
struct Instant {
  MonoTime mono;
  WallTime wall;
};

constexpr WallTime wall_from_unix_ms(std::int64_t ms) { return WallTime{Millis{ms}}; }
constexpr std::int64_t unix_ms(WallTime time) { return time.time_since_epoch().count(); }

}  // namespace presenced::base
