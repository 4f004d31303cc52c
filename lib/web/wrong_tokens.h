// How many wrong tokens are answered as such: a guess has no chance against 256 random bits, but each costs a look, and
// a flood of them should not look like service. Right tokens are never held up. Pure.
#pragma once

#include <cstddef>
#include <deque>

#include "base/time.h"

namespace presenced::web {

inline constexpr std::size_t kWrongTokensAtOnce = 10;
inline constexpr base::Millis kWrongTokensWithin{60'000};

class WrongTokens {
 public:
  // One more came. False: there were too many within the time.
  bool came(base::MonoTime at);

 private:
  std::deque<base::MonoTime> times_;  // of the newest, at most kWrongTokensAtOnce
};

}  // namespace presenced::web
