// The signs of a facet, corrected as --merge-flaps and --idle-grace say, tick by tick.
#pragma once

#include "presencectl/drawn_days.h"

namespace presenced::commands::test {

// Both in seconds.
Signs corrected(const Signs& signs, std::int64_t merge_flaps, std::int64_t idle_grace);

// The first tick of the run that a tick is in.
std::size_t begin_of_run(const Signs& signs, std::size_t tick);

}  // namespace presenced::commands::test
