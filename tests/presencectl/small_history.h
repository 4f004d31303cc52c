// Four days of seven people, seeded, the same on every machine: what the goldens and the schemas are checked with.
#pragma once

#include "unit/commands/fixture.h"

namespace presenced::commands::test {

inline constexpr const char* kZone = "Europe/Berlin";
// In that zone: the last of the days was one of 25 hours.
inline constexpr const char* kSince = "2026-10-22";
inline constexpr const char* kNow = "2026-10-26 08:30 UTC";

// From Thursday, 2026-10-22, to Monday morning; the daemon alive at kNow. A time-out on Friday, a crash in the night to
// Monday. Names that are wide, joined emoji, right to left, and made to drive a terminal or a spreadsheet; somebody who
// is on the watchlist and was never seen, and somebody who is watched no more. Groups: on-call, leads.
void write_small_history(WrittenHistory& history);

// The same, and beside it the workspace beta: the same five people with the same ids live another life there, without
// labels; a group on-call with other members, and the group nobody without any.
void write_two_workspaces(WrittenHistory& history);

}  // namespace presenced::commands::test
