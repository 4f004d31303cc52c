// Randomness comes in by argument: the daemon seeds it from the system, tests and the simulator with a number.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace presenced::base {

// SplitMix64 (Steele, Lea, Flood 2014): small, fast, good enough for jitter; not for anything secret.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }

  // A number in [0, bound). `bound` must not be 0. The bias (below 2^-32 for our bounds) does not matter here.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

  // A span in [0, most], evenly. `most` must not be negative.
  Millis up_to(Millis most) {
    return Millis{static_cast<Millis::rep>(below(static_cast<std::uint64_t>(most.count()) + 1))};
  }

 private:
  std::uint64_t state_;
};

}  // namespace presenced::base
