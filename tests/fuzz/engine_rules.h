// What the world of the engine cannot see from a single order, as rules held after every act of a script. Each ends the
// process when it is broken (expect.h).
#pragma once

#include <cstddef>

#include "base/time.h"
#include "support/engine_world.h"

namespace presenced::fuzz {

// Of one world, which must outlive it.
class EngineRules {
 public:
  explicit EngineRules(const support::EngineWorld& world) : world_(world) {}

  // `passed`: how much time the act took.
  void hold(base::Millis passed);

 private:
  void log_is_clean();
  void coverage_is_claimed_by_right() const;
  void records_are_of_the_watched() const;
  void wakes_are_few(base::Millis passed);

  const support::EngineWorld& world_;
  std::size_t lines_read_ = 0;
  std::size_t wakes_ = 0;
};

}  // namespace presenced::fuzz
