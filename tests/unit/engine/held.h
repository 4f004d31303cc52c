// Sockets that are held because the disk is behind.
#pragma once

#include <cstddef>
#include <stdexcept>

#include "unit/engine/people.h"

namespace presenced::engine::testing {

inline constexpr std::size_t kMark = 20'000;

inline void small_mark(engine::Settings& settings) { settings.uncommitted_mark = kMark; }

// Changes every 100 ms, until the sockets are held.
inline void flood(EngineWorld& world, const UserId& user = kAnn) {
  world.store(support::StoreMode::holds);
  bool on = false;
  for (int i = 0; i < 300 && !world.held(); ++i) {
    world.set(user, (on = !on) ? active : away);
    world.run_for(100ms);
  }
  if (!world.held()) throw std::runtime_error("the sockets are not held");
}

}  // namespace presenced::engine::testing
