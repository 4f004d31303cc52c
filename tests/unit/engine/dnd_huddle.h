// What the tests of do-not-disturb and huddles share.
#pragma once

#include <chrono>

#include "unit/engine/people.h"

namespace presenced::engine::testing {

inline constexpr auto dnd = base::Facet::dnd;
inline constexpr auto huddle = base::Facet::huddle;

inline watch::Person quiet(const base::UserId& id) { return person(id, {dnd}); }
inline watch::Person meeting(const base::UserId& id) { return person(id, {huddle}); }

// A window from so long after now on, in whole seconds.
inline base::Dnd window(const EngineWorld& world, base::Millis starts_in, base::Millis lasts) {
  const base::WallTime start = std::chrono::floor<std::chrono::seconds>(world.slack_time()) + starts_in;
  return {true, start, start + lasts};
}

inline Words words(const EngineWorld& world, const base::UserId& user, base::Facet facet) {
  return states(world.history().changes_of(user, facet));
}
inline Source last_source(const EngineWorld& world, base::Facet facet) {
  return world.history().changes_of(kAnn, facet).back().source;
}

}  // namespace presenced::engine::testing
