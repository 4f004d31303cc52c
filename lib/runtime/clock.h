// The machine's clocks. The only place, besides tests, that reads them for an engine.
#pragma once

#include "base/time.h"

namespace presenced::runtime {

// Both clocks, read together. The monotonic one stands still while the machine is suspended (CLOCK_MONOTONIC), which
// shows as a step of the wall clock.
base::Instant now();

}  // namespace presenced::runtime
