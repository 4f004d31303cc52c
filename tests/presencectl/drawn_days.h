// Days of three people, drawn from a seed, second by second: what was true and seen, and a history that the tracker
// wrote of it. For the oracle.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "unit/ask/fixture.h"

namespace presenced::ask::test {

inline constexpr std::array<const char*, 3> kPeople{"U0ALEX001", "U0BEA0002", "U0CHEN003"};
inline constexpr std::size_t kSeconds = 4 * 86'400;

// Of a second: 'a' active and watched, 'w' away and watched, '?' nobody was watching.
using Seconds = std::string;

struct DrawnDays {
  std::int64_t first = 0;                       // second, since 1970
  std::array<Seconds, kPeople.size()> seconds;  // kSeconds of each
};

// From `first` on. The recorder is alive at the end, and connected in it.
DrawnDays write_drawn_days(WrittenHistory& history, std::int64_t first, std::uint64_t seed);

}  // namespace presenced::ask::test
