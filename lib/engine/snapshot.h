// How things stand, for `presencectl status`, the service manager, the log and tests. Holds no secret.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/facets.h"
#include "base/time.h"
#include "engine/clock_witness.h"
#include "feeds/snapshot.h"
#include "roster/roster.h"

namespace presenced::engine {

using feeds::StreamSnapshot;

// What Slack's time says about our wall clock (engine/clock_witness.h).
struct ClockSnapshot {
  ClockState state = ClockState::unknown;
  base::Millis ahead{0};                        // of Slack's clock; negative: behind it
  bool confirmed = false;                       // by at least two readings
  std::optional<ClockWitness::Reading> agreed;  // the last reading that did
  base::WallTime recorded_until{};              // the newest moment of the history
};

struct Snapshot : feeds::Activity {
  std::string workspace;
  std::size_t watched = 0;
  std::vector<roster::Roster::Unresolved> unresolved;
  base::ByFacet<std::size_t> facet_covered;  // people
  std::size_t covered = 0;                   // people: in every facet that is tracked of them
  std::size_t uncommitted = 0;               // records on their way to the disk
  std::size_t uncommitted_bytes = 0;         // what they take
  bool held = false;                         // nothing is read from the sockets: the disk is behind
  base::Millis held_for{0};                  // in total, since the engine was made
  bool covering = false;                     // false: nothing can be claimed at present
  ClockSnapshot clock;
};

}  // namespace presenced::engine
