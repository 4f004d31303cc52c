// What the tests of the rotation share.
#pragma once

#include <doctest/doctest.h>

#include "unit/engine/people.h"

namespace presenced::engine::testing {

// A goodbye, up to the successor's subscription: it is told of everyone next.
inline void begin_rotation(support::EngineWorld& world) {
  world.goodbye(world.socket(0));
  REQUIRE(world.run_until([&] { return world.sockets() == 2 && world.socket(1).count("presence_sub") == 1; }, 10s));
}

inline bool rotated(const support::EngineWorld& world, std::size_t sockets = 2) {
  const auto snapshot = world.snapshot();
  return world.history().sessions().size() >= sockets && !snapshot.streams[0].rotating;
}

inline void check_no_gap(const support::EngineWorld& world, const base::UserId& user) {
  CHECK(world.history().spans_of(user, presence).size() == 1);
  CHECK(world.history().spans_of(user, status).size() == 1);
}

inline constexpr const char* kAnnActive = R"({"type":"presence_change","user":"U0ANN","presence":"active"})";

}  // namespace presenced::engine::testing
