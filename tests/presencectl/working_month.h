// Seven weeks of a team, from 1 October to the afternoon of Friday, 20 November 2026, in Berlin: the history behind the
// examples of README.md. Drawn from a fixed seed, so it is the same on every machine.
#pragma once

#include "unit/commands/fixture.h"

namespace presenced::commands::test {

inline constexpr const char* kOfficeZone = "Europe/Berlin";
inline constexpr const char* kOfficeNow = "2026-11-20 16:40 Europe/Berlin";

// Six people in the groups on-call and sre, with office hours, breaks, meetings and a vacation. Nobody was watched on
// 13 October from 09:40 to 10:05, and on 20 November from 11:10 to 11:36. The daemon is alive at kOfficeNow.
void write_working_month(WrittenHistory& history);

}  // namespace presenced::commands::test
