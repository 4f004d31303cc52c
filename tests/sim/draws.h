// Randomness that does not shift: every draw is a function of the seed, of what it is for and of a number (a moment, a
// person, a fault), not of how many draws came before it. So leaving one fault out of a plan leaves all the rest of a
// run as it was, as far as it does not depend on that fault. That is what makes shrinking work.
#pragma once

#include <cstdint>

#include "base/random.h"
#include "base/time.h"

namespace presenced::sim {

enum class Concern : std::uint64_t {
  world = 1,
  plan,
  model,
  engine,
  people,
  person,
  to_slack,
  from_slack,
  http,
  store,
  crash,
  watchlist,
  twice,
  room,
  names,
  made_up,
  feeds,
  further
};

class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}

  // A generator of its own for this concern and number.
  base::Random of(Concern concern, std::uint64_t number = 0) const {
    base::Random mixed(seed_ ^ (static_cast<std::uint64_t>(concern) * 0xd1342543de82ef95u));
    return base::Random(mixed.next() ^ (number * 0xaf251af3b0f025b5u));
  }

 private:
  std::uint64_t seed_;
};

// In [least, most], evenly.
inline base::Millis between(base::Random& random, base::Millis least, base::Millis most) {
  return least + random.up_to(most - least);
}

// About one in `n`.
inline bool one_in(base::Random& random, std::uint64_t n) { return random.below(n) == 0; }

}  // namespace presenced::sim
